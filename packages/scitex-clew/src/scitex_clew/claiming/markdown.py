r"""The claims in a Markdown text: `[value](claim:name)`, or `\claim{name}{value}` for LaTeX inside of it.

First its lines are parted into prose and what is hidden (fenced code, comments), then prose is read token by token. Of
CommonMark's rules that is a part; wherever the others would matter, nothing is taken as hidden for sure, and what looks
like a claim in it is not understood, rather than skipped. The format: https://spec.commonmark.org/0.31.2/
"""

import html
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple
from urllib.parse import unquote

from scitex_clew.claiming.claims import NAMES
from scitex_clew.claiming.latex import claim_at
from scitex_clew.claiming.mentions import Mention, all_unclear, unclear

LINKED = r"(?:\](?:\(|:)\s*<?|<|=\s*[\"']?)claim:|(?<![\w#@/-])claim:(?=[^\W_]|%)"
MARKS = re.compile(rf"\\claim(?![A-Za-z@])|{LINKED}", re.IGNORECASE)

# Quotes and list items that a line is in.
PREFIX = r"(?P<prefix>[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t][ \t>]*)*)"
PLAIN_PREFIX = re.compile(r" {0,3}(?:> {0,4})*")
HIDDEN = re.compile(rf"{PREFIX}(?P<opened>`{{3,}}(?![^\n]*`)|~{{3,}}|<!--)")
HTML = re.compile(rf"{PREFIX}<(?:(?P<raw>pre|script|style|textarea)\b|(?P<odd>\?|!\[)|[A-Za-z/!])", re.IGNORECASE)
HTML_END = re.compile(r"</(?:pre|script|style|textarea)>", re.IGNORECASE)
COMMENT_END = re.compile(r"--!?>")
REST_OF_LINE = re.compile("")
EMPTY_LINE = re.compile(r"\A[ \t]*\n?\Z")

