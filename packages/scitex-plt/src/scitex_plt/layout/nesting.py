"""Axes that stand within others, beside others or in figures within figures: where they belong and are put again.

| in a recipe | says |
|---|---|
| `extent` | left, bottom, right, top in fractions of the figure; where a locator finds them, as drawn |
| `subfigure` | the name of the figure within the figure that the axes are in |
| `inside` | the axes within which these stand, and move |
| `bounds`, `coordinates` | left, bottom, width, height in coordinates of those axes |
| `secondary` | a second scale beside those axes: `{side, location, functions}` |
| `parasite` | that those axes draw what is in these: `{limits, affine}` |
"""

from collections.abc import Iterable, Iterator
from string import ascii_uppercase
from typing import Any

from matplotlib.axes import Axes
from matplotlib.axes._base import _TransformedBoundsLocator  # type: ignore[attr-defined]
from matplotlib.axes._secondary_axes import SecondaryAxis
from matplotlib.figure import Figure, SubFigure
from matplotlib.transforms import Bbox

from scitex_plt.coordinates import system_of, transform_of
from scitex_plt.errors import NotAFigureError
from scitex_plt.layout import parasites
from scitex_plt.properties import Property, named
from scitex_plt.values import formulas, plain
from scitex_plt.values.plain import Plain, Unsupported

GRID_CLASSES = frozenset(
    {
        ("mpl_toolkits.axes_grid1.axes_grid", "CbarAxes"),
        ("mpl_toolkits.axes_grid1.mpl_axes", "Axes"),
        ("mpl_toolkits.axisartist.axislines", "Axes"),
        ("mpl_toolkits.axisartist.axislines", "AxesZero"),
    }
)
"""Module and name of classes of axes that draw as plain ones do; the axes of `axisartist` are artists in them."""

SUBFIGURE: tuple[Property, ...] = (named("visible"), named("zorder"))


def all_axes(figure: Any) -> list[Any]:
    """Return the axes of a figure in the order in which they were made, then those within axes, the outer first.

    Parasites follow their host. Of a grid of `axes_grid1`, the hidden axes for colour bars that it has not are none.
    """
    used = [axes for axes in figure.axes if not is_unused(axes)]
    found = [one for axes in used for one in (axes, *parasites.of(axes))]
    for axes in found:  # it grows on the way
        for child in axes.child_axes:
            if child not in found:
                found += child, *parasites.of(child)
    return found


def is_unused(axes: Any) -> bool:
    """Say whether axes are for a colour bar that a grid has not."""
    return type(axes).__name__ == "CbarAxes" and not axes.get_visible() and not axes.has_data()


def lettered(figure: Figure) -> Iterator[tuple[str, Axes]]:
    """Yield the axes of a figure with their letters: A to Z, then AA, AB and so on."""
    if not isinstance(figure, Figure):
        raise NotAFigureError(f"{type(figure).__name__} is not a figure: expected matplotlib.figure.Figure")
    for number, axes in enumerate(all_axes(figure)):
        yield letters(number, ascii_uppercase), axes


def letters(number: int, alphabet: str) -> str:
    """Return a number in letters: 0 is A, 25 is Z, 26 is AA."""
    more, last = divmod(number, len(alphabet))
    return (letters(more - 1, alphabet) if more else "") + alphabet[last]


