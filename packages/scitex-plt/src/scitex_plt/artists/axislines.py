"""Axis lines and grids of `axisartist`: artists in axes whose own axis does not show.

Places and words of the ticks are those of the axis, as is the label unless it has words of its own. An axis line is at
a side of its axes, or floats: `along` x or y, `at` a number of the other. It consists of many parts, on which anything
may have been set: what its entry tells is drawn, too, and is refused if that is not what the axis line draws.
"""

from typing import Any

from matplotlib import rcParams
from mpl_toolkits.axisartist.axis_artist import AxisArtist, GridlinesCollection
from mpl_toolkits.axisartist.axisline_style import AxislineStyle
from mpl_toolkits.axisartist.axislines import AxisArtistHelperRectlinear, GridHelperRectlinear

from scitex_plt.artists import Row
from scitex_plt.artists.collection_style import UNSIZED
from scitex_plt.artists.outlines import OUTLINE
from scitex_plt.artists.texts import STYLE
from scitex_plt.drawings.pieces import unstirred
from scitex_plt.drawings.recording import recorded
from scitex_plt.properties import COMMON, Property, Style, apply, colored, differences, named
from scitex_plt.tables.columns import Points, Series
from scitex_plt.values import plain
from scitex_plt.values.plain import Plain, Unsupported

FIXED, FLOATING = AxisArtistHelperRectlinear.Fixed, AxisArtistHelperRectlinear.Floating

HEADS: dict[str, type] = {"->": AxislineStyle.SimpleArrow, "-|>": AxislineStyle.FilledArrow}
"""Name of the head of a line → the style that has it."""

SIDES = "xy"

FROM_AXIS = "__from_axes__"

CORNERS = {"bottom": ("x", 1, 0), "left": ("y", 0, 1), "right": ("y", 1, 1), "top": ("x", 1, 1)}
"""What an axis line is made for → its axis, and the corner where that writes its offset."""


def angle(name: str) -> Property:
    """Return the property that says on which side of an axis line something is written, as an angle of 0 or 180."""
    attribute = f"_{name}_add_angle"
    return named(
        name, get=lambda line: getattr(line, attribute), set=lambda line, value: setattr(line, attribute, value)
    )


def own(name: str, convert: Any = plain.plain, to: Any = lambda value: value) -> Property:
    """Return a property as it was set: `auto` if it is that of the axis."""
    return named(
        name,
        convert,
        get=lambda part: vars(part)[f"_{name}"],
        set=lambda part, value: getattr(part, f"set_{name}")(to(value)),
    )


def color(value: Any) -> Plain:
    """Return a colour, or `auto`."""
    return value if isinstance(value, str) and value == "auto" else plain.colors(value)


def to_color(value: Any) -> Any:
    """Return a colour that `color` returned as matplotlib takes it."""
    return value if value == "auto" else plain.to_color(value)


def tick_direction(ticks: Any) -> str:
    """Return where ticks point: only later versions of matplotlib know of more than two ways."""
    return str(ticks.get_tick_direction()) if hasattr(ticks, "get_tick_direction") else ["in", "out"][ticks._tick_out]


def set_tick_direction(ticks: Any, value: str) -> None:
    """Set where ticks point."""
    if hasattr(ticks, "set_tick_direction"):
        ticks.set_tick_direction(value)
    else:
        ticks.set_tick_out(value == "out")


def is_cut(artist: Any) -> bool:
    """Say whether the line is cut off by the frame of its axes."""
    return artist.line.get_clip_box() is not None


def cut(artist: Any, value: bool) -> None:
    """Let the line be cut off by the frame of its axes, or not."""
    artist.line.set_clip_box(artist.axes.bbox if value else None)


def words_of(label: Any) -> str:
    """Return the words of a label, also where drawing has set them in place of the sign that they are the axis' own."""
    words = str(label.get_text())
    return FROM_AXIS if words == vars(label)["_axis"].label.get_text() else words


WHOLE = (
    named("axis_direction", get=lambda line: vars(line)["_axis_direction"]),
    angle("ticklabel"),
    angle("axislabel"),
    named("line_cut", get=is_cut, set=cut),
    *COMMON,
)
LINE = (*OUTLINE, named("alpha"), colored("edgecolor"), colored("facecolor"), named("visible"))
TICKS = (
    own("color", color, to_color),
    own("markeredgecolor", color, to_color),
    own("markeredgewidth"),
    named("alpha"),
    named("ticksize"),
    named("tick_direction", get=tick_direction, set=set_tick_direction),
    named("visible"),
)
WORDS = tuple(own("color", color, to_color) if prop.name == "color" else prop for prop in STYLE)
LABELS = (
    named("axis_direction", get=lambda labels: vars(labels)["_axis_direction"]),
    *WORDS,
    named("pad"),
)
LABEL = (*WORDS, named("pad"), named("text", get=words_of))

PARTS: dict[str, tuple[Property, ...]] = {
    "label": LABEL,
    "line": LINE,
    "major_ticklabels": LABELS,
    "major_ticks": TICKS,
    "minor_ticklabels": LABELS,
    "minor_ticks": TICKS,
}
"""What an axis line consists of, besides itself."""


