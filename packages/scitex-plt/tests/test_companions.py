"""Data and recipe lie beside the picture, and never over a file that is the user's."""

import pandas as pd
import pytest
from matplotlib import pyplot as plt
from matplotlib.artist import Artist

import scitex_io
import scitex_plt
from scitex_plt.companions import companions


def yielded(drawn, path):
    """Return what is yielded for a figure, before any of it is written."""
    (path.parent / "picture").write_bytes(b"")
    found = []
    for companion, beside, options in companions(drawn, path, path.parent / "picture", {}):
        beside.write_text("")
        found.append((companion, beside, options))
    for _, beside, _ in found:
        beside.unlink()
    return found


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".svg", ".pdf", ".tif", ".webp", ".eps", ".PNG"])
def test_a_picture_gets_both(tmp_path, two_lines_figure, suffix):
    path = tmp_path / f"signal{suffix}"
    assert [beside.name for _, beside, _ in yielded(two_lines_figure, path)] == ["signal.csv", "signal.yaml"]


@pytest.mark.parametrize("suffix", [".pkl", ".txt", ""])
def test_what_is_no_picture_gets_none(tmp_path, two_lines_figure, suffix):
    assert yielded(two_lines_figure, tmp_path / f"signal{suffix}") == []


def test_a_figure_without_data_gets_a_recipe_alone(tmp_path, save):
    save(scitex_plt.figure(), tmp_path / "empty.png")
    assert names(tmp_path) == ["empty.png", "empty.yaml"]
    assert scitex_plt.reproduce(tmp_path / "empty.yaml").axes == []


def test_a_figure_without_data_takes_away_the_csv_of_an_earlier_save(tmp_path, save, two_lines_figure):
    save(two_lines_figure, tmp_path / "f.png")
    save(scitex_plt.figure(), tmp_path / "f.png")
    assert names(tmp_path) == ["f.png", "f.yaml"]
    save(two_lines_figure, tmp_path / "f.png")
    assert names(tmp_path) == ["f.csv", "f.png", "f.yaml"]


def test_a_figure_without_data_leaves_a_csv_of_the_users(tmp_path, save):
    (tmp_path / "f.csv").write_text("mine\n")
    with pytest.warns(scitex_plt.PltWarning, match=r"^f\.csv beside \S+ is not an earlier companion"):
        save(scitex_plt.figure(), tmp_path / "f.png")
    assert (tmp_path / "f.csv").read_text() == "mine\n"


def test_saving_again_replaces_them(tmp_path, save, two_lines_figure):
    save(two_lines_figure, tmp_path / "f.png")
    two_lines_figure.axes[0].lines[0].set_ydata([0] * 50)
    save(two_lines_figure, tmp_path / "f.png")
    assert names(tmp_path) == ["f.csv", "f.png", "f.yaml"]
    assert (tmp_path / "f.csv").read_text().splitlines()[2].split(",")[1] == "0.0"


