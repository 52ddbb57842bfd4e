"""What no recipe may exceed: one from a stranger must neither fill the memory nor take for ever.

matplotlib takes a font of a million points, a tick every nanometre and a line of dashes that nobody sees, and works
on them in C, where nothing stops it. Such values are refused before they get there. The bounds lie far beyond what
anybody can see or print.
"""

import math
import re
import reprlib
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

import numpy as np
from matplotlib.path import Path
from matplotlib.ticker import AutoMinorLocator

from scitex_plt.errors import RecipeError
from scitex_plt.layout.grids import MOST_LINES, has_few_lines, is_solvable

MOST_PIXELS = 500_000_000
"""Of a figure: two gigabytes, a poster of 1 m × 1.4 m at 500 dots an inch."""

LARGEST_TEXT = 2_000_000_000
"""Of a line of text, in pixels, if all its letters were as wide as high."""

LONGEST_TEXT = 10_000
"""In letters, a line."""

LARGEST_FONT = 5_000
"""In points: letters, or markers, of nearly two metres."""

MOST_TICKS = 10_000
MOST_MINOR_TICKS = 2_000
MOST_TEETH = 100_000

Check = Callable[[Any], bool]

SCRIPT = re.compile(r"[\s\x00-\x1f]*(data|javascript|vbscript)[\s\x00-\x1f]*:", re.IGNORECASE)
WIDE_SPACE = re.compile(r"\\(hspace|genfrac)\b[^$]*[0-9]{4}")
"""In mathtext, what takes a length of any size."""

TEXTS = frozenset(
    {
        "center",
        "label",
        "labels",
        "left",
        "marker",
        "offset",
        "right",
        "suptitle",
        "supxlabel",
        "supylabel",
        "text",
        "title",
        "unit",
    }
)
"""The keys of what is written in a figure."""

CODES = frozenset(int(code) for code in Path.NUM_VERTICES_FOR_CODE)


def numbers(value: Any) -> Iterator[float]:
    """Yield all numbers in a value, which may be one itself."""
    if isinstance(value, list):
        for item in value:
            yield from numbers(item)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield value


def at_most(limit: float) -> Check:
    """Return a check that no number is larger; NaN is."""
    return lambda value: all(abs(number) <= limit for number in numbers(value))


def is_short(value: Any) -> bool:
    """Say whether the letters of a hatch are few: each adds lines."""
    return not isinstance(value, str) or len(value) <= 100


def is_no_script(value: Any) -> bool:
    """Say whether no link runs a script in who opens the picture."""
    return all(map(is_no_script, value)) if isinstance(value, list) else not SCRIPT.match(str(value))


def has_few_corners(value: Any) -> bool:
    """Say whether a marker that is told by its corners has no more than can be told apart."""
    return not isinstance(value, list) or at_most(1000)(value[:1])


def is_path(value: Any) -> bool:
    """Say whether the codes of a path are matplotlib's."""
    return value is None or (isinstance(value, list) and all(code in CODES for code in value))


def is_far_from_one(value: Any) -> bool:
    """Say whether there are few powers of a base between two numbers."""
    return all(number == 0 or (number > 0 and abs(math.log(number)) >= 1e-3) for number in numbers(value))


def is_gentle(value: Any) -> bool:
    """Say whether a sketched line strays no farther than can be seen."""
    return at_most(1000)(value[:1]) if isinstance(value, list) else at_most(1000)(value)


def has_small_ticks(value: Any) -> bool:
    """Say whether ticks, told by their parameters, are no larger than anything else."""
    return not isinstance(value, dict) or at_most(LARGEST_FONT)([value.get(name) for name in ("length", "width")])


def has_font_size(value: Any) -> bool:
    """Say whether a font, told by its names, is of a size that can be drawn."""
    return not isinstance(value, dict) or at_most(LARGEST_FONT)(value.get("size"))


def has_narrow_pads(value: Any) -> bool:
    """Say whether a layout engine is told of no room wider than any figure."""
    return not isinstance(value, dict) or at_most(1000)([*value.values()])


