"""What shows where axes zoom in, of `axes_grid1` (`mark_inset`): boxes, and lines and bands between their corners.

| a box in a recipe | is |
|---|---|
| `{axes: B}` | the area of axes |
| `{limits of: B, in: data}` | what axes show, in coordinates |
| `{extent: [0, 0, 1, 2], in: data}` | left, bottom, right and top, in coordinates |
"""

from dataclasses import dataclass
from typing import Any

from matplotlib.patches import Patch
from matplotlib.transforms import Bbox, TransformedBbox
from mpl_toolkits.axes_grid1 import inset_locator

from scitex_plt import references
from scitex_plt.artists import Row, patches
from scitex_plt.coordinates import system_of, transform_of
from scitex_plt.errors import RecipeError
from scitex_plt.properties import apply, differences
from scitex_plt.tables.columns import Points, Series
from scitex_plt.values import plain
from scitex_plt.values.plain import Plain, Unsupported

CORNERS = {"upper right": 1, "upper left": 2, "lower left": 3, "lower right": 4}

FOLLOWING = (TransformedBbox, inset_locator._TransformedBboxWithCallback)
"""The classes of boxes that follow axes."""


@dataclass(frozen=True)
class Zoom:
    """One kind of these patches: the boxes that it is of, and the corners of theirs that it joins."""

    type: type[Patch]
    boxes: dict[str, str]
    """Key in a recipe → attribute."""
    corners: tuple[str, ...] = ()
    """Attributes; at corners of one box, then of the other."""

    def extract(self, patch: Any, axes: Any, series: Series) -> dict[str, Any]:
        """Return what a recipe says of `patch`; it has no columns."""
        entry: dict[str, Any] = {key: told(getattr(patch, name), axes) for key, name in self.boxes.items()}
        if self.corners:
            entry["corners"] = self.corners_of(patch)
        if style := differences(patch, self.made(entry, axes), patches.PROPERTIES):
            entry["style"] = style
        return entry

    def corners_of(self, patch: Any) -> list[str]:
        """Return the names of the corners that a patch joins; one that is not told is that of the first box."""
        names = {code: name for name, code in CORNERS.items()}
        codes = [getattr(patch, name) for name in self.corners]
        return [names[code or codes[number - 1]] for number, code in enumerate(codes)]

    def made(self, entry: dict[str, Any], axes: Any) -> Patch:
        """Return the patch that an entry describes, without style."""
        if len(entry.get("corners", ())) != len(self.corners):
            raise RecipeError(f"expected {len(self.corners)} corners")
        boxes = [box_of(entry[key], axes) for key in self.boxes]
        return self.type(*boxes, *(CORNERS[name] for name in entry.get("corners", ())))

    def redraw(self, entry: dict[str, Any], axes: Any, points: Points | None) -> Patch:
        """Add the patch that `entry` describes to `axes`."""
        patch = self.made(entry, axes)
        apply(entry.get("style", {}), patch, patches.PROPERTIES)
        axes.add_patch(patch)
        return patch


def told(box: Any, axes: Any) -> dict[str, Plain]:
    """Return what a recipe says of a box.

    Raises
    ------
    Unsupported
        If it is none that can be told.
    """
    if type(box) not in FOLLOWING:
        raise Unsupported("its box")
    for name, other in references.NAMED.get().axes.items():
        if other.bbox is box:
            return {"axes": name}
    system = system_of(box._transform, axes)
    for name, other in references.NAMED.get().axes.items():
        if vars(other)["_viewLim"] is box._bbox:
            return {"limits of": name, "in": system}
    if type(box._bbox) is not Bbox:
        raise Unsupported("its box")
    return {"extent": plain.plain(box._bbox.extents), "in": system}


def box_of(said: dict[str, Any], axes: Any) -> TransformedBbox:
    """Return the box that `told` told."""
    if "axes" in said:
        return references.axes_named(said["axes"]).bbox  # type: ignore[no-any-return]
    inner = (
        references.axes_named(said["limits of"]).viewLim if "limits of" in said else Bbox.from_extents(*said["extent"])
    )
    return TransformedBbox(inner, transform_of(said["in"], axes))


BOTH = {"from": "bbox1", "to": "bbox2"}

KINDS = {
    "zoom band": Zoom(inset_locator.BboxConnectorPatch, BOTH, ("loc1", "loc2", "loc1b", "loc2b")),
    "zoom box": Zoom(inset_locator.BboxPatch, {"around": "bbox"}),
    "zoom line": Zoom(inset_locator.BboxConnector, BOTH, ("loc1", "loc2")),
}

ROWS = tuple(Row(kind, zoom.type, zoom.extract, zoom.redraw, patches.look) for kind, zoom in KINDS.items())
