r"""The claims in a LaTeX text, `\claim{name}{value}`, and the files that it includes.

The text is read from its beginning to its end, one token after the other, since only what stands before a place says
whether it is a comment, shown as it is, or prose. What cannot be told for sure is not understood, rather than skipped.
"""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from scitex_clew.claiming.agreement import MARKUP
from scitex_clew.claiming.claims import NAMES
from scitex_clew.claiming.mentions import Mention, all_unclear, unclear

MACRO = r"\\claim(?![A-Za-z@])"
LINKED = r"(?:\]\(\s*<?|\\href\s*\{\s*)(?i:claim):"
MARKS = re.compile(rf"{MACRO}|{LINKED}")
TOKEN = re.compile(
    rf"""
    (?P<comment>%[^\n]*)
    | (?P<escaped>\\\\claim\s*[\[{{*])
    | \\(?:(?:re)?newcommand|providecommand|DeclareRobustCommand|[A-Za-z]+DocumentCommand|let|[egx]?def)\*?\s*
      \{{?\s*(?P<defined>{MACRO})\s*\}}?\s*(?:\[(?P<number>\d)\]|(?P<parameters>(?:\#\d)+)|\{{(?P<letters>[\sm]+)\}})?
    | \\begin\s*\{{(?P<shown>verbatim\*?|[BLS]?Verbatim\*?|lstlisting|minted|comment)\}}
    | (?P<address>\\(?:burl|doi|href|nolinkurl|path|url)(?![A-Za-z@])\s*(?:\[[^\]]*\]\s*)?)
    | (?P<code>\\(?:verb\*?(?![A-Za-z@*])|(?:Verb|lstinline)(?![A-Za-z@])\*?(?:\[[^\]\n]*\])?
      |mintinline\s*(?:\[[^\]\n]*\])?\{{[^{{}}\n]*\}})[ ]?)
    | \\(?:input|include|subfile|subfileinclude)\s*\{{(?P<included>[^{{}}\#]+)\}}
    | \\input\s+(?P<bare>[^\s{{}}\\\#%]+)
    | (?P<linked>{LINKED})
    | (?P<claim>{MACRO})
    | \\string\s*\\(?!claim)(?:[A-Za-z@]+|.)
    | \\(?:[A-Za-z@]+|.)
    """,
    re.VERBOSE | re.DOTALL,
)
LONGEST_VALUE, LONGEST_ADDRESS = 1000, 20_000
NAME = re.compile(r"\{\s*([^{}\s]*)(?:\s|%[^\n]*\n)*\}")
GAP = re.compile(r"(?:\s|%[^\n]*\n)*")
BRACE = re.compile(r"\\.|[{}]|%[^\n]*(?:\n[ \t]*)?", re.DOTALL)
BRACE_OF_VERBATIM = re.compile(r"\\.|[{}]", re.DOTALL)
DELIMITED = re.compile(r"(?P<sign>[^A-Za-z*\s{}\\])(?:(?!(?P=sign)).)*(?P=sign)")
PERHAPS_NUMBER = r"\$?[-+−]?\s*\.?\d"
PERHAPS_VALUE = re.compile(
    rf"\w|\s*(?:{PERHAPS_NUMBER}|{MARKUP.pattern}|\\[A-Za-z]+\s*(?:\[[^\]]*\]\s*)?\{{\s*{PERHAPS_NUMBER})"
)
OTHER_SIGNS = re.compile(r"\\(?:MakeShortVerb|DefineShortVerb|lstMakeShortInline)(?![A-Za-z])|\\catcode\s*`\\?%")
FORM = r"it is written as \claim{name}{value}"
UNBRACED = "what stands behind the name may be its value, but has no braces"


class Inclusion(NamedTuple):
    """A file that a text includes, as it is called there, and where that stands."""

    at: int
    name: str


