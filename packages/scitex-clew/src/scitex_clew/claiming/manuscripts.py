r"""The claims in a manuscript: `\claim{name}{value}` in LaTeX, `[value](claim:name)` in Markdown."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import unquote

from scitex_clew.claiming import claims
from scitex_clew.claiming.agreement import agrees, held_text
from scitex_clew.claiming.claims import Claim
from scitex_clew.claiming.locating import value_at
from scitex_clew.errors import ClaimError
from scitex_clew.hashing import content
from scitex_clew.project import Project

Verdict = Literal["verified", "wrong value", "source modified", "source missing", "unknown claim"]

LATEX_NAMES = (".cls", ".ltx", ".sty", ".tex")
LATEX = re.compile(r"\\claim\s*\{(?P<name>[^{}]*)\}(?:\s*\{(?P<value>(?:[^{}]|\{[^{}]*\})*)\})?")
MARKDOWN = re.compile(r"\[(?P<value>(?:[^\[\]\\]|\\.)*)\]\(claim:(?P<name>[^)\s]*)\)")
COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%.*")
FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\1[`~]* *$|\Z)", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"(?<!`)(`+)(?!`)(?:(?!\n\s*\n).)*?(?<!`)\1(?!`)", re.DOTALL)
HTML_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


class Mention(NamedTuple):
    """A claim as it stands in a manuscript."""

    path: str
    line: int
    name: str
    written: str


@dataclass(frozen=True)
class CheckedClaim:
    """A claim in a manuscript and the verdict on it.

    Attributes
    ----------
    path, line : str, int
        Where it stands; lines are counted from 1.
    name : str
        What it is called.
    written : str
        What the manuscript says.
    verdict : {"verified", "wrong value", "source modified", "source missing", "unknown claim"}
        The text is what the source says; it is not; it is, or the value cannot be found any more, but the source is not
        what it was when the claim was made; there is no source; nobody has made such a claim.
    source : str
        `file:locator`; empty if the claim is unknown.
    found : str or None
        What the source says now; None if that cannot be told.
    """

    path: str
    line: int
    name: str
    written: str
    verdict: Verdict
    source: str = ""
    found: str | None = None


@dataclass(frozen=True)
class CheckedText:
    """The verdicts on all claims of some manuscripts, in their order, and the claims that they do not make."""

    claims: tuple[CheckedClaim, ...]
    unused: tuple[str, ...]

    @property
    def well(self) -> bool:
        """Whether all of them are verified."""
        return all(checked.verdict == "verified" for checked in self.claims)


def verify_text(*paths: Path | str, directory: Path | str = ".") -> CheckedText:
    """Check every claim in manuscripts against what its source holds now.

    Parameters
    ----------
    *paths : path
        The manuscripts: LaTeX, Markdown, or text of any other kind.
    directory : path
        Anywhere in the project; the working directory by default.

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
    project = Project.of(Path(directory))
    known = claims.read(project)
    mentions = [mention for path in paths for mention in mentions_in(Path(directory) / path, str(path))]
    if not mentions:
        raise ClaimError(
            f"no claim is made in {', '.join(map(str, paths))}: it is written as \\claim{{name}}{{value}} in LaTeX, "
            "[value](claim:name) in Markdown"
        )
    told = {mention.name for mention in mentions}
    checked = tuple(judged(mention, known.get(mention.name), project) for mention in mentions)
    return CheckedText(checked, tuple(sorted(known.keys() - told)))


def mentions_in(path: Path, name: str) -> list[Mention]:
    """Return the claims in a manuscript, in their order."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ClaimError(f"{name} cannot be read: {error}") from error
    prose = COMMENT.sub(r"\1", text) if path.suffix.lower() in LATEX_NAMES else without_code(text)
    return sorted(found(prose, name), key=lambda mention: mention.line)


def found(text: str, path: str) -> Iterator[Mention]:
    """Yield the claims in a text."""
    for match in LATEX.finditer(text):
        yield Mention(path, line_of(text, match), match["name"].strip(), (match["value"] or "").strip())
    for match in MARKDOWN.finditer(text):
        yield Mention(path, line_of(text, match), unquote(match["name"]), match["value"].strip(" *_"))


def line_of(text: str, match: re.Match[str]) -> int:
    """Return the number of the line in which a match begins."""
    return text.count("\n", 0, match.start()) + 1


def without_code(text: str) -> str:
    """Return a Markdown text without what it only shows or hides, its lines where they were."""
    for shown in (FENCE, HTML_COMMENT, CODE):
        text = shown.sub(lambda match: "\n" * match[0].count("\n"), text)
    return text


def judged(mention: Mention, claim: Claim | None, project: Project) -> CheckedClaim:
    """Return the verdict on one claim."""
    if claim is None:
        return CheckedClaim(*mention, "unknown claim")
    path = project.locate(claim.source)
    source = f"{claim.source}:{claim.locator}" if claim.locator else claim.source
    try:
        present = content(path).sha256
    except OSError:
        return CheckedClaim(*mention, "source missing", source)
    try:
        value = value_at(path, claim.locator)
    except ClaimError:
        return CheckedClaim(*mention, "source modified", source)
    verdict: Verdict = "verified" if present == claim.sha256 else "source modified"
    if not agrees(mention.written, value):
        verdict = "wrong value"
    return CheckedClaim(*mention, verdict, source, held_text(value))


def counted(checked: Iterable[CheckedClaim]) -> dict[str, int]:
    """Return verdict → number, in the order in which they first come."""
    numbers: dict[str, int] = {}
    for one in checked:
        numbers[one.verdict] = numbers.get(one.verdict, 0) + 1
    return numbers
