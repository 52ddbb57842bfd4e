"""Names of what stands beside, not at, the place of a name: bars in groups, points that were spread out.

Their places are numbers; the name to which each belongs is a column for those who read the table.
"""

from functools import partial
from typing import Any

import numpy as np
from matplotlib.axis import Axis
from matplotlib.ticker import FixedFormatter, FixedLocator, FuncFormatter

from scitex_plt.tables.units import Numbers, unit_of


def names_beside(axis: Axis | None, numbers: Numbers) -> list[str] | None:
    """Return the name of the category, or of the tick that a program has named, to which each place is nearest.

    None if there are no names, if one place is between them, or if all are places of categories and say so, as they can
    but where one category is a text without letters.
    """
    if axis is None or not numbers.size or not np.isfinite(numbers).all():
        return None
    names = categories_of(axis)
    if names is None:
        names = named_ticks(axis)
    elif "" not in names.values() and np.isin(numbers, list(names)).all():
        return None
    if not names:
        return None
    places = np.sort(list(names))
    nearest = places[np.searchsorted((places[1:] + places[:-1]) / 2, numbers)]
    if (abs(nearest - numbers) >= np.diff(places).min(initial=1) / 2).any():
        return None
    found = [names[place] for place in nearest.tolist()]
    return None if found == [f"{number:g}" for number in numbers.tolist()] else found


def categories_of(axis: Axis) -> dict[float, str] | None:
    """Return place → name of the categories of an axis; None if it has none."""
    unit = unit_of(axis)
    return {float(place): name for place, name in enumerate(unit)} if isinstance(unit, list) else None


def named_ticks(axis: Axis) -> dict[float, str]:
    """Return place → name of the major ticks that `set_xticks` or `set_xticklabels` have named."""
    locator, formatter = axis.get_major_locator(), axis.get_major_formatter()
    named: Any = {}
    if type(locator) is not FixedLocator or locator.nbins is not None:  # it leaves some ticks out
        return {}
    if isinstance(formatter, FixedFormatter):
        named = dict(zip(locator.locs, formatter.seq, strict=False))  # type: ignore[attr-defined]
    elif isinstance(formatter, FuncFormatter):
        named = names_by_place(formatter.func)
    return {float(place): str(name) for place, name in named.items() if str(name)}


def names_by_place(function: Any) -> dict[float, str]:
    """Return place → name of the function that `set_xticklabels` makes; none of any other."""
    looks_up = isinstance(function, partial) and function.func is Axis._format_with_dict  # type: ignore[attr-defined]
    return function.args[0] if looks_up else {}
