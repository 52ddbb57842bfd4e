"""Lines and collections that stand in a figure outside all axes are what they are within."""

import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.collections import EllipseCollection, EventCollection, LineCollection, PatchCollection, PathCollection
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Rectangle
from matplotlib.path import Path
from matplotlib.transforms import IdentityTransform

import scitex_plt

PLACES = np.array([(0.2, 0.3), (0.5, 0.6)])

KINDS = {
    "ellipses": lambda figure: EllipseCollection(
        [10, 20], [20, 30], [0, 30], units="points", offsets=PLACES, offset_transform=figure.transFigure
    ),
    "events": lambda figure: EventCollection([0.2, 0.7], lineoffset=0.5, linelength=0.2, transform=figure.transFigure),
    "line": lambda figure: Line2D([0, 1], [1, 0], color="r", marker="o"),
    "lines": lambda figure: LineCollection([[(0, 0), (1, 1)]], transform=figure.transFigure),
    "patches": lambda figure: PatchCollection(
        [Rectangle((0.1, 0.1), 0.3, 0.3), Circle((0.5, 0.5), 0.2)], array=[1, 2], transform=figure.transFigure
    ),
    "scatter": lambda figure: PathCollection(
        [Path.unit_circle()], [50], offsets=PLACES, offset_transform=figure.transFigure, transform=IdentityTransform()
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_it_comes_back_as_what_it_is_with_its_data(kind, came_back, tmp_path):
    figure = plt.figure(figsize=(3, 2))
    artist = figure.add_artist(KINDS[kind](figure))
    assert came_back(figure) == []
    (again,) = scitex_plt.reproduce(tmp_path / "f.yaml").artists
    assert type(again) is type(artist)
    assert list(scitex_plt.data(figure)) == list(pd.read_csv(tmp_path / "f.csv"))


def test_a_line_in_a_subfigure_moves_with_it(came_back):
    left, right = plt.figure(figsize=(3, 2)).subfigures(1, 2)
    left.add_artist(Line2D([0, 1], [0, 1]))
    right.add_artist(LineCollection([[(0, 0), (1, 1)]], transform=right.transSubfigure))
    assert came_back(left.figure) == []


def test_a_line_outside_may_stand_in_coordinates_of_axes(came_back):
    figure, axes = plt.subplots(figsize=(3, 2))
    axes.set_xlim(3, 4)
    figure.add_artist(Line2D([3.1, 3.9], [0.2, 0.3], transform=axes.transData))
    assert came_back(figure) == []
