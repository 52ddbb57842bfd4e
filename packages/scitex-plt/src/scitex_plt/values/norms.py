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
    FuncNorm,
    LogNorm,
    NoNorm,
    Normalize,
    PowerNorm,
    SymLogNorm,
    TwoSlopeNorm,
)

from scitex_plt.errors import RecipeError
from scitex_plt.values import formulas
from scitex_plt.values.plain import Plain, Unsupported, plain

NORMS: dict[str, tuple[type[Normalize], dict[str, str]]] = {
    "asinh": (AsinhNorm, {"linear_width": "_trf.linear_width"}),
    "boundaries": (BoundaryNorm, {"boundaries": "boundaries", "ncolors": "Ncmap", "extend": "extend"}),
    "centered": (CenteredNorm, {"vcenter": "vcenter"}),
    "function": (FuncNorm, {"functions": "_scale._transform"}),
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
        If it is none of matplotlib's own, or one of functions that are more than formulas.
    """
    name = name_of(type(value))
    said: dict[str, Plain] = {} if name == "linear" else {"name": name}
    if name == "boundaries":
        if [value.vmin, value.vmax] != [value.boundaries[0], value.boundaries[-1]]:
            raise Unsupported("the limits of its norm, which are not its boundaries")
    else:
        said["limits"] = plain([value.vmin, value.vmax])
    _, params = NORMS.get(name, (None, {}))
    said |= {param: parameter(param, attrgetter(place)(value)) for param, place in params.items()}
    if value.clip:
        said["clip"] = True
    return said


def parameter(name: str, value: Any) -> Plain:
    """Return what a recipe says of a parameter of a norm."""
    return list(formulas.formulas_of(value)) if name == "functions" else plain(value)


def name_of(kind: type) -> str:
    """Return the name of a class of norms."""
    for name, (known, _) in NORMS.items():
        if kind is known:
            return name
    for scale in OF_SCALES:
        if kind is type(of_scale(scale)):
            return SCALE + scale
    raise Unsupported("the norm of its colours")


def of_mappable(mappable: Any) -> dict[str, Plain]:
    """Return what a recipe says of the norm of an artist; one by a user's own function is frozen to what it gives.

    Raises
    ------
    Unsupported
        If it is neither one of matplotlib's own, nor one that only rises.
    """
    try:
        return norm(mappable.norm)
    except Unsupported as cause:
        with np.errstate(all="ignore"):
            boundaries = changes(mappable.norm, mappable.cmap.N, mappable.get_array())
        if boundaries is None:
            raise Unsupported("the norm of its colours") from cause
        return {"name": "boundaries", "boundaries": boundaries, "ncolors": mappable.cmap.N, "extend": "neither"}


def changes(own: Normalize, colors: int, array: Any) -> list[float] | None:
    """Return at which numbers a norm changes from one of so many colours to the next; None if they do not tell it.

    What lies beyond the limits of the norm counts only where there are values.
    """
    values = np.ma.masked_invalid(np.ma.asarray(array)).compressed()
    if own.vmin is None or own.vmax is None or not own.vmin < own.vmax or not values.size:
        return None
    low, high = min(float(values.min()), float(own.vmin)), max(float(values.max()), float(own.vmax))
    below, above = np.full(colors + 1, low), np.full(colors + 1, high)
    wanted = np.arange(colors + 1)
    while ((below < (middle := below + (above - below) / 2)) & (middle < above)).any():
        reached = levels(own, colors, middle) >= wanted
        below, above = np.where(reached, below, middle), np.where(reached, middle, above)
    ends = levels(own, colors, np.array([low, high]))
    found = np.where(wanted <= ends[0], -np.inf if low < own.vmin else low, above)
    found = np.where(wanted > ends[1], np.inf if high > own.vmax else np.nextafter(high, np.inf), found)
    seen = np.concatenate([np.linspace(low, high, SAMPLES), values.astype(float)])
    drawn = np.concatenate([levels(own, colors, seen[:SAMPLES]), levels(own, colors, values)])
    same = np.array_equal(np.digitize(seen, found) - 1, drawn)
    return [float(number) for number in found] if same else None


SAMPLES = 4097
"""At how many numbers a frozen norm is compared with what it was."""


def levels(own: Normalize, colors: int, values: Any) -> Any:
    """Return which of so many colours a norm gives to values: -1 is the one below all, `colors` the one above."""
    places: Any = np.ma.filled(np.ma.asarray(own(values), dtype=float), np.nan)
    return np.where(places == 1, colors - 1, np.clip(np.floor(places * colors), -1, colors))


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
    if "functions" in options:
        options["functions"] = formulas.functions_of(options["functions"])
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
        if is_mapped(artist) and is_named(artist.norm):
            groups.setdefault(id(artist.norm), []).append(name)
    return [names for names in groups.values() if len(names) > 1]


def is_named(own: Any) -> bool:
    """Say whether a norm can be told, and is not frozen."""
    try:
        return bool(norm(own))
    except Unsupported:
        return False


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
