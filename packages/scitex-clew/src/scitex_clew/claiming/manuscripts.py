r"""The claims in a manuscript: `\claim{name}{value}` in LaTeX, `[value](claim:name)` in Markdown.

A LaTeX manuscript is read with the files that it includes.
"""

import os
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from scitex_clew.claiming.agreement import agrees, held_text, understood
from scitex_clew.claiming.claims import Claim, project_of_text, read
from scitex_clew.claiming.latex import Inclusion, read_latex
from scitex_clew.claiming.locating import value_at
from scitex_clew.claiming.markdown import read_markdown
from scitex_clew.claiming.mentions import Mention
from scitex_clew.errors import ClaimError
from scitex_clew.hashing import content
from scitex_clew.project import Project

Verdict = Literal["verified", "wrong value", "source modified", "source missing", "unknown claim", "not understood"]

LATEX_NAMES = (".cls", ".latex", ".ltx", ".sty", ".tex", ".tikz")
MARKDOWN_NAMES = (".markdown", ".md", ".mdown", ".mdx", ".mkd", ".qmd", ".rmd")
TWO_ARGUMENTS = "the macro takes two arguments, and there is one in braces"
UNKNOWN_VALUE = "its value is neither a number nor plain text"


class MissingText(NamedTuple):
    """A file that a manuscript includes and that is not there.

    Attributes
    ----------
    path, line : str, int
        Where it is included; lines are counted from 1.
    name : str
        What it is called there.
    """

    path: str
    line: int
    name: str


@dataclass(frozen=True)
class CheckedClaim:
    """A claim in a manuscript and the verdict on it.

    Attributes
    ----------
    path, line : str, int
        Where it stands; lines are counted from 1.
    name : str
        What it is called; empty if that is not understood.
    written : str
        What the manuscript says; if it names the claim alone, the value that was claimed; if it is not understood, the
        text itself.
    verdict : {"verified", "wrong value", "source modified", "source missing", "unknown claim", "not understood"}
        The text is what the source says; it is not; it is, or the value cannot be found any more, but the source is not
        what it was when the claim was made; there is no source; nobody has made such a claim; it looks like a claim,
        but what it says cannot be told.
    source : str
        `file:locator`; empty if the claim is unknown or not understood.
    found : str or None
        What the source says now; None if that cannot be told.
    why : str
        What is not understood; empty if all is.
    """

    path: str
    line: int
    name: str
    written: str
    verdict: Verdict
    source: str = ""
    found: str | None = None
    why: str = ""


@dataclass(frozen=True)
class CheckedText:
    """The verdicts on all claims of some manuscripts.

    Attributes
    ----------
    claims : tuple of CheckedClaim
        In the order in which they stand, those of an included file behind those of the file that includes it.
    unused : tuple of str
        The claims that no manuscript makes.
    missing : tuple of MissingText
        Included files that are not there, so that nobody knows what they claim.
    """

    claims: tuple[CheckedClaim, ...]
    unused: tuple[str, ...]
    missing: tuple[MissingText, ...] = ()

    @property
    def well(self) -> bool:
        """Whether all of them are verified, and all included files were read."""
        return not self.missing and all(checked.verdict == "verified" for checked in self.claims)


def verify_text(*paths: Path | str, directory: Path | str = ".", without: Collection[str] = ()) -> CheckedText:
    r"""Check every claim in manuscripts against what its source holds now.

    Parameters
    ----------
    *paths : path
        The manuscripts: LaTeX, Markdown, or text of any other kind. What LaTeX includes by `\input`, `\include` or
        `\subfile` is read as well, relative to the manuscript; a file is read once.
    directory : path
        Anywhere in the project, unless a manuscript lies in one of its own in which claims were made; the working
        directory by default.
    without : collection of str, optional
        Included files that are not looked for, as they are written: such as come with TeX.

    Raises
    ------
    ClaimError
        If a manuscript cannot be read, or makes no claim at all, or `claims.yaml` cannot be read.

    Examples
    --------
    >>> import scitex_clew
    >>> if Path("paper.tex").exists():
    ...     print(scitex_clew.verify_text("paper.tex").well)
    """
    known: dict[Project, dict[str, Claim]] = {}
    homes: list[Project] = []  # of each mention
    reading = Reading(without)
    for path in paths:
        home = project_of_text(Path(directory) / path, directory)
        known.setdefault(home, read(home))
        reading.manuscript(Path(directory) / path, str(path))
        homes += [home] * (len(reading.mentions) - len(homes))
    if not reading.mentions:
        missing = "".join(f"; {text.name}, which it includes, is not there" for text in reading.missing)
        raise ClaimError(
            f"no claim is made in {', '.join(map(str, paths))}{missing}: it is written as \\claim{{name}}{{value}} in "
            "LaTeX, [value](claim:name) in Markdown"
        )
    told = {(home, mention.name) for home, (_, _, mention) in zip(homes, reading.mentions, strict=True)}
    checked = tuple(
        judged(path, line, reading.settled(mention), known[home].get(mention.name), home)
        for home, (path, line, mention) in zip(homes, reading.mentions, strict=True)
    )
    unused = {name for home, made in known.items() for name in made if (home, name) not in told}
    return CheckedText(checked, tuple(sorted(unused)), tuple(reading.missing))


