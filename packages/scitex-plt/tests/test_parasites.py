"""Hosts of parasite axes come back as hosts, and what is in the parasites as artists of their own kinds."""

import matplotlib.axes
import numpy as np
import pytest
import yaml
from matplotlib import pyplot as plt
from matplotlib.projections.geo import HammerAxes
from matplotlib.transforms import Affine2D
from mpl_toolkits import axisartist
from mpl_toolkits.axes_grid1 import host_subplot
from mpl_toolkits.axes_grid1.parasite_axes import HostAxes, host_axes_class_factory

import scitex_plt
from scitex_plt.errors import RecipeError


def host_of(figure=None, **options):
    host = host_subplot(111, figure=figure or plt.figure(figsize=(4, 3)), **options)
    host.plot([1, 2], [3, 4], label="host")
    host.set(xlabel="Time", ylabel="Left")
    return host


def beside():
    parasite = host_of().twinx()
    parasite.errorbar([1, 2], [30, 40], yerr=2, label="guest")
    parasite.set_ylabel("Right")


def above():
    host = host_of()
    host.set_title("above")
    host.twiny().bar([10, 20, 30], [3.5, 4, 3], label="guest")


def on_a_log_scale():
    parasite = host_of().twinx()
    parasite.scatter([1, 2], [1, 1e4], label="guest")
    parasite.set_yscale("log")


def scaled():
    host_of().twin(Affine2D().scale(1, 0.01)).plot([1, 2], [300, 350], label="guest")


def on_the_same_axes():
    host_of().get_aux_axes().imshow(np.eye(3), extent=(1, 1.5, 3, 3.5), aspect="auto", label="guest")


def without_axis_lines():
    host_class = host_axes_class_factory(matplotlib.axes.Axes)
    host = plt.figure(figsize=(4, 3)).add_subplot(axes_class=host_class)
    host.get_aux_axes(viewlim_mode=None).plot([1, 2], label="guest")
    host.figure.draw_without_rendering()  # matplotlib finds such limits only when it has drawn once


def in_a_figure_within():
    host = host_of(plt.figure(figsize=(4, 3)).subfigures(1, 2)[1])
    host.twinx().inset_axes([0.2, 0.2, 0.3, 0.3]).plot([1, 2], label="guest")


def in_other_axes():
    _, axes = plt.subplots(figsize=(4, 3))
    host = axes.inset_axes([0.2, 0.2, 0.6, 0.6], axes_class=HostAxes)
    host.twinx().plot([3, 9], label="guest")


def of_axisartist():
    host = host_subplot(111, figure=plt.figure(figsize=(4, 3)), axes_class=axisartist.Axes)
    host.figure.subplots_adjust(right=0.7)
    first, second = host.twinx(), host.twinx()
    host.plot([1, 2], [3, 4], label="host")
    host.set(xlabel="Time", ylabel="Left")
    first.plot([1, 2], [30, 40], label="guest")
    second.plot([1, 2], [3, -40], label="second")
    second.axis["right"] = second.new_fixed_axis(loc="right", offset=(40, 0))
    second.axis["right"].label.set_color("r")
    second.set_ylabel("Far right")
    host.legend()
    host.grid(visible=True)


HOSTS = [
    above,
    beside,
    in_a_figure_within,
    in_other_axes,
    of_axisartist,
    on_a_log_scale,
    on_the_same_axes,
    scaled,
    without_axis_lines,
]


@pytest.fixture
def again(tmp_path, save):
    """Return the function that saves the figure a function makes, and reproduces it."""

    def saved_and_reproduced(draw, **options):
        draw()
        return scitex_plt.reproduce(save(plt.gcf(), tmp_path / "f.png", **options))

    return saved_and_reproduced


@pytest.mark.parametrize("draw", HOSTS)
def test_parasites_come_back_as_such(came_back, tmp_path, draw):
    draw()
    assert came_back(plt.gcf()) == []
    figure = scitex_plt.reproduce(tmp_path / "f.yaml")
    parasites = [one for host in figure.findobj(HostAxes) for one in host.parasites]
    shown = [label for one in parasites for within in (one, *one.child_axes) for label in labels(within)]
    assert shown == (["guest", "second"] if draw is of_axisartist else ["guest"])


def labels(axes):
    found = [one.get_label() for one in (*axes.containers, *axes._children)]
    return [label for label in found if label and not label.startswith("_")]


@pytest.mark.parametrize("draw", HOSTS)
def test_parasites_are_saved_again_as_they_were(again, save, tmp_path, draw):
    figure = again(draw)
    (tmp_path / "again").mkdir()
    save(figure, tmp_path / "again" / "f.png")
    for name in ("f.csv", "f.yaml"):
        assert (tmp_path / "again" / name).read_text() == (tmp_path / name).read_text()


