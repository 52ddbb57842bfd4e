"""A bibliography as BibTeX: a list of entries, each a dict of its fields, through bibtexparser.

The type of an entry stands under `ENTRYTYPE` and its citation key under `ID`: `type` and `key` are fields in BibTeX.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import bibtexparser
from bibtexparser import Library
from bibtexparser.middlewares import LibraryMiddleware
from bibtexparser.model import Entry, Field, ImplicitComment

from scitex_io.compression import reading, writing
from scitex_io.errors import FormatError, ObjectError

TYPE, KEY = "ENTRYTYPE", "ID"
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class Joined(LibraryMiddleware):  # type: ignore[misc]
    """Every field as the text that it stands for: without delimiters, with the file's `@string` names put in."""

    def transform(self, library: Library) -> Library:
        """Return the library, changed."""
        names: dict[str, str] = {}
        for string in library.strings:
            names[string.key.lower()] = joined(string.value, names)
        for entry in library.entries:
            for field in entry.fields:
                field.value = joined(field.value, names)
        return library


def load(path: Path, *, library: bool = False, encoding: str = "utf-8", **options: Any) -> Any:
    """Return the entries as dicts, or all there is in the file.

    Parameters
    ----------
    path : Path
        The file.
    library : bool, optional
        Whether to return the `bibtexparser.Library`, which has comments, preambles and `@string` definitions, too.
    encoding : str, optional
        Of the file.
    **options
        Those of `bibtexparser.parse_string`: `parse_stack` and `append_middleware`, such as
        `append_middleware=[SeparateCoAuthors()]`.

    Raises
    ------
    FormatError
        If a block cannot be parsed, or a citation key or a field is there twice.
    """
    with reading(path) as file:
        text = decoded(file.read(), path, encoding)
    if not library and not options.get("parse_stack"):
        options = {"parse_stack": [Joined(), *(options.get("append_middleware") or ())]}
    parsed = bibtexparser.parse_string(text, **options)
    for block in parsed.failed_blocks:
        raise FormatError(f"{path}:{(block.start_line or 0) + 1}: {reason(block.error)}")
    if parsed.blocks and all(isinstance(block, ImplicitComment) for block in parsed.blocks):
        raise FormatError(f"{path}: there is text in it, but nothing of BibTeX")
    return parsed if library else [as_dict(entry) for entry in parsed.entries]


def save(obj: Any, path: Path, *, encoding: str = "utf-8", **options: Any) -> None:
    """Write entries, in their order.

    Parameters
    ----------
    obj : list of mapping, or bibtexparser.Library
        The entries: text under `"ENTRYTYPE"`, `"ID"` and the names of fields, which become lower case. An int, such as
        a year, becomes text. A month that is one of `jan` to `dec` is written as BibTeX's own name of it.
    path : Path
        The file.
    encoding : str, optional
        Of the file.
    **options
        Those of `bibtexparser.write_string`, such as `bibtex_format`.
    """
    library = obj if isinstance(obj, Library) else library_of(obj)
    content = bibtexparser.write_string(library, **options)
    try:
        encoded = content.encode(encoding)
    except UnicodeEncodeError as cause:
        raise ObjectError(f"{content[cause.start]!a} is in the entries, but not in {encoding}") from cause
    with writing(path) as file:
        file.write(encoded)


def decoded(content: bytes, path: Path, encoding: str) -> str:
    """Return the text of the file, without a byte order mark."""
    try:
        return content.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as cause:
        raise FormatError(f"{path}: not {encoding} ({cause.reason}): say encoding='latin-1' or what it is") from cause


def joined(value: str, names: Mapping[str, str]) -> str:
    """Return the text of a value such as `"a" # name # {b}`; a name that is not known stays as it is."""
    return "".join(names.get(part.lower(), part) if part == raw else part for raw, part in map(unwrapped, split(value)))


