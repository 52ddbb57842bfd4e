"""Fresh axes that are used again and again."""

from io import BytesIO
from threading import Thread
from typing import Any, cast

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure

import scitex_plt as plt
from scitex_plt import freshness
from scitex_plt.describing.description import describe


def treat_roughly(axes: Any) -> None:
    """Change as much about axes as can be changed."""
    axes.plot([1, 10], [3, 4], label="line")
    axes.pcolormesh([1, 2, 5], [1, 2, 3], np.eye(2))
    axes.set(xscale="log", title="title", xlabel="x", ylabel="y", xlim=(2, 3), aspect=2, facecolor="red")
    axes.grid(which="both", color="green")
    axes.tick_params(which="both", length=9, direction="in", labelsize=20, colors="blue")
    axes.xaxis.set_ticks([1, 2, 5], ["one", "two", "five"], rotation=40)
    axes.spines["top"].set_visible(False)
    axes.spines["left"].set_position(("data", 2))
    axes.legend()
    axes.twinx().invert_yaxis()
    axes.inset_axes((0, 0, 0.5, 0.5))
    axes.figure.set_size_inches(2, 9)
    axes.figure.canvas.draw()


def pixels(figure: Figure) -> bytes:
    """Return a picture of a figure."""
    file = BytesIO()
    figure.savefig(file, format="rgba")
    return file.getvalue()


@pytest.mark.parametrize("options", [{}, {"projection": "polar"}, {"projection": "3d"}, {"projection": "hammer"}])
def test_axes_are_as_new_after_use(options: dict[str, Any]) -> None:
    new = Figure(layout=freshness.NO_LAYOUT)
    new.add_axes((0, 0, 1, 1), **options)
    with freshness.renewable() as lent:
        for _ in range(3):
            used = lent.renewed(**options)
            used.plot([0.1, 0.2], [0.3, 0.4], label="line")
            used.set(title="title", xlabel="x", facecolor="red")
            used.tick_params(labelsize=20)
            used.legend()
            pixels(cast(Figure, used.figure))
        axes = lent.renewed(**options)
        assert describe(cast(Figure, axes.figure))[0] == describe(new)[0]
        assert pixels(cast(Figure, axes.figure)) == pixels(new)


def test_plain_axes_are_as_new_after_rough_treatment() -> None:
    new = Figure(layout=freshness.NO_LAYOUT)
    new.add_axes((0, 0, 1, 1))
    with freshness.renewable() as lent:
        treat_roughly(lent.renewed())
        axes = lent.renewed()
        before = [(container, content) for container, content in lent.made["{}"][1] if isinstance(container, dict)]
        assert len(before) > 500
        assert all(container == content for container, content in before)
        assert pixels(cast(Figure, axes.figure)) == pixels(new)


def test_other_params_have_other_axes() -> None:
    with freshness.renewable() as lent:
        first = lent.renewed()
    with mpl.rc_context({"axes.grid": True}), freshness.renewable() as lent:
        axes = lent.renewed()
        assert axes is not first
        assert axes.xaxis.get_gridlines()[0].get_visible()


def test_nobody_else_has_axes_that_are_lent() -> None:
    found = []

    def borrow() -> None:
        with freshness.renewable() as other:
            found.append(other.renewed())

    with freshness.renewable() as lent:
        thread = Thread(target=borrow)
        thread.start()
        thread.join()
        assert found[0] is not lent.renewed()


def test_recipe_is_the_same_whatever_was_saved_before() -> None:
    def figure() -> Figure:
        made, axes = plt.subplots(1, 2)
        treat_roughly(axes[0])
        axes[1].plot([1, 2], label="plain")
        axes[1].legend()
        return made

    freshness.KEPT.clear()
    first = describe(figure())[0]
    assert describe(figure())[0] == first
