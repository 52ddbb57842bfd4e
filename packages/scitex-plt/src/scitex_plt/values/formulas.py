"""Functions by their formulas, such as `sqrt(x)` or `x * 1.8 + 32`: for a recipe holds no code.

A function of a user's own is called once with something in place of numbers that notes what is done with it. If that is
arithmetic and numpy's functions, the formula does the same in the same order, and so gives the same numbers to the bit.
"""

import ast
import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from scitex_plt.errors import RecipeError
from scitex_plt.values.plain import Unsupported

Function = Callable[[Any], Any]

FUNCTIONS: dict[str, Any] = {
    name: getattr(np, name)
    for name in (
        "absolute", "add", "arccos", "arccosh", "arcsin", "arcsinh", "arctan", "arctan2", "arctanh", "cbrt", "cos",
        "cosh", "deg2rad", "degrees", "divide", "exp", "exp2", "expm1", "fabs", "float_power", "hypot", "log", "log10",
        "log1p", "log2", "logaddexp", "maximum", "minimum", "multiply", "negative", "positive", "power", "rad2deg",
        "radians", "reciprocal", "sign", "sin", "sinh", "sqrt", "square", "subtract", "tan", "tanh",
    )
}  # fmt: skip
"""Name → function of numpy's, of numbers one by one."""

SIGNS = {"add": "+", "mul": "*", "pow": "**", "sub": "-", "truediv": "/"}
"""Python's name of an operator → its sign."""

OPERATORS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Div: operator.truediv,
    ast.Mult: operator.mul,
    ast.Pow: operator.pow,
    ast.Sub: operator.sub,
}
"""Operator in a parsed formula → what it does."""

LARGEST = 1e300
"""The largest number in a formula."""

LONGEST = 500
"""How many letters a formula has at most."""

SAMPLES = np.concatenate([np.linspace(-10, 10, 201), np.geomspace(1e-6, 1e6, 101), -np.geomspace(1e-6, 1e6, 101)])
"""Numbers for which a formula is compared with the function that it stands for."""


@dataclass(frozen=True)
class Formula:
    """A function that a formula tells; it can be pickled, as matplotlib's own scales can."""

    text: str
    function: Function = field(repr=False, compare=False)

    def __call__(self, x: Any) -> Any:
        """Return what the formula gives for numbers; where it is not defined, that is no number."""
        with np.errstate(all="ignore"):
            return self.function(x)

    def __reduce__(self) -> tuple[Any, ...]:
        return function_of, (self.text,)


class Noted:
    """What stands in place of numbers, and notes what is done with it."""

    def __init__(self, text: str) -> None:
        if len(text) > LONGEST:
            raise Unsupported("its functions")
        self.text = text

    def __array_ufunc__(self, function: Any, method: str, *given: Any, **options: Any) -> "Noted":
        if method != "__call__" or options or function not in FUNCTIONS.values():
            raise Unsupported("its functions")
        return Noted(f"{function.__name__}({', '.join(map(worded, given))})")

    def __array__(self, *args: Any, **options: Any) -> Any:
        raise Unsupported("its functions")

    def __abs__(self) -> "Noted":
        return Noted(f"absolute({self.text})")

    def __neg__(self) -> "Noted":
        return Noted(f"(-{self.text})")


def noting(sign: str, *, swapped: bool) -> Callable[[Noted, Any], Noted]:
    """Return what notes an operator; swapped if the number comes second."""

    def note(noted: Noted, other: Any) -> Noted:
        one, two = (worded(other), noted.text) if swapped else (noted.text, worded(other))
        return Noted(f"({one} {sign} {two})")

    return note


for name, sign in SIGNS.items():
    setattr(Noted, f"__{name}__", noting(sign, swapped=False))
    setattr(Noted, f"__r{name}__", noting(sign, swapped=True))


def worded(value: Any) -> str:
    """Return what is noted, or a number, as a piece of a formula."""
    if isinstance(value, Noted):
        return value.text
    number = value.item() if isinstance(value, np.generic) else value
    if type(number) not in (float, int) or not abs(number) <= LARGEST:
        raise Unsupported("its functions")
    return f"({number!r})"


def formulas_of(transform: Any) -> list[str]:
    """Return the formulas of the functions, there and back, of a scale's transform.

    Raises
    ------
    Unsupported
        If they are more than formulas.
    """
    return [formula_of(transform._forward), formula_of(transform._inverse)]


def functions_of(formulas: Iterable[str]) -> tuple[Function, ...]:
    """Return the functions that formulas tell."""
    return tuple(map(function_of, formulas))


def formula_of(function: Function) -> str:
    """Return the formula of a function.

    Raises
    ------
    Unsupported
        If it is more than a formula.
    """
    try:
        text = ast.unparse(ast.parse(worded(function(Noted("x"))), mode="eval"))
        again = function_of(text)
        with np.errstate(all="ignore"):
            same = np.array_equal(function(SAMPLES), again(SAMPLES), equal_nan=True)
    except Exception as cause:  # the function is other people's code
        raise Unsupported("its functions") from cause
    if not same:
        raise Unsupported("its functions")
    return text


def function_of(text: Any) -> Function:
    """Return the function that a formula tells.

    Raises
    ------
    RecipeError
        If it is none.
    """
    try:
        found = part_of(ast.parse(text, mode="eval").body) if len(text) <= LONGEST else None
    except (MemoryError, RecursionError, SyntaxError, TypeError, ValueError) as cause:
        raise refusal(text) from cause
    if not callable(found):
        raise refusal(text)
    return Formula(text, found)


def part_of(node: ast.expr) -> Any:
    """Return a piece of a formula: a number, or a function of `x`."""
    match node:
        case ast.Name(id="x"):
            return lambda x: x
        case ast.Constant(value=float() | int() as number) if abs(number) <= LARGEST:
            return number
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=float() | int() as number)):
            return -number
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return applied(operator.neg, operand)
        case ast.BinOp(left=left, op=done, right=right) if type(done) in OPERATORS:
            return applied(OPERATORS[type(done)], left, right)
        case ast.Call(func=ast.Name(id=name), args=given, keywords=[]) if name in FUNCTIONS:
            return applied(FUNCTIONS[name], *given)
    raise ValueError(ast.unparse(node))


def applied(function: Callable[..., Any], *nodes: ast.expr) -> Function:
    """Return what does something with pieces of a formula; not with numbers alone, which may grow too large."""
    parts = [part_of(node) for node in nodes]
    if not any(map(callable, parts)) or len(parts) != getattr(function, "nin", len(parts)):
        raise ValueError("numbers alone, or too many of them")
    return lambda x: function(*(part(x) if callable(part) else part for part in parts))


def refusal(text: Any) -> RecipeError:
    """Return the error for what is no formula."""
    return RecipeError(
        f"no formula {str(text)[:LONGEST]!r}: expected x, numbers, + - * / ** and {', '.join(FUNCTIONS)}"
    )