def test_one_figure_in_two_folders_has_companions_in_each(tmp_path, save, two_lines_figure):
    for name in ("a/f.png", "b/f.svg", "a/f.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        save(two_lines_figure, tmp_path / name)
    assert names(tmp_path / "a") == ["f.csv", "f.png", "f.yaml"]
    assert names(tmp_path / "b") == ["f.csv", "f.svg", "f.yaml"]
    for name in ("f.csv", "f.yaml"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_an_axes_gets_those_of_its_figure(tmp_path, save, two_lines_figure):
    of_axes = yielded(two_lines_figure.axes[0], tmp_path / "f.png")
    of_figure = yielded(two_lines_figure, tmp_path / "f.png")
    assert of_axes[1] == of_figure[1]


def test_png_and_svg_of_one_stem_share_them(tmp_path, save, two_lines_figure):
    save(two_lines_figure, tmp_path / "f.png")
    before = (tmp_path / "f.yaml").read_bytes(), (tmp_path / "f.csv").read_bytes()
    save(two_lines_figure, tmp_path / "f.svg")
    assert names(tmp_path) == ["f.csv", "f.png", "f.svg", "f.yaml"]
    assert ((tmp_path / "f.yaml").read_bytes(), (tmp_path / "f.csv").read_bytes()) == before


@pytest.mark.parametrize("suffix", [".csv", ".yaml"])
def test_a_file_of_the_users_stays(tmp_path, save, two_lines_figure, suffix):
    mine = tmp_path / f"f{suffix}"
    mine.write_text("a,b\n1,2\n")
    for _ in range(2):
        with pytest.warns(scitex_plt.PltWarning, match=r"data and recipe are f\.png\.csv and f\.png\.yaml"):
            save(two_lines_figure, tmp_path / "f.png")
        assert names(tmp_path) == sorted(["f.png", "f.png.csv", "f.png.yaml", mine.name])
    assert mine.read_text() == "a,b\n1,2\n"
    assert len(scitex_plt.reproduce(tmp_path / "f.png.yaml").axes[0].lines) == 2


def test_a_csv_that_took_the_place_of_ours_stays(tmp_path, save, two_lines_figure):
    save(two_lines_figure, tmp_path / "f.png")
    (tmp_path / "f.csv").write_text("a,b\n1,2\n")
    with pytest.warns(scitex_plt.PltWarning, match=r"f\.yaml is an earlier recipe, and stays without its data"):
        save(two_lines_figure, tmp_path / "f.png")
    assert (tmp_path / "f.csv").read_text() == "a,b\n1,2\n"
    assert names(tmp_path) == ["f.csv", "f.png", "f.png.csv", "f.png.yaml", "f.yaml"]


def test_no_place_is_left(tmp_path, save, two_lines_figure):
    for name in ("f.csv", "f.png.yaml"):
        (tmp_path / name).write_text("mine\n")
    with pytest.warns(scitex_plt.PltWarning, match="data and recipe are not saved"):
        save(two_lines_figure, tmp_path / "f.png")
    assert names(tmp_path) == ["f.csv", "f.png", "f.png.yaml"]


class Broken(Artist):
    """An artist that is drawn once, and never again."""

    drawn = False

    def draw(self, renderer):
        if self.drawn:
            raise RuntimeError("no ink")
        self.drawn = True


def test_a_warning_names_what_the_recipe_lacks(tmp_path, save, two_lines_figure):
    two_lines_figure.axes[0].add_artist(Broken()).set_label("blot")
    with pytest.warns(scitex_plt.PltWarning, match=r"f\.yaml lacks Broken 'blot' of axes A"):
        save(two_lines_figure, tmp_path / "f.png")


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("names", [["2020", "2021"], ["001", "002"], ["NA", "nan"], ["True", "False"], ["", "b"]])
def test_names_that_a_reader_may_take_for_something_else_are_nothing_to_warn_of(tmp_path, names):
    figure, axes = plt.subplots()
    axes.bar(names, [1, 2], label="count")
    scitex_io.save(figure, tmp_path / "f.png")
    assert scitex_plt.verify(tmp_path / "f.yaml").verdict == "identical"
    table = pd.read_csv(tmp_path / "f.csv", dtype=str, keep_default_na=False)
    assert names in (table["A.count.x"].tolist(), table.get("A.count.x_category", table["A.count.x"]).tolist())


def test_a_warning_points_at_the_users_line(tmp_path):
    fig, ax = scitex_plt.subplots()
    ax.add_artist(Broken())
    with pytest.warns(scitex_plt.PltWarning, match="lacks Broken of axes A") as told:
        scitex_io.save(fig, tmp_path / "f.png")
    assert told[0].filename == __file__


def test_a_figure_beyond_the_bounds_is_saved_with_a_warning(tmp_path, save):
    figure, axes = scitex_plt.subplots(figsize=(2, 2), dpi=50)
    axes.plot([1, 2], "o", label="huge", markersize=6000)
    huge = r"line 'huge' of axes A \(the recipe cannot be drawn: .* markersize 6000\.0 is beyond"
    with pytest.warns(scitex_plt.PltWarning, match=huge):
        save(figure, tmp_path / "f.png")
    assert scitex_io.load(tmp_path / "f.yaml")["omitted"][0]["label"] == "huge"
    not_given = pytest.warns(scitex_plt.PltWarning, match=r"f\.yaml does not give .*f\.png: .* is beyond")
    with not_given, pytest.warns(scitex_plt.PltWarning, match=huge):
        save(figure, tmp_path / "f.png", verify=True)
    with pytest.raises(scitex_plt.RecipeError, match="is beyond what can be drawn"):
        scitex_plt.reproduce(tmp_path / "f.yaml")
