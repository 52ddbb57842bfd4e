"""What others may read: without places on this machine and secrets, nor signs that would act on what shows them."""

import os
import re
from collections.abc import Iterable
from pathlib import Path

from scitex_clew.exporting.secrets import SCANNED, holds, longest_first, telling_files
from scitex_clew.hashing import opened
from scitex_clew.project import Project
from scitex_clew.verifying.reports import RunReport
from scitex_clew.wording import printable
from scitex_io.secrets import masked_urls, without

# Neither what is behind a word or a scheme, as in `and/or` and `https://host/a/b`, nor a lone name, as in `/help`.
SIGN = r"[^\s\"'<>:;,()\[\]{}|/]"
ABSOLUTE = re.compile(rf"(?:(?<=file://)|(?<![\w.~…:/\\<-]))/(?:{SIGN}+/)+(?={SIGN})")
COLOURS = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")


def secrets_of(project: Project, reports: Iterable[RunReport]) -> tuple[str, ...]:
    """Return the secrets that stand in the code, configuration and diffs of some runs, as far as these are still there.

    Their records have them masked, but a script may have printed one.
    """
    files = [file for report in reports for file in report.files if file.access.role in SCANNED]
    here = [file for file in files if file.verdict in ("verified", "moved")]
    places = {file.access[1:3]: project.locate(file.moved_to or file.access.path) for file in here}
    sources = {key: readable(place) for key, place in places.items()}
    return longest_first(telling_files((file.access for file in here), sources))


def readable(place: Path) -> bytes:
    """Return what a file holds; nothing if it cannot be read."""
    try:
        with opened(place) as file:
            return file.read()
    except OSError:
        return b""


class Privacy:
    """What is taken out of texts of one project: `secrets`, the longest first, and places."""

    def __init__(self, project: Project, secrets: tuple[str, ...] = ()) -> None:
        self.secrets = secrets
        root, home = str(project.root), os.path.realpath(Path.home())
        places = ((root, "."), (home, "~"))
        self.replaced = [
            (re.compile(rf"(?<![\w.-]){re.escape(place)}(/|(?![\w.-]))"), name)
            for place, name in places
            if place.strip("/")
        ]

    def code(self, text: str) -> str:
        """Return the text of a script: what its author wrote stays, but for where the project and their home are."""
        text = masked_urls(without(text, self.secrets))
        for place, name in self.replaced:
            text = place.sub(lambda found, name=name: f"{name}{found[1]}".removeprefix("./"), text)  # type: ignore[misc]
        return "\n".join("\t".join(map(printable, line.split("\t"))) for line in text.split("\n"))

    def text(self, text: str) -> str:
        """Return lines in which of an absolute path only the name is left, and no colours are set."""
        return ABSOLUTE.sub("…/", self.code(COLOURS.sub("", text.replace("\r\n", "\n"))))

    def exposed(self, content: bytes) -> bool:
        """Say whether there is a secret in what a file holds."""
        return bool(self.secrets) and holds(content, len(content), self.secrets)

    def line(self, text: str) -> str:
        """Return a text in one line."""
        return printable(self.text(text))
