"""Polar axes, maps and axes with three axes come back as axes, with their artists."""

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
import yaml
from matplotlib import pyplot as plt
from matplotlib.collections import PatchCollection
from matplotlib.patches import Circle
from mpl_toolkits.mplot3d import Axes3D
from mpl_toolkits.mplot3d.art3d import Line3D, Poly3DCollection

import scitex_plt
from scitex_plt.artists.polygons3d import corners_of
from scitex_plt.errors import RecipeError

GRID = np.meshgrid(np.linspace(0, 1, 6), np.linspace(0, 2, 5))
WAVE = GRID[0] * np.sin(3 * GRID[1])


def drawn_in(projection, **options):
    return plt.subplots(figsize=(3, 3), subplot_kw={"projection": projection, **options})


def compass():
    figure, axes = drawn_in("polar")
    axes.set_theta_zero_location("N")
    axes.set_theta_direction(-1)
    axes.set_rlabel_position(100)
    axes.set_rticks([0.5, 1, 1.5])
    axes.plot(np.linspace(0, 6, 20), np.linspace(0, 1, 20), label="spiral")
    axes.bar([0, 1, 2], [1, 2, 1.5], width=0.5, color=list("rgb"))
    axes.text(1, 1, "word")
    axes.set(title="title", rmax=2)
    axes.legend()
    return figure


def wedge():
    figure, axes = drawn_in("polar")
    axes.scatter(np.linspace(0.5, 2, 9), np.linspace(1, 3, 9), c=np.arange(9))
    axes.set_thetamin(30)
    axes.set_thetamax(150)
    axes.set_rlim(3, 1)
    axes.set_rorigin(-1)
    axes.set_ylabel("radius")
    return figure


def logarithmic_circle():
    figure, axes = drawn_in("polar")
    axes.axhline(20, color="r")
    axes.axvspan(1, 2, alpha=0.3)
    axes.fill([0, 1, 2], [1, 50, 9])
    axes.set_rscale("log")
    axes.set_rlim(1, 100)
    axes.set_thetagrids([0, 90, 180], ["a", "b", "c"])
    axes.grid(color="g", ls="--")
    axes.spines["polar"].set_visible(False)
    return figure


def globe(projection, **options):
    figure, axes = drawn_in(projection, **options)
    axes.grid(True)
    axes.plot([0, 1, 2], [0, 0.5, 1], "o-")
    axes.bar([-2, -1], [0.5, 0.6])
    axes.set_longitude_grid(45)
    axes.set_longitude_grid_ends(60)
    return figure


def scene():
    figure, axes = drawn_in("3d")
    axes.plot_surface(*GRID, WAVE, cmap="magma")
    axes.scatter([0, 1, 0.5], [0, 1, 2], [1, 0, 0.5], c=[3, 1, 2], s=[9, 50, 20])
    axes.plot([0, 1], [2, 0], [0, 1], "r--", label="path")
    axes.bar3d([0], [0], [0], 0.2, 0.2, 0.5, color="c")
    axes.view_init(20, 40, 10)
    axes.set(title="title", xlabel="x", zlabel="a long label", zlim=(-1, 2))
    axes.legend()
    return figure


def bare_scene():
    figure, axes = drawn_in("3d", proj_type="ortho", computed_zorder=False)
    axes.voxels(np.arange(8).reshape(2, 2, 2) != 3, edgecolor="k")
    axes.contour(*GRID, WAVE, levels=3, zdir="z", offset=2)
    axes.set_box_aspect((1, 2, 3), zoom=0.8)
    axes.set_axis_off()
    axes.invert_zaxis()
    return figure


def dressed_scene():
    figure, axes = drawn_in("3d")
    axes.bar(range(6), range(1, 7), zs=1, zdir="y", color=list("rgbcmy"))
    axes.view_init(vertical_axis="y")
    axes.xaxis.pane.fill = False
    axes.yaxis.set_pane_color((1, 0, 0, 0.5))
    axes.zaxis.line.set_color("b")
    axes.zaxis._axinfo["grid"].update(color="r", linestyle=":")
    axes.tick_params(axis="z", colors="r", pad=9)
    axes.set_xticks([0, 5], ["one", "two"])
    axes.set_aspect("equal")
    axes.text(0, 1, 2, "word", "x")
    axes.text2D(0.1, 0.9, "flat", transform=axes.transAxes)
    return figure


FIGURES = {
    "aitoff": lambda: globe("aitoff"),
    "bare_scene": bare_scene,
    "compass": compass,
    "dressed_scene": dressed_scene,
    "hammer": lambda: globe("hammer"),
    "lambert": lambda: globe("lambert", center_longitude=1, center_latitude=0.5),
    "logarithmic_circle": logarithmic_circle,
    "mollweide": lambda: globe("mollweide"),
    "scene": scene,
    "wedge": wedge,
}


