"""From a recipe and its CSV to the figure, in any process."""

import os
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.container import Container
from matplotlib.figure import Figure
from matplotlib.gridspec import GridSpecBase
from matplotlib.legend import Legend
from matplotlib.transforms import Bbox

from scitex_plt import bounds, omissions, pictures, projections, reading, recipe, references, saving, strokes
from scitex_plt.artists import kinds, row_of_kind
from scitex_plt.artists.outlines import OUTLINE
from scitex_plt.clipping import cut
from scitex_plt.describing.figures import FIGURE
from scitex_plt.drawings import pieces
from scitex_plt.drawings.replay import Shown
from scitex_plt.errors import PltError, RecipeError
from scitex_plt.freshness import NO_LAYOUT
from scitex_plt.furniture import PIECES, alignment, axis, colorbars, headings, legends
from scitex_plt.layout import beside, engines, grids, nesting, parasites, parts, pictured
from scitex_plt.layout.resting import RestingFigure
from scitex_plt.notices import warn
from scitex_plt.printing import styles
from scitex_plt.projections import bending, space
from scitex_plt.properties import apply
from scitex_plt.references import Reached
from scitex_plt.tables.columns import Points
from scitex_plt.tables.table import Table
from scitex_plt.values import norms, rcparams

Cells = dict[str, list[GridSpecBase]]
"""Figure, or figure within it, by its name → its grids."""

LONGEST = 2000
"""How many letters of an error are passed on."""


class ReproducedFigure(RestingFigure):
    """A figure that is drawn and saved under the rcParams its recipe recorded, whatever the program has set."""

    recipe: Path
    places: dict[int, str]
    """Artist, by its identity → what the recipe calls it."""

    recorded: dict[str, Any] = {}  # noqa: RUF012
    saved: dict[str, Any] = {}  # noqa: RUF012
    """Picture → what `savefig` was told; it counts for one of that format, unless `savefig` is told otherwise."""

    def draw(self, renderer: Any) -> None:
        """Draw under the recorded rcParams."""
        with rcparams.applied(self.recorded), self.explaining(), strokes.counted(renderer):
            super().draw(renderer)

    def get_tightbbox(self, *args: Any, **kwargs: Any) -> Bbox:
        """Return the box that all that is drawn takes up under the recorded rcParams."""
        with rcparams.applied(self.recorded), self.explaining():
            box = super().get_tightbbox(*args, **kwargs)
            if box.width * box.height * self.dpi**2 > bounds.MOST_PIXELS:
                raise RecipeError(f"what is drawn takes up {box.width:g} × {box.height:g} inches")
        return box

    @contextmanager
    def explaining(self) -> Iterator[None]:
        """Say which recipe, and what in it, cannot be drawn."""
        with explaining(self.recipe):
            try:
                yield
            except Exception as cause:
                place = place_of(cause, self.places)
                if place is None:
                    raise
                with explaining(place):
                    raise

    def savefig(self, fname: Any, *args: Any, **kwargs: Any) -> None:
        """Save under the recorded rcParams."""
        ending = Path(fname).suffix[1:] if isinstance(fname, str | os.PathLike) else ""
        told = self.told_for(kwargs.get("format") or ending or self.canvas.get_default_filetype())
        with rcparams.applied(self.recorded):
            super().savefig(fname, *args, **told | kwargs)

    def told_for(self, ending: str) -> dict[str, Any]:
        """Return what `savefig` is told for a picture of some format."""
        return saving.of_format(self.saved, ending)


