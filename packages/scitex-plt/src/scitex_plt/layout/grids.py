"""Grids of cells, and what stands in which cell of which grid."""

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.colorbar import _ColorbarAxesLocator  # type: ignore[attr-defined]
from matplotlib.figure import SubFigure
from matplotlib.gridspec import GridSpec, GridSpecBase, GridSpecFromSubplotSpec, SubplotParams, SubplotSpec
from matplotlib.transforms import Bbox

from scitex_plt.layout import nesting, parts
from scitex_plt.values import plain
from scitex_plt.values.plain import Unsupported

WHOLE: dict[str, Any] = {}
"""What a recipe says of the grid that most figures have: one cell, which fills it."""

RATIOS = {"width_ratios": "ncols", "height_ratios": "nrows"}
SPACES = ("wspace", "hspace")
SIDES = ("left", "bottom", "right", "top")

MOST_LINES = 500
"""Rows and columns of a grid, and of all grids that a constrained layout solves: it takes their number cubed."""

Said = Mapping[str, Any]


class Grids:
    """The grids of a figure that something stands in, with a like one in a fresh figure for each."""

    def __init__(self, fresh: Any) -> None:
        self.fresh = fresh
        self.entries: list[dict[str, Any]] = []
        self.numbers: dict[GridSpecBase, int] = {}
        self.alike: list[GridSpecBase] = []

    def placed(self, spec: Any, extent: Any) -> dict[str, Any]:
        """Return in which cell axes stand, and where, if the cell does not say it."""
        if spec is None or (said := self.cell(spec)) is None:
            return {"extent": extent}
        if plain.plain(spec_of(said, self.alike).get_position(self.fresh).extents) == extent:
            return unsaid(said)
        return {"extent": extent} | said

    def subfigure(self, one: Any) -> tuple[dict[str, Any], SubFigure]:
        """Return where a figure within the figure stands, and a fresh one like it; of a part, its rcParams as well."""
        spec, extent = one._subplotspec, plain.plain(one.bbox_relative.extents)
        said = None if isinstance(one, parts.Part) else self.cell(spec)
        if said is None:
            said = {"extent": extent} | ({"rcParams": one.recorded} if isinstance(one, parts.Part) else {})
            return said, subfigure(self.fresh, said, [])
        fresh = subfigure(self.fresh, said, self.alike)
        usual = plain.plain(fresh.bbox_relative.extents)
        return (unsaid(said) if usual == extent else {"extent": extent} | said), fresh

    def cell(self, spec: SubplotSpec) -> dict[str, Any] | None:
        """Return grid and cell of what stands in it; None if the recipe cannot say them."""
        number = self.number(spec.get_gridspec())
        if number is None:
            return None
        cell = [span[0] if len(span) == 1 else [span[0], span[-1]] for span in (spec.rowspan, spec.colspan)]
        return ({"grid": number} if number else {}) | {"cell": cell}

    def number(self, grid: Any) -> int | None:
        """Return the number of a grid, which is known from then on; None if the recipe cannot say it."""
        if grid not in self.numbers:
            try:
                said = self.described(grid)
            except Unsupported:
                return None
            self.numbers[grid] = len(self.entries)
            self.entries.append(said)
            self.alike.append(made(said, self.alike, self.fresh))
        return self.numbers[grid]

    def described(self, grid: Any) -> dict[str, Any]:
        """Return what a recipe says of a grid."""
        if type(grid) not in (GridSpec, GridSpecFromSubplotSpec) or grid.nrows + grid.ncols > MOST_LINES:
            raise Unsupported("its grid")
        said: dict[str, Any] = {}
        if isinstance(grid, GridSpecFromSubplotSpec):
            outer = self.cell(grid._subplot_spec)  # type: ignore[attr-defined]
            if outer is None:
                raise Unsupported("the grid around its grid")
            said |= outer
        said |= {name: int(getattr(grid, name)) for name in ("nrows", "ncols") if getattr(grid, name) != 1}
        for name, of in RATIOS.items():
            ratios = [float(ratio) for ratio in getattr(grid, f"get_{name}")()]
            if ratios != [1] * getattr(grid, of):
                said[name] = ratios
        told = {name: vars(grid).get(name, vars(grid).get(f"_{name}")) for name in (*SIDES, *SPACES)}
        return said | {name: plain.plain(value) for name, value in told.items() if value is not None}


