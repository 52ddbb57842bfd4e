"""Colour bars come back as colour bars, of the artist that they explain."""

import matplotlib as mpl
import numpy as np
import pytest
import yaml
from matplotlib import pyplot as plt
from matplotlib.cm import ScalarMappable
from matplotlib.colorbar import Colorbar
from matplotlib.colors import (
    BoundaryNorm,
    CenteredNorm,
    FuncNorm,
    ListedColormap,
    LogNorm,
    NoNorm,
    Normalize,
    PowerNorm,
    SymLogNorm,
    TwoSlopeNorm,
)
from matplotlib.figure import Figure

import scitex_plt
from scitex_plt.furniture import colorbars

GRID = np.linspace(0.1, 1, 12).reshape(3, 4) ** 2
STEPS = BoundaryNorm([0, 0.2, 0.7, 1], 256, extend="both")


def recipe_of(path):
    return yaml.safe_load(path.with_suffix(".yaml").read_text())


def again(path):
    return scitex_plt.reproduce(path.with_suffix(".yaml"))


def is_same_picture(path):
    again(path).savefig(path.with_name("again.png"))
    return np.array_equal(plt.imread(path), plt.imread(path.with_name("again.png")))


def bar_of(path):
    """Return what the recipe says of the one colour bar, which must be no drawing."""
    axes = recipe_of(path)["axes"]
    assert not any("drawing" in entry or entry.get("drawn") for entry in axes)
    (bar,) = (entry["colorbar"] for entry in axes if "colorbar" in entry)
    return bar


@pytest.mark.parametrize(
    "norm",
    [
        Normalize(),
        LogNorm(),
        SymLogNorm(0.3),
        PowerNorm(0.4),
        TwoSlopeNorm(0.4),
        CenteredNorm(0.2),
        STEPS,
        BoundaryNorm([0, 0.5, 1], 2),
        "logit",
        "asinh",
    ],
    ids=lambda norm: norm if isinstance(norm, str) else type(norm).__name__,
)
def test_the_ticks_of_every_norm_are_found_again(tmp_path, save, norm):
    figure, axes = plt.subplots()
    figure.colorbar(axes.imshow(GRID * 0.9, norm=norm))
    path = save(figure, tmp_path / "f.png")
    assert bar_of(path)["of"] == "A.image0"
    assert "major_ticks" not in recipe_of(path)["axes"][1]["y"]
    assert is_same_picture(path)


@pytest.mark.parametrize(
    ("options", "norm"),
    [
        ({"orientation": "horizontal", "label": "unit"}, None),
        ({"location": "left", "shrink": 0.5}, None),
        ({"location": "top", "extend": "both", "extendrect": True}, None),
        ({"extend": "min", "extendfrac": 0.2}, None),
        ({"extend": "both", "extendfrac": (0.1, 0.2), "aspect": 9}, None),
        ({"drawedges": True}, STEPS),
        ({"spacing": "proportional", "extendfrac": "auto"}, STEPS),
        ({"ticks": [0.2, 0.7], "format": "%.3f"}, None),
        ({"ticks": [0.2, 0.7]}, STEPS),
        ({"ticks": []}, None),
        ({"boundaries": [0, 0.3, 1], "values": [0.1, 0.9]}, None),
        ({"ax": None}, NoNorm()),
    ],
    ids=lambda value: str(value) if isinstance(value, dict | type(None)) else type(value).__name__,
)
def test_options(tmp_path, save, options, norm):
    figure, axes = plt.subplots()
    figure.colorbar(axes.imshow(GRID, norm=norm, cmap=ListedColormap(list("rgbyk"))), **{"ax": axes, **options})
    path = save(figure, tmp_path / "f.png")
    assert bar_of(path)["of"] == "A.image0"
    assert is_same_picture(path)


@pytest.mark.parametrize(
    "change",
    [
        lambda bar: bar.minorticks_on(),
        lambda bar: bar.outline.set_visible(False),
        lambda bar: bar.outline.set(edgecolor="r", linewidth=3),
        lambda bar: bar.ax.invert_yaxis(),
        lambda bar: bar.solids.set(alpha=1, edgecolor="face"),
        lambda bar: bar.ax.axhline(0.4, color="w"),
        lambda bar: bar.set_label("word", rotation=270, labelpad=15),
        lambda bar: bar.set_ticks([0.3, 0.6], labels=["low", "high"]),
        lambda bar: bar.ax.tick_params(length=0, labelsize=6),
        lambda bar: bar.ax.set_title("title"),
        lambda bar: bar.ax.set_position([0.9, 0.1, 0.02, 0.5]),
        lambda bar: bar.mappable.set_clim(0.3, 0.4),
        lambda bar: bar.mappable.set_cmap("magma"),
    ],
)
@pytest.mark.parametrize("extend", ["neither", "max"])
def test_what_a_user_changes(tmp_path, save, change, extend):
    figure, axes = plt.subplots()
    change(figure.colorbar(axes.imshow(GRID, alpha=0.5), extend=extend))
    path = save(figure, tmp_path / "f.png")
    assert bar_of(path)["of"] == "A.image0"
    assert is_same_picture(path)


