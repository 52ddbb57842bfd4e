"""From a recipe and its CSV to the figure, in any process."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.container import Container
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox

from scitex_plt import nesting, norms, omissions, projections, rcparams, recipe, saving, styles
from scitex_plt.artists import BY_KIND
from scitex_plt.artists.texts import PLACED, reword
from scitex_plt.clipping import cut
from scitex_plt.columns import Points, Table
from scitex_plt.drawings import pieces
from scitex_plt.errors import PltError, RecipeError
from scitex_plt.extraction import FIGURE, HEADINGS, NO_LAYOUT
from scitex_plt.furniture import PIECES, alignment, axis, colorbars, legends
from scitex_plt.furniture.outlines import OUTLINE
from scitex_plt.notices import warn
from scitex_plt.projections import bending, space
from scitex_plt.properties import apply


class ReproducedFigure(Figure):
    """A figure that is drawn and saved under the rcParams its recipe recorded, whatever the program has set."""

    recorded: dict[str, Any] = {}  # noqa: RUF012
    saved: dict[str, Any] = {}  # noqa: RUF012
    """What `savefig` was told when the figure was saved, which counts unless it is told otherwise."""

    def draw(self, renderer: Any) -> None:
        """Draw under the recorded rcParams."""
        with rcparams.applied(self.recorded):
            super().draw(renderer)

    def savefig(self, *args: Any, **kwargs: Any) -> None:
        """Save under the recorded rcParams."""
        with rcparams.applied(self.recorded):
            super().savefig(*args, **saving.told_again(self.saved) | kwargs)


def reproduce(path: str | os.PathLike[str], *, style: str | None = None) -> Figure:
    """Draw a figure again from its recipe and the CSV beside it.

    A number that was edited in the CSV shows in the figure; the limits of the axes stay as they were.

    Parameters
    ----------
    path : str or os.PathLike
        The recipe, such as `signal.yaml` beside `signal.png`.
    style : str, optional
        A style to draw it in, by the name of a journal (see `journal`) or of one of matplotlib's: type, lines, colours
        of the cycle and width of the figure are those of the style, but for what the figure's maker set by hand.

    Returns
    -------
    matplotlib.figure.Figure
        A figure of its own, unknown to pyplot, whose artists are of the kinds they were. It is drawn under the
        rcParams that the recipe recorded.

    Raises
    ------
    ColumnError
        If the CSV is not the one that the recipe speaks of, or a cell is not what it should be.
    MissingFileError
        If there is no such recipe, or no CSV beside it.
    RecipeError
        If the file is not a recipe, or says what cannot be drawn.
    OptionError
        If there is no such style.

    Warns
    -----
    PltWarning
        If the recipe says that something of the figure was left out.

    Examples
    --------
    >>> import scitex_io
    >>> import scitex_plt as plt
    >>> fig, ax = plt.subplots()
    >>> _ = ax.plot([1.0, 2.0], [3.0, 5.0], label="signal")
    >>> picture = scitex_io.save(fig, "signal.png")
    >>> plt.reproduce("signal.yaml").axes[0].lines[0].get_label()
    'signal'
    """
    path = Path(path)
    found = recipe.read(path)
    if style is not None:
        found = restyled(found, styles.style_named(style))
    with explaining(path):
        figure = redrawn(found, table_beside(path, found))
        omitted = ", ".join(map(omissions.worded, found.get("omitted", [])))
    if omitted:
        warn(f"{path} lacks {omitted}")
    return figure


def restyled(found: dict[str, Any], style: Mapping[str, Any]) -> dict[str, Any]:
    """Return a recipe in another style: its rcParams count, and the figure is as wide as the style says."""
    params = {name: value.by_key() if name == "axes.prop_cycle" else value for name, value in style.items()}
    whole = dict(found["figure"])
    if "figure.figsize" in style:
        width, height = whole["size"]
        whole["size"] = [style["figure.figsize"][0], height * style["figure.figsize"][0] / width]
    return found | {"rcParams": found.get("rcParams", {}) | params, "figure": whole}


@contextmanager
def explaining(path: Path) -> Iterator[None]:
    """Say which recipe cannot be drawn if the block finds that it cannot."""
    try:
        yield
    except RecipeError as cause:
        raise RecipeError(f"{path}: {cause}") from cause
    except PltError:
        raise
    except KeyError as cause:
        raise RecipeError(f"{path}: cannot be drawn: expected {cause}") from cause
    except (AttributeError, IndexError, TypeError, ValueError) as cause:
        raise RecipeError(f"{path}: cannot be drawn: {cause}") from cause


def table_beside(path: Path, found: dict[str, Any]) -> Table | None:
    """Return the CSV that a recipe names, if it names one."""
    name = found.get("data")
    if name is None:
        return None
    if name != Path(name).name:
        raise RecipeError(f"data {name!r}: expected the name of a file beside the recipe")
    return Table(path.with_name(name))


def redrawn(found: dict[str, Any], table: Table | None) -> Figure:
    """Return the figure that a recipe describes."""
    recorded = found.get("rcParams", {})
    whole = found["figure"]
    with rcparams.applied(recorded):
        figure = ReproducedFigure(figsize=tuple(whole["size"]), dpi=whole["dpi"], layout=NO_LAYOUT)
        figure.recorded = recorded
        figure.saved = found.get("savefig", {})
        artists: dict[str, Artist | Container] = {}
        figures = redraw_whole(whole, figure, table, artists)
        axes: dict[str, Axes] = {}
        for entry in found["axes"]:
            axes[entry["axes"]] = with_axes(figures[entry.get("subfigure", "figure")], entry, axes)
        described = [entry for entry in found["axes"] if "drawing" not in entry]
        for entry in described:
            if "colorbar" not in entry:
                artists |= redraw_artists(entry, axes[entry["axes"]], table)
        norms.share(found.get("norms", []), artists)
        for entry in described:
            if "colorbar" in entry:
                colorbars.redraw(entry["colorbar"], axes[entry["axes"]], artists)
                artists |= redraw_artists(entry, axes[entry["axes"]], table)
        for entry in described:
            furnish(entry, axes[entry["axes"]])
        for entry in described:
            if "legend" in entry:
                legends.redraw(entry["legend"], axes[entry["axes"]], artists)
            legends.redraw_more(entry.get("legends", []), axes[entry["axes"]], artists)
        for name, entry in nesting.entries(whole):
            legends.redraw_more(entry.get("legends", []), figures[name], artists)
        alignment.redraw(whole.get("aligned", {}), axes)
        for entry in described:
            pieces.redraw_pieces(entry.get("drawn", {}), axes[entry["axes"]])
    return figure


def redraw_whole(
    entry: dict[str, Any], figure: Any, table: Table | None, artists: dict[str, Artist | Container]
) -> dict[str, Any]:
    """Give a figure its style, its headings and the artists outside all axes; return it and those within by name.

    The artists are added to `artists`, by their names.
    """
    name = entry.get("subfigure", "figure")
    apply(entry.get("style", {}), figure, (*FIGURE, *nesting.SUBFIGURE))
    apply(entry.get("background", {}), figure.patch, OUTLINE)
    for heading in HEADINGS:
        if heading in entry:
            reword(entry[heading], getattr(figure, heading)(""), PLACED)
    for said in entry.get("artists", []):
        if "drawing" in said:
            pieces.redraw(said, figure)
        else:
            row = row_of(said)
            points = Points(table, said) if table and "data" in said else None
            artists[f"{name}.{said[row.kind]}"] = row.redraw(said, figure, points)
    pieces.redraw_pieces(entry.get("drawn", {}), figure)
    figures = {name: figure}
    for said in entry.get("subfigures", []):
        figures |= redraw_whole(said, nesting.add_subfigure(figure, said["extent"]), table, artists)
    return figures


def with_axes(figure: Any, entry: dict[str, Any], earlier: dict[str, Axes]) -> Axes:
    """Add the axes that `entry` describes, ready to be drawn in."""
    if "drawing" in entry:
        place: Any = Bbox.from_extents(*entry["extent"])
        return pieces.drawn_axes(figure, place, entry["drawing"], earlier.get(entry.get("inside", "")))
    shared: dict[str, Any] = {f"share{side}": earlier[of] for side, of in entry.get("shared", {}).items()}
    axes: Axes = nesting.added(figure, entry, earlier, shared | projections.to_options(entry))
    projections.redraw_view(entry, axes)
    for side in axes._axis_names:  # type: ignore[attr-defined]
        axis.prepare(entry[side], getattr(axes, f"{side}axis"))
    return axes


def redraw_artists(entry: dict[str, Any], axes: Axes, table: Table | None) -> dict[str, Artist | Container]:
    """Add the artists that `entry` describes to `axes`, and return them by name."""
    artists = {}
    for drawing in entry.get("artists", []):
        if "drawing" in drawing:
            pieces.redraw(drawing, axes)
            continue
        row = row_of(drawing)
        points = Points(table, drawing) if table and "data" in drawing else None
        artist = row.redraw(drawing, axes, points)
        for member in artist.get_children() if isinstance(artist, Container) else [artist]:
            cut(member, drawing.get("clip"), axes)
            bending.bend(member, drawing)
        artists[f"{entry['axes']}.{drawing[row.kind]}"] = artist
    return artists


def row_of(drawing: dict[str, Any]) -> Any:
    """Return the row for one artist of a recipe: its first key is its kind."""
    kind = next(iter(drawing), None)
    if kind not in BY_KIND:
        raise RecipeError(f"no artist is of the kind {kind!r}: expected one of {', '.join(BY_KIND)}")
    return BY_KIND[kind]


def furnish(entry: dict[str, Any], axes: Axes) -> None:
    """Give `axes` all that stands around the data but the legend."""
    if space.is_space(axes):
        space.redraw(entry, axes)
        return
    for piece in PIECES:
        piece.redraw(entry, axes)
    for side in "xy":
        axis.redraw(entry[side], getattr(axes, f"{side}axis"))
    for side in "xy":
        axis.set_limits(entry[side], getattr(axes, f"{side}axis"))
    if "colorbar" in entry:
        colorbars.keep_ticks(axes)
