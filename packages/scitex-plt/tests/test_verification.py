"""A recipe is compared with the picture beside it."""

from io import BytesIO

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.colors import to_hex
from matplotlib.patheffects import Normal

import scitex_plt
from scitex_plt.printing.styles import OKABE_ITO
from scitex_plt.values import rcparams
from scitex_plt.verification import Comparison


def test_a_recipe_gives_its_picture(tmp_path, save, two_lines_figure):
    picture = save(two_lines_figure, tmp_path / "f.png")
    expected = Comparison(tmp_path / "f.yaml", picture, "identical", 0.0)
    assert scitex_plt.verify(tmp_path / "f.yaml") == scitex_plt.verify(picture) == expected


def test_an_edited_number_makes_it_different(tmp_path, save, two_lines_figure):
    save(two_lines_figure, tmp_path / "f.png")
    lines = (tmp_path / "f.csv").read_text().splitlines()
    lines[1] = ",".join("0.5" for _ in lines[1].split(","))
    (tmp_path / "f.csv").write_text("\n".join(lines))
    found = scitex_plt.verify(tmp_path / "f.yaml")
    assert found.verdict == "different"
    assert found.rms > 1


def test_a_picture_of_another_size_is_different(tmp_path, save, two_lines_figure):
    save(two_lines_figure, tmp_path / "f.png")
    plt.imsave(tmp_path / "f.png", np.zeros((9, 9, 3)))
    found = scitex_plt.verify(tmp_path / "f.yaml")
    assert (found.verdict, found.rms) == ("different", None)
    assert str(found) == "different, another size"


@pytest.mark.parametrize(
    "options",
    [
        {"dpi": 37},
        {"bbox_inches": "tight"},
        {"transparent": True},
        {"facecolor": (0.1, 0.2, 0.3, 0.4), "pad_inches": 1},
    ],
)
def test_what_savefig_was_told_counts_again(tmp_path, save, two_lines_figure, options):
    save(two_lines_figure, tmp_path / "f.png", **options)
    assert scitex_plt.verify(tmp_path / "f.yaml").verdict == "identical"


def test_pictures_of_one_figure_keep_what_each_was_told(tmp_path, save, two_lines_figure):
    for name, options in (("f.png", {"dpi": 37}), ("f.jpg", {"dpi": 50}), ("f.pdf", {})):
        save(two_lines_figure, tmp_path / name, **options)
    assert scitex_plt.verify(tmp_path / "f.png").verdict == "identical"
    scitex_plt.reproduce(tmp_path / "f.yaml").savefig(tmp_path / "again.png")
    scitex_plt.reproduce(tmp_path / "f.yaml").savefig(tmp_path / "again.jpg")
    assert [plt.imread(tmp_path / f"again.{ending}").shape[0] for ending in ("png", "jpg")] == [177, 240]


@pytest.mark.parametrize("ending", ["eps", "pdf", "svg"])
def test_pictures_of_vectors_cannot_be_compared(tmp_path, save, two_lines_figure, ending):
    with pytest.warns(scitex_plt.PltWarning, match=rf"f\.{ending} is not verified: only pictures of pixels"):
        save(two_lines_figure, tmp_path / f"f.{ending}", verify=True)
    with pytest.raises(scitex_plt.OptionError, match=rf"f\.{ending}: only pictures of pixels .* recipe .*f\.yaml"):
        scitex_plt.verify(tmp_path / f"f.{ending}")


def test_a_figure_drawn_again_is_saved_as_it_was_wherever_it_goes(tmp_path, two_lines_figure):
    scitex_io = pytest.importorskip("scitex_io")
    scitex_io.save(two_lines_figure, tmp_path / "f.png", dpi=50, facecolor="y")
    again, memory = scitex_plt.reproduce(tmp_path / "f.yaml"), BytesIO()
    again.savefig(memory, format="png")
    memory.seek(0)
    scitex_io.save(again, tmp_path / "g.png")
    assert [plt.imread(one).shape[:2] for one in (memory, tmp_path / "g.png")] == [(240, 320)] * 2
    assert scitex_plt.verify(tmp_path / "g.png").verdict == "identical"
    scitex_io.save(again, tmp_path / "g.png", dpi=25)
    assert plt.imread(tmp_path / "g.png").shape[:2] == (120, 160)
    assert scitex_plt.verify(tmp_path / "g.png").verdict == "identical"


def test_a_figure_drawn_again_and_saved_has_the_rcparams_that_it_had(tmp_path, save):
    with mpl.rc_context({"font.sans-serif": ["DejaVu Serif"], "savefig.dpi": 50}):
        figure, axes = plt.subplots()
        axes.set_title("in serifs")
        save(figure, tmp_path / "f.png")
    save(scitex_plt.reproduce(tmp_path / "f.yaml", style="nature"), tmp_path / "g.png")
    save(scitex_plt.reproduce(tmp_path / "f.yaml"), tmp_path / "h.png")
    assert [scitex_plt.verify(tmp_path / name).verdict for name in ("g.png", "h.png")] == ["identical"] * 2


def test_another_dpi_counts_if_it_is_told(tmp_path, save, two_lines_figure):
    save(two_lines_figure, tmp_path / "f.png", dpi=50)
    scitex_plt.reproduce(tmp_path / "f.yaml").savefig(tmp_path / "again.png", dpi=25)
    assert plt.imread(tmp_path / "again.png").shape[:2] == (120, 160)


def test_a_save_may_be_verified_at_once(tmp_path, save, two_lines_figure, monkeypatch):
    save(two_lines_figure, tmp_path / "f.png", verify=True)
    monkeypatch.setattr("scitex_plt.artists.lines.redraw", lambda entry, axes, points: axes.plot([])[0])
    monkeypatch.setattr("scitex_plt.reproduction.row_of", lambda drawing: Odd)
    with pytest.warns(scitex_plt.PltWarning, match=r"f\.yaml does not give .*f\.png: different"):
        save(two_lines_figure, tmp_path / "f.png", verify=True)


