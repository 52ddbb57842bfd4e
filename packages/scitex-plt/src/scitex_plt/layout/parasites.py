"""Parasite axes of `axes_grid1`: they have no place of their own; their host draws what is in them with what it holds.

| in a recipe | says |
|---|---|
| `parasite` | that axes are a parasite of those which they are `inside`, and how the two hang together |
| `limits` | `equal` if limits of the host become those of the parasite, `transform` if the `affine` leads there |
| `affine` | where the data of the parasite stand among those of the host, if not where its own limits say |
"""

from collections.abc import Collection, Iterable
from functools import cache
from importlib import import_module
from typing import Any

from matplotlib.figure import _stale_figure_callback  # type: ignore[attr-defined]
from matplotlib.transforms import IdentityTransform

from scitex_plt.coordinates import is_fixed
from scitex_plt.drawings.packing import pack_affine, unpack_affine

TOOLKIT = "mpl_toolkits.axes_grid1.parasite_axes"

Entries = Iterable[dict[str, Any]]


@cache
def toolkit() -> Any:
    """Return matplotlib's module of hosts and parasites, which takes long to import and is needed by few figures."""
    return import_module(TOOLKIT)


def kind_of(axes: Any) -> type:
    """Return the class of axes; of hosts and parasites the one that they are made of."""
    kind = type(axes)
    return kind.__bases__[-1] if is_host(axes) or is_parasite(axes) else kind


def is_host(axes: Any) -> bool:
    """Say whether axes are of a class of hosts."""
    kind = type(axes)
    return kind.__module__ == TOOLKIT and kind.__name__.endswith("HostAxes")


def is_parasite(axes: Any) -> bool:
    """Say whether axes are of a class of parasites."""
    kind = type(axes)
    return kind.__module__ == TOOLKIT and kind.__name__.endswith("Parasite")


def of(axes: Any) -> list[Any]:
    """Return the parasites of axes if they can all be told; a host draws all of them, or is a drawing."""
    parasites = list(axes.parasites) if is_host(axes) else []
    return parasites if all(is_parasite(one) and is_tellable(one.transAux) for one in parasites) else []


def is_tellable(transform: Any) -> bool:
    """Say whether the way from the data of a parasite to those of its host can be told."""
    return transform is None or isinstance(transform, IdentityTransform) or is_fixed(transform)


def extract(axes: Any) -> dict[str, Any]:
    """Return how a parasite hangs together with its host."""
    said: dict[str, Any] = {}
    if (mode := axes.get_viewlim_mode()) is not None:
        said["limits"] = mode
    if axes.transAux is not None:
        said["affine"] = pack_affine(axes.transAux)
    return said


def told(axes: Any) -> dict[str, Any]:
    """Return what new axes are told to be hosts, if these are the host of some."""
    return {"axes_class": toolkit().HostAxes} if of(axes) else {}


def to_options(entry: dict[str, Any], hosts: Collection[str]) -> dict[str, Any]:
    """Return what the axes of an entry are told to be hosts, if they are among these."""
    return {"axes_class": toolkit().HostAxes} if entry["axes"] in hosts else {}


def hosts_of(entries: Entries) -> set[str]:
    """Return the names of the axes in which parasites are."""
    return {entry["inside"] for entry in entries if "parasite" in entry}


def added(host: Any, said: dict[str, Any], **options: Any) -> Any:
    """Add a parasite to its host."""
    transform = unpack_affine(said["affine"]) if "affine" in said else None
    axes = host.get_aux_axes(transform, viewlim_mode=said.get("limits"), **options)
    axes.stale_callback = _stale_figure_callback
    return axes
