"""What shows where in axes an inset of them belongs: InsetIndicator."""

from typing import Any

from matplotlib.patches import ArrowStyle, ConnectionPatch, ConnectionStyle, Rectangle

try:
    from matplotlib.inset import InsetIndicator
except ImportError:  # before matplotlib 3.10, it is a rectangle and lines, each for itself
    InsetIndicator = None  # type: ignore[assignment, misc]

from scitex_plt import references
from scitex_plt.artists import patches
from scitex_plt.artists.outlines import OUTLINE
from scitex_plt.coordinates import system_of, transform_of
from scitex_plt.properties import COMMON, Style, apply, colored, differences, named
from scitex_plt.tables.columns import Points, Series
from scitex_plt.values import plain
from scitex_plt.values.plain import Unsupported

INDICATOR: Any = InsetIndicator
"""The class of indicators; None if there is none."""


def color_of(patch: Any, name: str) -> Any:
    """Return a colour as it was set, or, where none was, as it is drawn."""
    found = getattr(patch, f"_original_{name}")
    return getattr(patch, f"get_{name}")() if found is None else found


FRAME = (
    named("alpha"),
    named("clip_on"),
    colored("edgecolor", get=lambda patch: color_of(patch, "edgecolor")),
    colored("facecolor", get=lambda patch: color_of(patch, "facecolor")),
    *OUTLINE,
)
"""The properties of the rectangle, which the lines to the inset have, too."""

SHARED = ("alpha", "edgecolor", "linestyle", "linewidth")
"""What lines to the inset have from the rectangle."""

ITSELF = tuple(prop for prop in COMMON if prop.name not in ("alpha", "clip_on"))


def extract(indicator: Any, axes: Any, series: Series) -> dict[str, Any]:
    """Return what a recipe says of `indicator`; it has no columns."""
    rectangle = indicator.rectangle
    entry: dict[str, Any] = {}
    if indicator._inset_ax is not None:
        entry["inset"] = references.name_of_axes(indicator._inset_ax)
    entry["bounds"] = plain.plain([*rectangle.get_xy(), rectangle.get_width(), rectangle.get_height()])
    if indicator._auto_update_bounds:
        entry["bounds"] = None
    if (system := system_of(rectangle.get_data_transform(), axes)) != "data":
        entry["coordinates"] = system
    if style := differences(indicator, InsetIndicator((0, 0, 1, 1)), ITSELF):
        entry["style"] = style
    if rectangle.get_path_effects() or rectangle.get_sketch_params() or not rectangle.get_visible():
        raise Unsupported("its rectangle")
    if style := differences(rectangle, Rectangle((0, 0), 1, 1, clip_on=False), FRAME):
        entry["frame"] = style
    if indicator._connectors:
        entry["lines"] = [line_told(line, rectangle) for line in indicator._connectors]
    return entry


def line_told(line: Any, rectangle: Any) -> bool | Style:
    """Return whether a line to the inset shows, or its style, if that is not the rectangle's."""
    if (
        type(line.get_arrowstyle()) is not ArrowStyle.Curve
        or type(line.get_connectionstyle()) is not ConnectionStyle.Arc3
    ):
        raise Unsupported("its lines, which are not straight")
    visible = bool(line.get_visible())
    shared = {name: getattr(rectangle, f"get_{name}")() for name in SHARED}
    if all(getattr(line, f"get_{name}")() == value for name, value in shared.items()):
        return visible
    usual = ConnectionPatch((0, 0), (0, 0), "data", arrowstyle="-", **shared)
    return {"visible": visible} | differences(line, usual, patches.PROPERTIES)


def redraw(entry: dict[str, Any], axes: Any, points: Points | None) -> Any:
    """Add the indicator that `entry` describes to `axes`."""
    inset = references.axes_named(entry["inset"]) if "inset" in entry else None
    transform = transform_of(entry.get("coordinates", "data"), axes)
    made: Any = InsetIndicator(entry["bounds"], inset, transform=transform)
    apply(entry.get("frame", {}), made.rectangle, FRAME)
    for name in SHARED:
        setattr(made, f"_{name}", getattr(made.rectangle, f"get_{name}")())
    apply(entry.get("style", {}), made, ITSELF)
    axes.add_artist(made)
    for line, said in zip(made.connectors or (), entry.get("lines", ()), strict=False):
        apply({"visible": said} if isinstance(said, bool) else said, line, patches.PROPERTIES)
    return made


def look(indicator: Any) -> Style:
    """Return what a legend shows of an indicator: nothing."""
    return {}
