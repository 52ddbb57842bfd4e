"""Colour maps: those of matplotlib by name, with what was changed of them; all others by their colours.

| in a recipe | is |
|---|---|
| `viridis` | a map of matplotlib's own |
| `{name: viridis, lut: 5, over: '#ff0000'}` | that in five steps, with a colour for what is above |
| `{name: mine, segments: {red: …, green: …, blue: …}, lut: 256}` | a `LinearSegmentedColormap` |
| `{name: mine, colors: [red, '#00ff00']}` | a `ListedColormap`; many colours are packed, see `pack_colors` |
"""

import base64
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import matplotlib
import numpy as np
from matplotlib.colors import Colormap, LinearSegmentedColormap, ListedColormap, to_hex, to_rgba, to_rgba_array

from scitex_plt.errors import RecipeError
from scitex_plt.values import plain
from scitex_plt.values.plain import Plain, Unsupported

USUAL_LUT = 256
"""In how many steps matplotlib's maps of segments run."""

FEW = 40
"""How many colours, or rows of segments, are still written out."""

MOST = 1_000_000
"""How many colours a recipe may hold."""

EXTREMES = {"under": -3, "over": -2, "bad": -1}
"""What is no colour of the map itself → where it stands in matplotlib's table of colours."""


def colormap(value: Any) -> Plain:
    """Return what a recipe says of a colour map.

    Raises
    ------
    Unsupported
        If it is of a class of its own, or of two dimensions.
    """
    if type(value) not in (LinearSegmentedColormap, ListedColormap):
        raise Unsupported("its own kind of colour map")
    for say in (of_name, of_segments, of_smooth_colors, of_colors):
        said = say(value)
        if said is not None and is_same(to_colormap(said), value):
            return said
    raise Unsupported("its own colour map")


def is_same(made: Colormap, value: Colormap) -> bool:
    """Say whether two colour maps give the same colours in the same steps."""
    return made.N == value.N and made == value


def of_name(value: Any) -> Plain:
    """Return the name of one of matplotlib's own maps, and how this one differs from it; None if it is none."""
    known: Any = matplotlib.colormaps
    if value.name not in known._builtin_cmaps:
        return None
    said = {"name": value.name} | ({} if usual_length(value.name) == value.N else {"lut": value.N})
    for changes in ({}, extremes(value, to_colormap(said))):
        if is_same(to_colormap(said | changes), value):
            return str(value.name) if said | changes == {"name": value.name} else said | changes
    return None


def usual_length(name: str) -> int:
    """Return in how many steps one of matplotlib's own maps runs, whatever the rcParams say."""
    known = matplotlib.colormaps[name]
    return USUAL_LUT if isinstance(known, LinearSegmentedColormap) else known.N


def extremes(value: Any, usual: Any) -> dict[str, Plain]:
    """Return the colours for what is bad, under and over, where they are not those of `usual`."""
    for one in (value, usual):
        fill(one)
    found: dict[str, Plain] = {
        name: exact(value._lut[place])
        for name, place in EXTREMES.items()
        if (value._lut[place] != usual._lut[place]).any()
    }
    if value.colorbar_extend != usual.colorbar_extend:
        found["extend"] = plain.plain(value.colorbar_extend)
    return found


def fill(value: Any) -> None:
    """Have a map work out its colours, which it does when they are first asked for."""
    if not value._isinit:
        value._init()


def of_segments(value: Any) -> Plain:
    """Return the segments of a map; None if it has none, or so many that they are better told as colours."""
    if type(value) is not LinearSegmentedColormap or any(map(callable, value._segmentdata.values())):  # type: ignore[attr-defined]
        return None
    segments = {
        name: plain.plain(np.asarray(rows, dtype=float))
        for name, rows in value._segmentdata.items()  # type: ignore[attr-defined]
    }
    if "alpha" in segments and all(row[1:] == [1.0, 1.0] for row in segments["alpha"]):  # type: ignore[union-attr]
        del segments["alpha"]
    if max(map(len, segments.values())) > FEW:  # type: ignore[arg-type]
        return None
    said: dict[str, Any] = {"name": str(value.name), "segments": segments, "lut": value.N}
    if value._gamma != 1:  # type: ignore[attr-defined]
        said["gamma"] = plain.plain(value._gamma)  # type: ignore[attr-defined]
    return said | extremes(value, to_colormap(said))


def of_smooth_colors(value: Any) -> Plain:
    """Return the colours between which a map of many segments runs; None if it is none."""
    return of_colors(value) | {"smooth": True} if type(value) is LinearSegmentedColormap else None


