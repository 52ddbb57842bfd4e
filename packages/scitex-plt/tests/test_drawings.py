"""What cannot be described by its kind is drawn: the same to the pixel, at any size, in any format."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib import patheffects
from matplotlib import pyplot as plt
from matplotlib.artist import Artist
from matplotlib.collections import LineCollection, PathCollection, QuadMesh
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.path import Path

import scitex_plt
from scitex_plt.drawings import packing
from scitex_plt.drawings.recording import recorded
from scitex_plt.drawings.replay import Drawing
from scitex_plt.errors import RecipeError

X, Y = np.meshgrid(np.linspace(-1, 1, 12), np.linspace(-1, 1, 9))
NUMBERS = st.floats(allow_nan=False, allow_infinity=False, width=64)


def filtered(pixels, dpi):
    return pixels[..., [2, 1, 0, 3]] * 0.5, 4, 3


KINDS = {
    "filter": lambda axes: axes.plot([1, 2], lw=9)[0].set_agg_filter(filtered),
    "gouraud": lambda axes: axes.pcolormesh(X, Y, X * Y, shading="gouraud"),
    "hatches": lambda axes: axes.bar([1, 2], [3, 4], hatch=["//", "x"], edgecolor=["r", "b"]),
    "image": lambda axes: axes.imshow(X * Y, extent=(0, 1, 0, 1), alpha=0.5),
    "long line": lambda axes: axes.plot(np.arange(9999), np.sin(np.arange(9999)), path_effects=[patheffects.Normal()]),
    "markers": lambda axes: axes.plot([1, 2, 3], "o-", path_effects=[patheffects.withStroke(linewidth=7)]),
    "mesh": lambda axes: axes.pcolormesh(X, Y, X * Y, edgecolors="k"),
    "paths": lambda axes: axes.quiver(X, Y, X, Y),
    "sketch": lambda axes: axes.plot([1, 2, 3])[0].set_sketch_params(2, 30, 4),
    "text": lambda axes: axes.annotate("a $x^2$", (0.2, 0.3), rotation=30, bbox={"boxstyle": "round"}, clip_on=True),
    "triangles": lambda axes: axes.tripcolor(X.ravel(), Y.ravel(), (X * Y).ravel(), shading="gouraud"),
}


def pixels(figure):
    figure.canvas.draw()
    return np.asarray(figure.canvas.buffer_rgba()).copy()


def with_drawings(figure):
    """Put a drawing in place of every artist in axes, and return the figure."""
    for axes in figure.axes:
        for artist in axes.get_children():
            if artist in axes._children:
                drawing = Drawing(recorded(artist), figure.bbox.size)
                drawing.set_zorder(artist.get_zorder())
                axes._children[axes._children.index(artist)] = drawing
                drawing.axes = axes
                drawing.set_figure(figure)
    return figure


@pytest.mark.parametrize("kind", KINDS)
def test_a_drawing_is_the_same_to_the_pixel(kind):
    figure, axes = plt.subplots(figsize=(3, 2))
    KINDS[kind](axes)
    before = pixels(figure)
    assert np.array_equal(pixels(with_drawings(figure)), before)


@pytest.mark.parametrize("kind", sorted(KINDS.keys() - {"filter", "sketch"}))
def test_a_drawing_is_scaled_with_the_figure(kind):
    figure, axes = plt.subplots(figsize=(3, 2))
    KINDS[kind](axes)
    pixels(figure)
    twice, _ = plt.subplots(figsize=(3, 2), dpi=200)
    plt.close(twice)
    drawn = with_drawings(figure)
    drawn.set_dpi(200)
    larger = pixels(drawn)
    figure, axes = plt.subplots(figsize=(3, 2), dpi=200)
    KINDS[kind](axes)
    assert np.sqrt(np.mean((larger.astype(float) - pixels(figure)) ** 2)) < 14


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("ending", ["pdf", "svg"])
def test_a_drawing_goes_into_vector_formats(tmp_path, kind, ending):
    figure, axes = plt.subplots(figsize=(3, 2))
    KINDS[kind](axes)
    pixels(figure)
    with_drawings(figure).savefig(tmp_path / f"f.{ending}")
    assert (tmp_path / f"f.{ending}").stat().st_size > 1000


@given(st.lists(st.tuples(st.sampled_from("MLQCZS"), st.lists(NUMBERS, min_size=6, max_size=6)), min_size=1))
def test_a_path_comes_back_from_its_text(commands):
    vertices, codes = [(0.0, 0.0)], [packing.CODES["M"]]
    for letter, places in commands:
        count = packing.POINTS[letter]
        vertices += list(zip(places[::2], places[1::2], strict=True))[:count] or [(0.0, 0.0)]
        codes += [packing.CODES[letter]] * max(count, 1)
    again = packing.unpack_path(packing.pack_path(Path(vertices, codes)))
    assert np.array_equal(again.vertices, vertices)
    assert again.codes.tolist() == codes


@given(st.lists(st.floats(), max_size=900), st.booleans())
def test_numbers_come_back_from_their_text(numbers, many):
    array = np.array(numbers * (2 if many else 1))
    assert np.array_equal(packing.unpack_numbers(packing.pack_numbers(array)), array, equal_nan=True)


@pytest.mark.parametrize(
    "packed",
    [
        {"shape": [3], "values": "1 2"},
        {"shape": [3], "values": "1 2 x"},
        {"shape": [10**12], "zlib": "eJwDAAAAAAE="},
        {"shape": [1], "zlib": "no base64"},
        {"shape": [1], "zlib": "AAAA"},
    ],
)
def test_damaged_numbers_are_refused(packed):
    with pytest.raises((RecipeError, ValueError)):
        packing.unpack_numbers(packed)


@pytest.mark.parametrize("text", ["X 1 2", "M 1", "L", "M a b"])
def test_a_damaged_path_is_refused_or_ends(text):
    try:
        packing.unpack_path(text)
    except (RecipeError, ValueError):
        return
    assert text in ("M 1", "L")


def test_a_damaged_picture_is_refused():
    with pytest.raises(RecipeError, match="a picture of a drawing is damaged"):
        packing.unpack_picture("AAAA")


def test_an_unknown_call_is_refused(tmp_path):
    figure, axes = plt.subplots()
    axes.add_artist(Drawing([{"shell": "rm"}], [640, 480]))
    with pytest.raises(RecipeError, match="no drawing has the keys shell: expected one of image"):
        figure.savefig(tmp_path / "f.png")


def test_tight_layout_makes_room_for_a_drawing_as_for_the_artist(tmp_path, save):
    figure, axes = plt.subplots(figsize=(2, 2))
    axes.annotate("far out", (1, 1), (1.5, 1.3), xycoords="axes fraction", arrowprops={"arrowstyle": "->"})
    save(figure, tmp_path / "f.png")
    figure.savefig(tmp_path / "tight.png", bbox_inches="tight")
    scitex_plt.reproduce(tmp_path / "f.yaml").savefig(tmp_path / "again.png", bbox_inches="tight")
    assert np.array_equal(plt.imread(tmp_path / "tight.png"), plt.imread(tmp_path / "again.png"))


class Lettering(Artist):
    """An artist that draws a text where it stands for Agg, and asks nobody whether that is from the top."""

    def draw(self, renderer):
        renderer.draw_text(renderer.new_gc(), 100, 80, "lettering", FontProperties(), 0)


def test_a_text_drawn_from_the_top_stands_there(came_back):
    figure, axes = plt.subplots()
    axes.add_artist(Lettering())
    assert came_back(figure) == ["not described yet"]


def test_a_save_that_draws_an_artist_leaves_its_axes_as_they_were(save, tmp_path):
    figure, axes = plt.subplots()
    axes.add_artist(Lettering())
    figure.savefig(tmp_path / "g.png")
    assert not axes.stale
    save(figure, tmp_path / "f.png")
    assert not axes.stale


class Marked(Line2D):
    """A class of a user's own, of which only the drawing is known; as are the next ones."""