CHECKS: dict[str, Check] = {
    "base": is_far_from_one,
    "codes": is_path,
    "columns": at_most(1000),
    "corners": at_most(10_000),
    "font": has_font_size,
    "grids": has_few_lines,
    "hatch": is_short,
    "image.lut": at_most(65_536),
    "layout": has_narrow_pads,
    "marker": has_few_corners,
    "markeredgewidth": at_most(LARGEST_FONT),
    "markerscale": at_most(LARGEST_FONT),
    "markersize": at_most(LARGEST_FONT),
    "ncols": at_most(1000),
    "number of ticks": at_most(MOST_TICKS),
    "numpoints": at_most(1000),
    "pad_inches": at_most(1000),
    "scatterpoints": at_most(1000),
    "size": at_most(10**9),
    "sketch": is_gentle,
    "sketch_params": is_gentle,
    "params": has_small_ticks,
    "spacing": lambda value: all(number >= 0.1 for number in numbers(value)),
    "ticksize": at_most(LARGEST_FONT),
    "text.hinting_factor": at_most(64),
    "zoom": at_most(1000),
}
"""Key of a recipe, or the end of the name of an rcParam → whether its value can be drawn."""

ENDINGS: dict[str, Check] = {
    "font.size": at_most(LARGEST_FONT),
    "fontsize": at_most(LARGEST_FONT),
    "major.size": at_most(LARGEST_FONT),
    "major.width": at_most(LARGEST_FONT),
    "labelsize": at_most(LARGEST_FONT),
    "minor.size": at_most(LARGEST_FONT),
    "minor.width": at_most(LARGEST_FONT),
    "minor.ndivs": at_most(1000),
    "markersize": at_most(LARGEST_FONT),
    "numpoints": at_most(1000),
    "pad_inches": at_most(1000),
    "path.sketch": is_gentle,
    "scatterpoints": at_most(1000),
    "titlesize": at_most(LARGEST_FONT),
    "url": is_no_script,
    "urls": is_no_script,
}
"""How keys end → whether their values can be drawn."""


def refuse(key: str, value: Any) -> None:
    """Raise RecipeError if the value of that key cannot be drawn."""
    if not all(check(value) for check in checks_of(key)):
        raise RecipeError(f"{key} {reprlib.repr(value)} is beyond what can be drawn")


@lru_cache(maxsize=4096)
def checks_of(key: str) -> list[Check]:
    """Return what is checked of the values of a key."""
    exact = [CHECKS[key]] if key in CHECKS else []
    return exact + [check for ending, check in ENDINGS.items() if key.endswith(ending)]


def refuse_text(text: str) -> None:
    """Raise RecipeError if a text is too long to be set, or has a space in it that fills the memory."""
    if len(text) > LONGEST_TEXT and max(map(len, text.split("\n"))) > LONGEST_TEXT:
        raise RecipeError(f"a text of more than {LONGEST_TEXT} letters a line is beyond what can be drawn")
    if "\\" in text and WIDE_SPACE.search(text):
        raise RecipeError(f"the text {text!r} has a space in it that is beyond what can be drawn")


def refuse_unbounded(found: dict[str, Any]) -> None:
    """Raise RecipeError at the first value of a recipe that is beyond what can be drawn."""
    longest, largest = 0, 12.0
    for place, key, value in leaves(found, ""):
        try:
            refuse(key, value)
            if key in TEXTS:
                for text in strings(value):
                    refuse_text(text)
                    longest = max(longest, *map(len, text.split("\n")))
        except RecipeError as cause:
            raise RecipeError(f"{place}: {cause}") from cause
        if key.endswith(("font.size", "fontsize", "labelsize", "titlesize")):
            largest = max(largest, *numbers(value), 0)
        elif key == "font" and isinstance(value, dict):
            largest = max(largest, *numbers(value.get("size")), 0)
    refuse_size(found, longest, largest)
    if "layout" in found["figure"] and not is_solvable(found["figure"]):
        raise RecipeError(f"figure: a layout of grids of more than {MOST_LINES} rows and columns takes too long")
    for entry in found["axes"]:
        refuse_vast_shapes(entry)