def split(value: str) -> list[str]:
    """Return what `#` joins, outside braces and quotes."""
    parts, depth, quoted = [""], 0, False
    for piece in re.split(r'((?<!\\)[{}"]|#)', value):
        quoted ^= piece == '"' and not depth
        depth += (piece == "{") - (piece == "}")
        if piece == "#" and not depth and not quoted:
            parts.append("")
        else:
            parts[-1] += piece
    return parts


def unwrapped(part: str) -> tuple[str, str]:
    """Return the part, and what is within its braces or quotes."""
    part = part.strip()
    return (part, part[1:-1]) if len(part) > 1 and part[0] + part[-1] in ("{}", '""') else (part, part)


def reason(error: Any) -> str:
    """Return what a failed block says of itself, in one line."""
    return " ".join(str(getattr(error, "abort_reason", "") or error).split())


def as_dict(entry: Entry) -> dict[str, Any]:
    """Return an entry as a dict."""
    fields = {field.key.lower(): field.value for field in entry.fields}
    if len(fields) != len(entry.fields):
        raise ValueError(
            f"line {entry.start_line + 1}: a field of {entry.key} is there twice, in small and in large letters"
        )
    return {TYPE: entry.entry_type, KEY: entry.key, **fields}


def library_of(obj: Any) -> Library:
    """Return the library that holds the entries of `obj`."""
    if not isinstance(obj, (list, tuple, Iterator)):
        raise ObjectError(f"a .bib holds a list of entries, each a dict, not {type(obj).__name__}")
    entries = [entry_of(item, f"[{number}]") for number, item in enumerate(obj)]
    try:
        return Library(entries)
    except ValueError as cause:
        raise ObjectError(f"two entries have the same {KEY}: {cause}") from cause


def entry_of(item: Any, where: str) -> Entry:
    """Return the entry that a mapping describes, if it comes back from a file as it is."""
    if not isinstance(item, Mapping) or not {TYPE, KEY} <= set(item):
        raise ObjectError(f"what is at {where} is no entry: it has to be a dict with {TYPE!r} and {KEY!r}")
    texts = {name: text_of(value, f"{where}.{name}") for name, value in item.items()}
    kind, key = texts.pop(TYPE).lower(), texts.pop(KEY)
    fields = {str(name).lower(): value for name, value in texts.items()}
    if len(fields) != len(texts):
        raise ObjectError(f"two fields at {where} are the same but for small and large letters")
    for name, value in fields.items():
        if not survives({TYPE: "misc", KEY: "k", name: value}):
            raise ObjectError(f"{where}.{name} does not come back from BibTeX: are its braces balanced? {value!r}")
    if not survives({TYPE: kind, KEY: key}):
        raise ObjectError(f"{where} cannot be written: {KEY} {key!r} or {TYPE} {kind!r} is none in BibTeX")
    return entry_with(kind, key, fields)


def text_of(value: Any, where: str) -> str:
    """Return a value of an entry as text."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(int(value))
    raise ObjectError(f"{where} is {type(value).__name__}: the fields of a .bib are text: use str()")


def survives(entry: dict[str, str]) -> bool:
    """Say whether an entry is the same when it was written and parsed."""
    fields = {name: value for name, value in entry.items() if name not in (TYPE, KEY)}
    text = bibtexparser.write_string(Library([entry_with(entry[TYPE], entry[KEY], fields)]))
    found = bibtexparser.parse_string(text, parse_stack=[Joined()])
    return len(found.blocks) == len(found.entries) == 1 and as_dict(found.entries[0]) == entry


def entry_with(kind: str, key: str, fields: Mapping[str, str]) -> Entry:
    """Return an entry; a month's own name stands in it without delimiters."""
    return Entry(kind, key, [Field(name, value, enclosing=enclosing(name, value)) for name, value in fields.items()])


def enclosing(name: str, value: str) -> str | None:
    """Return how a value is to be enclosed, if not as usual."""
    return "no-enclosing" if name == "month" and value in MONTHS else None
