"""A recipe gives the same picture, or says what it omits, however and under whatever rcParams it was drawn."""

import subprocess
import sys
import warnings

import matplotlib as mpl
import numpy as np
import pytest
import yaml
from matplotlib import patheffects
from matplotlib import pyplot as plt
from matplotlib.colors import ListedColormap
from matplotlib.patches import Circle
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, blended_transform_factory, offset_copy
from versions import later

import scitex_plt
from scitex_plt.omissions import Omissions

DASHES = (0, (5, 2))


def small(**options):
    figure, axes = plt.subplots(figsize=(2, 2), **options)
    axes.plot([1, 3, 2], "--", label="line")
    axes.scatter([0, 1], [1, 2], label="points")
    return figure, axes


def full():
    figure, axes = small()
    axes.set(xlabel="x", ylabel="y", title="t")
    axes.minorticks_on()
    axes.grid(True)
    axes.legend()
    return figure


def recipe_of(path):
    return yaml.safe_load(path.with_suffix(".yaml").read_text())


def reasons(path):
    """Return why artists and pieces of the recipe beside a picture are only drawn."""
    recipe = recipe_of(path)
    parts = [recipe["figure"], *recipe["axes"]]
    drawn = [part["drawing"] for part in parts if "drawing" in part]
    drawn += [piece for part in parts for piece in part.get("drawn", {}).values()]
    drawn += [artist for part in parts for artist in part.get("artists", []) if "drawing" in artist]
    return [said["reason"] for said in drawn]


def is_reproduced(path):
    assert reasons(path) == []
    return is_same_picture(path)


def is_same_picture(path):
    assert "omitted" not in recipe_of(path)
    again = path.with_suffix(".again.png")
    scitex_plt.reproduce(path.with_suffix(".yaml")).savefig(again)
    return np.array_equal(plt.imread(path), plt.imread(again))


@pytest.fixture
def registered():
    """Return the name of a colour map that a user registered."""
    mpl.colormaps.register(ListedColormap(["r", "g", "b"], name="users"))
    yield "users"
    mpl.colormaps.unregister("users")


@pytest.mark.parametrize("style", plt.style.available)
def test_a_figure_made_under_a_style_and_saved_outside_it(tmp_path, save, style):
    with plt.style.context(style):
        figure = full()
    assert is_reproduced(save(figure, tmp_path / "f.png"))


@pytest.mark.parametrize("style", ["classic", "dark_background", "seaborn-v0_8-talk"])
def test_a_figure_made_outside_a_style_and_saved_under_it(tmp_path, save, style):
    figure = full()
    with plt.style.context(style):
        path = save(figure, tmp_path / "f.png")
    assert is_reproduced(path)


@pytest.mark.parametrize(
    "params",
    [
        {"axes.titley": 0.9},
        {"grid.linestyle": "--", "lines.scale_dashes": False},
        {"grid.linestyle": "--", "lines.dashed_pattern": [1, 5]},
        {"legend.framealpha": None},
        {"legend.shadow": True},
        {"lines.scale_dashes": False},
        {"patch.antialiased": False},
        {"xtick.direction": "in"},
        {"xtick.direction": "inout", "xtick.minor.size": 12},
        {"xtick.labeltop": True, "xtick.top": True},
        {"xtick.major.pad": 9},
        {"xtick.major.size": 9},
        {"xtick.major.width": 3},
    ],
    ids=str,
)
def test_a_figure_made_under_an_rcparam_and_saved_outside_it(tmp_path, save, params):
    with mpl.rc_context(params):
        figure = full()
    assert is_reproduced(save(figure, tmp_path / "f.png"))


