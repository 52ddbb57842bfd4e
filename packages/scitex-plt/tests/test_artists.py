"""What holds for every row of the artist table: a new row is tested by having an example here."""

import runpy
from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from matplotlib.image import FigureImage

from scitex_plt import artists, references
from scitex_plt.furniture.legends import axes_of
from scitex_plt.tables.columns import Points, Series, frame
from scitex_plt.tables.table import Table
from scitex_plt.values.plain import Unsupported


def examples_of_all_families():
    """Return the examples of what rows take and refuse, in which projection, and what must be there before."""
    taken, refused, projections, hooks = {}, {}, {}, {}
    for path in sorted(Path(__file__).with_name("examples").glob("*.py")):
        module = runpy.run_path(str(path))
        taken |= module["EXAMPLES"]
        refused |= module["REFUSED"]
        projections |= module.get("PROJECTIONS", {})
        hooks |= module.get("HOOKS", {})
    return taken, refused, projections, hooks


EXAMPLES, REFUSED, PROJECTIONS, HOOKS = examples_of_all_families()

CASES = [(kind, draw) for kind, examples in EXAMPLES.items() for draw in examples]
REFUSALS = [(kind, draw) for kind, examples in REFUSED.items() for draw in examples]


def fresh_axes(kind="line"):
    axes = Figure().add_subplot(projection=PROJECTIONS.get(kind))
    if kind in HOOKS:
        HOOKS[kind](axes)
    return axes


def hooks_in(row, axes):
    """Return what artists of a row may refer to."""
    return {"A.hook": axes.get_children()[0]} if row.kind in HOOKS else {}


def extracted(row, artist, axes):
    series = Series("A.it")
    with references.among({}, hooks_in(row, axes)):
        entry = row.extract(artist, axes, series)
    return (series.entry | entry if series.columns else entry), series


def owner_of(row, axes):
    """Return where artists of a row stand: in axes, or in the figure, if only there."""
    return axes.figure if row.artist is FigureImage else axes


def redrawn(row, entry, axes, points):
    with references.among({}, hooks_in(row, axes)):
        return row.redraw(entry, owner_of(row, axes), points)


def written_and_read(tmp_path, series, entry):
    if not series.columns:
        return None
    frame([series]).to_csv(tmp_path / "it.csv", index=False)
    return Points(Table(tmp_path / "it.csv"), entry)


def test_every_row_has_examples_of_what_it_takes_and_refuses():
    assert sorted(artists.kinds()) == sorted(EXAMPLES) == sorted(REFUSED)


def test_rows_are_found_by_kind_and_by_type():
    rows = [artists.row_of_kind(kind) for kind in artists.kinds()]
    assert [row.kind for row in rows] == artists.kinds()
    assert all(artists.row_of_type(row.artist) is row for row in rows)


def test_what_has_no_row_has_none():
    assert artists.row_of_kind("no such kind") is None
    assert artists.row_of_type(type("Line2D", (FigureImage,), {})) is None


@pytest.mark.parametrize(("kind", "draw"), CASES)
def test_an_artist_drawn_again_is_described_the_same(tmp_path, kind, draw):
    row, axes, other = artists.row_of_kind(kind), fresh_axes(kind), fresh_axes(kind)
    entry, series = extracted(row, draw(axes), axes)
    again = redrawn(row, entry, other, written_and_read(tmp_path, series, entry))
    same, same_series = extracted(row, again, other)
    assert same == entry
    assert frame([same_series]).equals(frame([series]))
    assert type(again) is row.artist
    assert again in owner_of(row, other).get_children() or axes_of(again) is other


@pytest.mark.parametrize(("kind", "draw"), CASES)
def test_an_entry_is_plain_yaml(kind, draw):
    axes = fresh_axes(kind)
    entry, _ = extracted(artists.row_of_kind(kind), draw(axes), axes)
    assert yaml.safe_load(yaml.safe_dump(entry)) == entry


@pytest.mark.parametrize(("kind", "draw"), CASES)
def test_an_artist_drawn_again_looks_the_same(tmp_path, kind, draw):
    row, axes, other = artists.row_of_kind(kind), fresh_axes(kind), fresh_axes(kind)
    artist = draw(axes)
    look = row.look(artist)
    entry, series = extracted(row, artist, axes)
    again = redrawn(row, entry, other, written_and_read(tmp_path, series, entry))
    assert row.look(again) == look


@pytest.mark.parametrize(
    ("kind", "one", "another"),
    [
        ("line", EXAMPLES["line"][0], EXAMPLES["line"][1]),
        ("scatter", EXAMPLES["scatter"][0], EXAMPLES["scatter"][1]),
    ],
)
def test_artists_of_other_style_look_different(kind, one, another):
    look = artists.row_of_kind(kind).look
    assert look(one(fresh_axes())) != look(another(fresh_axes()))


@pytest.mark.parametrize(("kind", "draw"), REFUSALS)
def test_what_a_row_cannot_say_it_refuses(kind, draw):
    axes = fresh_axes(kind)
    artist = draw(axes)
    with pytest.raises(Unsupported):
        extracted(artists.row_of_kind(kind), artist, axes)


numbers = st.floats(width=64)
points = st.lists(st.tuples(numbers, numbers), max_size=8)


@settings(deadline=None)
@given(points=points)
def test_the_numbers_of_a_line_come_back_bit_for_bit(points, tmp_path_factory):
    axes = fresh_axes()
    line = axes.plot([x for x, _ in points], [y for _, y in points])[0]
    entry, series = extracted(artists.row_of_kind("line"), line, axes)
    back = written_and_read(tmp_path_factory.mktemp("line"), series, entry)
    for part in series.columns:
        assert np.array_equal(back.numbers(part), series.columns[part], equal_nan=True)
