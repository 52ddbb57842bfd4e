"""Tables of web pages, through pandas and lxml: nothing but the file itself is read.

What is saved is a page of one table, in UTF-8, in which text is escaped and numbers are exact.
"""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import lxml.html  # noqa: F401  # says which library is missing before pandas does
import pandas

from scitex_io.compression import reading, writing
from scitex_io.conversion import tables
from scitex_io.errors import ObjectError

DEFAULTS: dict[str, Any] = {"flavor": "lxml", "na_values": ["NaT"], "thousands": None}
DECLARED = re.compile(rb"charset|encoding\s*=", re.IGNORECASE)
SPACED = re.compile(r"^\s|\s$|\s\s|[^\S ]")
NO_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
REMEDY = "save as .csv or .parquet to keep it"
PAGE = """<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<title>Table</title>
</head>
<body>
{table}
</body>
</html>
"""


def load(path: Path, **options: Any) -> Any:
    """Return the table of the page as a DataFrame, several as a list of DataFrames.

    Leading columns without a name are the index, unless one of the options `header` and `index_col` is given.

    Parameters
    ----------
    path : Path
        The file.
    **options
        Those of `pandas.read_html`, such as `match="Weight"`, `attrs={"id": "results"}`, `encoding="latin-1"`. Other
        than there, `thousands` is None: `1,5` is not 15.
    """
    with reading(path) as file:
        content = file.read()
    if "encoding" not in options and not DECLARED.search(content[:1024]) and is_utf8(content):
        options["encoding"] = "utf-8"
    page: Any = BytesIO(content)
    frames: list[Any] = pandas.read_html(page, **DEFAULTS | options)
    if not tables.OF_THE_HEADER & options.keys() and b"Unnamed: 0" not in content:
        frames = [tables.with_index(frame, lambda count: [""] * count) for frame in frames]
    return frames[0] if len(frames) == 1 else frames


def is_utf8(content: bytes) -> bool:
    """Say whether `content` is UTF-8, which a page that does not say so is, too."""
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def save(obj: Any, path: Path, **options: Any) -> None:
    """Write a page of one table.

    Parameters
    ----------
    obj : DataFrame, Series, dict of columns, list of records or rows, array of one or two dimensions
        What to save.
    path : Path
        The file.
    **options
        Those of `pandas.DataFrame.to_html`, such as `border=0`, `classes="results"`, `float_format="{:.3f}".format`.

    Warns
    -----
    UserWarning
        If pandas would read text as another value, such as `"NA"`, `"001"` or `" x"`, or what belongs to the table is
        not written.
    """
    frame = tables.to_frame(obj, ".html")
    tables.refuse_labels(frame, ".html")
    index = not tables.is_row_number(frame.index)
    changes = list(tables.without_metadata(frame))
    for name, values in tables.columns_of(frame, index=index):
        tables.refuse_cells(name, values, ".html")
        changes += [f"{name!r} has {change}" for change in [*tables.misread(values), *unfit(name, values)]]
    if not index and frame.isin([""]).all(axis=1).any():
        raise ObjectError("a row is nothing but empty texts, which a .html would lose: drop it, or save as .parquet")
    tables.warn_of(changes, ".html", REMEDY, stacklevel=4)
    if index and None not in frame.index.names:
        frame, index = frame.reset_index(), False
    chosen: dict[str, Any] = {"index": index, "float_format": str, "sparsify": False}
    table = frame.rename_axis(columns=None).to_html(**chosen | options)
    with writing(path) as file:
        file.write(PAGE.format(table=table).encode())


def unfit(name: str, values: Any) -> list[str]:
    """Return what text of a column HTML changes, having refused what it has no character for."""
    if isinstance(values.dtype, pandas.CategoricalDtype):
        values = values.dtype.categories
    changes = []
    for part in tables.texts(values):
        if found := NO_CHARACTERS.search(" ".join([name, *part])):
            raise ObjectError(f"column {name!r} holds the character {found[0]!r}, which a .html cannot: remove it")
        if "NaT" in part:
            changes.append("'NaT' as missing")
        if spaced := next(filter(SPACED.search, part), None):
            changes.append(f"{spaced!r:.40} with other spaces")
    return changes[:2]
