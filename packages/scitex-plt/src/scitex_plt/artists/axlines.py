"""Lines without ends, through two places or through one with a slope: AxLine."""

from typing import Any

from matplotlib.lines import AxLine

from scitex_plt.artists.lines import LOOK, PROPERTIES
from scitex_plt.coordinates import system_of, transform_of
from scitex_plt.properties import Style, apply, differences
from scitex_plt.tables.columns import Points, Series
from scitex_plt.values import plain


def extract(line: Any, axes: Any, series: Series) -> dict[str, Any]:
    """Return what a recipe says of `line`; it has no columns."""
    places = {"xy1": line._xy1, "xy2": line._xy2, "slope": line._slope}
    entry: dict[str, Any] = {name: plain.plain(value) for name, value in places.items() if value is not None}
    if (system := system_of(line._transform, axes)) != "data":
        entry["coordinates"] = system
    if style := differences(line, made(entry), PROPERTIES):
        entry["style"] = style
    return entry


def made(entry: dict[str, Any]) -> Any:
    """Return the line that `entry` describes, without style."""
    return AxLine(entry["xy1"], entry.get("xy2"), entry.get("slope"))


def redraw(entry: dict[str, Any], axes: Any, points: Points | None) -> Any:
    """Add the line that `entry` describes to `axes`."""
    line = made(entry)
    apply(entry.get("style", {}), line, PROPERTIES)
    if "coordinates" in entry:
        line.set_transform(transform_of(entry["coordinates"], axes))
    else:
        axes.update_datalim([entry[name] for name in ("xy1", "xy2") if name in entry])
    return axes.add_artist(line)


def look(line: Any) -> Style:
    """Return what a legend shows of `line`."""
    return differences(line, AxLine((0, 0), None, 0), LOOK)