def recipe_of(path):
    return yaml.safe_load(path.with_suffix(".yaml").read_text())


def is_same_picture(path):
    again = path.with_name("again.png")
    scitex_plt.reproduce(path.with_suffix(".yaml")).savefig(again)
    return np.array_equal(plt.imread(path), plt.imread(again))


@pytest.mark.parametrize("name", FIGURES)
def test_axes_come_back_to_the_pixel_and_none_of_them_is_a_drawing(tmp_path, save, name):
    path = save(FIGURES[name](), tmp_path / "it.png")
    text = path.with_suffix(".yaml").read_text()
    assert "drawing" not in text
    assert "drawn" not in text
    assert is_same_picture(path)


@pytest.mark.parametrize("name", FIGURES)
def test_axes_are_as_they_were_after_they_have_been_saved(tmp_path, save, name):
    figure = FIGURES[name]()
    for _ in range(2):
        figure.savefig(tmp_path / "before.png")
    save(figure, tmp_path / "it.png")
    figure.savefig(tmp_path / "after.png")
    assert (tmp_path / "before.png").read_bytes() == (tmp_path / "after.png").read_bytes()


@pytest.mark.parametrize("name", ["compass", "scene"])
def test_what_was_reproduced_is_described_the_same(tmp_path, save, name):
    path = save(FIGURES[name](), tmp_path / "it.png")
    again = save(scitex_plt.reproduce(path.with_suffix(".yaml")), tmp_path / "again.png")
    assert recipe_of(again) == recipe_of(path) | {"data": "again.csv"}
    assert again.with_suffix(".csv").read_text() == path.with_suffix(".csv").read_text()


def test_a_scene_has_its_artists_with_their_data(tmp_path, save):
    path = save(scene(), tmp_path / "it.png")
    axes = scitex_plt.reproduce(path.with_suffix(".yaml")).axes[0]
    line = next(artist for artist in axes.get_children() if type(artist) is Line3D)
    assert type(axes) is Axes3D
    assert (axes.elev, axes.azim, axes.roll) == (20, 40, 10)
    assert [side.tolist() for side in line.get_data_3d()] == [[0, 1], [2, 0], [0, 1]]
    assert line.get_label() == "path"


def test_corners_that_faces_share_stand_once_in_the_table(tmp_path, save):
    figure, axes = drawn_in("3d")
    axes.plot_surface(*GRID, WAVE, label="wave")
    path = save(figure, tmp_path / "it.png")
    table = pd.read_csv(path.with_suffix(".csv"))
    assert table["A.wave.z"].notna().sum() == WAVE.size
    assert table["A.wave.face"].nunique() == 20
    assert table["A.wave.corner"].max() == WAVE.size - 1


@pytest.mark.parametrize("style", [{"edgecolor": "k", "alpha": 0.5}, {"edgecolor": "r"}, {"facecolor": "none"}])
def test_edges_beside_a_colour_map_look_as_they_did(tmp_path, save, style):
    figure, axes = drawn_in("3d")
    axes.plot_surface(*GRID, WAVE, cmap="magma", **style)
    path = save(figure, tmp_path / "it.png")
    assert "drawing" not in recipe_of(path)["axes"][0]["artists"][0]
    assert is_same_picture(path)


def test_a_height_that_is_edited_moves_all_faces_that_meet_there(tmp_path, save):
    figure, axes = drawn_in("3d")
    axes.plot_surface(*GRID, WAVE, label="wave")
    path = save(figure, tmp_path / "it.png")
    table = pd.read_csv(path.with_suffix(".csv"))
    place = np.flatnonzero((table["A.wave.x"] == GRID[0][2, 2]) & (table["A.wave.y"] == GRID[1][2, 2]))
    table.loc[place, "A.wave.z"] = 7.0
    table.to_csv(path.with_suffix(".csv"), index=False)
    again = scitex_plt.reproduce(path.with_suffix(".yaml")).axes[0].collections[0]
    assert type(again) is Poly3DCollection
    assert sum((corners[:, 2] == 7).sum() for corners in corners_of(again)[0]) == 4


def test_voxels_are_one_group_of_columns(tmp_path, save):
    path = save(bare_scene(), tmp_path / "it.png")
    table = pd.read_csv(path.with_suffix(".csv"))
    columns = [name for name in table if name.startswith("A.voxels0.")]
    assert columns == [f"A.voxels0.{part}" for part in ("x", "y", "z", "face", "corner", "part", "facecolor")]
    assert table["A.voxels0.part"].nunique() == 7


