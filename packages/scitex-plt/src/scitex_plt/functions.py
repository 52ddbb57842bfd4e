"""Functions by name: those of numpy that scales and secondary axes are made with, for a recipe holds no code."""

from collections.abc import Callable
from typing import Any

import numpy as np

from scitex_plt.errors import RecipeError
from scitex_plt.plain import Unsupported

Function = Callable[[Any], Any]


def same(values: Any) -> Any:
    """Return what is given."""
    return values


FUNCTIONS: dict[str, Function] = {
    name: getattr(np, name)
    for name in (
        "arccos", "arcsin", "arcsinh", "arctan", "arctanh", "cbrt", "cos", "cosh", "deg2rad", "degrees", "exp", "exp2",
        "expm1", "log", "log10", "log1p", "log2", "negative", "positive", "rad2deg", "radians", "reciprocal", "sin",
        "sinh", "sqrt", "square", "tan", "tanh",
    )
} | {"same": same}  # fmt: skip
"""Name → function."""


def named(function: Any) -> str:
    """Return the name of a function.

    Raises
    ------
    Unsupported
        If it is one of a user's own.
    """
    for name, known in FUNCTIONS.items():
        if function is known:
            return name
    raise Unsupported("its functions")


def of_name(name: str) -> Function:
    """Return a function by its name.

    Raises
    ------
    RecipeError
        If there is none of that name.
    """
    if name not in FUNCTIONS:
        raise RecipeError(f"no function {name!r}: expected one of {', '.join(FUNCTIONS)}")
    return FUNCTIONS[name]