def of_colors(value: Any) -> dict[str, Plain]:
    """Return the colours of a map, one by one."""
    fill(value)
    said: dict[str, Any] = {"name": str(value.name), "colors": pack_colors(value._lut[: value.N])}
    return said | extremes(value, to_colormap(said))


def to_colormap(said: Any) -> Any:
    """Return the colour map that `colormap` told.

    Raises
    ------
    RecipeError
        If it is none.
    """
    options: dict[str, Any] = {"name": said} if isinstance(said, str) else dict(said)
    name = options["name"]
    lut = int(options.get("lut", 0))
    if not 0 <= lut <= MOST:
        raise RecipeError(f"a colour map of {lut} steps: expected at most {MOST}")
    if "colors" in options:
        made = of_these(name, unpack_colors(options["colors"]), smooth=bool(options.get("smooth")))
    elif "segments" in options:
        made = LinearSegmentedColormap(name, options["segments"], lut or USUAL_LUT, options.get("gamma", 1.0))
    else:
        known: Any = matplotlib.colormaps
        if name not in known._builtin_cmaps:
            raise RecipeError(f"no colour map {name!r} of matplotlib's own")
        made = known[name]
        steps = lut or usual_length(name)
        made = made if steps == made.N else made.resampled(steps)
    if changed := {name: plain.to_color(options[name]) for name in EXTREMES if name in options}:
        made = made.with_extremes(**changed)
    if "extend" in options:
        made.colorbar_extend = options["extend"]
    return made


def of_these(name: str, colors: Any, *, smooth: bool) -> Colormap:
    """Return a map of these colours, or one that runs `smooth`ly between them."""
    if smooth and len(colors) > 1:
        return LinearSegmentedColormap.from_list(name, colors, N=len(colors))
    return ListedColormap(colors, name=name)


@contextmanager
def registered(said: Any) -> Iterator[str]:
    """Let matplotlib know a colour map that `colormap` told by its name, as long as the block runs."""
    if isinstance(said, str):
        if said not in matplotlib.colormaps:
            raise RecipeError(f"no colour map {said!r}")
        yield said
        return
    name, known = str(said["name"]), cast(Any, matplotlib.colormaps)
    if name in known._builtin_cmaps:
        name = f"{name} changed"
    earlier = known.get(name)
    known.unregister(name)
    known.register(to_colormap(said), name=name)
    try:
        yield name
    finally:
        known.unregister(name)
        if earlier is not None:
            known.register(earlier, name=name)


def set_colormap(mappable: Any, said: Any) -> None:
    """Give an artist the colour map that `colormap` told."""
    mappable.cmap = to_colormap(said)


def pack_colors(colors: Any) -> Plain:
    """Return a list of colours: written out if they are few, else as base64 of zlib of lines of numbers."""
    if len(colors) <= FEW:
        return [exact(color) for color in colors]
    opaque = bool((colors[:, 3] == 1).all())
    lines = "\n".join(" ".join(map(repr, row)) for row in colors[:, : 3 if opaque else 4].tolist())
    return {"number": len(colors), "zlib": base64.b64encode(zlib.compress(lines.encode(), 9)).decode()}


def exact(color: Any) -> str:
    """Return a colour as text, never as one of the rcParams' cycle: a colour map does not follow that."""
    rgba = tuple(color.tolist())
    text = to_hex(rgba, keep_alpha=rgba[3] != 1)
    return text if to_rgba(text) == rgba else " ".join(map(repr, rgba))


def unpack_colors(packed: Any) -> Any:
    """Return the colours that `pack_colors` wrote, four numbers each.

    Raises
    ------
    RecipeError
        If they are damaged, or more than their number says.
    """
    if isinstance(packed, list):
        return to_rgba_array([plain.to_color(color) for color in packed])
    number = int(packed["number"])
    if not 0 < number <= MOST:
        raise RecipeError(f"a colour map of {number} colours: expected at most {MOST}")
    try:
        text = zlib.decompressobj().decompress(base64.b64decode(packed["zlib"], validate=True), 100 * number)
        rows = np.array([line.split() for line in text.decode("ascii").splitlines()], dtype=float)
    except (zlib.error, ValueError) as cause:
        raise RecipeError(f"the colours of a colour map are damaged: {cause}") from cause
    if len(rows) != number:
        raise RecipeError(f"the colours of a colour map are damaged: expected {number} of them")
    return to_rgba_array(rows)
