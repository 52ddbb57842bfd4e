"""Text, where a user put it; and the style of all other text."""

from operator import attrgetter, methodcaller
from typing import Any

from matplotlib.text import Text

from scitex_plt.artists.boxes import BOX
from scitex_plt.coordinates import system_of, transform_of
from scitex_plt.properties import COMMON, Property, Style, apply, colored, differences, named
from scitex_plt.tables.columns import Points, Series
from scitex_plt.values import fonts, plain


def set_language(text: Any, value: Any) -> None:
    """Set the language of a text, or that of each part of it."""
    text.set_language(value if value is None or isinstance(value, str) else [tuple(part) for part in value])


LATER: tuple[Property, ...] = tuple(
    prop for prop in (named("fontfeatures"), named("language", set=set_language)) if hasattr(Text, f"set_{prop.name}")
)
"""What texts have only in later versions of matplotlib."""

STYLE = (
    *COMMON,
    colored("color"),
    named("fontfamily"),
    named("fontsize"),
    named("fontstretch", get=methodcaller("get_stretch")),
    named("fontstyle"),
    named("fontvariant"),
    named("fontweight"),
    named("font_file", get=fonts.font_file, set=fonts.set_font_file),
    named("math_fontfamily"),
    named("parse_math"),
    named("horizontalalignment"),
    named("verticalalignment"),
    named("multialignment", get=attrgetter("_multialignment")),
    named("linespacing", get=attrgetter("_linespacing")),
    named("rotation", get=attrgetter("_rotation")),
    named("rotation_mode"),
    named("transform_rotates_text"),
    named("antialiased"),
    named("wrap"),
    *LATER,
    BOX,
)
"""Every property of a text but its place and its words."""

PLACED = (*STYLE, named("position"))
"""The properties of a text whose place is its own, not matplotlib's to find."""


def worded(text: Text, reference: Text, properties: Any = STYLE) -> Any:
    """Return the words of a text, or {text, style} where its style is not that of `reference`."""
    style = differences(text, reference, properties)
    return {"text": text.get_text(), "style": style} if style else text.get_text()


def reword(entry: Any, text: Text, properties: Any = STYLE) -> None:
    """Give `text` the words and the style that `worded` returned."""
    if isinstance(entry, dict):
        text.set_text(entry["text"])
        apply(entry.get("style", {}), text, properties)
    else:
        text.set_text(entry)


def extract(text: Text, owner: Any, series: Series) -> dict[str, Any]:
    """Return what a recipe says of `text`; it has no columns."""
    entry: dict[str, Any] = {
        "text": text.get_text(),
        "position": plain.plain([float(place) for place in text.get_unitless_position()]),
        "coordinates": system_of(text.get_transform(), owner),
    }
    if style := differences(text, fresh(owner), STYLE):
        entry["style"] = style
    return entry


def fresh(owner: Any) -> Text:
    """Return a text with nothing set but what axes or figures set themselves."""
    text = Text()
    text.set_clip_on(not hasattr(owner, "transData"))
    return text


def redraw(entry: dict[str, Any], owner: Any, points: Points | None) -> Text:
    """Add the text that `entry` describes to `owner`, which is axes or a figure."""
    transform = transform_of(entry["coordinates"], owner)
    x, y = entry["position"]
    add = owner.text2D if hasattr(owner, "text2D") else owner.text
    text: Text = add(x, y, entry["text"], transform=transform)
    apply(entry.get("style", {}), text, STYLE)
    return text


def look(text: Text) -> Style:
    """Return what a legend shows of a text: nothing."""
    return {}
