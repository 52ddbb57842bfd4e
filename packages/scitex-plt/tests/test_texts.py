"""Texts, titles and labels come back where they stood, with their boxes and fonts."""

import matplotlib as mpl
import numpy as np
import pytest
import yaml
from matplotlib import pyplot as plt

import scitex_plt


def grid():
    figure, axes = plt.subplots(2, 2, figsize=(4, 4))
    for one in axes.flat:
        one.set(xlabel="x", ylabel="y", title="title")
    axes[1, 0].plot([1000, 200000])
    axes[0, 1].xaxis.tick_top()
    axes[1, 1].tick_params(axis="x", rotation=55)
    return figure, axes


@pytest.mark.parametrize("align", ["align_labels", "align_xlabels", "align_ylabels", "align_titles"])
def test_labels_in_line_come_back(came_back, align):
    figure, _ = grid()
    if not hasattr(figure, align):
        pytest.skip("this matplotlib knows no titles in line")
    getattr(figure, align)()
    assert came_back(figure) == []


def test_labels_in_line_with_one_that_is_drawn_are_drawn(came_back):
    figure, axes = grid()
    axes[1, 0].yaxis.get_major_ticks()[0].gridline.set_agg_filter(lambda pixels, dpi: (pixels, 0, 0))
    figure.align_ylabels(axes[:, 0])
    drawn = ["its agg filter", "its label, in line with drawn ones"]
    assert sorted(came_back(figure)) == drawn


@pytest.mark.parametrize(
    "draw",
    [
        lambda axes: axes.twiny().plot(range(7)),
        lambda axes: axes.xaxis.set_label_position("top"),
        lambda axes: axes.xaxis.tick_top(),
        lambda axes: (axes.xaxis.tick_top(), axes.xaxis.get_major_ticks()[0].label1.set_color("r")),
        lambda axes: axes.set_title("low", y=0.5, pad=-3),
        lambda axes: axes.set_title("boxed", loc="left", bbox={"fc": "c", "pad": 5}),
    ],
)
def test_a_title_comes_back_at_its_height(came_back, draw):
    figure, axes = plt.subplots(figsize=(3, 3))
    axes.set(title="title", xlabel="label")
    draw(axes)
    assert set(came_back(figure)) <= {"its ticks, each of its own style"}


@pytest.mark.parametrize("height", [None, 1.0, 0.8])
def test_a_title_made_before_its_height_was_an_rcparam(came_back, height):
    figure, axes = plt.subplots(figsize=(3, 3))
    axes.xaxis.tick_top()
    axes.set_title("title", y=height)
    with mpl.rc_context({"axes.titley": 1.0, "axes.titlepad": -14}):
        assert came_back(figure) == []


@pytest.mark.parametrize(
    "style",
    [
        {"rotation": 30, "ha": "right", "rotation_mode": "anchor"},
        {"bbox": {"boxstyle": "round", "fc": "y"}},
        {"zorder": 9, "url": "somewhere"},
    ],
)
@pytest.mark.parametrize("placed", [False, True])
def test_every_tick_label_has_the_style_of_all(came_back, style, placed):
    figure, axes = plt.subplots(figsize=(3, 3))
    axes.plot([1, 5])
    if placed:
        axes.set_xticks([0, 0.5, 1], ["zero", "half", "one"])
    figure.draw_without_rendering()
    plt.setp(axes.get_xticklabels(), **style)
    assert came_back(figure) == []


def test_headings_and_labels_have_boxes(came_back):
    figure, axes = plt.subplots(figsize=(3, 3))
    axes.set_xlabel("x", bbox={"boxstyle": "sawtooth", "ec": "r"})
    axes.set_ylabel("y", bbox={"fc": "c", "alpha": 0.3, "hatch": "/"})
    figure.suptitle("heading", bbox={"boxstyle": "rarrow,pad=0.1"})
    axes.text(0.5, 0.5, "clipped", clip_on=True, bbox={})
    axes.text(0.2, 0.2, "words " * 20, wrap=True)
    axes.text(0, 0, "turned", rotation=45, transform_rotates_text=True)
    axes.set_ylim(0, 3)
    assert came_back(figure) == []


def test_a_font_of_matplotlibs_own_comes_back_by_its_name(tmp_path, save):
    figure, axes = plt.subplots()
    axes.text(0, 0, "roman", font=mpl.font_manager.FontProperties(fname=mpl.get_data_path() + "/fonts/ttf/cmr10.ttf"))
    path = save(figure, tmp_path / "f.png").with_suffix(".yaml")
    assert yaml.safe_load(path.read_text())["axes"][0]["artists"][0]["style"] == {"font_file": "cmr10.ttf"}
    assert scitex_plt.reproduce(path).axes[0].texts[0].get_fontproperties().get_file().endswith("cmr10.ttf")


@pytest.mark.parametrize("name", ["../ttf/cmr10.ttf", "none.ttf", ""])
def test_a_font_that_is_not_matplotlibs_is_refused(tmp_path, save, name):
    figure, axes = plt.subplots()
    axes.text(0, 0, "roman", font=mpl.font_manager.FontProperties(fname=mpl.get_data_path() + "/fonts/ttf/cmr10.ttf"))
    path = save(figure, tmp_path / "f.png").with_suffix(".yaml")
    path.write_text(path.read_text().replace("cmr10.ttf", f"'{name}'"))
    with pytest.raises(scitex_plt.RecipeError, match="comes with matplotlib"):
        scitex_plt.reproduce(path)


def test_annotations_of_every_form_come_back(came_back):
    figure, axes = plt.subplots(figsize=(4, 4))
    days = np.array(["2026-01-01", "2026-01-05"], dtype="datetime64")
    axes.plot(days, [1, 3])
    for number, style in enumerate(["-", "->", "-[", "|-|", "-|>", "<->", "fancy", "simple", "wedge", "]->"]):
        axes.annotate(style, (days[1], 2), (5, 20 * number), textcoords="axes points", arrowprops={"arrowstyle": style})
    axes.annotate(
        "black", (days[0], 2), (0.4, 0.9), textcoords="figure fraction", arrowprops={"width": 2, "shrink": 0.1}
    )
    axes.annotate("outside", (days[0], 9), arrowprops={"arrowstyle": "->"})
    axes.annotate("shown", (days[0], 9), (0, -400), textcoords="offset pixels", annotation_clip=False)
    axes.annotate("no box", (0.1, 0.9), (0.5, 0.5), "axes fraction", arrowprops={"arrowstyle": "->", "patchA": None})
    figure.add_artist(plt.Annotation("of the figure", (0.5, 0.01), xycoords="figure fraction"))
    assert came_back(figure) == []


def test_an_edited_text_of_a_table_shows(tmp_path, save):
    figure, axes = plt.subplots()
    axes.table([["1", "2"], ["3", "4"]], colLabels=["c", "d"])
    path = save(figure, tmp_path / "f.png")
    data = path.with_suffix(".csv")
    assert data.read_text().splitlines() == ["A.table0.column0,A.table0.column1", "c,d", "1,2", "3,4"]
    data.write_text(data.read_text().replace("3,4", "3,99"))
    table = scitex_plt.reproduce(path.with_suffix(".yaml")).axes[0].tables[0]
    assert table[2, 1].get_text().get_text() == "99"