def refuse_vast_shapes(entry: dict[str, Any]) -> None:
    """Raise RecipeError at a shape that is a thousand million times as large as what its axes show."""
    limits = [entry.get(side, {}).get("limits") for side in "xy"]
    farthest = max([1.0, *map(abs, numbers(limits))])
    for artist in entry.get("artists", []):
        for name in ("radius", "width", "height"):
            if not at_most(1e9 * farthest)(artist.get(name)):
                raise RecipeError(f"axes {entry['axes']}: {name} {artist[name]!r} is beyond what can be drawn")


def refuse_size(found: dict[str, Any], longest: int, largest: float) -> None:
    """Raise RecipeError if the figure, or a line of text in it, has too many pixels."""
    whole = found["figure"]
    size, dpi = [float(length) for length in whole["size"]], float(whole["dpi"])
    if not (len(size) == 2 and all(0 < length < math.inf for length in size) and 0 < dpi < math.inf):
        raise RecipeError(f"figure: size {whole['size']!r} and dpi {whole['dpi']!r}: expected positive numbers")
    told = [said.get("dpi") for said in found.get("savefig", {}).values() if isinstance(said, dict)]
    told.append(found.get("rcParams", {}).get("savefig.dpi"))
    dots = [dpi, *numbers(told)]
    finest = max(dots) if all(0 < one < math.inf for one in dots) else math.nan
    if not min(size) * min(dots) >= 1:
        raise RecipeError(f"figure: {size[0]:g} × {size[1]:g} inches at {min(dots):g} dpi: expected a pixel at least")
    if not math.prod(size) * finest**2 <= MOST_PIXELS or max(size) * finest >= 2**23:
        raise RecipeError(
            f"figure: {size[0]:g} × {size[1]:g} inches at {finest:g} dpi: expected at most {MOST_PIXELS} pixels"
        )
    if not longest * (largest * finest / 72) ** 2 <= LARGEST_TEXT:
        raise RecipeError(f"figure: a text of {longest} letters in a font of {largest:g} points is too large to draw")


def leaves(node: Any, place: str) -> Iterator[tuple[str, str, Any]]:
    """Yield place, key and value of all that has a key, at any depth."""
    if isinstance(node, dict):
        if "boxstyle" in node:
            refuse_teeth(node, place)
        for key, value in node.items():
            inside = f"{place}.{key}" if place else str(key)
            yield inside, str(key), value
            yield from leaves(value, inside)
    elif isinstance(node, list):
        for number, item in enumerate(node):
            if isinstance(item, dict | list):
                yield from leaves(item, f"{place}[{number}]")


def strings(value: Any) -> Iterator[str]:
    """Yield all texts in a value, which may be one itself."""
    if isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, str):
        yield value


def refuse_teeth(box: dict[str, Any], place: str) -> None:
    """Raise RecipeError if the outline of a box has more teeth than can be drawn."""
    style = box["boxstyle"] if isinstance(box["boxstyle"], dict) else {"name": box["boxstyle"]}
    if style.get("name") not in ("roundtooth", "sawtooth"):
        return
    pad, scale = float(style.get("pad", 0.3)), float(box["mutation_scale"])
    tooth = scale * (pad / 2 if style.get("tooth_size") is None else float(style["tooth_size"]))
    around = abs(float(box["width"])) + abs(float(box["height"])) + 4 * abs(pad * scale)
    if not (tooth > 0 and around / tooth <= MOST_TEETH):
        raise RecipeError(f"{place}: a box of {style['name']} with teeth of {tooth:g} is beyond what can be drawn")


def refuse_minor_ticks(axis: Any) -> None:
    """Raise RecipeError if matplotlib would put more minor ticks between those given than can be drawn."""
    if isinstance(axis.minor.locator, AutoMinorLocator):
        low, high = sorted(axis.get_view_interval())
        places = np.unique(np.asarray(axis.major.locator(), dtype=float))
        if len(places) > 1 and not (high - low) / (places[1] - places[0]) <= MOST_MINOR_TICKS:
            raise RecipeError(f"{axis.axis_name}: ticks {places[1] - places[0]:g} apart are beyond what can be drawn")
