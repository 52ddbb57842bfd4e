"""What a person wants to see of an unknown file: kinds, shapes, types, and the first values."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

ENTRIES = 20
LINES = 10
WIDTH = 100


def described(obj: Any) -> Iterator[str]:
    """Yield the lines that describe `obj`.

    Examples
    --------
    >>> list(described({"lr": 0.01, "layers": [64, 32]}))
    ['dict of 2', '  lr      0.01', '  layers  list of 2: 64, 32']
    """
    if isinstance(obj, str):
        lines = obj.splitlines()
        yield f"text of {len(lines)} lines, {len(obj)} characters"
        yield from (f"  {cut(line)}" for line in lines[:LINES])
    elif hasattr(obj, "to_string") and hasattr(obj, "dtypes"):
        yield from table(obj)
    elif isinstance(obj, Mapping):
        yield from tree(obj)
    elif isinstance(obj, (list, tuple)):
        yield f"{type(obj).__name__} of {len(obj)}"
        yield from listed(enumerate(obj), len(obj))
    elif hasattr(obj, "data_vars"):
        yield from str(obj).splitlines()
    else:
        yield in_brief(obj)
        if hasattr(obj, "dtype") and getattr(obj, "ndim", None):
            yield from (f"  {line}" for line in values(obj))


def table(obj: Any) -> Iterator[str]:
    """Yield the size, the columns' types and the first rows of a DataFrame."""
    yield f"table of {len(obj)} rows × {len(obj.columns)} columns"
    yield from listed(obj.dtypes.items(), len(obj.columns))
    yield ""
    yield from (f"  {line}" for line in obj.head().to_string(max_cols=12).splitlines())


def tree(obj: Mapping[Any, Any]) -> Iterator[str]:
    """Yield the entries of a mapping, mappings within it indented."""
    yield f"{type(obj).__name__} of {len(obj)}"
    yield from listed(obj.items(), len(obj))


def listed(entries: Any, count: int) -> Iterator[str]:
    """Yield one line, or the lines of a mapping, for each of the first `ENTRIES` of `entries`."""
    first = list(islice(entries, ENTRIES))
    width = max((len(str(key)) for key, _ in first), default=0)
    for key, value in first:
        if isinstance(value, Mapping) and value:
            head, *rest = tree(value)
            yield f"  {key!s:{width}}  {head}"
            yield from (f"  {line}" for line in rest)
        else:
            yield f"  {key!s:{width}}  {in_brief(value)}"
    if count > ENTRIES:
        yield f"  … and {count - ENTRIES} more"


def in_brief(obj: Any) -> str:
    """Return one line on `obj`."""
    if hasattr(obj, "dtype") and obj.shape == () and not hasattr(obj, "item"):
        obj = obj[()]  # one value, still on the disk
    kind = type(obj).__name__
    if getattr(obj, "dtype", None) is not None and getattr(obj, "shape", None):
        return f"{kind} {obj.dtype} {' × '.join(map(str, obj.shape))}"
    if hasattr(obj, "to_string") and hasattr(obj, "columns"):
        return f"table of {len(obj)} rows × {len(obj.columns)} columns"
    if isinstance(obj, (list, tuple)):
        return cut(f"{kind} of {len(obj)}: {', '.join(map(in_brief, obj[:ENTRIES]))}")
    return cut(repr(obj) if isinstance(obj, (str, bytes)) else str(obj))


def values(obj: Any) -> list[str]:
    """Return the first values of an array, read from it alone where it is on the disk."""
    import numpy

    first = obj[tuple(slice(3) for _ in obj.shape)]
    shown = first.detach().numpy() if hasattr(first, "detach") else numpy.asarray(first)
    return numpy.array2string(shown, max_line_width=WIDTH, threshold=60).splitlines()


def cut(text: str) -> str:
    """Return `text` in one line of bearable length."""
    line = " ".join(text.split())
    return line if len(line) <= WIDTH else f"{line[:WIDTH]}…"
