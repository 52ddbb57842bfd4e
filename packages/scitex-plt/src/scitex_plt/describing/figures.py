"""What a recipe says of a figure as a whole, or of a figure within it."""

from collections.abc import Mapping
from typing import Any

from matplotlib.figure import Figure

from scitex_plt.artists.outlines import OUTLINE
from scitex_plt.describing.findings import Findings
from scitex_plt.furniture import headings
from scitex_plt.layout import engines, nesting
from scitex_plt.layout.grids import WHOLE, Grids, is_solvable, subplots
from scitex_plt.properties import Property, colored, differences, named
from scitex_plt.values import plain

FIGURE: tuple[Property, ...] = (
    named("alpha", get=lambda figure: figure.patch.get_alpha(), set=lambda f, value: f.patch.set_alpha(value)),
    colored("edgecolor"),
    colored("facecolor"),
    named("frameon"),
    named("linewidth"),
)


def extract(
    figure: Any, fresh: Any, found: Findings, name: str = "figure", place: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return what a recipe says of the figure as a whole, or of a figure within it, which stands at a place."""
    entry = found.figures[name] = size_of(figure) if place is None else {"subfigure": name, **place}
    if place is None:
        with found.omissions.noting(name, figure):
            entry |= engines.extract(figure)
        entry |= subplots(figure, fresh)
    grids = found.grids[figure] = Grids(fresh)
    entry["grids"] = grids.entries
    with found.omissions.noting(name, figure):
        properties = FIGURE if name == "figure" else (*FIGURE, *nesting.SUBFIGURE)
        if style := differences(figure, fresh, properties):
            entry["style"] = style
    with found.omissions.noting(name, figure.patch):
        if style := differences(figure.patch, fresh.patch, OUTLINE):
            entry["background"] = style
    for heading in headings.HEADINGS:
        if (text := headings.heading_of(figure, heading)) is not None:
            with found.omissions.noting(name, text):
                entry[heading] = headings.extract(figure, fresh, heading)
    within = [
        extract(one, reference, found, own, place)
        for own, one in nesting.subfigures(figure, "" if name == "figure" else name)
        if one in figure.subfigs
        for place, reference in [grids.subfigure(one)]
    ]
    if within:
        entry["subfigures"] = within
    return entry


def size_of(figure: Figure) -> dict[str, Any]:
    """Return the size of a figure in inches, and its resolution."""
    return {
        "size": plain.plain(figure.get_size_inches()),
        "dpi": plain.plain(getattr(figure, "_original_dpi", figure.dpi)),
    }


def settle(whole: dict[str, Any], found: Findings) -> None:
    """Leave out what the recipe says of layout engines and grids that would lay out nothing."""
    if not is_solvable(whole):
        whole.pop("layout", None)
    for entry in found.figures.values():
        if entry["grids"] in ([], [WHOLE]):
            del entry["grids"]
