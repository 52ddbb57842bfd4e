"""What is saved beside a picture: its data and its recipe, never over a file that is not ours.

Data of very many numbers are in a form that takes a fraction of the time, and the CSV says so.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scitex_plt import bounds, pictures, recipe, saving
from scitex_plt.describing.description import describe
from scitex_plt.errors import PltError, RecipeError
from scitex_plt.layout import pictured
from scitex_plt.notices import warn
from scitex_plt.omissions import Omissions, warn_of
from scitex_plt.tables import columns, csv, forms

NOTE = ("data", "columns", "rows")
"""The columns of a CSV that says where the data are."""

READABLE = {"default_flow_style": None, "width": 120}
"""How a recipe is written: what has no further levels in one line."""


class Place(NamedTuple):
    """Where the companions of a picture belong."""

    recipe: Path
    csv: Path
    earlier: dict[str, Any]
    """The recipe of an earlier save that is there; empty if there is none."""

    def data(self, ending: str) -> Path:
        """Return where data of the form with that ending belong."""
        return self.csv.with_suffix(ending)


def companions(
    drawn: Figure | Axes, path: Path, written: Path, options: Mapping[str, Any]
) -> Iterator[tuple[object, Path, dict[str, Any]]]:
    """Yield the data and the recipe of a figure that was saved at `path`, and where each belongs.

    They lie beside the picture under its stem, `signal.csv` and `signal.yaml` for `signal.png`; under its whole
    name, `signal.png.csv` and `signal.png.yaml`, where files of the user's have those names. More than a million
    cells lie in `signal.parquet`, or in `signal.npz` if pyarrow is not installed, and the CSV says so. Data of an
    earlier save that the recipe does not name any more are deleted.

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
        A DataFrame, or arrays by name, where it belongs, and how it is written, if the figure has data; then the
        recipe likewise.

    Warns
    -----
    PltWarning
        If the recipe cannot hold all of the figure, or the companions cannot have their usual names.
    """
    if path.suffix.lower() not in pictures.ENDINGS:
        return
    figure: Any = drawn if isinstance(drawn, Figure) else drawn.figure.figure
    document, table, omissions = describe(figure)
    note_unbounded(document, omissions)
    ending = forms.preferred() if table.size > columns.MOST_IN_CSV else forms.USUAL
    place = free_place(path, ending)
    if place is None:
        return
    if others := others_of(path, place):
        pictured.tell(document, place.earlier, path.name, others)
    before = saving.of_format(getattr(figure, "saved", {}), path.suffix[1:])  # of a figure that was drawn again
    if told := told_of_all({**before, **options}, path, place.earlier):
        document["savefig"] = told
    warn_of(omissions, str(place.recipe))
    saved = list(tables(table, place, ending))
    left = earlier_data(place) - {beside for _, beside, _ in saved}
    if saved:
        document["data"] = saved[0][1].name
    yield from saved
    yield document, place.recipe, READABLE
    for data in left:
        data.unlink()
    pictures.stamp(written, pictures.pointer_to(place.recipe))
    if options.get("verify"):
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


def tables(table: pd.DataFrame, place: Place, ending: str) -> Iterator[tuple[object, Path, dict[str, Any]]]:
    """Yield the data as they are written: first those that the recipe names."""
    if ending != forms.USUAL:
        data = place.data(ending)
        prepared, options = forms.form_of(data).prepared(table)
        yield prepared, data, options
        rows, width = table.shape
        yield pd.DataFrame([[data.name, width, rows]], columns=NOTE), place.csv, {}
    elif not table.columns.empty:
        yield table, place.csv, {}


def warn_unless_identical(instructions: Path, written: Path, path: Path) -> None:
    """Warn if a recipe does not give the picture that was written for `path`."""
    if path.suffix.lower() not in pictures.RASTER:
        warn(f"{path} is not verified: only pictures of pixels can be compared, such as .png")
        return
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


def others_of(path: Path, place: Place) -> set[str]:
    """Return the names of the other pictures that are there and share their companions with the one at `path`."""
    if place.recipe.stem == path.name or not place.earlier:
        return set()
    beside = (path.with_suffix(ending) for ending in pictures.ENDINGS)
    return {other.name for other in beside if other.name != path.name and other.is_file()}


def free_place(path: Path, ending: str) -> Place | None:
    """Return where the companions of the picture at `path` may be written, and warn if it is unusual."""
    usual = beside(path, path.stem)
    names = [stranger.name for stranger in strangers(usual, ending)]
    if not names:
        return usual
    what = "is not an earlier companion" if len(names) == 1 else "are not earlier companions"
    taken = f"{' and '.join(names)} beside {path} {what}"
    if is_recipe_left(usual.recipe):
        taken += f" ({usual.recipe.name} is an earlier recipe, and stays without its data)"
    longer = beside(path, path.name)
    if not strangers(longer, ending):
        data = longer.data(ending)
        warn(f"{taken}: the figure's data and recipe are {data.name} and {longer.recipe.name}")
        return longer
    warn(f"{taken}: the figure's data and recipe are not saved")
    return None


def beside(path: Path, name: str) -> Place:
    """Return the place of that name beside the picture at `path`."""
    instructions, data = path.with_name(f"{name}.yaml"), path.with_name(f"{name}{forms.USUAL}")
    try:
        earlier = recipe.read(instructions) if is_recipe_left(instructions) else {}
    except PltError:
        earlier = {}
    return Place(instructions, data, earlier)


def strangers(place: Place, ending: str) -> list[Path]:
    """Return the files in the place of companions that are not ours."""
    found = [data for data in sorted({place.csv, place.data(ending)} - earlier_data(place)) if data.exists()]
    if place.recipe.exists() and not is_recipe_left(place.recipe):
        found.append(place.recipe)
    return found


def is_recipe_left(instructions: Path) -> bool:
    """Say whether there is a recipe of an earlier save."""
    return instructions.is_file() and recipe.is_recipe(instructions)


def earlier_data(place: Place) -> set[Path]:
    """Return the files that hold the data of an earlier save, as its recipe says, or say where they are."""
    named = place.earlier.get("data")
    found = {data for data in map(place.data, forms.FORMS) if data.name == named and is_data_of(data, place.earlier)}
    if named != place.csv.name and is_note(place.csv, named):
        found.add(place.csv)
    return found


def is_data_of(data: Path, found: dict[str, Any]) -> bool:
    """Say whether a file has the columns that a recipe names."""
    try:
        header = forms.form_of(data).header(data) if data.is_file() else []
        return bool(header) and set(header) == recipe.columns(found, header)
    except PltError:
        return False


def is_note(data: Path, named: Any) -> bool:
    """Say whether a CSV says nothing but that the data are in the file of that name."""
    found = csv.lines(data, 3) if data.is_file() else []
    return len(found) == 2 and found[0] == [*NOTE] and found[1][:1] == [named]