@pytest.mark.parametrize(
    "change",
    [
        lambda axes: axes.grid(linestyle=DASHES),
        lambda axes: axes.grid(ls=DASHES),
        lambda axes: axes.spines["left"].set_linestyle(DASHES),
        lambda axes: axes.spines["left"].set(linestyle="--", linewidth=3, capstyle="round"),
        lambda axes: axes.patch.set(linestyle=DASHES, edgecolor="r", linewidth=2),
        lambda axes: axes.figure.patch.set(linestyle=":", edgecolor="r", linewidth=6),
        lambda axes: axes.figure.patch.set_hatch("x"),
        lambda axes: axes.patch.set_hatch("x"),
        lambda axes: axes.lines[0].set_path_effects([patheffects.withStroke(linewidth=9, foreground="y")]),
        lambda axes: axes.lines[0].set_path_effects([patheffects.SimpleLineShadow(), patheffects.Normal()]),
        lambda axes: axes.lines[0].set_path_effects([patheffects.withTickedStroke(angle=60)]),
        lambda axes: axes.collections[0].set_path_effects([patheffects.withSimplePatchShadow(alpha=0.9)]),
        lambda axes: axes.lines[0].set_sketch_params(2, 30, 4),
        lambda axes: axes.collections[0].set_hatch("/"),
        lambda axes: axes.lines[0].set_clip_path(Circle((0.5, 2), 1, transform=axes.transData)),
        lambda axes: axes.lines[0].set_clip_path(Path([(0, 0), (1, 0), (0, 1)]), axes.transAxes),
        lambda axes: axes.lines[0].set_transform(Affine2D().rotate_deg(20).scale(0.5) + axes.transData),
        lambda axes: axes.lines[0].set_transform(offset_copy(axes.transData, axes.figure, 0.1, 0.2)),
        lambda axes: axes.text(0.5, 0.5, "x", transform=blended_transform_factory(axes.transAxes, axes.transData)),
        lambda axes: axes.text(99, 40, "pixels", transform=None),
        lambda axes: (axes.bar([0, 1], [1, 2], label="bars", color=["r", "g"]), axes.legend()),
        lambda axes: axes.legend().get_frame().set(linestyle=DASHES, edgecolor="r"),
        lambda axes: axes.legend(shadow={"ox": 5, "oy": -9, "color": "r"}),
        lambda axes: axes.legend().legend_handles[1].set_sizes([99]),
        lambda axes: axes.legend([(axes.lines[0], axes.lines[0])], ["both"]),
        lambda axes: axes.legend([(axes.lines[0], axes.collections[0])], ["both"]),
        lambda axes: axes.tick_params(direction="inout", length=9, pad=1),
    ],
)
def test_what_was_set_comes_back(tmp_path, save, change):
    figure, axes = small()
    change(axes)
    assert is_reproduced(save(figure, tmp_path / "f.png"))


def test_a_dpi_that_was_set_later_counts_for_the_screen_alone(tmp_path, save):
    figure, axes = plt.subplots(figsize=(2, 2))
    axes.plot([1, 2])[0].set_agg_filter(lambda pixels, dpi: (pixels, 1, 1))
    axes.text(0.2, 1.5, "boxed", bbox={})
    figure.set_dpi(60)
    path = save(figure, tmp_path / "f.png")
    assert figure.dpi == 60
    assert is_same_picture(path)


def test_an_image_is_cut_off_by_the_frame(tmp_path, save):
    figure, axes = small()
    axes.imshow(np.arange(9).reshape(3, 3), extent=(-5, 5, -5, 5))
    axes.set(xlim=(0, 1), ylim=(0, 1))
    assert is_reproduced(save(figure, tmp_path / "f.png"))


def test_a_histogram_bears_its_label(tmp_path, save):
    figure, axes = plt.subplots()
    axes.hist([1, 2, 2, 3], bins=[1, 2, 3, 4], label="counts")
    axes.legend()
    path = save(figure, tmp_path / "f.png")
    assert is_reproduced(path)
    assert path.with_suffix(".csv").read_text().splitlines()[0] == "A.counts.left,A.counts.right,A.counts.height"


def test_error_bars_are_one_entry_and_their_bounds_are_columns(tmp_path, save):
    figure, axes = plt.subplots()
    axes.errorbar([1, 2, 3], [2.5, 3, 1], yerr=[0.1, 0.2, 0.3], capsize=3, fmt="o-", label="measured")
    axes.legend()
    path = save(figure, tmp_path / "f.png")
    assert is_same_picture(path)
    assert path.with_suffix(".csv").read_text().splitlines()[:2] == [
        "A.measured.x,A.measured.y,A.measured.y_low,A.measured.y_high",
        "1.0,2.5,2.4,2.6",
    ]
    assert [next(iter(entry)) for entry in recipe_of(path)["axes"][0]["artists"]] == ["error bars"]


@pytest.mark.parametrize(
    "places", [["pear", "apple", "fig"], np.array(["2026-01-01", "2026-01-03", "2026-01-04"], dtype="datetime64")]
)
@pytest.mark.parametrize("way", ["bar", "barh"])
def test_bars_at_names_and_dates(tmp_path, save, places, way):
    figure, axes = plt.subplots()
    getattr(axes, way)(places, [0.1, 0.2, 0.3], label="bars")
    axes.legend()
    path = save(figure, tmp_path / "f.png")
    assert is_reproduced(path)
    assert set(path.with_suffix(".csv").read_text().partition("\n")[0].split(",")) >= {
        "A.bars.x" if way == "bar" else "A.bars.y"
    }


