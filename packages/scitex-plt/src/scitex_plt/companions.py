"""What is saved beside a picture: its data and its recipe, never over a file that is not ours.

Data of very many numbers are in Parquet, which takes a fraction of the time, and the CSV says so.
"""

import csv
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scitex_plt import bounds, pictures, recipe, saving
from scitex_plt.columns import in_parquet, is_parquet
from scitex_plt.description import describe
from scitex_plt.errors import MissingLibraryError, PltError, RecipeError
from scitex_plt.notices import warn
from scitex_plt.omissions import Omissions, warn_of

PICTURES = frozenset({".eps", ".jpeg", ".jpg", ".pdf", ".png", ".svg", ".tif", ".tiff", ".webp"})

MOST_IN_CSV = 1_000_000
"""How many cells a CSV has at most, where there is Parquet to take more."""

NOTE = ("data", "columns", "rows")
"""The columns of a CSV that says where the data are."""

READABLE = {"default_flow_style": None, "width": 120}
"""How a recipe is written: what has no further levels in one line."""


class Place(NamedTuple):
    """Where the companions of a picture belong."""

    recipe: Path
    csv: Path
    parquet: Path
    earlier: dict[str, Any]
    """The recipe of an earlier save that is there; empty if there is none."""


def companions(
    drawn: Figure | Axes, path: Path, written: Path, options: Mapping[str, Any]
) -> Iterator[tuple[object, Path, dict[str, Any]]]:
    """Yield the data and the recipe of a figure that was saved at `path`, and where each belongs.

    They lie beside the picture under its stem, `signal.csv` and `signal.yaml` for `signal.png`; under its whole
    name, `signal.png.csv` and `signal.png.yaml`, where files of the user's have those names. More than a million
    cells lie in `signal.parquet`, if pyarrow is installed, and the CSV says so. Data of an earlier save that the
    recipe does not name any more are deleted.

    Parameters
    ----------
    drawn : matplotlib.figure.Figure or matplotlib.axes.Axes
        What has just been saved, and stays as it is; of an Axes, its figure was.
    path : Path
        The picture. For a file that is no picture nothing is yielded.
    written : Path
        Where the picture is now; it gets a pointer to the recipe.
    options : mapping
        What `savefig` was told; with `verify` the recipe is checked to give this very picture.

    Yields
    ------
    object, Path, dict
        A DataFrame, where it belongs, and how it is written, if the figure has data; then the recipe likewise.

    Warns
    -----
    PltWarning
        If the recipe cannot hold all of the figure, or the companions cannot have their usual names.
    """
    if path.suffix.lower() not in PICTURES:
        return
    document, table, omissions = describe(drawn if isinstance(drawn, Figure) else drawn.figure.figure)
    note_unbounded(document, omissions)
    large = is_large(table, path)
    place = free_place(path, large=large)
    if place is None:
        return
    if told := told_of_all(options, path, place.earlier):
        document["savefig"] = told
    warn_of(omissions, str(place.recipe))
    saved = list(tables(table, place, large=large))
    left = earlier_data(place) - {beside for _, beside, _ in saved}
    if saved:
        document["data"] = saved[0][1].name
    yield from saved
    yield document, place.recipe, READABLE
    for data in left:
        data.unlink()
    pictures.stamp(written, pictures.pointer_to(place.recipe))
    if options.get("verify") and path.suffix.lower() in pictures.RASTER:
        warn_unless_identical(place.recipe, written, path)


ARTIST = re.compile(r"axes\[(\d+)\]\.artists\[(\d+)\]")
"""Where an artist stands in a recipe."""


def note_unbounded(document: dict[str, Any], omissions: Omissions) -> None:
    """Note that a recipe goes beyond the bounds of what is drawn, and which artist does."""
    try:
        bounds.refuse_unbounded(document)
    except RecipeError as cause:
        said = {"axes": "figure", "artist": "Figure"}
        if place := ARTIST.match(str(cause)):
            axes = document["axes"][int(place[1])]
            kind, name = next(iter(axes["artists"][int(place[2])].items()))
            said = {"axes": axes["axes"], "artist": kind, "label": name}
        omissions.entries.append(said | {"reason": f"the recipe cannot be drawn: {cause}"})
        document["omitted"] = omissions.entries


def is_large(table: pd.DataFrame, path: Path) -> bool:
    """Say whether a table is more than a CSV should hold, and pyarrow is there to hold it."""
    if table.size <= MOST_IN_CSV:
        return False
    try:
        in_parquet(path)
    except MissingLibraryError:
        return False
    return True


