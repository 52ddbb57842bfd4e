"""Tables as Excel workbooks, through pandas and openpyxl: text stays text, and no text becomes a formula.

The file bears no time, so that equal tables are equal files. A workbook that is made to fill the memory, or whose XML
declares entities, is refused.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from io import BytesIO
from pathlib import Path
from shutil import copyfileobj
from typing import IO, Any
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy
import pandas
from openpyxl.writer.excel import ExcelWriter

from scitex_io.compression import refuse_bomb
from scitex_io.conversion import tables
from scitex_io.errors import FormatError, ObjectError

AS_TYPED: dict[str, Any] = {"dtype": object, "keep_default_na": False, "na_values": [""]}
# A reference to a cell; the widths of letters are rough, one letter being 26 columns, two 52 and three all.
CELL = re.compile(rb'r="([A-Z]{1,3})([0-9]{1,7})"')
FAR = 100_000_000
BEGINNING = datetime(1980, 1, 1)
LONGEST_NAME = 31
LONGEST_TEXT = 32767
NOT_IN_NAMES = frozenset(r"[]:*?/\'")
# Control characters, and halves of surrogate pairs.
NO_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
REMEDY = "save as .parquet to keep it"


def load(path: Path, **options: Any) -> Any:
    """Return the table of a workbook of one sheet as a DataFrame, those of several as a dict of DataFrames by name.

    The cells are what the workbook says: a text such as `"001"` or `"NA"` is a text, an empty cell is missing. Leading
    columns without a name are the index, unless `header`, `index_col`, `names` or `usecols` is given.

    Parameters
    ----------
    path : Path
        The file.
    **options
        Those of `pandas.read_excel`, such as `sheet_name="first"`, `skiprows=2`, `na_values=["NA"]`, `dtype=str`.
    """
    refuse_traps(path)
    asked = options.pop("sheet_name", None)
    try:
        with pandas.ExcelFile(path, engine="openpyxl") as book:
            found = pandas.read_excel(book, sheet_name=asked, **AS_TYPED | options)
            sheets = found if isinstance(found, dict) else {asked: found}
            for name, frame in sheets.items():
                sheets[name] = finished(frame, book, name, options)
    except TypeError as cause:
        if ".__init__()" not in str(cause):
            raise
        raise FormatError(f"{path}: not a workbook: {cause}") from cause  # openpyxl makes arguments of what it reads
    return sheets if len(sheets) != 1 or isinstance(asked, list) else next(iter(sheets.values()))


def finished(frame: pandas.DataFrame, book: pandas.ExcelFile, name: str | int, options: dict[str, Any]) -> Any:
    """Return the table of a sheet with its types and its index, as far as the options leave them open."""
    if "dtype" not in options:
        frame = typed(frame)
    if tables.OF_THE_HEADER & options.keys():
        return frame
    return tables.with_index(frame, partial(names, book, name, options))


def refuse_traps(path: Path) -> None:
    """Raise `FormatError` if the workbook is made to fill the memory: by its compression, its XML, or far cells."""
    refuse_bomb(path)
    with ZipFile(path) as archive:
        for member in archive.infolist():
            with archive.open(member) as part:
                refuse_doctype(part, path)
            if member.filename.startswith("xl/worksheets/"):
                with archive.open(member) as part:
                    refuse_far_cells(part, path)


def refuse_doctype(part: IO[bytes], path: Path) -> None:
    """Raise if a part of the workbook has a document type, in which entities are declared."""
    begun = False

    def begin(*_: object) -> None:
        nonlocal begun
        begun = True

    def refuse(*_: object) -> None:
        raise FormatError(f"{path}: its XML declares a document type, which no workbook has: it may be a trap")

    parser = expat.ParserCreate()
    parser.StartElementHandler = begin
    parser.StartDoctypeDeclHandler = refuse
    try:
        while not begun and (block := part.read(4096)):
            parser.Parse(block)
    except expat.ExpatError:
        return  # a picture, or nothing that openpyxl could read


def refuse_far_cells(part: IO[bytes], path: Path) -> None:
    """Raise if the cells of a sheet are few, but so far apart that the table between them would fill the memory."""
    count = width = height = 0
    rest = b""
    while block := part.read(1 << 20):
        for column, row in CELL.findall(rest + block):
            count += 1
            width = max(width, len(column) * 26 if len(column) < 3 else 16384)
            height = max(height, int(row))
        rest = block[-16:]
    if width * height > max(FAR, 50 * count):
        raise FormatError(
            f"{path}: a few cells far apart would fill the memory: if it is no trap, read it with openpyxl"
        )


def typed(frame: pandas.DataFrame) -> pandas.DataFrame:
    """Return the table with the types that its cells have in common."""
    frame = frame.infer_objects()
    for position in range(frame.shape[1]):
        values = frame.iloc[:, position]
        if values.dtype == object and pandas.api.types.infer_dtype(values) in (
            "floating",
            "integer",
            "mixed-integer-float",
        ):
            frame.isetitem(position, values.astype(float).array)  # with whole numbers of more than 64 bits among them
    return frame


def names(book: pandas.ExcelFile, sheet: str | int, options: dict[str, Any], count: int) -> list[str]:
    """Return the first `count` names of columns as they stand in the sheet."""
    skipped = {"skiprows": options["skiprows"]} if "skiprows" in options else {}
    raw = pandas.read_excel(book, sheet_name=sheet, header=None, nrows=1, dtype=str, keep_default_na=False, **skipped)
    return raw.iloc[0, :count].tolist()


def save(obj: Any, path: Path, **options: Any) -> None:
    """Write a table, or a dict of DataFrames as the sheets of a workbook.

    Parameters
    ----------
    obj : DataFrame, Series, dict of DataFrames, dict of columns, list of records or rows, 1-D or 2-D array
        What to save.
    path : Path
        The file.
    **options
        Those of `pandas.DataFrame.to_excel`, such as `sheet_name="first"`, `freeze_panes=(1, 0)`.

    Warns
    -----
    UserWarning
        If an empty text will be missing, moments are finer than a millisecond, or what belongs to the table is
        not written.
    """
    sheets = sheets_of(obj)
    changes = [change for name, frame in sheets.items() for change in changes_of(frame)]
    tables.warn_of(changes, ".xlsx", REMEDY, stacklevel=4)
    with pandas.ExcelWriter(BytesIO(), engine="openpyxl") as writer:
        for name, frame in sheets.items():
            chosen: dict[str, Any] = {"index": not tables.is_row_number(frame.index), "merge_cells": False}
            if None not in frame.index.names:
                chosen["index_label"] = list(map(str, frame.index.names))
            if name is not None:
                chosen["sheet_name"] = name
            frame.to_excel(writer, **chosen | options)
        for sheet in writer.book.worksheets:
            make_exact(sheet)
            keep_last_row(sheet)
        save_undated(writer.book, path)


def sheets_of(obj: Any) -> dict[str | None, pandas.DataFrame]:
    """Return the tables by the names of their sheets; one alone has the name that the options say."""
    if not (isinstance(obj, Mapping) and obj and all(isinstance(value, pandas.DataFrame) for value in obj.values())):
        return {None: tables.to_frame(obj, ".xlsx")}
    for name in obj:
        if not isinstance(name, str) or not 0 < len(name) <= LONGEST_NAME or NOT_IN_NAMES & set(name):
            raise ObjectError(f"a sheet cannot be called {name!r}: give it 1 to 31 characters without [ ] : * ? / \\ '")
    if len({name.casefold() for name in obj}) < len(obj):
        raise ObjectError(f"two sheets have the same name, but for upper and lower case: {', '.join(obj)}")
    return {name: tables.to_frame(frame, ".xlsx") for name, frame in obj.items()}


def changes_of(frame: pandas.DataFrame) -> list[str]:
    """Return what of a table does not come back, having refused what a sheet cannot hold."""
    tables.refuse_labels(frame, ".xlsx")
    changes = list(tables.without_metadata(frame))
    for name, values in tables.columns_of(frame, index=not tables.is_row_number(frame.index)):
        tables.refuse_cells(name, values, ".xlsx")
        column = pandas.Series(values.dtype.categories if isinstance(values.dtype, pandas.CategoricalDtype) else values)
        refuse_numbers(name, column)
        refuse_text(name, column)
        if any("" in part for part in tables.texts(column)):
            changes.append(f"{name!r} has '' as missing")
        if column.dtype.kind == "M" and (column.dropna() != column.dropna().dt.floor("ms")).any():
            changes.append(f"{name!r} has moments finer than a millisecond, as rounded")
    return changes


def refuse_numbers(name: str, column: pandas.Series) -> None:
    """Raise if a column holds numbers, moments or durations that Excel does not have."""
    for value in tables.extremes(column):
        if getattr(value, "tzinfo", None):
            advice = "convert it by .dt.tz_localize(None)"
        elif isinstance(value, (timedelta, numpy.timedelta64)):
            advice = "convert it by .dt.total_seconds()"
        elif isinstance(value, (float, numpy.floating)) and numpy.isinf(value):
            advice = "replace it, or save as .parquet"
        elif isinstance(value, (int, numpy.integer)) and abs(int(value)) > tables.EXACT_INTEGERS:
            advice = "make it text, or save as .parquet"
        else:
            continue
        raise ObjectError(f"column {name!r} holds {value}, which has no form in a .xlsx: {advice}")


def refuse_text(name: str, column: pandas.Series) -> None:
    """Raise if a column holds text that Excel does not have."""
    for part in tables.texts(column):
        for text in part:
            if len(text) > LONGEST_TEXT:
                raise ObjectError(
                    f"column {name!r} holds {len(text)} characters in a cell: a .xlsx has at most {LONGEST_TEXT}"
                )
            if found := NO_CHARACTERS.search(text):
                raise ObjectError(f"column {name!r} holds the character {found[0]!r}, which a .xlsx cannot: remove it")


def make_exact(sheet: Any) -> None:
    """Make text of what openpyxl takes for a formula or an error, and write the numbers that it would round."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type in ("f", "e"):
                cell.data_type = "s"
                cell.quotePrefix = True  # so that Excel leaves it so when a person edits the cell
            elif cell.data_type == "n" and isinstance(cell.value, float) and float(f"{cell.value:.16g}") != cell.value:
                cell.value = repr(float(cell.value))
                cell.data_type = "n"


def keep_last_row(sheet: Any) -> None:
    """Put an error, which is read as a missing value, into a last row without any value, which would be lost."""
    last = sheet[sheet.max_row]
    if all(cell.value in (None, "") for cell in last):
        last[0].value = "#N/A"


def save_undated(book: Any, path: Path) -> None:
    """Write a workbook without the time."""
    book.properties.created = book.properties.modified = BEGINNING
    with Undated(path, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).write_data()


class Undated(ZipFile):
    """A zip file whose members are all of 1980."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        """Write a member."""
        super().writestr(undated(zinfo_or_arcname), data)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        """Write a member that is a file, as openpyxl has its sheets."""
        with open(filename, "rb") as source, self.open(undated(arcname), "w") as member:  # noqa: PTH123
            copyfileobj(source, member)


def undated(name: str) -> ZipInfo:
    """Return the header of a member, which has the earliest date by default."""
    header = ZipInfo(name)
    header.compress_type = ZIP_DEFLATED
    header.external_attr = 0o644 << 16
    return header
