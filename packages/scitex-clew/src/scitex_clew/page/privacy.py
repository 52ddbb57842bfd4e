"""Texts as others may read them: without places on this machine, nor signs that would act on what shows them."""

import os
import re
from pathlib import Path

from scitex_clew.project import Project
from scitex_clew.wording import printable

# Neither what is behind a word or a scheme, as in `and/or` and `https://host/a/b`, nor a lone name, as in `/help`.
SIGN = r"[^\s\"'<>:;,()\[\]{}|/]"
ABSOLUTE = re.compile(rf"(?:(?<=file://)|(?<![\w.~…:/\\<-]))/(?:{SIGN}+/)+(?={SIGN})")
COLOURS = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")


class Privacy:
    """What is taken out of texts of one project."""

    def __init__(self, project: Project) -> None:
        root, home = str(project.root), os.path.realpath(Path.home())
        places = ((root, "."), (home, "~"))
        self.replaced = [
            (re.compile(rf"(?<![\w.-]){re.escape(place)}(/|(?![\w.-]))"), name)
            for place, name in places
            if place.strip("/")
        ]

    def code(self, text: str) -> str:
        """Return the text of a script: what its author wrote stays, but for where the project and their home are."""
        for place, name in self.replaced:
            text = place.sub(lambda found, name=name: f"{name}{found[1]}".removeprefix("./"), text)  # type: ignore[misc]
        return "\n".join("\t".join(map(printable, line.split("\t"))) for line in text.split("\n"))

    def text(self, text: str) -> str:
        """Return lines in which of an absolute path only the name is left, and no colours are set."""
        return ABSOLUTE.sub("…/", self.code(COLOURS.sub("", text.replace("\r\n", "\n"))))

    def line(self, text: str) -> str:
        """Return a text in one line."""
        return printable(self.text(text))