def test_a_scatter_keeps_the_order_of_its_points_whatever_the_last_draw_made_of_it(tmp_path, save):
    figure, axes = drawn_in("3d")
    axes.scatter([5, 1, 3], [0, 1, 2], [1, 9, 5], s=[9, 50, 20], c=list("rkb"), label="cells")
    table = pd.read_csv(save(figure, tmp_path / "it.png").with_suffix(".csv"))
    assert table["A.cells.x"].tolist() == [5, 1, 3]
    assert table["A.cells.size"].tolist() == [9, 50, 20]
    assert table["A.cells.facecolor"].tolist() == ["#ff0000", "#000000", "#0000ff"]


def test_a_drawing_among_artists_in_space_keeps_its_place_in_their_order(tmp_path, save):
    figure, axes = drawn_in("3d")
    for height, color in enumerate("rgb"):
        axes.plot_surface(*GRID, 0 * WAVE + height, color=color)
        axes.add_collection3d(PatchCollection([Circle((0.5, 1), 0.4)], color=color), zs=height + 0.5)
    path = save(figure, tmp_path / "it.png")
    recipe = recipe_of(path)["axes"][0]
    assert sum("drawing" in artist for artist in recipe["artists"]) == 3
    assert recipe["view"]["computed_zorder"] is False
    assert is_same_picture(path)


def test_axes_in_space_can_be_turned(tmp_path, save):
    path = save(scene(), tmp_path / "it.png")
    figure, original = scitex_plt.reproduce(path.with_suffix(".yaml")), scene()
    for turned, name in ((figure, "again"), (original, "it")):
        turned.axes[0].view_init(50, 120, 0)
        turned.savefig(tmp_path / f"{name}.png")
    assert np.array_equal(plt.imread(tmp_path / "it.png"), plt.imread(tmp_path / "again.png"))


def test_ticks_of_a_wedge_with_a_style_of_their_own_are_drawn(tmp_path, save):
    figure = wedge()
    figure.savefig(tmp_path / "it.png")
    for label in figure.axes[0].get_yticklabels():
        label.set_color("r")
    path = save(figure, tmp_path / "it.png")
    assert list(recipe_of(path)["axes"][0]["drawn"]) == ["y axis"]
    assert is_same_picture(path)


def test_axes_of_a_projection_of_a_users_own_are_drawn(tmp_path, save):
    class Radar(mpl.projections.polar.PolarAxes):
        name = "radar"

    figure = plt.figure(figsize=(3, 3))
    figure.add_axes(Radar(figure, (0.1, 0.1, 0.8, 0.8))).plot([1, 2])
    path = save(figure, tmp_path / "it.png")
    assert recipe_of(path)["axes"][0]["drawing"]["reason"] == "the projection 'radar'"
    assert is_same_picture(path)


def test_a_straight_rectangle_in_polar_axes_is_drawn_where_others_are_bent(tmp_path, save, monkeypatch):
    figure, axes = drawn_in("polar")
    rectangle = axes.add_patch(plt.Rectangle((1, 0.2), 1, 0.5))
    monkeypatch.setattr(rectangle.get_path(), "_interpolation_steps", 1)
    path = save(figure, tmp_path / "it.png")
    assert recipe_of(path)["axes"][0]["artists"][0]["reason"] == "how its lines are bent"


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("projection", "cone", "no projection 'cone'"),
        ("projection", {"name": "polar", "figsize": 3}, "the projection 'polar' knows no figsize"),
        ("view", {"theta": 1}, "no property 'theta'"),
    ],
)
def test_a_projection_that_cannot_be_is_an_error(tmp_path, save, key, value, says):
    path = save(compass(), tmp_path / "it.png").with_suffix(".yaml")
    recipe = recipe_of(path)
    recipe["axes"][0][key] = value
    path.write_text(yaml.safe_dump(recipe, sort_keys=False))
    with pytest.raises(RecipeError, match=says):
        scitex_plt.reproduce(path)


def test_lines_bent_in_more_steps_than_anyone_needs_are_an_error(tmp_path, save):
    path = save(logarithmic_circle(), tmp_path / "it.png").with_suffix(".yaml")
    text = path.read_text()
    assert "interpolated: 180" in text
    path.write_text(text.replace("interpolated: 180", "interpolated: 1800000000"))
    with pytest.raises(RecipeError, match="expected 1 to 10000 steps"):
        scitex_plt.reproduce(path)


def test_a_corner_that_is_not_there_is_an_error(tmp_path, save):
    path = save(scene(), tmp_path / "it.png")
    table = pd.read_csv(path.with_suffix(".csv"))
    table.loc[0, "A.polygons3d0.corner"] = 99
    table.to_csv(path.with_suffix(".csv"), index=False)
    with pytest.raises(scitex_plt.ColumnError, match="corner': expected 0 to 79"):
        scitex_plt.reproduce(path.with_suffix(".yaml"))