def test_colours_of_a_cycle_that_are_no_bytes(tmp_path, save):
    mpl.rcParams["axes.prop_cycle"] = mpl.cycler(color=["0.1", "0.7"])
    figure, axes = plt.subplots()
    axes.plot([1, 2])
    axes.plot([2, 1], lw=9)
    assert is_reproduced(save(figure, tmp_path / "f.png"))


@later("patches have no edgegapcolor")
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda axes: axes.figure.patch.set_edgegapcolor("r"), "its edgegapcolor"),
        (lambda axes: axes.patch.set_edgegapcolor("r"), "its edgegapcolor"),
    ],
)
def test_what_a_recipe_cannot_say_is_drawn(tmp_path, save, change, reason):
    figure, axes = small()
    change(axes)
    path = save(figure, tmp_path / "f.png")
    assert [said.startswith(reason) for said in reasons(path)] == [True]
    assert is_same_picture(path)


def test_dashes_of_a_scatter_that_were_scaled_elsewhere(tmp_path, save):
    with mpl.rc_context({"lines.scale_dashes": False}):
        figure, axes = plt.subplots()
        axes.scatter([1], [2], linestyle="--", linewidth=3)
    assert is_reproduced(save(figure, tmp_path / "f.png"))


@pytest.mark.parametrize("error", [TypeError, ValueError])
def test_a_property_of_an_unforeseen_form_costs_its_artist_alone(error):
    omissions = Omissions()
    with omissions.noting("A", Text(text="odd")):
        raise error("not\nforeseen")
    assert str(omissions) == f"Text 'odd' of axes A ({error.__name__}: not foreseen)"


DRAW_AGAIN = "import sys, scitex_plt; scitex_plt.reproduce(sys.argv[1]).savefig(sys.argv[2])"


def is_drawn_by_another_process(path):
    again = path.with_suffix(".again.png")
    command = [sys.executable, "-W", "error", "-c", DRAW_AGAIN, path.with_suffix(".yaml"), again]
    subprocess.run(command, check=True)
    return np.array_equal(plt.imread(path), plt.imread(again))


def test_a_registered_colour_map_is_told_by_its_colours(tmp_path, save, registered):
    figure, axes = plt.subplots()
    axes.scatter([1, 2], [3, 4], c=[5, 6], cmap=registered)
    path = save(figure, tmp_path / "f.png")
    assert reasons(path) == []
    assert is_drawn_by_another_process(path)


def test_a_registered_colour_map_in_rcparams(tmp_path, save, registered):
    mpl.rcParams["image.cmap"] = registered
    figure, axes = small()
    axes.scatter([1, 2], [3, 4], c=[5, 6])
    path = save(figure, tmp_path / "f.png")
    assert recipe_of(path)["rcParams"]["image.cmap"]["colors"] == ["#ff0000", "0.0 0.5 0.0 1.0", "#0000ff"]
    assert is_drawn_by_another_process(path)


def test_a_registered_colour_map_stays_what_it_is(tmp_path, save, registered):
    mpl.rcParams["image.cmap"] = registered
    path = save(small()[0], tmp_path / "f.png")
    mpl.colormaps.unregister("users")
    mpl.colormaps.register(ListedColormap(["k", "w"]), name="users")
    scitex_plt.reproduce(path.with_suffix(".yaml")).savefig(tmp_path / "again.png")
    assert mpl.colormaps["users"].N == 2


def test_path_effects_in_rcparams(tmp_path, save):
    mpl.rcParams.update(
        {"path.effects": [patheffects.withStroke(linewidth=4, foreground="#ffff00")], "path.sketch": (1, 9, 2)}
    )
    path = save(small()[0], tmp_path / "f.png")
    told = {"effect": "withStroke", "offset": [0, 0], "linewidth": 4, "foreground": "#ffff00"}
    assert recipe_of(path)["rcParams"] == {"path.effects": [told], "path.sketch": [1.0, 9.0, 2.0]}
    assert is_drawn_by_another_process(path)


def test_an_rcparam_without_plain_form_leaves_the_others(tmp_path, save):
    class Glow(patheffects.Normal):
        """An effect of a user's own."""

    mpl.rcParams.update({"path.effects": [Glow()], "font.size": 7})
    with warnings.catch_warnings(action="ignore"):
        path = save(small()[0], tmp_path / "f.png")
    assert recipe_of(path)["rcParams"] == {"font.size": 7.0}
