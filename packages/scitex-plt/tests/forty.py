"""The forty small figures of our own: name → function that draws one, from the modules in `figures`."""

import runpy
from collections.abc import Callable
from inspect import isfunction
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("figures")


def figures_of_all_worlds() -> dict[str, Callable[[], Any]]:
    """Return name → function of every figure that the modules draw; `__module__` of each names its file."""
    found = {}
    for path in sorted(FOLDER.glob("*.py")):
        module = runpy.run_path(str(path), run_name=path.stem)
        found |= {name: value for name, value in module.items() if getattr(value, "__module__", None) == path.stem}
    return {name: value for name, value in sorted(found.items()) if isfunction(value)}


FIGURES = figures_of_all_worlds()
