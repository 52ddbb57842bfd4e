"""What is saved beside a picture: its data and its recipe, never over a file that is not ours."""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scitex_plt import pictures, recipe, saving
from scitex_plt.errors import PltError
from scitex_plt.extraction import describe, warn_of
from scitex_plt.notices import warn

PICTURES = frozenset({".eps", ".jpeg", ".jpg", ".pdf", ".png", ".svg", ".tif", ".tiff", ".webp"})


READABLE = {"default_flow_style": None, "width": 120}
"""How a recipe is written: what has no further levels in one line."""


def companions(
    drawn: Figure | Axes, path: Path, written: Path, options: Mapping[str, Any]
) -> Iterator[tuple[object, Path, dict[str, Any]]]:
    """Yield the data and the recipe of a figure that was saved at `path`, and where each belongs.

    They lie beside the picture under its stem, `signal.csv` and `signal.yaml` for `signal.png`; under its whole
    name, `signal.png.csv` and `signal.png.yaml`, where files of the user's have those names. A figure without data
    has no CSV: that of an earlier save is deleted.

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
    place = free_place(path)
    if place is None:
        return
    data, instructions = place
    document, table, omissions = describe(drawn if isinstance(drawn, Figure) else drawn.figure.figure)
    if told := told_of_all(options, path, instructions):
        document["savefig"] = told
    warn_of(omissions, str(instructions))
    if not table.columns.empty:
        document["data"] = data.name
        yield table, data, {}
    elif data.exists():
        data.unlink()
    yield document, instructions, READABLE
    pictures.stamp(written, pictures.pointer_to(instructions))
    if options.get("verify") and path.suffix.lower() in pictures.RASTER:
        from scitex_plt.verification import compared  # what draws again is not needed to save

        found = compared(instructions, written, path)
        if found.verdict != "identical":
            warn(f"{instructions} does not give {path}: {found}")


def told_of_all(options: Mapping[str, Any], path: Path, instructions: Path) -> dict[str, Any]:
    """Return picture → what `savefig` was told, of this picture and of those that were saved with it before."""
    told = saving.told(options)
    earlier = recipe.read(instructions).get("savefig", {}) if is_recipe_left(instructions) else {}
    others = {name: said for name, said in earlier.items() if name != path.name and path.with_name(name).is_file()}
    return dict(sorted((others | ({path.name: told} if told else {})).items()))


def free_place(path: Path) -> tuple[Path, Path] | None:
    """Return where the data and the recipe of the picture at `path` may be written, and warn if it is unusual."""
    usual, longer = (beside(path, name) for name in (path.stem, path.name))
    if is_free(*usual):
        return usual
    taken = f"{usual[0].name} or {usual[1].name} beside {path} is not an earlier companion"
    if is_recipe_left(usual[1]):
        taken += f" ({usual[1].name} is an earlier recipe, and stays without its data)"
    if is_free(*longer):
        names = f"{longer[0].name} and {longer[1].name}"
        warn(f"{taken}: the figure's data and recipe are {names}")
        return longer
    warn(f"{taken}: the figure's data and recipe are not saved")
    return None


def beside(path: Path, name: str) -> tuple[Path, Path]:
    """Return the paths of the data and the recipe of that name beside the picture at `path`."""
    return path.with_name(f"{name}.csv"), path.with_name(f"{name}.yaml")


def is_free(data: Path, instructions: Path) -> bool:
    """Say whether both files are missing, or are our own of an earlier save."""
    if instructions.exists() and not is_recipe_left(instructions):
        return False
    return not data.exists() or (data.is_file() and is_data_of(data, instructions))


def is_recipe_left(instructions: Path) -> bool:
    """Say whether there is a recipe of an earlier save."""
    return instructions.is_file() and recipe.is_recipe(instructions)


def is_data_of(data: Path, instructions: Path) -> bool:
    """Say whether a CSV is the one that a recipe names, with the columns it names."""
    try:
        found = recipe.read(instructions)
        with data.open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file), [])
        named = recipe.columns(found, header)
    except (PltError, UnicodeDecodeError, csv.Error):
        return False
    return found.get("data") == data.name and set(header) == named
