"""Both labels and the title are set in one call."""

import pickle

from matplotlib import pyplot
from matplotlib.axes import Axes

from scitex_plt.labels import set_xyt
from scitex_plt.printing.millimetres import subplots


def said(ax):
    return ax.get_xlabel(), ax.get_ylabel(), ax.get_title()


def test_any_axes_get_their_texts():
    _, ax = pyplot.subplots()
    set_xyt(ax, "Time (s)", "Value", "Title")
    assert said(ax) == ("Time (s)", "Value", "Title")


def test_what_is_none_stays_and_what_is_empty_goes():
    _, ax = pyplot.subplots()
    set_xyt(ax, "Time (s)", "Value", "Title")
    set_xyt(ax, y="", title="Other")
    assert said(ax) == ("Time (s)", "", "Other")


def test_axes_of_ours_have_it_as_a_method():
    _, axes = subplots(2, 2)
    for ax in axes.flat:
        ax.set_xyt("x", "y", f"number {id(ax)}")
    assert [said(ax) for ax in axes.flat] == [("x", "y", f"number {id(ax)}") for ax in axes.flat]


def test_matplotlibs_axes_stay_as_they_are():
    subplots()
    assert not hasattr(Axes, "set_xyt")
    assert not hasattr(pyplot.subplots()[1], "set_xyt")


def test_the_method_comes_back_from_a_pickle():
    figure, _ = subplots()
    again = pickle.loads(pickle.dumps(figure))
    again.axes[0].set_xyt("x", "y", "t")
    assert said(again.axes[0]) == ("x", "y", "t")


def test_the_method_survives_clearing():
    _, ax = subplots()
    ax.clear()
    ax.set_xyt("x")
    assert ax.get_xlabel() == "x"
