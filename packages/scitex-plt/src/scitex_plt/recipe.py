"""The recipe beside a picture: a YAML document from which, with its CSV, the figure is drawn again.

Its first key, `scitex_figure`, is the version of its schema and marks the file as ours.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from scitex_plt.errors import MissingFileError, RecipeError

MARKER = "scitex_figure"
VERSION = 1

SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def is_recipe(path: Path) -> bool:
    """Say whether a file is a recipe, by its first few bytes."""
    with path.open("rb") as file:
        return file.read(len(MARKER) + 1) == f"{MARKER}:".encode()


def read(path: Path) -> dict[str, Any]:
    """Return the recipe that a file holds.

    Raises
    ------
    MissingFileError
        If there is no such file.
    RecipeError
        If it is not a recipe, or one of a later version.
    """
    try:
        with path.open("rb") as file:
            found = yaml.load(file, Loader=SafeLoader)
    except FileNotFoundError as cause:
        raise MissingFileError(f"{path}: no such recipe") from cause
    except (yaml.YAMLError, UnicodeDecodeError, ValueError) as cause:
        raise RecipeError(f"{path}: not YAML: {' '.join(str(cause).split())}") from cause
    if not isinstance(found, dict) or MARKER not in found:
        raise RecipeError(f"{path}: not the recipe of a figure: expected the key {MARKER!r} first")
    if found[MARKER] != VERSION:
        raise RecipeError(f"{path}: a recipe of version {found[MARKER]!r}: expected {VERSION}")
    return found


def columns(found: dict[str, Any], header: Sequence[str]) -> set[str]:
    """Return the names of all columns that a recipe refers to; those within its grids are taken from the header."""
    named: set[str] = set()
    for owner in (found.get("figure", {}), *found.get("axes", [])):
        for drawing in owner.get("artists", []):
            for column in drawing.get("data", {}).values():
                named.update(named_by(column, header))
    return named


def named_by(said: Any, header: Sequence[str]) -> Sequence[str]:
    """Return the columns of one part of an artist: one, or those of a grid."""
    if isinstance(said, list):
        return between(said, header)
    return [said["column"] if isinstance(said, dict) else said]


def between(ends: Sequence[str], header: Sequence[str]) -> Sequence[str]:
    """Return the columns of a grid: all from one to another."""
    first, last = ends
    if first not in header or last not in header:
        return ends
    return header[header.index(first) : header.index(last) + 1]
