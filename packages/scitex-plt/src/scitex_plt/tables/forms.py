"""The forms of a table: CSV, and, for very many cells, those that are written in a fraction of the time."""

from importlib import import_module
from pathlib import Path
from typing import Any

from scitex_plt.errors import MissingLibraryError

FORMS = {
    ".csv": "scitex_plt.tables.csv",
    ".npz": "scitex_plt.tables.npz",
    ".parquet": "scitex_plt.tables.parquet",
}
"""Ending → the module that has `header` and `read`, and `prepared`, if the form is one for very many cells."""

USUAL = ".csv"
LARGE = (".parquet", ".npz")
"""Those for very many cells, the one that is preferred first."""


def form_of(path: Path) -> Any:
    """Return the module that knows the form of a table, by its name.

    Raises
    ------
    MissingLibraryError
        If pyarrow is not installed, or too old.
    """
    try:
        return import_module(FORMS.get(path.suffix, FORMS[USUAL]))
    except ImportError as cause:
        raise MissingLibraryError(f'{path}: reading it needs pyarrow: pip install "scitex-plt[parquet]"') from cause


def preferred() -> str:
    """Return the ending of a table of very many cells: `.npz`, which needs numpy alone, if there is no pyarrow."""
    for ending in LARGE[:-1]:
        try:
            form_of(Path(f"table{ending}"))
        except MissingLibraryError:
            continue
        return ending
    return LARGE[-1]