class Segments(LineCollection):
    pass


class Spots(PathCollection):
    pass


class Cells(QuadMesh):
    pass


def of_class(artist, kind):
    artist.__class__ = kind
    return artist


OWN = {
    "markers": lambda axes: axes.add_line(Marked([0, 1], [1, 0], marker="o")),
    "lines": lambda axes: axes.add_collection(Segments([[(0, 1), (1, 0)], [(0, 0.5), (1, 0.5)]])),
    "spots": lambda axes: of_class(axes.scatter([0, 0.5, 1], [1, 0.2, 0.3], [20, 50, 90]), Spots),
    "mesh": lambda axes: of_class(axes.pcolormesh([[1, 0], [0, 1]]), Cells),
    "hatched bar": lambda axes: axes.figure.colorbar(axes.contourf(X, Y, X, hatches=["/", None, "x"], cmap="gray")),
}


@pytest.fixture(params=OWN)
def drawn(request):
    """Return a figure with something that is only drawn."""
    figure, axes = plt.subplots(figsize=(3, 2))
    axes.plot([0, 1], [0, 1])
    axes.set_ylabel("Value")
    OWN[request.param](axes)
    return figure


def test_a_drawing_stands_where_it_stood_in_a_picture_that_is_cut(tmp_path, save, drawn):
    save(drawn, tmp_path / "f.png", bbox_inches="tight")
    assert "calls" in (tmp_path / "f.yaml").read_text()
    assert scitex_plt.verify(tmp_path / "f.png").verdict == "identical"


def test_a_drawing_stands_in_each_part_of_a_composed_figure(tmp_path, save, drawn):
    save(drawn, tmp_path / "f.png")
    scitex_plt.compose([tmp_path / "f.yaml"] * 2, layout=[1, 1], space_mm=0).savefig(tmp_path / "both.png")
    one, both = plt.imread(tmp_path / "f.png"), plt.imread(tmp_path / "both.png")
    assert np.array_equal(both[: len(one)], one)
    assert np.array_equal(both[-len(one) :], one)