TOKEN = re.compile(
    rf"""
    (?P<claim>\\claim(?![A-Za-z@]))
    | (?P<escaped>\\\\claim\s*[\[{{*])
    | \\[!-/:-@\[-`{{-~]
    | (?P<code>`+)
    | (?P<tag><(?:!--(?:-?(?=>)|(?:(?!--).)*--)
      | [A-Za-z][A-Za-z0-9+.-]*:[^\s<>]*
      | /?[A-Za-z][\w-]*(?:\s+[\w:.-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*\s*/?)>)
    | (?P<opened>!?\[)
    | (?P<closed>\])
    | (?P<linked>{LINKED})
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
PARENS = r"(?:[^\s()\\]|\\\S)*"
TAIL = re.compile(
    rf"""\]\(\s*(?:<(?P<angled>(?:[^<>\n\\]|\\.)*)>|(?P<bare>(?:[^\s()\\<]|\\\S)(?:[^\s()\\]|\\\S|\({PARENS}\))*)?)
    (?:\s+(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\((?:[^()\\]|\\.)*\)))?\s*\)""",
    re.VERBOSE | re.DOTALL,
)
BACKSLASHED = re.compile(r"\\([!-/:-@\[-`{-~])")
EMPHASIS = re.compile(r"(\*{1,3}|~~|`+|(?<!\w)_{1,3})(?=\S)(.+?)(?<=\S)\1(?!\1)", re.DOTALL)
FORM = "it is written as [value](claim:name)"
PERHAPS_CODE = "it may be code, a comment, or neither"


class Stretch(NamedTuple):
    """A part of a text: prose or hidden, and whether that is sure."""

    start: int
    end: int
    hidden: bool
    sure: bool


def read_markdown(text: str, *, sure: bool = True) -> list[Mention]:
    """Return what a text claims, in its order.

    Parameters
    ----------
    text : str
        The text.
    sure : bool, optional
        Whether it is Markdown; if not, nothing counts as hidden for sure.
    """
    mentions: list[Mention] = []
    for start, end, hidden, certain in stretches(text, sure=sure):
        if not hidden:
            mentions += in_prose(text, start, end, sure=certain)
        elif not certain:
            mentions += all_unclear(MARKS, text, start, end, PERHAPS_CODE)
    return sorted(mentions, key=lambda mention: mention.at)


def stretches(text: str, *, sure: bool) -> Iterator[Stretch]:
    """Yield the parts of a text; prose ends at empty lines and at what is hidden."""
    lines = list(pairwise([0, *(found.end() for found in re.finditer("\n", text)), len(text)]))
    since, number, at = 0, 0, 0
    html_end: re.Pattern[str] | None = None
    after_empty = True
    while number < len(lines):
        at, end = max(at, lines[number][0]), lines[number][1]
        line = text[at:end]
        if opened := HIDDEN.match(line):
            yield Stretch(since, at, hidden=False, sure=sure and not html_end)
            since, whole = end_of_hidden(text, at, opened)
            is_comment = opened["opened"] == "<!--"
            placed = html_end is None or (is_comment and html_end is REST_OF_LINE)
            placed = placed and (after_empty or PLAIN_PREFIX.fullmatch(opened["prefix"]) is not None)
            sure = sure and whole and placed and "|" not in line
            yield Stretch(at, since, hidden=True, sure=sure)
            at, after_empty = since, False
            while number < len(lines) and lines[number][1] <= at:
                number += 1
            in_line = number < len(lines) and lines[number][0] < at and text[at : lines[number][1]].strip()
            html_end = REST_OF_LINE if in_line else None
            continue
        after_empty = not line.strip(" \t>\n")
        started = None if html_end else HTML.match(line)
        if after_empty or started:
            yield Stretch(since, at, hidden=False, sure=sure and not html_end)
            since = at
        if started:
            html_end = HTML_END if started["raw"] else EMPTY_LINE
            sure = sure and not started["odd"]
        if html_end and html_end.search(line):
            yield Stretch(since, end, hidden=False, sure=False)
            since, html_end = end, None
        number += 1
    yield Stretch(since, len(text), hidden=False, sure=sure and not html_end)


def end_of_hidden(text: str, at: int, opened: re.Match[str]) -> tuple[int, bool]:
    """Return where fenced code or a comment ends, and whether it is sure that it does, and does so there."""
    prefix = re.sub(r"[^\s>]", " ", opened["prefix"])
    sign = opened["opened"]
    if sign == "<!--":
        closing = near = COMMENT_END
        at += opened.end() - 2
    else:
        fence = rf"{sign[0]}{{{len(sign)},}}[ \t]*\n?$"
        closing = re.compile(rf"{re.escape(prefix) if prefix else ' {0,3}'}{fence}")
        near = re.compile(rf"[ \t>]*{fence}") if prefix else closing
        at = text.find("\n", at) + 1 or len(text)
    first = sign == "<!--"
    while at < len(text):
        end = text.find("\n", at) + 1 or len(text)
        line = text[at:end]
        empty = not line.strip(" \t\n") and ">" not in prefix
        inside = first or empty or line.startswith(prefix) or line.rstrip() == prefix.rstrip()
        found = closing.search(line) if sign == "<!--" else closing.match(line)
        if inside and found:
            return at + found.end(), True
        if near.match(line):
            return end, False
        if not inside:
            return at, False
        at, first = end, False
    return len(text), False


def in_prose(text: str, start: int, end: int, *, sure: bool) -> Iterator[Mention]:
    """Yield the claims in a paragraph or several; code and comments are sure to be so if they end on their line."""
    brackets: list[int] = []
    at = start
    while found := TOKEN.search(text, at, end):
        at = found.end()
        if found["claim"]:
            mention, at = claim_at(text[:end], found.start())
            yield mention
        elif found["escaped"] or found["linked"]:
            yield unclear(text, found.start(), FORM)
        elif found["code"] or found["tag"]:
            at = end_of_code(text, found, end) if found["code"] else at
            inner = text[found.end() if found["code"] else found.start() : at]
            sure = sure and "\n" not in inner and "|" not in inner
            if not found["code"] and not inner.startswith("<!--"):
                yield from all_unclear(MARKS, text, found.start(), at, FORM)
            elif not sure:
                yield from all_unclear(MARKS, text, found.start(), at, PERHAPS_CODE)
        elif found["opened"]:
            brackets.append(found.start())
        elif found["closed"]:
            opening = brackets.pop() if brackets else None
            tail = None if opening is None else TAIL.match(text, found.start(), end)
            if tail is None or opening is None:
                sure = sure and not text.startswith("](", found.start())
                if beginning := MARKS.match(text, found.start(), end):
                    begins = found.start() if opening is None else opening
                    yield unclear(text, begins, FORM)
                    at = beginning.end()
                continue
            at = tail.end()
            is_image = text[opening] == "!"
            yield from linked(text, opening, found.start(), tail, is_image=is_image)
            if not is_image:
                brackets = [bracket for bracket in brackets if text[bracket] == "!"]


def end_of_code(text: str, opened: re.Match[str], end: int) -> int:
    """Return where code ends that as many backticks close as open it; behind those if none do."""
    closing = re.compile(rf"(?<!`){opened[0]}(?!`)").search(text, opened.end(), end)
    return closing.end() if closing else opened.end()


def linked(text: str, start: int, end: int, tail: re.Match[str], *, is_image: bool) -> Iterator[Mention]:
    """Yield the claim that a link makes, if it makes one."""
    target = html.unescape(BACKSLASHED.sub(r"\1", tail["angled"] or tail["bare"] or ""))
    scheme, _, name = target.strip().partition(":")
    name = unquote(name)
    if scheme.lower() != "claim":
        yield from all_unclear(MARKS, text, tail.start(), tail.end(), "it stands in a link to something else")
    elif is_image:
        yield unclear(text, start, "it is a picture")
    elif not NAMES.fullmatch(name):
        yield unclear(text, start, "its name is no plain one")
    else:
        yield Mention(start, name, without_emphasis(text[start + 1 : end].strip()))


def without_emphasis(written: str) -> str:
    """Return what a link says as it is read: without emphasis, code, escapes and entities."""
    plain, before = written, ""
    while plain != before:
        plain, before = EMPHASIS.sub(r"\2", plain), plain
    return html.unescape(re.sub(r"\\([-.+*_!#()\[\]`])", r"\1", plain)).strip()
