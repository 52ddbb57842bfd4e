"""Size bars of `axes_grid1` (`AnchoredSizeBar`): a bar as long as so much data, with words below or above it."""

from typing import Any

from matplotlib.font_manager import FontProperties
from matplotlib.offsetbox import AuxTransformBox, TextArea, VPacker
from matplotlib.patches import Rectangle
from mpl_toolkits.axes_grid1.anchored_artists import AnchoredSizeBar

from scitex_plt.artists import Row, offsetboxes, patches
from scitex_plt.artists.offsetboxes import FRAME, anchored_as, options_of
from scitex_plt.artists.texts import STYLE, reword, worded
from scitex_plt.coordinates import system_of, transform_of
from scitex_plt.properties import COMMON, apply, differences
from scitex_plt.tables.columns import Points, Series
from scitex_plt.values import plain
from scitex_plt.values.plain import Unsupported


def extract(box: Any, owner: Any, series: Series) -> dict[str, Any]:
    """Return what a recipe says of a size bar; it has no columns."""
    refuse_changed(box)
    (bar,), text = box.size_bar.get_children(), box.txt_label._text
    entry: dict[str, Any] = {
        "size": plain.plain([bar.get_width(), bar.get_height()]),
        "coordinates": system_of(box.size_bar.aux_transform, owner),
        "sep": plain.plain(box._box.sep),
    }
    if type(box._box.get_children()[0]) is TextArea:
        entry["label_top"] = True
    entry |= anchored_as(box, owner)
    usual = made(entry, owner)
    entry["text"] = worded(text, usual.txt_label._text)
    if style := differences(bar, usual.size_bar.get_children()[0], patches.PROPERTIES):
        entry["bar"] = style
    if style := differences(box, usual, COMMON):
        entry["style"] = style
    if frame := differences(box.patch, usual.patch, FRAME):
        entry["frame"] = frame
    return entry


def refuse_changed(box: Any) -> None:
    """Raise Unsupported for a size bar that is put together in another way than it was made."""
    packed = box._box
    kinds = {type(part) for part in packed.get_children()}
    (bar, *others) = box.size_bar.get_children()
    text = box.txt_label
    is_usual = (
        (type(packed), packed.align, packed.pad, packed.mode) == (VPacker, "center", 0, "fixed")
        and box.get_child() is packed
        and kinds == {TextArea, AuxTransformBox}
        and not others
        and (type(bar), bar.get_xy(), bar.get_angle()) == (Rectangle, (0, 0), 0)
        and (text._text.get_position(), text.get_multilinebaseline()) == ((0, 0), False)
    )
    if not is_usual:
        raise Unsupported("what it consists of")


def made(entry: dict[str, Any], owner: Any) -> Any:
    """Return the size bar that `entry` describes, without words and style."""
    length, height = entry["size"]
    options = {name: entry[name] for name in ("label_top", "sep") if name in entry} | options_of(entry, owner)
    transform = transform_of(entry["coordinates"], owner)
    box = AnchoredSizeBar(transform, length, "", entry["loc"], size_vertical=height, **options)
    box.prop = FontProperties(size=entry["fontsize"])
    return box


def redraw(entry: dict[str, Any], owner: Any, points: Points | None) -> Any:
    """Add the size bar that `entry` describes to axes."""
    box = made(entry, owner)
    reword(entry["text"], box.txt_label._text, STYLE)
    apply(entry.get("bar", {}), box.size_bar.get_children()[0], patches.PROPERTIES)
    apply(entry.get("style", {}), box, COMMON)
    apply(entry.get("frame", {}), box.patch, FRAME)
    return owner.add_artist(box)


ROWS = (Row("size bar", AnchoredSizeBar, extract, redraw, offsetboxes.look),)
