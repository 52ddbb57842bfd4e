"""A function that is a formula is told by it, and gives the same numbers, to the bit."""

import pickle
from math import pi

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from matplotlib.colors import FuncNorm
from matplotlib.scale import FuncScale
from matplotlib.ticker import MultipleLocator

import scitex_plt
from scitex_plt.errors import RecipeError
from scitex_plt.values.formulas import LONGEST, formula_of, function_of
from scitex_plt.values.plain import Unsupported


def mercator(a):
    a = np.deg2rad(a)
    return np.rad2deg(np.log(np.abs(np.tan(a) + 1.0 / np.cos(a))))


@pytest.mark.parametrize(
    ("function", "formula"),
    [
        (np.sqrt, "sqrt(x)"),
        (lambda x: x, "x"),
        (lambda x: x**0.5, "x ** 0.5"),
        (lambda celsius: celsius * 1.8 + 32, "x * 1.8 + 32"),
        (lambda x: 1 / x, "1 / x"),
        (lambda x: 10**x, "10 ** x"),
        (lambda x: 2 * (x - 1) - (3 - x), "2 * (x - 1) - (3 - x)"),
        (lambda x: -(x**2), "-x ** 2"),
        (lambda x: (-x) ** -2, "(-x) ** (-2)"),
        (lambda x: abs(x) + np.abs(x), "absolute(x) + absolute(x)"),
        (lambda x: np.float64(3) * np.power(x, np.int64(3)), "multiply(3.0, power(x, 3))"),
        (mercator, "rad2deg(log(absolute(tan(deg2rad(x)) + 1.0 / cos(deg2rad(x)))))"),
    ],
)
def test_a_function_is_told_by_its_formula(function, formula):
    assert formula_of(function) == formula
    assert formula_of(function_of(formula)) == formula
    assert formula_of(pickle.loads(pickle.dumps(function_of(formula)))) == formula


@pytest.mark.parametrize(
    "function",
    [
        lambda x: np.interp(x, [0, 1], [0, 2]),
        lambda x: np.where(x > 0, x, -x),
        lambda x: x if x > 0 else 2 * x,
        lambda x: 2 * x if isinstance(x, np.ndarray) else 3 * x,
        lambda x: np.add(x, 1, dtype=np.float32),
        lambda x: np.add.accumulate(x),
        lambda x: x.copy(),
        lambda x: x * np.array([2.0]),
        lambda x: x + float("inf"),
        lambda x: sum([x] * LONGEST),
        lambda x: 3.0,
        np.vectorize(lambda x: x + 1),
        len,
    ],
)
def test_what_is_more_than_a_formula_is_refused(function):
    with pytest.raises(Unsupported, match="its functions"):
        formula_of(function)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3",
        "y",
        "x.real",
        "x[0]",
        "x; x",
        "x if x else x",
        "__import__('os')",
        "(lambda: x)()",
        "9 ** 9 ** 9",
        "x ** 9 ** 9",
        "1e999 * x",
        "x * 'a'",
        "sqrt(x, x)",
        "sqrt(x, out=x)",
        "sqrt(*x)",
        "sqrt(2.0)",
        "x" + " + x" * LONGEST,
        "(" * 300 + "x" + ")" * 180,
        "-" * (LONGEST - 1) + "x",
        "x\0",
        None,
        ["x"],
    ],
)
def test_what_is_no_formula_is_refused(text):
    with pytest.raises(RecipeError, match="no formula"):
        function_of(text)


constants = st.floats(-1e3, 1e3) | st.integers(-9, 9)
steps = st.lists(
    st.tuples(st.sampled_from(["+", "-", "*", "/", "**", "r-", "r/", "sin", "sqrt", "maximum"]), constants), max_size=6
)


def done(steps):
    """Return the function that does some things one after the other."""

    def function(x):
        for name, number in steps:
            if name in OPERATIONS:
                x = OPERATIONS[name](x, number)
            else:
                x = np.maximum(x, number) if name == "maximum" else getattr(np, name)(x)
        return x

    return function


OPERATIONS = {
    "+": lambda x, number: x + number,
    "-": lambda x, number: x - number,
    "*": lambda x, number: x * number,
    "/": lambda x, number: x / number,
    "**": lambda x, number: x**number,
    "r-": lambda x, number: number - x,
    "r/": lambda x, number: number / x,
}


@given(steps=steps, numbers=st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=9))
def test_a_formula_gives_the_same_numbers_to_the_bit(steps, numbers):
    function, numbers = done(steps), np.array(numbers)
    with np.errstate(all="ignore"):
        expected = function(numbers)
        assert function_of(formula_of(function))(numbers).tobytes() == expected.tobytes()


def test_a_scale_of_a_users_functions_comes_back_and_can_be_edited(came_back, tmp_path):
    figure, axes = plt.subplots()
    axes.plot(np.linspace(0, 80, 50), np.linspace(1, 9, 50), label="path")
    axes.margins(0)
    axes.set_xscale("function", functions=(lambda x: (x / 10) ** 2, lambda x: 10 * x**0.5))
    axes.set_yscale("function", functions=(mercator, lambda a: np.rad2deg(np.arctan(np.sinh(a * pi / 180)))))
    assert came_back(figure) == []
    again = scitex_plt.reproduce(tmp_path / "f.yaml")
    assert pickle.loads(pickle.dumps(again)).axes[0].get_yscale() == "function"
    assert again.axes[0].lines[0].get_label() == "path"


def test_a_norm_of_a_users_functions_comes_back_with_its_colour_bar_and_contours(came_back):
    figure, (left, right) = plt.subplots(1, 2)
    grid = np.outer(np.arange(5), np.arange(5.0))
    own = FuncNorm((lambda x: x**0.5, lambda x: x**2), 0, 16)
    figure.colorbar(left.imshow(grid, norm=own))
    right.contourf(grid, norm=own)
    assert came_back(figure) == []


class OwnTicks(FuncScale):
    """A scale that differs in its ticks alone, as those of seaborn's objects do."""

    def set_default_locators_and_formatters(self, axis):
        axis.set_major_locator(MultipleLocator(2))


class OwnLimits(FuncScale):
    """A scale that has limits of its own."""

    def limit_range_for_scale(self, vmin, vmax, minpos):
        return max(vmin, 0.0), vmax


@pytest.mark.parametrize(("kind", "drawn"), [(OwnTicks, []), (OwnLimits, ["the scale 'function' of its x axis"])])
def test_a_scale_made_from_matplotlibs_is_told_unless_it_draws_otherwise(came_back, tmp_path, kind, drawn):
    figure, axes = plt.subplots()
    axes.plot([1, 4, 9], [1, 2, 3])
    axes.set_xscale(kind(axes.xaxis, (np.cbrt, lambda x: x**3)))
    assert came_back(figure) == drawn
    assert len(scitex_plt.reproduce(tmp_path / "f.yaml").axes[0].lines) == (not drawn)
