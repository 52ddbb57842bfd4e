"""The scales from numbers to colour maps, by name, limits and parameters.

| in a recipe | is |
|---|---|
| `{limits: [0, 1]}` | linear, `Normalize` |
| `{name: log, limits: [1, 100]}` | one of `NORMS`, with its parameters |
| `{name: scale logit, limits: [0.1, 0.9]}` | the scale of axes of that name, as in `norm="logit"` |
"""

from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import Any

import numpy as np
from matplotlib.cm import ScalarMappable
from matplotlib.colors import (
    AsinhNorm,
    BoundaryNorm,
    CenteredNorm,
    LogNorm,
    NoNorm,
    Normalize,
    PowerNorm,
    SymLogNorm,
    TwoSlopeNorm,
)

from scitex_plt.errors import RecipeError
from scitex_plt.plain import Plain, Unsupported, plain

NORMS: dict[str, tuple[type[Normalize], dict[str, str]]] = {
    "asinh": (AsinhNorm, {"linear_width": "_trf.linear_width"}),
    "boundaries": (BoundaryNorm, {"boundaries": "boundaries", "ncolors": "Ncmap", "extend": "extend"}),
    "centered": (CenteredNorm, {"vcenter": "vcenter"}),
    "linear": (Normalize, {}),
    "log": (LogNorm, {}),
    "none": (NoNorm, {}),
    "power": (PowerNorm, {"gamma": "gamma"}),
    "symlog": (SymLogNorm, {"linthresh": "_trf.linthresh", "linscale": "_trf.linscale", "base": "_trf.base"}),
    "two slopes": (TwoSlopeNorm, {"vcenter": "vcenter"}),
}
"""Name → the class, and parameter of its constructor → where an instance keeps it."""

OF_SCALES = ("asinh", "logit", "symlog")
"""The scales of axes that make norms of classes without a name."""

SCALE = "scale "


def norm(value: Any) -> dict[str, Plain]:
    """Return what a recipe says of a norm.

    Raises
    ------
    Unsupported
        If it is none of matplotlib's own, or one of a user's functions.
    """
    name = name_of(type(value))
    said: dict[str, Plain] = {} if name == "linear" else {"name": name}
    if name == "boundaries":
        if [value.vmin, value.vmax] != [value.boundaries[0], value.boundaries[-1]]:
            raise Unsupported("the limits of its norm, which are not its boundaries")
    else:
        said["limits"] = plain([value.vmin, value.vmax])
    _, params = NORMS.get(name, (None, {}))
    said |= {param: plain(attrgetter(place)(value)) for param, place in params.items()}
    if value.clip:
        said["clip"] = True
    return said


def name_of(kind: type) -> str:
    """Return the name of a class of norms."""
    for name, (known, _) in NORMS.items():
        if kind is known:
            return name
    for scale in OF_SCALES:
        if kind is type(of_scale(scale)):
            return SCALE + scale
    raise Unsupported("the norm of its colours")


def to_norm(said: Mapping[str, Any]) -> Normalize:
    """Return the norm that `norm` told.

    Raises
    ------
    RecipeError
        If it is none.
    """
    options = dict(said)
    name = options.pop("name", "linear")
    limits = options.pop("limits", None)
    made = of_scale(name.removeprefix(SCALE)) if name.startswith(SCALE) else of_name(name, options)
    made.clip = bool(said.get("clip", False))
    if limits is not None:
        set_limits(made, *(None if limit is None else np.asarray(limit) for limit in limits))
    return made


def of_name(name: str, options: dict[str, Any]) -> Normalize:
    """Return a norm of a class that has a name."""
    if name not in NORMS:
        raise RecipeError(f"no norm {name!r}: expected one of {', '.join(NORMS)}")
    kind, _ = NORMS[name]
    return kind(**options)


def of_scale(scale: str) -> Any:
    """Return the norm of a scale of axes."""
    if scale not in OF_SCALES:
        raise RecipeError(f"no norm of a scale {scale!r}: expected one of {', '.join(OF_SCALES)}")
    options: dict[str, Any] = {"norm": scale}
    return ScalarMappable(**options).norm


def set_limits(made: Any, low: Any, high: Any) -> None:
    """Set the limits of a norm; those of a centred one would move each other."""
    if isinstance(made, CenteredNorm):
        made._vmin, made._vmax = (None if limit is None else limit.item() for limit in (low, high))  # type: ignore[attr-defined]
    else:
        made.vmin, made.vmax = low, high


def set_norm(mappable: Any, said: Any) -> None:
    """Give an artist the norm that `norm` told."""
    mappable.norm = to_norm(said)


def shared(artists: Mapping[str, Any]) -> list[list[str]]:
    """Return the names of artists that have one norm in common, group by group.

    Parameters
    ----------
    artists : mapping
        Name → artist.
    """
    groups: dict[int, list[str]] = {}
    for name, artist in artists.items():
        if is_mapped(artist):
            groups.setdefault(id(artist.norm), []).append(name)
    return [names for names in groups.values() if len(names) > 1]


def is_mapped(artist: Any) -> bool:
    """Say whether the colours of an artist stand for numbers."""
    if not hasattr(artist, "norm") or not hasattr(artist, "get_array"):
        return False
    array = artist.get_array()
    return array is not None and np.ndim(array) < 3


def share(groups: Iterable[Iterable[str]], artists: Mapping[str, Any]) -> None:
    """Give each group of artists the norm of its first one."""
    for first, *others in groups:
        for name in others:
            artists[name].norm = artists[first].norm