def extract(artist: Any, owner: Any, series: Series) -> dict[str, Any]:
    """Return what a recipe says of an axis line; it has no columns.

    Raises
    ------
    Unsupported
        If it does not show, or does not draw what the recipe would draw.
    """
    if not artist.get_visible():
        raise Unsupported("an axis line that does not show")
    entry = placed(artist)
    reference = made(entry, owner)
    if style := differences(artist, reference, WHOLE):
        entry["style"] = style
    for part, properties in PARTS.items():
        if style := differences(getattr(artist, part), getattr(reference, part), properties):
            entry[part] = style
    refuse_other_looks(artist, styled(entry, owner))
    return entry


def refuse_other_looks(artist: Any, again: Any) -> None:
    """Raise Unsupported if an artist does not draw what another does."""
    with unstirred(artist):
        if recorded(artist) != recorded(again):
            raise Unsupported("what was set on its parts")


def placed(artist: Any) -> dict[str, Any]:
    """Return where an axis line stands, and what it was made for."""
    helper = artist.get_helper()
    if type(helper) is FIXED:
        entry = {"side": vars(helper)["_loc"]}
    elif type(helper) is FLOATING:
        entry = {"along": SIDES[helper.nth_coord], "at": plain.plain(vars(helper)["_value"])}
    else:
        raise Unsupported("where it stands")
    corner = (artist.axis.axis_name, *artist.offsetText.xy)
    direction = next((name for name, own in CORNERS.items() if own == corner), None)
    if direction is None:
        raise Unsupported("where its offset stands")
    if direction != usual_direction(entry):
        entry["direction"] = direction
    if any(offset := [float(distance) for distance in artist.offset_transform._t]):
        entry["offset"] = offset
    if (style := artist.get_axisline_style()) is not None:
        name = next((name for name, kind in HEADS.items() if type(style) is kind), None)
        if name is None:
            raise Unsupported("the style of its line")
        entry["head"] = {"name": name, "size": plain.plain(style.size)}
    return entry


def usual_direction(entry: dict[str, Any]) -> str:
    """Return which way an axis line is made for, if nobody says otherwise."""
    return entry["side"] if "side" in entry else {"x": "bottom", "y": "left"}[entry["along"]]


def made(entry: dict[str, Any], owner: Any) -> Any:
    """Return the axis line that `entry` describes, without style."""
    direction = entry.get("direction", usual_direction(entry))
    if "side" in entry:
        helper = FIXED(owner, entry["side"])
    else:
        helper = FLOATING(owner, SIDES.index(entry["along"]), entry["at"], direction)
    artist = AxisArtist(owner, helper, offset=entry.get("offset"), axis_direction=direction)
    if "head" in entry:
        artist.set_axisline_style(HEADS[entry["head"]["name"]](entry["head"]["size"]))
    return artist


def styled(entry: dict[str, Any], owner: Any) -> Any:
    """Return the axis line that `entry` describes."""
    artist = made(entry, owner)
    apply(entry.get("style", {}), artist, WHOLE)
    for part, properties in PARTS.items():
        apply(entry.get(part, {}), getattr(artist, part), properties)
    return artist


def redraw(entry: dict[str, Any], owner: Any, points: Points | None) -> Any:
    """Add the axis line that `entry` describes to axes."""
    return owner.add_artist(styled(entry, owner))


def extract_grid(grid: Any, owner: Any, series: Series) -> dict[str, Any]:
    """Return what a recipe says of the grid of axes with axis lines; it has no columns.

    Raises
    ------
    Unsupported
        If it does not show, or does not draw what the recipe would draw.
    """
    if not grid.get_visible():
        raise Unsupported("a grid that does not show")
    if type(vars(grid)["_grid_helper"]) is not GridHelperRectlinear:
        raise Unsupported("where its lines stand")
    entry = {"which": vars(grid)["_which"], "axis": vars(grid)["_axis"]}
    if style := differences(grid, made_grid(entry, owner), UNSIZED):
        entry["style"] = style
    refuse_other_looks(grid, made_grid(entry, owner))
    return entry


def made_grid(entry: dict[str, Any], owner: Any) -> Any:
    """Return the grid that `entry` describes."""
    grid = GridlinesCollection(
        [],
        which=entry["which"],
        axis=entry["axis"],
        colors=rcParams["grid.color"],
        linestyles=rcParams["grid.linestyle"],
        linewidths=rcParams["grid.linewidth"],
    )
    grid.set_grid_helper(GridHelperRectlinear(owner))
    owner._set_artist_props(grid)
    grid.set_clip_path(owner.patch)
    apply(entry.get("style", {}), grid, UNSIZED)
    return grid


def redraw_grid(entry: dict[str, Any], owner: Any, points: Points | None) -> Any:
    """Add the grid that `entry` describes to axes."""
    return owner.add_artist(made_grid(entry, owner))


def look(artist: Any) -> Style:
    """Return what a legend shows of an axis line or a grid: nothing."""
    return {}


ROWS = (
    Row("axis grid", GridlinesCollection, extract_grid, redraw_grid, look),
    Row("axis line", AxisArtist, extract, redraw, look),
)