def cell_of(axes: Any) -> SubplotSpec | None:
    """Return the cell in which axes stand; None if they stand in none, or where a locator finds."""
    spec, locator = axes.get_subplotspec(), axes.get_axes_locator()
    return spec if type(spec) is SubplotSpec and type(locator) in (type(None), _ColorbarAxesLocator) else None


def unsaid(said: dict[str, Any]) -> dict[str, Any]:
    """Return what is left to say of a place if nothing need be said of the first cell of the first grid."""
    return {} if said == {"cell": [0, 0]} else said


def grids_of(whole: Said, figure: Any) -> list[GridSpecBase]:
    """Return the grids that a recipe describes, for an empty figure."""
    found: list[GridSpecBase] = []
    for said in whole.get("grids", [WHOLE]):
        found.append(made(said, found, figure))
    return found


def made(said: Said, earlier: Sequence[GridSpecBase], figure: Any) -> GridSpecBase:
    """Return the grid of an entry: one of the figure, or one within a cell of an earlier one."""
    options = {name: value for name, value in said.items() if name not in ("grid", "cell", "nrows", "ncols")}
    size = (said.get("nrows", 1), said.get("ncols", 1))
    if "cell" in said:
        return GridSpecFromSubplotSpec(*size, spec_of(said, earlier), **options)
    return GridSpec(*size, figure=figure, **options)


def spec_of(said: Said, grids: Sequence[GridSpecBase]) -> SubplotSpec:
    """Return the cell, or the cells from one to another, where something stands."""
    spans = [span if isinstance(span, list) else [span, span] for span in said.get("cell", [0, 0])]
    rows, columns = (slice(first, last + 1) for first, last in spans)
    return grids[said.get("grid", 0)][rows, columns]


def subfigure(figure: Any, said: Said, grids: Sequence[GridSpecBase]) -> SubFigure:
    """Add a figure to a figure, where an entry says."""
    if "rcParams" in said:
        return parts.added(figure, Bbox.from_extents(*said["extent"]), said["rcParams"])
    is_in_cell = "cell" in said or "extent" not in said
    spec = spec_of(said, grids) if is_in_cell else GridSpec(1, 1, figure=figure)[0]
    found: SubFigure = figure.add_subfigure(spec)
    if "extent" in said:
        found._redo_transform_rel_fig(Bbox.from_extents(*said["extent"]))  # type: ignore[attr-defined]
    return found


def seat(axes: Any, said: Said, grids: Sequence[GridSpecBase]) -> None:
    """Put axes that stand at the extent of an entry, if it says any, into their cell; if it says none, there."""
    if "cell" in said or "extent" not in said:
        axes.set_subplotspec(spec_of(said, grids))
    if "extent" in said:
        axes._set_position(Bbox.from_extents(*said["extent"]))


def has_few_lines(entries: Any) -> bool:
    """Say whether no grid has more rows and columns than a recipe says of one."""
    return all(lines_of(said) <= MOST_LINES for said in entries)


def is_solvable(whole: dict[str, Any]) -> bool:
    """Say whether the grids of a figure, and of the figures within it, are small enough for a constrained layout."""
    grids = [said for _, entry in nesting.entries(whole) for said in entry.get("grids", [])]
    return sum(map(lines_of, grids)) <= MOST_LINES


def lines_of(said: Said) -> float:
    """Return how many rows and columns a grid has, as far as these are numbers."""
    sizes = [said.get(name, 1) for name in ("nrows", "ncols")]
    return sum(abs(size) for size in sizes if isinstance(size, int | float))


def subplots(figure: Any, fresh: Any) -> dict[str, Any]:
    """Return what the room around and between the subplots of a figure is if not as usual; give it to a fresh one."""
    ours, its = figure.subplotpars, fresh.subplotpars
    said = {
        name: plain.plain(value) for name in (*SIDES, *SPACES) if (value := getattr(ours, name)) != getattr(its, name)
    }
    its.update(**said)
    return {"subplots": said} if said else {}


def subplots_of(whole: Said) -> SubplotParams:
    """Return the room around and between the subplots of a figure."""
    return SubplotParams(**whole.get("subplots", {}))
