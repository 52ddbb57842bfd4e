"""What a docstring tells the command line: its prose, and what its numpydoc sections say of each parameter.

The format is that of numpydoc, https://numpydoc.readthedocs.io/en/latest/format.html.
"""

import re
from collections.abc import Iterator

SECTION = re.compile(r"^(?P<title>\w[\w ]*)\n-{3,}[ ]*\n", re.MULTILINE)
DESCRIBED = ("Attributes", "Other Parameters", "Parameters")
ENTRY = re.compile(r"^(?P<names>[*\w][*\w, ]*?)[ ]*(:.*)?$")
AS_IT_STANDS = "\b\n"  # click's mark of a paragraph that is not wrapped


def described(docstring: str) -> dict[str, str]:
    """Return what the sections on parameters and attributes say, by name, each in one line."""
    texts: dict[str, str] = {}
    for title, body in sections(docstring):
        names: list[str] = []
        for line in body.splitlines() if title in DESCRIBED else []:
            if (entry := ENTRY.match(line)) is not None:
                names = [name.strip(" *") for name in entry["names"].split(",")]
            else:
                texts |= {name: f"{texts.get(name, '')} {line.strip()}".strip() for name in names}
    return texts


def prose(docstring: str) -> str:
    """Return the docstring for click's help: without the sections on parameters, lists and code as they stand."""
    first = SECTION.search(docstring)
    parts = [docstring[: first.start()] if first else docstring]
    parts += [f"{title}:\n\n{body}" for title, body in sections(docstring) if title not in DESCRIBED]
    paragraphs = (paragraph.strip("\n") for part in parts for paragraph in re.split(r"\n\s*\n", part))
    return "\n\n".join(AS_IT_STANDS + text if has_shape(text) else text for text in paragraphs if text)


def sections(docstring: str) -> Iterator[tuple[str, str]]:
    """Yield (title, body) of the numpydoc sections."""
    found = list(SECTION.finditer(docstring))
    for match, end in zip(found, [*(following.start() for following in found[1:]), len(docstring)], strict=False):
        yield match["title"], docstring[match.end() : end]


def has_shape(paragraph: str) -> bool:
    """Say whether a paragraph has indented lines, or is a list or an example, so that wrapping would spoil it."""
    return bool(re.search(r"^(\s|[-*] |\d+[.)] |>>> )", paragraph, re.MULTILINE))
