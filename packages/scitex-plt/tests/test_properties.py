"""Any line and any collection comes back from recipe and CSV: of its kind, with its data and style, to the pixel."""

import datetime
import math
import tempfile
from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import pyplot as plt
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.markers import MarkerStyle
from matplotlib.patheffects import Normal, withStroke

import scitex_plt
from scitex_plt.artists import collection_style, lines, scatters
from scitex_plt.describing.description import describe

unit = st.floats(0, 1)
lengths = st.floats(0.25, 9)  # matplotlib never ends to dash a line that is thinner than paper
colors = st.one_of(
    st.sampled_from(["r", "C3", "0.25", "none", "#12345678"]),
    st.tuples(unit, unit, unit),
    st.tuples(unit, unit, unit, unit),
)
dashes = st.tuples(st.floats(-5, 5), st.lists(st.floats(0.5, 9), min_size=1, max_size=3).map(lambda ons: [*ons, *ons]))
linestyles = st.sampled_from(["-", "--", "-.", ":"]) | dashes
caps, joins = st.sampled_from(["butt", "projecting", "round"]), st.sampled_from(["bevel", "miter", "round"])
words = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=9)
names = st.sampled_from([name for name in MarkerStyle.markers if isinstance(name, str) and name.strip(" Nnoe")])
filled_names = names.filter(lambda name: name != ",")
markers = names | st.integers(0, 11) | st.tuples(st.integers(3, 7), st.integers(0, 2), st.floats(0, 90))
outlines = st.builds(lambda width, color: withStroke(linewidth=width, foreground=color), lengths, colors)

COMMON = {
    "alpha": unit,
    "clip_on": st.booleans(),
    "gid": words,
    "in_layout": st.booleans(),
    "label": words,
    "path_effects": st.lists(outlines | st.builds(Normal), max_size=2),
    "rasterized": st.booleans(),
    "sketch_params": st.tuples(st.floats(0.5, 3), st.floats(9, 99), st.floats(1, 9)),
    "snap": st.sampled_from([None, False, True]),
    "url": words,
    "visible": st.just(True),
    "zorder": st.floats(-5, 5),
}
LINE = COMMON | {
    "antialiased": st.booleans(),
    "color": colors,
    "dash_capstyle": caps,
    "dash_joinstyle": joins,
    "drawstyle": st.sampled_from(Line2D.drawStyleKeys),
    "fillstyle": st.sampled_from(MarkerStyle.fillstyles),
    "gapcolor": colors,
    "linestyle": linestyles,
    "linewidth": lengths,
    "marker": markers,
    "markeredgecolor": colors,
    "markeredgewidth": lengths,
    "markerfacecolor": colors,
    "markerfacecoloralt": colors,
    "markersize": lengths,
    "markevery": st.integers(1, 3) | st.tuples(st.integers(0, 2), st.integers(1, 3)) | st.just(slice(None, None, 2)),
    "solid_capstyle": caps,
    "solid_joinstyle": joins,
}
COLLECTION = COMMON | {
    "antialiased": st.booleans(),
    "capstyle": caps,
    "edgecolor": colors,
    "facecolor": colors,
    "hatch": st.sampled_from([None, "/", "xx", "o."]),
    "hatch_linewidth": lengths,
    "hatchcolor": colors,
    "joinstyle": joins,
    "linestyle": st.sampled_from(["-", "--", "-.", ":"]),
    "linewidth": lengths,
    "urls": st.lists(words, max_size=2),
}
COLLECTION = {name: values for name, values in COLLECTION.items() if hasattr(LineCollection, f"set_{name}")}
EACH = ("edgecolor", "facecolor", "linewidth")
"""What each member of a collection may have of its own."""

coordinates = st.floats(-1e3, 1e3) | st.sampled_from([0.1 + 0.2, math.nan, math.inf, -math.inf])
moments = st.datetimes(datetime.datetime(1900, 1, 1), datetime.datetime(2100, 1, 1))
fruits = st.sampled_from(["apple", "10", 'Größe, "x"', "nan"])


