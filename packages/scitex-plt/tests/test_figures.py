"""What holds for each of the forty figures: it is saved, is drawn again to the pixel, and stays as it is."""

import random

import matplotlib as mpl
import numpy as np
import pytest
import yaml
from matplotlib import pyplot as plt

from scitex_plt.describing.description import describe

BEGINNINGS = {".pdf": b"%PDF", ".svg": b"<?xml"}


def state():
    """Return what a save must leave alone."""
    return dict(mpl.rcParams), random.getstate(), [*map(str, np.random.get_state())], plt.get_fignums()


def bytes_beside(picture):
    """Return what lies beside a picture: its recipe and, if it has data, its data."""
    paths = (picture.with_suffix(suffix) for suffix in (".csv", ".yaml"))
    return {path.name: path.read_bytes() for path in paths if path.exists()}


def test_there_are_forty_and_each_says_what_it_is(figures):
    assert len(figures) == 40
    assert [name for name, drawing in figures.items() if not drawing.__doc__] == []


def test_the_picture_is_the_same_to_the_pixel(picture):
    assert np.array_equal(plt.imread(picture), plt.imread(picture.with_suffix(".again.png")))


def test_the_recipe_says_that_it_is_whole(picture):
    assert "omitted" not in yaml.safe_load(picture.with_suffix(".yaml").read_text())


@pytest.mark.parametrize("suffix", BEGINNINGS)
def test_it_is_written_as_vectors_and_so_is_its_reproduction(picture, suffix):
    for path in (picture.with_suffix(suffix), picture.with_suffix(f".again{suffix}")):
        assert path.read_bytes().startswith(BEGINNINGS[suffix])


def test_a_figure_drawn_twice_has_the_same_companions_to_the_byte(tmp_path, save, figures, picture):
    again = save(figures[picture.stem](), tmp_path / picture.name)
    assert bytes_beside(again) == bytes_beside(picture)


def test_saving_leaves_the_figure_as_a_plain_save_would(tmp_path, save, figures, picture):
    figure, other = figures[picture.stem](), figures[picture.stem]()
    before = state()
    save(figure, tmp_path / "f.png")
    assert state() == before
    other.savefig(tmp_path / "other.png")
    for drawn, name in ((figure, "after.png"), (other, "other after.png")):
        drawn.savefig(tmp_path / name)
    assert (tmp_path / "after.png").read_bytes() == (tmp_path / "other after.png").read_bytes()


def test_reading_twice_gives_the_same(drawn):
    drawn.draw_without_rendering()
    first, second = describe(drawn), describe(drawn)
    assert first[0] == second[0]
    assert first[1].equals(second[1])
