"""A single value in a file: read safely, and found by its locator."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import scitex_io
from scitex_clew.errors import ClaimError
from scitex_io.compression import COMPRESSIONS
from scitex_io.registry import extension_of

TEXTS = {"dtype": str, "keep_default_na": False}  # cells as they are written
# Extension → how it is loaded; all of them are data that cannot do anything.
READABLE: dict[str, dict[str, Any]] = {
    ".csv": TEXTS,
    ".h5": {},
    ".hdf5": {},
    ".json": {},
    ".npz": {},
    ".toml": {},
    ".tsv": TEXTS,
    ".txt": {},
    ".yaml": {},
    ".yml": {},
}
INDEXED = re.compile(r"(.*)\[(-?\d{1,18})\]", re.DOTALL)


def value_at(path: Path, locator: str) -> object:
    """Return the value in a file that a locator names.

    Parameters
    ----------
    path : Path
        The file.
    locator : str
        `key.sub.0` in nested data, `column[row]` in a table, whose rows are counted from 0, or from the end by -1 and
        so on; empty if the file holds one value alone.

    Raises
    ------
    ClaimError
        If there is no such value, or it is more than one, or files of this kind are not read.
    """
    held = loaded(path)
    if is_table(held):
        return cell(held, locator, path)
    parts = locator.replace("/", ".").strip(".") if extension_of(path) in (".h5", ".hdf5") else locator
    for found in inside(held, parts):
        return single(found, locator, path)
    raise ClaimError(f"{path} holds nothing at {locator!r}{known(held)}")


def loaded(path: Path) -> object:
    """Return what a file holds."""
    extension = extension_of(path)
    inner = extension
    for ending in COMPRESSIONS:
        inner = inner.removesuffix(ending) if inner != ending else inner
    if inner not in READABLE:
        raise ClaimError(f"{path}: values are read from {' '.join(READABLE)} files, not from {extension!r}")
    try:
        return scitex_io.load(path, **READABLE[inner])
    except (scitex_io.ScitexIOError, OSError) as error:
        raise ClaimError(str(error)) from error


def is_table(held: object) -> bool:
    """Say whether something has rows and named columns."""
    return hasattr(held, "columns") and hasattr(held, "iloc")


def cell(table: Any, locator: str, path: Path) -> object:
    """Return one cell of a table."""
    found = INDEXED.fullmatch(locator)
    column, row = (found[1], int(found[2])) if found else (locator, 0)
    names = [str(name) for name in table.columns]
    if column not in names:
        raise ClaimError(f"{path} has no column {column!r}; it has {', '.join(map(repr, names[:20]))}")
    cells = list(table.iloc[:, names.index(column)])
    if not found and len(cells) != 1:
        raise ClaimError(f"{path} has {len(cells)} rows: say which, such as {column}[-1]")
    if not -len(cells) <= row < len(cells):
        raise ClaimError(f"{path} has no row {row}: they are counted from 0, and there are {len(cells)}")
    return single(cells[row], locator, path)


def inside(held: Any, locator: str) -> Iterator[object]:
    """Yield what is at a locator; a key may itself have dots in it, the longest counts."""
    if locator == "":
        yield held
        return
    indexed = INDEXED.fullmatch(locator)
    if isinstance(held, Mapping):
        keys = {str(key): value for key, value in held.items()}
        parts = locator.split(".")
        for end in range(len(parts), 0, -1):
            if (key := ".".join(parts[:end])) in keys:
                yield from inside(keys[key], ".".join(parts[end:]))
    elif is_listed(held):
        part, _, rest = locator.partition(".")
        if re.fullmatch(r"-?\d{1,18}", part) and -len(held) <= int(part) < len(held):
            yield from inside(held[int(part)], rest)
    if indexed:
        yield from inside(held, f"{indexed[1]}.{indexed[2]}".removeprefix("."))


def is_listed(held: Any) -> bool:
    """Say whether something has parts that are counted."""
    if hasattr(held, "__array__"):
        return bool(getattr(held, "shape", ()))
    return isinstance(held, Sequence) and not isinstance(held, str)


def single(found: Any, locator: str, path: Path) -> object:
    """Return a value if it is one alone, as Python has it."""
    if hasattr(found, "item") and getattr(found, "size", 1) == 1:
        found = found.item()
    if isinstance(found, Mapping | list | tuple | set) or hasattr(found, "__array__") or is_table(found):
        where = f"holds more than one value at {locator!r}" if locator else f"needs a locator, as in {path}:KEY"
        raise ClaimError(f"{path} {where}{known(found)}")
    return found.strip() if isinstance(found, str) else found


def known(held: object) -> str:
    """Return the names that a mapping has, for a message."""
    if not isinstance(held, Mapping):
        return ""
    return f"; there are {', '.join(repr(str(key)) for key in list(held)[:20])}"
