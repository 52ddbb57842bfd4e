"""Tables as tab-separated values, in UTF-8, through pandas: `.csv` with another separator."""

from pathlib import Path
from typing import Any

from scitex_io.formats import csv


def load(path: Path, **options: Any) -> Any:
    """Return the table as a DataFrame, just as of a `.csv`; options are those of `pandas.read_csv`."""
    return csv.load(path, **({} if "delimiter" in options else {"sep": "\t"}) | options)


def save(obj: Any, path: Path, **options: Any) -> None:
    """Write a table, just as a `.csv`; options are those of `pandas.DataFrame.to_csv`."""
    csv.save_as(".tsv", obj, path, {"sep": "\t"} | options)