def test_it_follows_its_artist_again(tmp_path, save):
    figure, axes = plt.subplots()
    figure.colorbar(axes.scatter([1, 2], [3, 4], c=[5, 6], label="cells"), ticks=[5.2, 5.8])
    axes, bar_axes = again(save(figure, tmp_path / "f.png")).axes
    bar = bar_axes._colorbar
    assert type(bar) is Colorbar
    assert bar.mappable is axes.collections[0]
    bar.mappable.set_clim(5, 9)
    assert bar_axes.get_ylim() == (5, 9)
    assert bar.get_ticks().tolist() == [5.2, 5.8]


def test_one_for_several_axes_under_a_layout(tmp_path, save):
    figure, axes = plt.subplots(2, 2, layout="constrained")
    norm = Normalize()
    meshes = [one.pcolormesh(GRID * number, norm=norm) for number, one in enumerate(axes.flat)]
    figure.colorbar(meshes[2], ax=axes, extend="max")
    path = save(figure, tmp_path / "f.png")
    assert bar_of(path)["of"] == "C.mesh0"
    assert is_same_picture(path)
    first, *others, bar = again(path).axes
    assert all(one.collections[0].norm is first.collections[0].norm for one in others)
    assert bar._colorbar.norm is first.collections[0].norm


def test_one_that_was_made_before_its_artist(tmp_path, save):
    figure, (bar_axes, axes) = plt.subplots(1, 2)
    figure.colorbar(axes.imshow(GRID), cax=bar_axes)
    path = save(figure, tmp_path / "f.png")
    assert bar_of(path)["of"] == "B.image0"
    assert is_same_picture(path)


def test_one_of_colours_alone(tmp_path, save):
    figure, axes = plt.subplots()
    figure.colorbar(ScalarMappable(Normalize(0, 5), "cool"), ax=axes, alpha=0.5)
    path = save(figure, tmp_path / "f.png")
    assert bar_of(path) == {"cmap": "cool", "norm": {"limits": [0.0, 5.0]}, "alpha": 0.5, "beside": {"axes": ["A"]}}
    assert is_same_picture(path)


def test_one_of_colours_that_an_artist_shares(tmp_path, save):
    figure, axes = plt.subplots()
    points = axes.scatter([1, 2], [3, 4], c=[5, 6])
    figure.colorbar(ScalarMappable(points.norm, points.cmap), ax=axes)
    path = save(figure, tmp_path / "f.png")
    assert bar_of(path)["norm"] == {"of": "A.scatter0"}
    axes, bar_axes = again(path).axes
    assert bar_axes._colorbar.norm is axes.collections[0].norm


@pytest.mark.parametrize("rc", [{"ytick.minor.visible": True}, {"axes.linewidth": 3, "axes.edgecolor": "r"}])
def test_one_that_was_made_under_rcparams(tmp_path, save, rc):
    with mpl.rc_context(rc):
        figure, axes = plt.subplots()
        figure.colorbar(axes.imshow(GRID, norm=STEPS), drawedges=True)
    path = save(figure, tmp_path / "f.png")
    assert bar_of(path)["of"] == "A.image0"
    assert is_same_picture(path)


@pytest.mark.parametrize("filled", [True, False])
def test_contours(filled):
    """Contours may be described, or not; a colour bar of theirs is the same."""
    figure = Figure()
    axes, bar_axes, *fresh = figure.subplots(1, 4)
    contours = (axes.contourf if filled else axes.contour)(GRID)
    bar = figure.colorbar(contours, cax=bar_axes)
    figure.draw_without_rendering()
    artists = {"A.contours": contours}
    said = colorbars.extract(bar_axes, fresh[0], artists)["colorbar"]
    assert contours.colorbar is bar
    assert said == {"of": "A.contours"}
    assert colorbars.shown(colorbars.redraw(said, fresh[1], artists)) == colorbars.shown(bar)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda bar: bar.ax.set_yscale("log"), "its scale"),
        (lambda bar: bar.ax.twinx(), "its axes, shared with others"),
        (lambda bar: bar.mappable.set_norm(FuncNorm((np.sort, np.sort))), "its functions"),
        (lambda bar: bar.solids.set_array([0.5] * 256), "what it shows"),
        (lambda bar: bar.set_alpha(0.5) or bar._do_extends(), "what it shows"),
        (lambda bar: bar.ax.add_patch(plt.Rectangle((0, 0.3), 1, 0.1)) and bar.update_normal(), "what lies below"),
    ],
)
def test_what_a_recipe_cannot_say_is_drawn(tmp_path, save, change, reason):
    figure, axes = plt.subplots()
    change(figure.colorbar(axes.imshow(GRID), extend="max"))
    path = save(figure, tmp_path / "f.png")
    assert recipe_of(path)["axes"][1]["drawing"]["reason"].startswith(reason)
    assert is_same_picture(path)


def test_saving_leaves_the_colour_bar_as_it_is(tmp_path, save):
    figure, axes = plt.subplots()
    bar = figure.colorbar(axes.contourf(GRID))
    limits = bar.norm.vmin, bar.norm.vmax
    listening = len(bar.mappable.callbacks.callbacks["changed"])
    save(figure, tmp_path / "f.png")
    assert bar.mappable.colorbar is bar
    assert (bar.norm.vmin, bar.norm.vmax) == limits
    assert len(bar.mappable.callbacks.callbacks["changed"]) == listening


def test_data_does_not_warn_of_colour_bars():
    figure, axes = plt.subplots()
    figure.colorbar(axes.imshow([[1, 2]]))
    assert list(scitex_plt.data(figure)) == ["A.image0.y", "A.image0.0", "A.image0.1"]