def subfigures(figure: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the figures within a figure, the outer first, with their names."""
    for number, one in enumerate(figure.subfigs):
        own = f"{name}.{number}" if name else f"subfigure{number}"
        yield own, one
        yield from subfigures(one, own)


def entries(whole: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what a recipe says of the figure and of each figure within it, with their names."""
    yield whole.get("subfigure", "figure"), whole
    for one in whole.get("subfigures", []):
        yield from entries(one)


def parent_of(axes: Any, among: Iterable[Any]) -> Any | None:
    """Return the axes within which these stand."""
    if parasites.is_parasite(axes):
        return axes._parent_axes
    return next((other for other in among if axes in getattr(other, "child_axes", ())), None)


def is_plain(axes: Any) -> bool:
    """Say whether axes draw as plain x and y axes do."""
    if getattr(axes, "parasites", ()) and not parasites.of(axes):
        return False
    kind = parasites.kind_of(axes)
    return kind in (Axes, SecondaryAxis) or (kind.__module__, kind.__name__) in GRID_CLASSES


def extent_of(axes: Any) -> Plain:
    """Return left, bottom, right and top of axes, in fractions of their figure."""
    locator = axes.get_axes_locator()
    if locator is None:
        return plain.plain(axes.get_position(original=True).extents)
    return plain.plain(locator(axes, axes.get_figure(root=True)._get_renderer()).extents)


def place_of(axes: Any, names: dict[Any, str]) -> dict[str, Any]:
    """Return where axes belong and stand.

    Parameters
    ----------
    axes : Axes
        The axes.
    names : dict
        All axes of the figure, and the figures within it, with their names.
    """
    found: dict[str, Any] = {}
    figure = axes.get_figure(root=False)
    if isinstance(figure, SubFigure):
        found["subfigure"] = names[figure]
    parent = parent_of(axes, names)
    if parent is None:
        return {"extent": extent_of(axes)} | found
    found["inside"] = names[parent]
    if isinstance(axes, SecondaryAxis):
        return found | {"secondary": secondary(axes, parent)}
    if parasites.is_parasite(axes):
        return found | {"parasite": parasites.extract(axes)}
    locator = axes.get_axes_locator()
    if type(locator) is _TransformedBoundsLocator:
        try:
            system = system_of(locator._transform, parent)
        except Unsupported:
            return {"extent": extent_of(axes)} | found
        return found | {"bounds": plain.plain(locator._bounds), "coordinates": system}
    return {"extent": extent_of(axes)} | found


def secondary(axes: Any, parent: Any) -> dict[str, Any]:
    """Return what a secondary axis was told; if its functions are more than formulas, its ticks are frozen."""
    said = {"side": axes._orientation, "location": plain.plain(axes._loc)}
    transform = axes.get_axes_locator()._transform
    if transform is not parent.transAxes:
        said["coordinates"] = system_of(getattr(transform, "_y" if axes._orientation == "x" else "_x"), parent)
    if (found := formulas_of(axes)) and found != ["x", "x"]:
        said["functions"] = found
    return said


def formulas_of(axes: Any) -> list[str] | None:
    """Return the formulas of the functions of a secondary axis, there and back; None if they are more than that."""
    try:
        return [formulas.formula_of(function) for function in axes._functions]
    except Unsupported:
        return None


def reference(axes: Any, fresh: Any, parent: Any | None, told: dict[str, Any]) -> Any:
    """Return fresh axes of the same kind.

    Parameters
    ----------
    axes : Axes
        The axes.
    fresh : Figure
        A fresh figure.
    parent : Axes or None
        The reference of the axes within which they stand.
    told : dict
        The options of their projection, or of hosts.
    """
    if parent is None:
        return fresh.add_axes((0, 0, 1, 1), **told)
    if type(axes) is SecondaryAxis:
        return add_secondary(
            parent, {"side": vars(axes)["_orientation"], "location": vars(axes)["_loc"]}, formulas_of(axes)
        )
    if parasites.is_parasite(axes):
        return parasites.added(parent, parasites.extract(axes))
    return parent.inset_axes([0, 0, 1, 1], **told)


def add_secondary(parent: Any, said: dict[str, Any], functions: list[str] | None) -> Any:
    """Add a secondary axis to axes."""
    both = formulas.functions_of(functions) if functions else None
    transform = transform_of(said["coordinates"], parent) if "coordinates" in said else None
    add = parent.secondary_xaxis if said["side"] == "x" else parent.secondary_yaxis
    return add(said["location"], functions=both, transform=transform)


def added(figure: Any, entry: dict[str, Any], earlier: dict[str, Any], options: dict[str, Any]) -> Any:
    """Add the axes of an entry to a figure, or to the axes within which they stand."""
    if "inside" not in entry:
        return figure.add_axes(Bbox.from_extents(*entry.get("extent", (0, 0, 1, 1))), **options)
    parent = earlier[entry["inside"]]
    if "secondary" in entry:
        return add_secondary(parent, entry["secondary"], entry["secondary"].get("functions"))
    if "parasite" in entry:
        return parasites.added(parent, entry["parasite"], **options)
    if "bounds" in entry:
        return parent.inset_axes(entry["bounds"], transform=transform_of(entry["coordinates"], parent), **options)
    axes = parent.inset_axes([0, 0, 1, 1], **options)
    axes.set_axes_locator(None)
    axes._set_position(Bbox.from_extents(*entry["extent"]))
    return axes
