"""The projections of matplotlib whose axes a recipe describes, one row each, besides plain x and y.

A projection of a user's own is not among them: its axes stay a drawing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.projections.geo import AitoffAxes, HammerAxes, LambertAxes, MollweideAxes
from matplotlib.projections.polar import PolarAxes
from mpl_toolkits.mplot3d import Axes3D

from scitex_plt.errors import RecipeError
from scitex_plt.projections import globes, polar, space
from scitex_plt.properties import Property, apply, differences


@dataclass(frozen=True)
class Projection:
    """One projection: its axes, what they are told when they are made, and what sets the view of them."""

    name: str
    """matplotlib's own."""
    axes: type[Axes]
    view: tuple[Property, ...]
    options: Callable[[Any], dict[str, Any]] = lambda axes: {}
    curved: bool = True
    """Whether straight lines may come out bent."""


PROJECTIONS = (
    Projection("3d", Axes3D, space.VIEW, curved=False),
    Projection("aitoff", AitoffAxes, globes.VIEW),
    Projection("hammer", HammerAxes, globes.VIEW),
    Projection("lambert", LambertAxes, globes.VIEW, globes.center),
    Projection("mollweide", MollweideAxes, globes.VIEW),
    Projection("polar", PolarAxes, polar.VIEW),
)

BY_NAME = {projection.name: projection for projection in PROJECTIONS}
BY_AXES: dict[type, Projection] = {projection.axes: projection for projection in PROJECTIONS}
"""By the exact type: a subclass draws in its own way."""

OPTIONS = frozenset({"center_latitude", "center_longitude"})
"""What axes may be told when they are made."""


def is_known(axes: Axes) -> bool:
    """Say whether the axes are plain ones, or of a projection that has a row."""
    return type(axes) is Axes or type(axes) in BY_AXES


def is_curved(axes: Any) -> bool:
    """Say whether straight lines may come out bent in axes."""
    return type(axes) in BY_AXES and BY_AXES[type(axes)].curved


def told(axes: Axes) -> dict[str, Any]:
    """Return what new axes of the projection of others are told; nothing for plain ones."""
    if type(axes) not in BY_AXES:
        return {}
    projection = BY_AXES[type(axes)]
    return {"projection": projection.name, **projection.options(axes)}


def extract(axes: Axes, reference: Axes) -> dict[str, Any]:
    """Return the projection of axes and the view of them, and bring the reference there; nothing for plain axes."""
    if type(axes) not in BY_AXES:
        return {}
    projection = BY_AXES[type(axes)]
    found: dict[str, Any] = {"projection": projection.name}
    if options := projection.options(axes):
        found["projection"] = {"name": projection.name, **options}
    if seen := differences(axes, reference, projection.view):
        found["view"] = seen
    return found


def to_options(entry: dict[str, Any]) -> dict[str, Any]:
    """Return what new axes are told of the projection that `extract` told."""
    if "projection" not in entry:
        return {}
    said = entry["projection"]
    options = {"name": said} if isinstance(said, str) else dict(said)
    name = options.pop("name")
    if name not in BY_NAME:
        raise RecipeError(f"no projection {name!r}: expected one of {', '.join(BY_NAME)}")
    if unknown := options.keys() - OPTIONS:
        raise RecipeError(f"the projection {name!r} knows no {', '.join(sorted(unknown))}")
    return {"projection": name, **options}


def redraw_view(entry: dict[str, Any], axes: Axes) -> None:
    """Give new axes the view that `extract` told."""
    if "view" in entry:
        apply(entry["view"], axes, BY_NAME[axes.name].view)
    if isinstance(axes, PolarAxes):
        polar.bound_turns(axes)
