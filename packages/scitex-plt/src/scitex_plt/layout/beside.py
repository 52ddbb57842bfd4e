"""Colour bars that stand beside axes, from which they have taken their room and with which they are laid out."""

from collections.abc import Mapping
from typing import Any

from matplotlib.colorbar import _normalize_location_orientation  # type: ignore[attr-defined]

from scitex_plt.values import plain

OPTIONS = ("fraction", "shrink", "aspect", "pad", "anchor", "panchor")
"""What `Figure.colorbar` is told about the place of a bar, besides its side."""


def usual(location: str) -> dict[str, Any]:
    """Return what matplotlib knows of the place of a colour bar that was told nothing but the side of its axes."""
    of_side = _normalize_location_orientation(location, None)
    return {"location": location, "fraction": 0.15, "shrink": 1.0, "aspect": 20} | {
        name: of_side[name] for name in ("pad", "anchor", "panchor")
    }


def extract(axes: Any, reference: Any, names: Mapping[Any, str]) -> dict[str, Any]:
    """Return beside which axes a colour bar stands, and how; nothing if it has a place of its own.

    The reference, fresh axes, gets the shape of such a bar.
    """
    info = getattr(axes, "_colorbar_info", None)
    if info is None or not all(parent in names for parent in info["parents"]):
        return {}
    of_side = usual(info["location"])
    said: dict[str, Any] = {"axes": [names[parent] for parent in info["parents"]]}
    if info["location"] != "right":
        said["location"] = info["location"]
    for name in OPTIONS:
        if (value := plain.plain(info[name])) != plain.plain(of_side[name]):
            said[name] = value
    stand(reference, said)
    return {"beside": said}


def stand(axes: Any, said: Mapping[str, Any]) -> dict[str, Any]:
    """Give fresh axes the shape of a colour bar beside others; return what matplotlib knows of its place."""
    info = usual(said.get("location", "right"))
    info |= {
        name: tuple(value) if isinstance(value, list) else value for name, value in said.items() if name in OPTIONS
    }
    axes.set_label("<colorbar>")
    axes.set_anchor(info["anchor"])
    axes.set_box_aspect(info["aspect"] if info["location"] in ("left", "right") else 1 / info["aspect"])
    axes.set_aspect("auto")
    return info


def redraw(said: Mapping[str, Any], axes: Any, others: Mapping[str, Any]) -> None:
    """Let a colour bar stand beside other axes."""
    parents = [others[name] for name in said["axes"]]
    axes._colorbar_info = stand(axes, said) | {"parents": parents}
    for parent in parents:
        parent._colorbars.append(axes)