class Odd:
    """A row that draws something else."""

    kind = "line"

    @staticmethod
    def redraw(entry, axes, points):
        return axes.plot([0, 1], [1, 0])[0]


def test_only_pictures_of_pixels_are_compared(tmp_path, save, two_lines_figure):
    save(two_lines_figure, tmp_path / "f.svg")
    with pytest.raises(scitex_plt.MissingFileError, match=r"expected one of f\.png, f\.jpg"):
        scitex_plt.verify(tmp_path / "f.yaml")


def test_a_recipe_of_the_whole_name_finds_its_picture(tmp_path, save, two_lines_figure):
    (tmp_path / "f.yaml").write_text("mine")
    with pytest.warns(scitex_plt.PltWarning):
        save(two_lines_figure, tmp_path / "f.png")
    assert scitex_plt.verify(tmp_path / "f.png.yaml").picture == tmp_path / "f.png"


def test_a_figure_is_drawn_in_another_style(tmp_path, save):
    figure, axes = plt.subplots(figsize=(8, 4))
    axes.plot([1, 2], label="one")
    axes.plot([2, 1], label="two")
    save(figure, tmp_path / "f.png")
    again = scitex_plt.reproduce(tmp_path / "f.yaml", style="nature")
    assert again.get_size_inches() == pytest.approx([89 / 25.4, 89 / 25.4 / 2])
    assert {line.get_linewidth() for line in again.axes[0].lines} == {0.75}
    with rcparams.applied(again.recorded):
        colors = [to_hex(line.get_color()).upper() for line in again.axes[0].lines]
    assert colors == [OKABE_ITO["blue"], OKABE_ITO["vermillion"]]


def test_a_style_may_be_rcparams(tmp_path, save, two_lines_figure):
    save(two_lines_figure, tmp_path / "f.png")
    again = scitex_plt.reproduce(tmp_path / "f.yaml", style=scitex_plt.journal("cell", columns=2))
    assert again.get_figwidth() * 25.4 == pytest.approx(174)
    assert scitex_plt.reproduce(tmp_path / "f.yaml", style={"path.effects": [Normal()]}).axes[0].lines
    with pytest.raises(scitex_plt.OptionError, match="style: expected the name of a journal"):
        scitex_plt.reproduce(tmp_path / "f.yaml", style=["nature"])
    with pytest.raises(scitex_plt.OptionError, match=r"no rcParam 'lines.width': did you mean 'lines.linewidth'"):
        scitex_plt.reproduce(tmp_path / "f.yaml", style={"lines.width": 2})
    with pytest.raises(scitex_plt.OptionError, match=r"style: Key font\.size: Could not convert 'big' to float"):
        scitex_plt.reproduce(tmp_path / "f.yaml", style={"font.size": "big"})


@pytest.mark.parametrize("style", ["classic", "default", "ggplot"])
def test_a_style_of_matplotlibs_may_be_of_all_rcparams(tmp_path, save, two_lines_figure, style):
    save(two_lines_figure, tmp_path / "f.png")
    scitex_plt.reproduce(tmp_path / "f.yaml", style=style).savefig(tmp_path / "again.png")
    assert plt.imread(tmp_path / "again.png").any()


@pytest.mark.parametrize("name", ["f.png", "f.svg"])
def test_a_picture_stands_for_its_recipe(tmp_path, save, two_lines_figure, name):
    path = save(two_lines_figure, tmp_path / name).rename(tmp_path / f"moved {name}")
    assert scitex_plt.reproduce(path).recipe == tmp_path / "f.yaml"


@pytest.mark.parametrize("read", [scitex_plt.reproduce, scitex_plt.verify, lambda path: scitex_plt.compose([path])])
def test_a_folder_is_refused(tmp_path, read):
    with pytest.raises(scitex_plt.MissingFileError, match="a folder: expected a recipe, or a picture"):
        read(tmp_path)


def test_in_a_run_a_figure_is_looked_for_where_it_was_saved(tmp_path, monkeypatch, two_lines_figure):
    scitex_io = pytest.importorskip("scitex_io")
    monkeypatch.chdir(tmp_path)
    read = []
    with scitex_io.base_directory("run"), scitex_io.observing(read.append):
        scitex_io.save(two_lines_figure, "f.png", verify=True)
        read.clear()
        assert scitex_plt.verify("f.png").picture == tmp_path / "run" / "f.png"
        with pytest.raises(scitex_plt.MissingFileError, match=r"'g\.yaml': looked for .*run/g\.yaml and .*g\.yaml"):
            scitex_plt.reproduce("g.yaml")
    assert {(access.mode, access.path.name) for access in read} == {
        ("read", f"f.{end}") for end in ("csv", "png", "yaml")
    }
    assert all(access.path.is_absolute() and access.before is not None for access in read)


def test_an_unknown_style_is_refused(tmp_path, save, two_lines_figure):
    save(two_lines_figure, tmp_path / "f.png")
    with pytest.raises(scitex_plt.OptionError, match="natrue"):
        scitex_plt.reproduce(tmp_path / "f.yaml", style="natrue")


@pytest.mark.parametrize("coding", [{"quality": 30}, {"quality": 95, "subsampling": 0, "progressive": True}])
def test_a_jpeg_of_another_quality_is_compared_with_one_of_that(tmp_path, save, two_lines_figure, coding):
    picture = save(two_lines_figure, tmp_path / "f.jpg", pil_kwargs=coding)
    assert scitex_plt.verify(picture).verdict == "identical"
