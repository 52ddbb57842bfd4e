"""The box around a text: its shape, and its style as that of any patch."""

from typing import Any

from matplotlib.patches import BoxStyle, FancyBboxPatch
from matplotlib.transforms import IdentityTransform

from scitex_plt.properties import Property, apply, differences
from scitex_plt.values.plain import Plain

FOLLOWING = frozenset({"clip_on", "label"})
"""What a box has from its text."""


def patches() -> Any:
    """Return the module of patches; it is imported late, because patches and texts need one another."""
    from scitex_plt.artists import patches

    return patches


def properties() -> list[Property]:
    """Return the rows for a box."""
    return [prop for prop in patches().PROPERTIES if prop.name not in FOLLOWING]


def shape_of(box: Any) -> Plain:
    """Return the shape of a box by its name and what it was told."""
    return patches().style_named(box.get_boxstyle(), BoxStyle, "its box style")  # type: ignore[no-any-return]


def set_shape(box: Any, said: Any) -> None:
    """Give a box the shape that `shape_of` told."""
    box.set_boxstyle(patches().style_of_name(said, BoxStyle))


SHAPE = Property("shape", shape_of, set_shape)


def box_of(text: Any) -> Plain:
    """Return what a recipe says of the box around a text; None if there is none."""
    box = text.get_bbox_patch()
    if box is None:
        return None
    said: dict[str, Any] = {"shape": shape_of(box)}
    if (aspect := box.get_mutation_aspect()) != 1:
        said["aspect"] = float(aspect)
    if style := differences(box, fresh(said), properties()):
        said["style"] = style
    return said


def fresh(said: dict[str, Any]) -> FancyBboxPatch:
    """Return a box of a shape with nothing else set."""
    shape = patches().style_of_name(said["shape"], BoxStyle)
    aspect = said.get("aspect", 1)
    return FancyBboxPatch((0, 0), 1, 1, boxstyle=shape, mutation_aspect=aspect, transform=IdentityTransform())


def set_box(text: Any, said: Any) -> None:
    """Put the box around a text that `box_of` told."""
    if said is None:
        text.set_bbox(None)
        return
    shape = patches().style_of_name(said["shape"], BoxStyle)
    text.set_bbox({"boxstyle": shape, "mutation_aspect": said.get("aspect", 1)})
    apply(said.get("style", {}), text.get_bbox_patch(), properties())


BOX = Property("box", box_of, set_box)