class Reading:
    """What is found in manuscripts and in the files that they include, each of which is read once.

    Parameters
    ----------
    without : collection of str
        Included files that are not looked for.
    """

    def __init__(self, without: Collection[str] = ()) -> None:
        self.without = without
        self.mentions: list[tuple[str, int, Mention]] = []
        self.missing: list[MissingText] = []
        self.arguments: set[int] = set()
        self.seen: set[Path] = set()

    def manuscript(self, path: Path, name: str) -> None:
        """Read a manuscript, and all that it includes."""
        waiting = [(path, name, path.suffix.lower() in LATEX_NAMES)]
        while waiting:
            at, called, is_latex = waiting.pop(0)
            if at.resolve() in self.seen:
                continue
            self.seen.add(at.resolve())
            text = read_text(at, called)
            if not is_latex:
                self.mention(read_markdown(text, sure=at.suffix.lower() in MARKDOWN_NAMES), text, called)
                continue
            read = read_latex(text)
            self.mention(read.mentions, text, called)
            self.arguments |= read.arguments
            inner = self.included(read.included, text, called, path.parent)
            waiting[:0] = [(path.parent / asked, str(Path(name).parent / asked), True) for asked in inner]

    def mention(self, mentions: Iterable[Mention], text: str, name: str) -> None:
        """Note the claims of a text, with their lines."""
        self.mentions += [(name, line_of(text, mention.at), mention) for mention in mentions]

    def included(self, inclusions: Iterable[Inclusion], text: str, name: str, folder: Path) -> list[str]:
        """Return the files that a LaTeX text includes, relative to `folder`; note those that are not there."""
        there = []
        for at, asked in inclusions:
            if asked in self.without:
                continue
            places = (f"{asked}.tex", asked)
            place = next((place for place in places if os.path.isfile(folder / place)), None)  # noqa: PTH113  any name
            if place is None:
                self.missing.append(MissingText(name, line_of(text, at), asked))
            else:
                there.append(place)
        return there

    def settled(self, mention: Mention) -> Mention:
        r"""Return a mention, a name without a value as the definitions of `\claim` have it."""
        if mention.written is not None:
            return mention
        if 2 in self.arguments:
            return mention._replace(why=TWO_ARGUMENTS)
        return mention._replace(why="") if 1 in self.arguments else mention


def read_text(path: Path, name: str) -> str:
    """Return the text of a manuscript."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ClaimError(f"{name} cannot be read: {error}") from error


def line_of(text: str, at: int) -> int:
    """Return the number of the line that a place is in."""
    return text.count("\n", 0, at) + 1


def judged(path: str, line: int, mention: Mention, claim: Claim | None, project: Project) -> CheckedClaim:
    """Return the verdict on one claim; one of which only the name is written says what was claimed."""
    _, name, written, why = mention
    if why:
        return CheckedClaim(path, line, name, written or "", "not understood", why=why)
    if claim is None:
        return CheckedClaim(path, line, name, written or "", "unknown claim")
    said = claim.value if written is None else written
    place = project.locate(claim.source)
    source = claim.place
    try:
        present = content(place).sha256
    except OSError:
        return CheckedClaim(path, line, name, said, "source missing", source)
    try:
        value = value_at(place, claim.locator)
    except ClaimError:
        return CheckedClaim(path, line, name, said, "source modified", source)
    verdict: Verdict = "verified" if present == claim.sha256 else "source modified"
    if not agrees(said, value):
        if not understood(said):
            return CheckedClaim(path, line, name, said, "not understood", why=UNKNOWN_VALUE)
        verdict = "wrong value"
    return CheckedClaim(path, line, name, said, verdict, source, held_text(value))


def counted(checked: Iterable[CheckedClaim]) -> dict[str, int]:
    """Return verdict → number, in the order in which they first come."""
    numbers: dict[str, int] = {}
    for one in checked:
        numbers[one.verdict] = numbers.get(one.verdict, 0) + 1
    return numbers