@dataclass
class LatexText:
    r"""What a LaTeX text claims and includes, in its order.

    Attributes
    ----------
    mentions : list of Mention
        The claims, and what looks like them.
    included : list of Inclusion
        The files.
    arguments : set of int
        How many arguments the definitions of `\claim` in it take.
    """

    mentions: list[Mention] = field(default_factory=list)
    included: list[Inclusion] = field(default_factory=list)
    arguments: set[int] = field(default_factory=set)


def read_latex(text: str) -> LatexText:
    """Return what a LaTeX text claims and includes."""
    read = LatexText()
    unsure = OTHER_SIGNS.search(text) is not None
    at = 0
    while found := TOKEN.search(text, at):
        at = found.end()
        if found["comment"]:
            if unsure:
                read.mentions += all_unclear(MARKS, text, found.start(), at, "it may stand in a comment, or not")
        elif found["escaped"]:
            read.mentions.append(unclear(text, found.start(), "its backslash is one of a pair, which breaks the line"))
        elif found["linked"]:
            read.mentions.append(unclear(text, found.start(), FORM))
        elif found["defined"]:
            read.arguments |= arguments(found)
        elif found["shown"]:
            closing = text.find(f"\\end{{{found['shown']}}}", at)
            if closing < 0:
                why = f"it stands in {found['shown']}, which does not end"
                read.mentions += all_unclear(MARKS, text, at, len(text), why)
            at = closing if closing >= 0 else len(text)
        elif found["address"] or found["code"]:
            end = end_of_verbatim(text, at)
            if found["address"] or text.startswith("{", at):
                read.mentions += all_unclear(MARKS, text, found.start(), end, "it may stand in an address, or in code")
            at = end
        elif included := found["included"] or found["bare"]:
            read.included.append(Inclusion(found.start(), included.strip().strip('"')))
        elif found["claim"]:
            mention, at = claim_at(text, found.start())
            read.mentions.append(mention)
    return read


def arguments(definition: re.Match[str]) -> set[int]:
    r"""Return how many arguments a definition of `\claim` takes, if that is plain."""
    if definition["number"]:
        return {int(definition["number"])}
    if definition["parameters"]:
        return {len(definition["parameters"]) // 2}
    return {definition["letters"].count("m")} if definition["letters"] else set()


def end_of_verbatim(text: str, at: int) -> int:
    """Return where text that TeX takes as it is ends: behind braces, or between two equal signs on a line."""
    if text.startswith("{", at):
        inner = group(text, at, BRACE_OF_VERBATIM, LONGEST_ADDRESS)
        return inner[1] if inner else at
    found = DELIMITED.match(text, at)
    return found.end() if found else at


def group(text: str, at: int, token: re.Pattern[str], longest: int) -> tuple[str, int] | None:
    """Return what stands in braces, without comments, and where it ends; None if that is nowhere near."""
    depth, since = 0, at + 1
    parts: list[str] = []
    for found in token.finditer(text, at, at + longest):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth == 0:
            return "".join([*parts, text[since : found.start()]]), found.end()
        if found[0].startswith("%"):
            parts.append(text[since : found.start()])
            since = found.end()
    return None


def claim_at(text: str, at: int) -> tuple[Mention, int]:
    r"""Return the claim whose `\claim` stands at a place, and where to read on: inside of its value."""
    start = at + len(r"\claim")
    opened = behind_gap(text, start)
    if not text.startswith("{", opened):
        return unclear(text, at, FORM), start
    named = NAME.match(text, opened)
    if named is None or not NAMES.fullmatch(named[1]):
        return unclear(text, at, "its name is no plain one"), opened + 1
    name, end = named[1], named.end()
    opened = behind_gap(text, end)
    if not text.startswith("{", opened):
        return Mention(at, name, None, UNBRACED if PERHAPS_VALUE.match(text, end) else ""), end
    value = group(text, opened, BRACE, LONGEST_VALUE)
    if value is None:
        return unclear(text, at, "the braces of its value are not closed"), opened + 1
    return Mention(at, name, value[0].strip()), opened + 1


def behind_gap(text: str, at: int) -> int:
    """Return where spaces and comments end."""
    found = GAP.match(text, at)
    return found.end() if found else at