def tables(table: pd.DataFrame, place: Place, *, large: bool) -> Iterator[tuple[pd.DataFrame, Path, dict[str, Any]]]:
    """Yield the data as they are written: first the table that the recipe names."""
    if large:
        yield table, place.parquet, in_parquet(place.parquet).options(table)
        rows, columns = table.shape
        yield pd.DataFrame([[place.parquet.name, columns, rows]], columns=NOTE), place.csv, {}
    elif not table.columns.empty:
        yield table, place.csv, {}


def warn_unless_identical(instructions: Path, written: Path, path: Path) -> None:
    """Warn if a recipe does not give the picture that was written for `path`."""
    from scitex_plt.verification import compared  # what draws again is not needed to save

    try:
        found = compared(instructions, written, path)
    except RecipeError as cause:
        warn(f"{instructions} does not give {path}: {cause}")
        return
    if found.verdict != "identical":
        warn(f"{instructions} does not give {path}: {found}")


def told_of_all(options: Mapping[str, Any], path: Path, earlier: Mapping[str, Any]) -> dict[str, Any]:
    """Return picture → what `savefig` was told, of this picture and of those that were saved with it before."""
    told = saving.told(options)
    before = earlier.get("savefig", {})
    others = {name: said for name, said in before.items() if name != path.name and path.with_name(name).is_file()}
    return dict(sorted((others | ({path.name: told} if told else {})).items()))


def free_place(path: Path, *, large: bool) -> Place | None:
    """Return where the companions of the picture at `path` may be written, and warn if it is unusual."""
    usual = beside(path, path.stem)
    if is_free(usual, large=large):
        return usual
    names = [usual.csv.name, usual.recipe.name]
    if large:
        names.insert(0, usual.parquet.name)
    taken = f"{' or '.join(names)} beside {path} is not an earlier companion"
    if is_recipe_left(usual.recipe):
        taken += f" ({usual.recipe.name} is an earlier recipe, and stays without its data)"
    longer = beside(path, path.name)
    if is_free(longer, large=large):
        data = longer.parquet if large else longer.csv
        warn(f"{taken}: the figure's data and recipe are {data.name} and {longer.recipe.name}")
        return longer
    warn(f"{taken}: the figure's data and recipe are not saved")
    return None


def beside(path: Path, name: str) -> Place:
    """Return the place of that name beside the picture at `path`."""
    instructions, data, more = (path.with_name(f"{name}.{ending}") for ending in ("yaml", "csv", "parquet"))
    try:
        earlier = recipe.read(instructions) if is_recipe_left(instructions) else {}
    except PltError:
        earlier = {}
    return Place(instructions, data, more, earlier)


def is_free(place: Place, *, large: bool) -> bool:
    """Say whether what is to be written there is missing, or is our own of an earlier save."""
    if place.recipe.exists() and not is_recipe_left(place.recipe):
        return False
    wanted = {place.csv, place.parquet} if large else {place.csv}
    return {data for data in wanted if data.exists()} <= earlier_data(place)


def is_recipe_left(instructions: Path) -> bool:
    """Say whether there is a recipe of an earlier save."""
    return instructions.is_file() and recipe.is_recipe(instructions)


def earlier_data(place: Place) -> set[Path]:
    """Return the files that hold the data of an earlier save, as its recipe says, or say where they are."""
    named = place.earlier.get("data")
    found = {data for data in (place.csv, place.parquet) if data.name == named and is_data_of(data, place.earlier)}
    if named == place.parquet.name and is_note(place.csv, named):
        found.add(place.csv)
    return found


def is_data_of(data: Path, found: dict[str, Any]) -> bool:
    """Say whether a file has the columns that a recipe names."""
    try:
        header = header_of(data) if data.is_file() else []
        return bool(header) and set(header) == recipe.columns(found, header)
    except PltError:
        return False


def header_of(data: Path) -> list[str]:
    """Return the names of the columns in a file."""
    if is_parquet(data):
        header: list[str] = in_parquet(data).header(data)
        return header
    return (lines(data, 1) or [[]])[0]


def is_note(data: Path, named: str) -> bool:
    """Say whether a CSV says nothing but that the data are in the file of that name."""
    found = lines(data, 3) if data.is_file() else []
    return len(found) == 2 and found[0] == [*NOTE] and found[1][:1] == [named]


def lines(data: Path, number: int) -> list[list[str]]:
    """Return the first lines of a CSV; none if it is no such file."""
    try:
        with data.open(encoding="utf-8", newline="") as file:
            return list(islice(csv.reader(file), number))
    except (UnicodeDecodeError, csv.Error):
        return []