@pytest.mark.parametrize("options", [{"dpi": 150}, {"bbox_inches": "tight"}])
@pytest.mark.parametrize("draw", [above, beside, scaled])
def test_parasites_come_back_in_other_pictures(again, tmp_path, draw, options):
    again(draw, **options)
    assert scitex_plt.verify(tmp_path / "f.png").verdict == "identical"


def test_parasites_follow_their_host(again):
    host = again(on_the_same_axes).axes[0]
    host.set_xlim(0, 7)
    assert host.parasites[0].get_xlim() == (0, 7)
    host = again(scaled).axes[0]
    host.set_ylim(3, 5)
    assert host.parasites[0].get_ylim() == pytest.approx((300, 500))
    host = again(beside).axes[0]
    host.set_xlim(0, 7)
    assert host.parasites[0].get_xlim() == (0, 7)


def test_a_number_edited_in_the_data_of_a_parasite_shows(again, tmp_path):
    again(scaled)
    (tmp_path / "f.csv").write_text((tmp_path / "f.csv").read_text().replace("350", "320"))
    parasite = scitex_plt.reproduce(tmp_path / "f.yaml").axes[0].parasites[0]
    assert parasite.lines[0].get_ydata().tolist() == [300, 320]


def test_the_data_alone_names_parasites_as_a_save_does(again, tmp_path):
    again(beside)
    header = (tmp_path / "f.csv").read_text().partition("\n")[0].split(",")
    assert list(scitex_plt.data(plt.gcf())) == header
    assert "B.guest.y" in header


def test_a_legend_of_the_host_explains_what_is_in_parasites_and_keeps_clear_of_it(again, tmp_path):
    def draw():
        host = host_of()
        host.twinx().plot([1, 2], [40, 30], label="guest")
        host.legend()

    legend = again(draw, dpi=150).axes[0].get_legend()
    assert [text.get_text() for text in legend.get_texts()] == ["host", "guest"]
    assert scitex_plt.verify(tmp_path / "f.png").verdict == "identical"


def test_what_changes_in_a_parasite_wakes_the_layout(again):
    def draw():
        host_of(plt.figure(layout="constrained")).twinx().plot([1, 2], [30, 40])

    figure = again(draw)
    assert figure.resting is not None
    figure.axes[0].parasites[0].set_ylabel("Right")
    assert figure.resting is None


def by_a_function_that_is_no_formula():
    parasite = host_of().twinx()
    parasite.plot([1, 2], [30, 40], label="guest")
    parasite.set_yscale("function", functions=(np.sort, np.sort))


def bent():
    host_of().get_aux_axes(HammerAxes.HammerTransform(9)).plot([0, 1], [3, 4], label="guest")


@pytest.mark.parametrize(("draw", "column"), [(bent, "A.guest.y"), (by_a_function_that_is_no_formula, "B.guest.y")])
def test_a_host_is_drawn_as_a_whole_if_a_parasite_cannot_be_told(came_back, tmp_path, draw, column):
    draw()
    assert len(came_back(plt.gcf())) == 1
    recipe = yaml.safe_load((tmp_path / "f.yaml").read_text())
    assert [(entry["axes"], "drawing" in entry) for entry in recipe["axes"]] == [("A", True)]
    assert column in (tmp_path / "f.csv").read_text()


def test_a_host_that_is_drawn_has_its_room_in_a_picture_cut_to_what_is_drawn(again, tmp_path):
    again(by_a_function_that_is_no_formula, bbox_inches="tight").savefig(tmp_path / "again.png")
    assert plt.imread(tmp_path / "f.png").shape == plt.imread(tmp_path / "again.png").shape


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, {"inside": "C"}),
        (1, {"parasite": {"affine": "1 2"}}),
        (1, {"parasite": {"affine": "nan"}}),
        (1, {"parasite": {"limits": "wide"}}),
        (0, {"projection": "polar"}),
        (0, {"projection": "3d"}),
    ],
)
def test_a_parasite_that_is_impossible_is_refused(again, tmp_path, number, said):
    again(scaled)
    recipe = yaml.safe_load((tmp_path / "f.yaml").read_text())
    recipe["axes"][number] |= said
    (tmp_path / "f.yaml").write_text(yaml.safe_dump(recipe, sort_keys=False))
    with pytest.raises(RecipeError):
        scitex_plt.reproduce(tmp_path / "f.yaml").savefig(tmp_path / "again.png")
