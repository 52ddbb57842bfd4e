"""Styles for print: what journals ask for, for as long as the style holds."""

import re
from itertools import combinations
from types import SimpleNamespace

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import pyplot
from matplotlib.colors import to_rgb

from scitex_plt.errors import OptionError
from scitex_plt.printing.styles import JOURNALS, OKABE_ITO, column_width_mm, journal, style_named
from scitex_plt.resource import plt

# How colours look to people without one kind of cone: Machado, Oliveira and Fernandes, IEEE Transactions on
# Visualization and Computer Graphics 15, 1291 (2009), severity 1.0, on linear RGB.
DICHROMACY = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
TO_XYZ = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]


def smallest_difference(colors, seen_by):
    """Return the distance in CIELAB of the two colours that are most alike to somebody."""
    rgb = np.array([to_rgb(color) for color in colors])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(linear @ np.transpose(DICHROMACY[seen_by]), 0, 1)
    ratio = seen @ np.transpose(TO_XYZ) / np.sum(TO_XYZ, axis=1)
    f = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    lab = np.stack([116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])], axis=1)
    return min(np.linalg.norm(one - other) for one, other in combinations(lab, 2))


@pytest.mark.parametrize("seen_by", DICHROMACY)
def test_the_palette_can_be_told_apart_by_people_without_one_kind_of_cone(seen_by):
    assert smallest_difference(OKABE_ITO.values(), seen_by) > 10


def test_matplotlibs_own_colours_cannot():
    assert smallest_difference(mpl.color_sequences["tab10"][:8], "deuteranopia") < 10


def test_the_palette_is_that_of_okabe_and_ito():
    published = [(0, 0, 0), (230, 159, 0), (86, 180, 233), (0, 158, 115), (240, 228, 66), (0, 114, 178), (213, 94, 0)]
    published += [(204, 121, 167)]
    assert sorted(tuple(round(255 * part) for part in to_rgb(color)) for color in OKABE_ITO.values()) == sorted(
        published
    )


@pytest.mark.parametrize("name", JOURNALS)
def test_a_journal_has_small_type_and_thin_lines(name):
    with pyplot.style.context(journal(name)):
        figure, ax = pyplot.subplots()
        (line,) = ax.plot([1, 2])
        ax.set(xlabel="x", title="t")
        texts = [ax.xaxis.label, ax.title, *ax.get_xticklabels()]
        assert {6, 7, 8} >= {text.get_fontsize() for text in texts}
        assert line.get_linewidth() <= 1
        assert ax.spines["left"].get_linewidth() <= 0.5
        assert figure.get_figwidth() * 25.4 == pytest.approx(column_width_mm(name))


@pytest.mark.parametrize("name", JOURNALS)
def test_every_width_of_a_journal_is_to_be_had(name):
    for columns, width in JOURNALS[name].widths_mm.items():
        wide, _ = journal(name, columns=columns)["figure.figsize"]
        assert wide * 25.4 == pytest.approx(width)
        assert column_width_mm(name, columns) == width


def test_the_height_may_be_given():
    assert journal("nature", height_mm=50.8)["figure.figsize"][1] == pytest.approx(2)


def test_text_stays_text(tmp_path):
    with pyplot.style.context(journal("nature")):
        figure, ax = pyplot.subplots()
        ax.set_title("editable words")
        figure.savefig(tmp_path / "a.svg")
        figure.savefig(tmp_path / "a.pdf")
    assert re.search(r"<text[^>]*>editable words</text>", (tmp_path / "a.svg").read_text(encoding="utf-8"))
    assert b"/CIDFontType2" in (tmp_path / "a.pdf").read_bytes()
    assert b"/Type3" not in (tmp_path / "a.pdf").read_bytes()


def test_lines_have_the_colours_of_the_palette():
    with pyplot.style.context(journal("cell")):
        _, ax = pyplot.subplots()
        lines = [ax.plot([number])[0].get_color() for number in range(8)]
    assert lines == list(OKABE_ITO.values())


def test_nothing_is_left_behind():
    before = dict(mpl.rcParams)
    with pyplot.style.context(journal("science", columns=2)):
        pyplot.subplots()
    assert dict(mpl.rcParams) == before


def test_in_a_session_a_style_holds_to_its_end_and_the_scripts_own_values_win():
    before = dict(mpl.rcParams)
    with plt(SimpleNamespace(agg=True)) as given:
        given.style.use(given.journal("nature"))
        given.rcParams["font.size"] = 9
        figure, ax = given.subplots()
        assert figure.get_figwidth() * 25.4 == pytest.approx(89)
        assert ax.text(0, 0, "word").get_fontsize() == 9
    assert dict(mpl.rcParams) == before


def test_a_style_is_the_callers_to_change():
    journal("nature")["font.sans-serif"].append("Comic Sans")
    assert "Comic Sans" not in journal("nature")["font.sans-serif"]


def test_a_style_by_name_is_a_journals_or_matplotlibs():
    assert style_named("nature") == journal("nature")
    assert style_named("ggplot") == dict(pyplot.style.library["ggplot"])
    assert style_named("default")["font.size"] == mpl.rcParamsDefault["font.size"]


def test_what_there_is_not_is_refused():
    with pytest.raises(OptionError, match="did you mean 'nature'"):
        journal("Natur")
    with pytest.raises(OptionError, match=r"expected 1, 1\.5, 2"):
        journal("cell", columns=3)
    with pytest.raises(OptionError, match="aps, cell"):
        column_width_mm("vogue magazine")
    with pytest.raises(OptionError, match="did you mean 'ggplot'"):
        style_named("ggplott")
