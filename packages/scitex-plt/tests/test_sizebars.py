"""Size bars of matplotlib's toolkit come back, and stay as long as they say."""

import numpy as np
import pytest
from matplotlib import pyplot as plt
from mpl_toolkits.axes_grid1.anchored_artists import AnchoredSizeBar

import scitex_plt


def test_a_size_bar_follows_its_axes(came_back, tmp_path):
    figure, axes = plt.subplots()
    axes.imshow(np.eye(8))
    axes.add_artist(AnchoredSizeBar(axes.transData, 2, "2 µm", "lower right", color="w", frameon=False))
    assert came_back(figure) == []
    again = scitex_plt.reproduce(tmp_path / "f.yaml")
    (size_bar,) = again.axes[0].artists
    (bar,) = size_bar.size_bar.get_children()
    again.draw_without_rendering()
    before = bar.get_window_extent().width
    again.axes[0].set(xlim=(0, 4), ylim=(0, 4))
    again.draw_without_rendering()
    assert bar.get_window_extent().width == pytest.approx(2 * before)