@st.composite
def places(draw, kinds=(coordinates, moments, fruits)):
    """Return points of which x is of one of the kinds, usually numbers, moments or names, and y numbers."""
    kind = draw(st.sampled_from(kinds))
    points = draw(st.lists(st.tuples(kind, coordinates), max_size=6))
    return [x for x, _ in points], [y for _, y in points]


def some_of(strategies):
    """Return a strategy of styles: any few properties, each with some value."""
    chosen = st.lists(st.sampled_from(sorted(strategies)), max_size=5, unique=True)
    return chosen.flatmap(lambda names: st.fixed_dictionaries({name: strategies[name] for name in names}))


@st.composite
def style_of_members(draw, count):
    """Return a style of a collection, in which each of so many members has some properties of its own."""
    own = draw(st.lists(st.sampled_from(EACH), max_size=2, unique=True)) if count else []
    each = {
        name: draw(st.lists(COLLECTION[name].filter(lambda one: one != "none"), min_size=count, max_size=count))
        for name in own
    }
    return draw(some_of(COLLECTION)) | each


def styled(artist, style):
    """Set a style with matplotlib's own setters."""
    for name, value in style.items():
        put = getattr(artist, f"set_{name}")
        put(*value) if name == "sketch_params" else put(value)


def drawn(plot):
    """Return a small figure of nothing but what `plot` puts in its axes."""
    figure = Figure(figsize=(1, 1), dpi=40)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    plot(axes)
    return figure


def comes_back(save, figure, kind):
    """Check that a figure's only artist, which is of that kind, is the same when it is drawn again."""
    with tempfile.TemporaryDirectory() as folder:
        path = save(figure, Path(folder, "f.png"))
        recipe = yaml.safe_load(path.with_suffix(".yaml").read_text())
        again = scitex_plt.reproduce(path.with_suffix(".yaml"))
        again.savefig(path.with_suffix(".again.png"))
        picture, other = (plt.imread(path.with_suffix(suffix)) for suffix in (".png", ".again.png"))
        found, table, _ = describe(again)
        assert [next(iter(entry)) for entry in recipe["axes"][0]["artists"]] == [kind]
        assert found["axes"][0]["artists"] == recipe["axes"][0]["artists"]
        assert np.array_equal(picture, other)
        if recipe["data"]:
            assert table.to_csv(index=False).encode() == path.with_suffix(".csv").read_bytes()


@pytest.mark.parametrize(
    ("strategies", "rows"),
    [
        (LINE, lines.PROPERTIES),
        (COLLECTION, collection_style.UNSIZED),
        (COLLECTION | {"marker": markers, "size": lengths}, scatters.PROPERTIES),
    ],
)
def test_every_property_of_the_tables_is_tried(strategies, rows):
    assert {row.name for row in rows} <= strategies.keys()


@settings(deadline=None, max_examples=25)
@given(points=places(), style=some_of(LINE))
def test_a_line_comes_back(save, points, style):
    figure = drawn(lambda axes: styled(axes.plot(*points)[0], style))
    comes_back(save, figure, "line")


@settings(deadline=None, max_examples=25)
@given(
    data=st.data(),
    points=places([coordinates, moments]),
    marker=filled_names,
    is_mapped=st.booleans(),
)
def test_a_scatter_comes_back(save, data, points, marker, is_mapped):
    count = len(points[0])
    style = data.draw(style_of_members(count))
    each = {"s": data.draw(st.lists(lengths, min_size=count, max_size=count) | lengths)}
    if is_mapped:
        each["c"] = data.draw(st.lists(unit | st.just(math.nan), min_size=count, max_size=count))
    figure = drawn(lambda axes: styled(axes.scatter(*points, marker=marker, **each), style))
    comes_back(save, figure, "scatter")


@settings(deadline=None, max_examples=25)
@given(data=st.data(), segments=st.lists(st.lists(st.tuples(coordinates, coordinates), max_size=4), max_size=4))
def test_a_collection_of_lines_comes_back(save, data, segments):
    style = data.draw(style_of_members(len(segments)))

    def plot(axes):
        styled(axes.add_collection(LineCollection([np.reshape(one, (-1, 2)) for one in segments])), style)
        axes.autoscale_view()

    comes_back(save, drawn(plot), "lines")
