"""Fresh axes to compare others with: made once under the same rcParams, and fresh again after each use.

Axes take long to make. What was set on them in a comparison is undone by giving all objects that they consist of what
those held when the axes were new.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.figure import Figure

LIBRARIES = ("matplotlib", "mpl_toolkits")
"""Where the classes of the objects are defined that axes consist of."""

NO_LAYOUT: Any = "none"
"""Axes stand where they are put, whatever layout engine the rcParams ask for."""


class Renewable:
    """Axes that can be fresh any number of times: one of each projection, made when it is first asked for."""

    def __init__(self) -> None:
        self.params = dict.copy(rcParams)
        self.made: dict[str, tuple[Axes, list[tuple[Any, Any]]]] = {}

    def renewed(self, **options: Any) -> Axes:
        """Return the axes that are made with these options, fresh."""
        key = repr(options)
        if key not in self.made:
            axes = Figure(layout=NO_LAYOUT).add_axes((0, 0, 1, 1), **options)
            self.made[key] = axes, [*contents(axes)]
            return axes
        axes, held = self.made[key]
        for container, content in held:
            if isinstance(container, np.ndarray):
                container[...] = content
            else:
                container.clear()
                (container.extend if isinstance(container, list) else container.update)(content)
        return axes


KEPT: list[Renewable] = []
"""The axes that were used before, while nobody uses them."""

MOST = 4
"""How many are kept."""


@contextmanager
def renewable() -> Iterator[Renewable]:
    """Lend axes that can be fresh under the present rcParams; nobody else has them at the time."""
    kept = KEPT.pop() if KEPT else None
    lent = kept if kept is not None and dict.__eq__(rcParams, kept.params) else Renewable()
    try:
        yield lent
    finally:
        KEPT.append(lent)
        del KEPT[:-MOST]


def contents(root: Any) -> Iterator[tuple[Any, Any]]:
    """Yield all containers in an object and the objects within it, each with a copy of its content."""
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, np.ndarray):
            if one.flags.writeable:
                yield one, one.copy()
        elif type(one) in (dict, list, set):
            yield one, one.copy()
            waiting += one.values() if isinstance(one, dict) else one
        elif isinstance(one, tuple):
            waiting += one
        elif type(one).__module__.startswith(LIBRARIES) and hasattr(one, "__dict__"):
            waiting.append(vars(one))