@reading.observed()
def reproduce(path: str | os.PathLike[str], *, style: str | Mapping[str, Any] | None = None) -> Figure:
    """Draw a figure again from its recipe and the CSV beside it.

    A number that was edited in the CSV shows in the figure; the limits of the axes stay as they were.

    Parameters
    ----------
    path : str or os.PathLike
        The recipe, such as `signal.yaml` beside `signal.png`, or the picture. In a run it is looked for in the run
        directory, then in the working directory, and recipe and data are inputs of the run.
    style : str or mapping, optional
        A style to draw it in, by the name of a journal (see `journal`) or of one of matplotlib's, or rcParams, such as
        `journal("cell", columns=2)`: type, lines, colours of the cycle and width of the figure are those of the style,
        but for what the figure's maker set by hand.

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
        If there is no such style, or rcParam.

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
    wanted = None if style is None else styles.style_of(style)
    return drawn_again(pictures.recipe_asked_for(path), wanted, picture=Path(path).name)


def checked(path: Path, picture: str) -> dict[str, Any]:
    """Return a recipe as it is for a picture of that name, if it is safe and well formed."""
    found = recipe.read(path)
    with explaining(path):
        pictured.move(found, picture)
        recipe.refuse_misshapen(found)
        bounds.refuse_unbounded(found)
    return found


def drawn_again(path: Path, wanted: Mapping[str, Any] | None = None, *, picture: str) -> ReproducedFigure:
    """Return the figure of a recipe as it stands in a picture of that name, in a style if one is wanted."""
    found = checked(path, picture)
    with explaining(path):
        if wanted is not None:
            found = restyled(found, wanted)
        figure = redrawn(found, table_beside(path, found), path)
        if wanted is not None:
            figure.stale = True  # other fonts ask for other room
        omitted = ", ".join(map(omissions.worded, found.get("omitted", [])))
    if omitted:
        warn(f"{path} lacks {omitted}")
    return figure


def restyled(found: dict[str, Any], style: Mapping[str, Any]) -> dict[str, Any]:
    """Return a recipe in another style: its rcParams count, and the figure is as wide as the style says."""
    params = rcparams.told(style)
    whole = dict(found["figure"])
    if "figure.figsize" in style:
        width, height = whole["size"]
        whole["size"] = [style["figure.figsize"][0], height * style["figure.figsize"][0] / width]
    return found | {"rcParams": found.get("rcParams", {}) | params, "figure": parts.restyled(whole, params)}


@contextmanager
def explaining(place: object, problem: str = "cannot be drawn") -> Iterator[None]:
    """Say what cannot be drawn, and where, if the block finds that it cannot.

    matplotlib is made for values that its caller has chosen with care; what it makes of a stranger's may be any error.
    """
    try:
        yield
    except RecipeError as cause:
        raise RecipeError(f"{legible(place)}: {cause}") from cause
    except PltError:
        raise
    except RecursionError as cause:
        raise RecipeError(f"{legible(place)}: {problem}: nested too deeply") from cause
    except MemoryError as cause:
        raise RecipeError(f"{legible(place)}: {problem}: too large for the memory") from cause
    except KeyError as cause:
        raise RecipeError(f"{legible(place)}: {problem}: expected {legible(cause)}, which is not there") from cause
    except Exception as cause:
        said = legible(cause) or type(cause).__name__
        raise RecipeError(f"{legible(place)}: {problem}: {said}") from cause


def legible(said: object) -> str:
    """Return words that come from others in one line that a terminal can show."""
    text = " ".join(str(said).split())
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text[:LONGEST])


def place_of(cause: BaseException, places: Mapping[int, str]) -> str | None:
    """Return the innermost of the artists named that was being drawn when something failed."""
    owners = (frame.f_locals.get("self") for frame, _ in traceback.walk_tb(cause.__traceback__))
    return next((places[id(owner)] for owner in reversed(list(owners)) if id(owner) in places), None)


def table_beside(path: Path, found: dict[str, Any]) -> Table | None:
    """Return the CSV that a recipe names, if it names one."""
    data = recipe.data_beside(path, found)
    return None if data is None else Table(data)


def redrawn(found: dict[str, Any], table: Table | None, path: Path) -> ReproducedFigure:
    """Return the figure that a recipe describes."""
    whole = found["figure"]
    recorded = found.get("rcParams", {})
    with rcparams.applied(recorded):
        figure = ReproducedFigure(figsize=tuple(whole["size"]), dpi=whole["dpi"], layout=NO_LAYOUT)
        figure.recipe, figure.places = path, {}
        figure.recorded = recorded
        figure.saved = found.get("savefig", {})
        for said in figure.saved.values():
            saving.told_again(said)
        figure.places = fill(figure, found, table)
        settle(figure, found)
        if "layout" in whole:
            figure.rest(engines.made(whole["layout"]))
    return figure


def settle(figure: ReproducedFigure, found: dict[str, Any]) -> None:
    """Let titles, tables and legends rest where a recipe says that matplotlib had them."""
    entries = {f"axes {entry['axes']}": entry for entry in found["axes"]}
    titled: list[Axes] = []
    placed: list[Legend] = []
    for axes in nesting.all_axes(figure):
        entry = entries.get(figure.places.get(id(axes), ""), {})
        if entry.get("title", {}).get("resting"):
            titled.append(axes)
        placed += legends.resting(entry, axes)
    figure.settle(titled, placed)


def fill(figure: Any, found: dict[str, Any], table: Table | None) -> dict[int, str]:
    """Draw what a recipe describes into an empty figure; return artist, by its identity → what the recipe calls it."""
    artists: dict[str, Artist | Container] = {}
    whole = found["figure"]
    figure.subplotpars = grids.subplots_of(whole)
    cells: Cells = {}
    figures = redraw_whole(whole, figure, cells)
    axes: dict[str, Axes] = {}
    hosts = parasites.hosts_of(found["axes"])
    for entry in found["axes"]:
        with explaining(f"axes {entry['axes']}"):
            within = entry.get("subfigure", "figure")
            options = parasites.to_options(entry, hosts)
            axes[entry["axes"]] = with_axes(figures[within], entry, axes, cells[within], table, options)
    described = [entry for entry in found["axes"] if "drawing" not in entry]
    with references.among({entry["axes"]: axes[entry["axes"]] for entry in described}, artists):
        for entry in described:
            if "colorbar" not in entry:
                redraw_artists(entry, axes[entry["axes"]], table, artists)
        norms.share(found.get("norms", []), artists)
        for entry in described:
            if "colorbar" in entry:
                with explaining(f"axes {entry['axes']}: colorbar"):
                    colorbars.redraw(entry["colorbar"], axes[entry["axes"]], artists)
                    if "beside" in entry["colorbar"]:
                        beside.redraw(entry["colorbar"]["beside"], axes[entry["axes"]], axes)
                redraw_artists(entry, axes[entry["axes"]], table, artists)
        for name, entry in nesting.entries(whole):
            redraw_outside(name, entry, figures[name], table, artists)
    for entry in described:
        with explaining(f"axes {entry['axes']}"):
            furnish(entry, axes[entry["axes"]])
    for entry in described:
        if "legend" in entry:
            with explaining(f"axes {entry['axes']}: legend"):
                legends.redraw(entry["legend"], axes[entry["axes"]], artists)
        with explaining(f"axes {entry['axes']}: legends"):
            legends.redraw_more(entry.get("legends", []), axes[entry["axes"]], artists)
    for name, entry in nesting.entries(whole):
        with explaining(f"{name}: legends"):
            legends.redraw_more(entry.get("legends", []), figures[name], artists)
    for entry in described:
        if "twin" in entry:
            with explaining(f"axes {entry['axes']}: twin"):
                join_twins(axes[entry["twin"]], axes[entry["axes"]])
    with explaining("aligned"):
        alignment.redraw(whole.get("aligned", {}), axes)
    for entry in described:
        with explaining(f"axes {entry['axes']}: drawn"):
            pieces.redraw_pieces(entry.get("drawn", {}), axes[entry["axes"]])
    return places_in(axes, artists)


def join_twins(first: Any, second: Any) -> None:
    """Let two axes be as those that `Axes.twinx` makes: the title of one stands above the ticks of the other."""
    first._twinned_axes.join(first, second)


def places_in(axes: Mapping[str, Axes], artists: Mapping[str, Artist | Container]) -> dict[int, str]:
    """Return identity of each artist → what the recipe calls it."""
    found: dict[int, str] = {}
    for name, one in axes.items():
        found |= {id(one): f"axes {name}", id(one.xaxis): f"x axis of {name}", id(one.yaxis): f"y axis of {name}"}
    for name, artist in artists.items():
        members = artist.get_children() if isinstance(artist, Container) else [artist]
        found |= dict.fromkeys(map(id, members), f"artist {name}")
    return found


def redraw_whole(entry: dict[str, Any], figure: Any, cells: Cells) -> dict[str, Any]:
    """Give a figure its style, its headings and the figures within it; return it and these by name.

    The grids of each figure are added to `cells`.
    """
    name = entry.get("subfigure", "figure")
    with explaining(f"{name}: grids"):
        cells[name] = grids.grids_of(entry, figure)
    apply(entry.get("style", {}), figure, (*FIGURE, *nesting.SUBFIGURE))
    apply(entry.get("background", {}), figure.patch, OUTLINE)
    for heading in headings.HEADINGS:
        if heading in entry:
            headings.redraw(entry[heading], figure, heading)
    figures = {name: figure}
    for said in entry.get("subfigures", []):
        figures |= redraw_whole(said, grids.subfigure(figure, said, cells[name]), cells)
    return figures


def redraw_outside(
    name: str, entry: dict[str, Any], figure: Any, table: Table | None, artists: dict[str, Artist | Container]
) -> None:
    """Add the artists outside all axes to a figure, and to `artists` by their names."""
    reached: Reached = {}
    for said in entry.get("artists", []):
        if "drawing" in said:
            pieces.redraw(said, figure, shown_by(said, name, table))
            continue
        row = row_of(said)
        own = name_of(said, row.kind, name, artists, reached)
        with explaining(f"artist {own}"):
            points = Points(table, said) if table and "data" in said else None
            artists[own] = row.redraw(said, figure, points)
    pieces.redraw_pieces(entry.get("drawn", {}), figure)


def with_axes(
    figure: Any,
    entry: dict[str, Any],
    earlier: dict[str, Axes],
    cells: Sequence[GridSpecBase],
    table: Table | None,
    options: dict[str, Any],
) -> Axes:
    """Add the axes that `entry` describes, ready to be drawn in; `options` are told to live ones."""
    if "drawing" in entry:
        place: Any = Bbox.from_extents(*entry["extent"])
        drawn = pieces.drawn_axes(figure, place, entry["drawing"], earlier.get(entry.get("inside", "")))
        drawn.shown = [shown_by(said, entry["axes"], table) for said in entry.get("artists", [])]
        return drawn
    shared: dict[str, Any] = {f"share{side}": earlier[of] for side, of in entry.get("shared", {}).items()}
    axes: Axes = nesting.added(figure, entry, earlier, shared | projections.to_options(entry) | options)
    if "inside" not in entry:
        grids.seat(axes, entry, cells)
    projections.redraw_view(entry, axes)
    for side in axes._axis_names:  # type: ignore[attr-defined]
        axis.prepare(entry[side], getattr(axes, f"{side}axis"))
    return axes


def redraw_artists(
    entry: dict[str, Any], axes: Axes, table: Table | None, artists: dict[str, Artist | Container]
) -> None:
    """Add the artists that `entry` describes to `axes`, and to `artists` by their names."""
    reached: Reached = {}
    for drawing in entry.get("artists", []):
        if "drawing" in drawing:
            with explaining(f"drawing {entry['axes']}.{drawing['drawing']}"):
                pieces.redraw(drawing, axes, shown_by(drawing, entry["axes"], table))
            continue
        row = row_of(drawing)
        name = name_of(drawing, row.kind, entry["axes"], artists, reached)
        with explaining(f"artist {name}"):
            points = Points(table, drawing) if table and "data" in drawing else None
            artist = row.redraw(drawing, axes, points)
            for member in artist.get_children() if isinstance(artist, Container) else [artist]:
                cut(member, drawing.get("clip"), axes)
                bending.bend(member, drawing)
        artists[name] = artist


def row_of(drawing: dict[str, Any]) -> Any:
    """Return the row for one artist of a recipe: its first key is its kind."""
    kind = next(iter(drawing), "")
    if (row := row_of_kind(kind)) is None:
        raise RecipeError(f"no artist is of the kind {kind!r}: expected one of {', '.join(kinds())}")
    return row


def shown_by(said: dict[str, Any], where: str, table: Table | None) -> Shown:
    """Return what a drawing shows."""
    entry = {key: said[key] for key in (next(iter(said)), "of") if key in said}
    return Shown(entry, where, Points(table, said) if table and "data" in said else None)


def name_of(said: dict[str, Any], kind: str, where: str, artists: Mapping[str, Any], reached: Reached) -> str:
    """Return the name of an artist; a text, whose words stand in the place of its name, has the one it would get."""
    if kind != "text":
        return f"{where}.{said[kind]}"
    return references.free_name(where, said.get("style", {}).get("label", ""), kind, artists, reached=reached)


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
    for side in "xy":
        bounds.refuse_minor_ticks(getattr(axes, f"{side}axis"))
