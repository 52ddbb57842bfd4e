"""A recipe from a stranger is drawn or refused in words: it runs nothing, opens nothing else, and comes to an end."""

import base64
import contextlib
import io
import os
import shutil
import subprocess
import sys
import zlib
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest
import yaml
from matplotlib import pyplot as plt
from PIL import Image
from watching import watching

import scitex_plt
from scitex_plt import pictures, recipe, saving
from scitex_plt.commands import plt as command
from scitex_plt.companions import companions
from scitex_plt.errors import ColumnError, MissingFileError, RecipeError
from scitex_plt.tables import table
from scitex_plt.values import rcparams

STYLE = ("axes", 0, "artists", 1, "style")


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """Return a folder with a small picture of two lines, its recipe and its data."""
    folder = tmp_path_factory.mktemp("saved")
    figure, axes = plt.subplots(figsize=(3, 2))
    x = np.linspace(0, 1, 50)
    axes.plot(x, np.sin(7 * x), label="sine")
    axes.plot(x, np.cos(7 * x), "--", label="cosine")
    axes.set(xlabel="Time (s)", title="Two lines")
    axes.legend()
    figure.savefig(folder / "f.png")
    for companion, path, _ in companions(figure, folder / "f.png", folder / "f.png", {}):
        if path.suffix == ".csv":
            companion.to_csv(path, index=False)
        else:
            path.write_text(yaml.dump(companion, Dumper=Dumper, sort_keys=False), encoding="utf-8")
    return folder


@pytest.fixture
def waves(tmp_path, saved):
    """Return the recipe of two lines, with the picture and the data beside it."""
    shutil.copytree(saved, tmp_path, dirs_exist_ok=True)
    return tmp_path / "f.yaml"


class Dumper(yaml.SafeDumper):
    """The dumper of recipes: what is there twice is written twice."""

    def ignore_aliases(self, data):
        """Say that nothing is an alias."""
        return True


def spoil(path, place, value):
    """Put a value into a recipe, at a place of keys and numbers."""
    found = yaml.safe_load(path.read_text())
    node = found
    for key in place[:-1]:
        node = node.setdefault(key, {}) if isinstance(node, dict) else node[key]
    node[place[-1]] = value
    path.write_text(yaml.dump(found, Dumper=Dumper, sort_keys=False), encoding="utf-8")
    return path


def draw_only(path, call):
    """Put one drawing in the place of all artists of a recipe, and draw that."""
    spoil(path, ("axes", 0, "artists"), [drawing(call)])
    found = yaml.safe_load(path.read_text())
    del found["axes"][0]["legend"]
    path.write_text(yaml.dump(found, Dumper=Dumper, sort_keys=False), encoding="utf-8")
    draw(path)


def draw(path):
    scitex_plt.reproduce(path).savefig(path.with_name("again.png"))


LAUGHS = "a: &a [x, x]\n" + "".join(
    f"{one}: &{one} [*{of}, *{of}]\n" for of, one in zip("abcdef", "bcdefg", strict=True)
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (LAUGHS, "an anchor or alias, 'a'"),
        ("figure: &f {style: *f}\n", "an anchor or alias, 'f'"),
        ("figure: " + "[" * 100_000, "nest"),
        ("figure: " + "{a: " * 100, "nested more than 60 deep"),
        ("figure: !!python/object/apply:os.system [ls]\n", "a tag, 'tag:yaml.org,2002:python/object/apply:os'"),
        ("figure: !!binary aGVsbG8=\n", "a tag"),
        ("figure: 1" + ":59" * 300_000, "a number of too many digits"),
        ("figure: " + "9" * 9_000, "a number of too many digits"),
        ("figure: 2024-13-41\n", "month must be in 1..12"),
        ("figure: {a: b\n", "not plain YAML"),
        ("figure: \x01\n", "not plain YAML"),
        ("? [a]\n: 1\n", "unhashable key"),
    ],
)
def test_yaml_that_is_more_than_a_plain_tree(tmp_path, text, said):
    path = tmp_path / "f.yaml"
    path.write_text(f"scitex_figure: 1\n{text}")
    with pytest.raises(RecipeError, match=r"f\.yaml: not plain YAML: ") as refused:
        scitex_plt.reproduce(path)
    assert said in str(refused.value)
    assert len(str(refused.value)) < 1000


def test_a_recipe_of_very_many_values(tmp_path, monkeypatch):
    monkeypatch.setattr(recipe, "MOST_VALUES", 1000)
    (tmp_path / "f.yaml").write_text(f"scitex_figure: 1\nfigure: [{'1, ' * 1000}]\n")
    with pytest.raises(RecipeError, match="more than 1000 values"):
        scitex_plt.reproduce(tmp_path / "f.yaml")


@pytest.mark.parametrize("version", [True, "1", None, [1], 1.0, {"a": 1}])
def test_a_version_that_is_no_whole_number(waves, version):
    with pytest.raises(RecipeError, match="a recipe of version"):
        scitex_plt.reproduce(spoil(waves, ("scitex_figure",), version))


@pytest.mark.parametrize(
    ("place", "value", "said"),
    [
        (("figure",), None, "the recipe: figure: expected a mapping"),
        (("axes",), {"axes": "A"}, "the recipe: axes: expected a list"),
        (("axes",), ["A"], r"axes\[0\]: expected a mapping"),
        (("axes", 0, "x"), [0, 1], r"axes\[0\]: x: expected a mapping"),
        (("axes", 0, "axes"), 7, r"axes\[0\]: axes: expected a text"),
        (("axes", 0, "artists", 0), 3, r"axes\[0\]\.artists\[0\]: expected a mapping"),
        (("rcParams",), ["font.size"], "rcParams: expected a mapping"),
        (("omitted",), [{"axes": "A"}], "expected 'artist'"),
        (("figure", "size"), [1e9, 1e9], "figure: 1e\\+09 × 1e\\+09 inches at 100 dpi: expected at most"),
        (("figure", "size"), [float("nan"), 1], r"figure\.size: size \[nan, 1\] is beyond"),
        (("figure", "size"), [-1, 1], "figure: size .* expected positive numbers"),
        (("figure", "dpi"), 1e-9, "figure: .* expected a pixel at least"),
        (("figure", "dpi"), 1e9, "figure: .* expected at most"),
        (("savefig", "waves.png", "dpi"), 1e9, "figure: .* at 1e\\+09 dpi"),
        (("rcParams", "path.effects"), [{"effect": "os.system", "offset": [0, 0]}], "no path effect 'os.system'"),
        (("rcParams", "path.effects"), 3, "cannot be drawn"),
        (("rcParams", "savefig.dpi"), 1e9, "figure: .* at 1e\\+09 dpi"),
        (("rcParams", "savefig.dpi"), float("nan"), "figure: .* at nan dpi"),
        (("savefig", "waves.png", "backend"), "module://evil", "savefig: 'backend'"),
        (("savefig", "waves.png", "metadata"), {"a": "b"}, "savefig: 'metadata'"),
        (("savefig", "waves.png", "facecolor"), "sky", "savefig: 'facecolor' cannot be 'sky'"),
        (("savefig", "waves.png", "pad_inches"), 1e9, "pad_inches"),
        (("axes", 0, "title", "center"), "x" * 200_000, r"axes\[0\]\.title\.center: a text of more than"),
        (("axes", 0, "title", "center"), r"$a\hspace{999999999}b$", r"axes\[0\]\.title\.center: .* a space in it"),
        (("axes", 0, "title", "center"), "$" + r"\frac{1}{" * 900 + "}" * 900 + "$", "axes A: .*nested too deeply"),
        (("axes", 0, "title", "center"), {"text": "x" * 99, "style": {"fontsize": 5000}}, "is too large to draw"),
        (("axes", 0, "legend", "options"), {"prop": {"fname": "/etc/passwd"}}, "axes A: legend: no legend has 'prop'"),
        (("axes", 0, "legend", "options"), {"numpoints": 10**9}, "numpoints 1000000000 is beyond"),
        (("axes", 0, "legend", "entries", 0, "artist"), "Z", "axes A: legend: .* expected 'Z'"),
        (("axes", 0, "background"), {"hatch": "/" * 10**4}, r"axes\[0\]\.background\.hatch: hatch .* is beyond"),
        (("axes", 0, "x", "scale"), {"name": "function", "functions": "os"}, "no formula 'o'"),
        (("axes", 0, "x", "scale"), {"name": "log", "subs": [1] * 9}, "no scale has 'subs'"),
        (("axes", 0, "x", "scale"), {"name": "log", "base": 1.0000000001}, r"x\.scale\.base: base .* is beyond"),
        (("axes", 0, "y", "major_ticks"), {"parts": {"color": "r"}, "count": 10**9}, "number of ticks 10+ is beyond"),
        (("rcParams",), {"image.cmap": "no such"}, "no colour map 'no such'"),
        (("axes", 0, "x", "limits"), [float("nan"), 1], "axes A: .* Axis limits cannot be NaN or Inf"),
        (("axes", 0, "x", "limits"), ["zero", 1], r"axes\[0\]\.x: limits: expected two numbers, not \['zero', 1\]"),
        (("axes", 0, "y", "limits"), [0, 1, 2], r"axes\[0\]\.y: limits: expected two numbers, not \[0, 1, 2\]"),
        (("axes", 0, "y", "limits"), "0 to 1", r"axes\[0\]\.y: limits: expected two numbers, not '0 to 1'"),
        (("axes", 0, "x", "major_ticks"), {"parts": {"__class__": {}}}, "axes A"),
        (("axes", 0, "shared"), {"x": "B"}, "axes A: .*expected 'B'"),
        (("axes", 0, "artists", 0, "coordinates"), "__dict__", "artist A.sine: no coordinates '__dict__'"),
        (("axes", 0, "artists", 0, "points"), float("inf"), "artist A.sine: cannot be drawn"),
        ((*STYLE, "figure"), "x", "artist A.cosine: no property 'figure'"),
        ((*STYLE, "url"), " javascript:alert(1)", "url .* is beyond"),
        ((*STYLE, "linestyle"), [0, [1e-9, 1e-9]], "artist A.cosine: a line of .* dashes or waves"),
        ((*STYLE, "linewidth"), 1e-9, "artist A.cosine: a line of .* dashes or waves"),
        ((*STYLE, "marker"), [10**9, 0, 0], "marker .* is beyond"),
        ((*STYLE, "markersize"), 1e6, "markersize .* is beyond"),
        ((*STYLE, "sketch_params"), [1e9, 1e-9, 1], "sketch_params .* is beyond"),
        ((*STYLE, "path_effects"), [{"effect": "os.system", "offset": [0, 0]}], "no path effect 'os.system'"),
        ((*STYLE, "path_effects"), [{"effect": "Stroke", "offset": [0, 0], "x": 1}], "artist A.cosine: .*Unknown"),
    ],
)
def test_a_value_that_is_refused(waves, place, value, said):
    with pytest.raises(RecipeError, match=rf"f\.yaml: .*{said}") as refused:
        draw(spoil(waves, place, value))
    assert len(str(refused.value)) < 4000


@pytest.mark.parametrize(
    ("place", "value", "where"),
    [
        ((*STYLE, "zorder"), "x", "axes A"),
        ((*STYLE, "clip_on"), [], None),
        ((*STYLE, "markevery"), 0, None),
        (("axes", 0, "x", "limits"), [-1e308, 1e308], ""),
        (("axes", 0, "x", "unit"), "date", None),
        (("axes", 0, "y", "major_ticks"), {"at": ["a"]}, "y axis of A"),
        (("axes", 0, "y", "major_ticks"), {"params": {"grid_agg_filter": "x", "gridOn": True}}, "y axis of A"),
    ],
)
def test_what_fails_only_when_it_is_drawn_is_told_in_words_too(waves, place, value, where):
    spoil(waves, place, value)
    with contextlib.nullcontext() if where is None else pytest.raises(RecipeError, match=rf"f\.yaml: {where}"):
        draw(waves)


def test_control_characters_do_not_reach_the_terminal(waves):
    with pytest.raises(RecipeError) as refused:
        draw(spoil(waves, ("axes", 0, "artists", 0, "coordinates"), "\x1b[2J\n\x07data"))
    assert str(refused.value).isprintable()


NAMES = sorted(name for name in mpl.rcParamsDefault if name.startswith(rcparams.NEVER_TAKEN))


@pytest.mark.parametrize("name", ["no.such", *NAMES])
def test_rcparams_that_are_not_about_the_picture(waves, name):
    value = dict.get(mpl.rcParamsDefault, name)
    with pytest.raises(RecipeError, match=f"rcParams: '{name}' is none that a recipe may set") as refused:
        draw(spoil(waves, ("rcParams",), {name: value if isinstance(value, str | bool) else []}))
    assert str(refused.value).startswith(str(waves))


@pytest.mark.parametrize(
    "params",
    [
        {"mathtext.cal": "cursive:file=/etc/hostname"},
        {"timezone": "/etc/hostname"},
        {"timezone": "../../../etc/hostname"},
    ],
)
def test_rcparams_that_name_a_file(waves, params):
    with pytest.raises(RecipeError, match="names a file"):
        draw(spoil(waves, ("rcParams",), params))


@pytest.mark.parametrize(
    "params",
    [
        {"axes.prop_cycle": "cycler('color', [__import__('os').system('ls')])"},
        {"font.size": "large"},
        {"xtick.minor.ndivs": 10**9},
        {"image.lut": 10**9},
        {"path.sketch": [1e9, 1e-9, 1]},
        {"lines.dashed_pattern": [1e-9, 1e-9]},
    ],
)
def test_rcparams_of_impossible_values(waves, params):
    with pytest.raises(RecipeError):
        draw(spoil(waves, ("rcParams",), params))


def test_tex_of_the_program_is_not_run_for_a_recipe(waves):
    with mpl.rc_context({"text.usetex": True, "svg.image_inline": False}):
        draw(waves)
        assert rcparams.recorded() == ({}, [])


def test_options_of_a_save_that_are_not_about_the_picture_are_not_kept():
    told = saving.told({"dpi": 50, "backend": "agg", "facecolor": "r", "pad_inches": float("nan")})
    assert told == {"dpi": 50, "facecolor": "#ff0000"}


@pytest.mark.parametrize(
    "name", ["../f.csv", "/etc/passwd", "..", ".", "", "a/b.csv", "a\\b.csv", "C:f.csv", "f\x00.csv", 7, ["f.csv"]]
)
def test_data_that_are_no_file_beside_the_recipe(waves, name):
    spoil(waves, ("data",), name)
    with pytest.raises(RecipeError, match="expected the name of a file beside the recipe"):
        scitex_plt.reproduce(waves)
    with pytest.raises(RecipeError, match="expected the name of a file beside the recipe"):
        command(["data", str(waves)], standalone_mode=False)


def test_data_that_are_a_link_to_another_folder(waves, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "f.csv"
    waves.with_suffix(".csv").rename(elsewhere)
    waves.with_suffix(".csv").symlink_to(elsewhere)
    with pytest.raises(RecipeError, match=r"data 'f\.csv': a link to another folder"):
        scitex_plt.reproduce(waves)


def test_links_to_a_recipe_and_its_data_are_followed(waves, tmp_path_factory):
    here = tmp_path_factory.mktemp("here")
    for name in ("f.yaml", "f.csv"):
        (here / name).symlink_to(waves.with_name(name))
    draw(here / "f.yaml")


def test_data_that_are_no_file(waves):
    waves.with_suffix(".csv").unlink()
    os.mkfifo(waves.with_suffix(".csv"))
    with pytest.raises(ColumnError, match=r"f\.csv: not a table: no file"):
        scitex_plt.reproduce(waves)


def test_data_that_are_larger_than_the_memory(waves):
    with waves.with_suffix(".csv").open("r+b") as file:
        file.truncate(10**12)
    with pytest.raises(ColumnError, match=r"f\.csv: larger than"):
        scitex_plt.reproduce(waves)


@pytest.mark.parametrize("rows", ["\n" * 6000, "1,2,3,4\n" * 2000, "," * 6000])
def test_data_of_very_many_cells(waves, monkeypatch, rows):
    monkeypatch.setattr(table, "MOST_CELLS", 5000)
    with waves.with_suffix(".csv").open("a") as file:
        file.write(rows)
    with pytest.raises(ColumnError, match=r"f\.csv: more than 5000 cells"):
        scitex_plt.reproduce(waves)


def test_data_that_are_taken_very_often(waves, monkeypatch):
    monkeypatch.setattr(table, "MOST_CELLS", 500)
    artist = {"line": "one", "data": {"x": "A.sine.x", "y": "A.sine.y"}}
    spoil(waves, ("axes", 0, "artists"), [artist] * 20)
    with pytest.raises(ColumnError, match=r"f\.csv: the recipe takes more than 1000 cells"):
        scitex_plt.reproduce(waves)


@pytest.mark.parametrize("text", ["", "\x00", '"', "\xff", "A.sine.x\n1,2,3\n", 'A.sine.x\n"1\n2'])
def test_data_that_are_no_table(waves, text):
    waves.with_suffix(".csv").write_bytes(text.encode("latin-1"))
    with pytest.raises(ColumnError, match=r"f\.csv: (no column|not a table|not in UTF-8)"):
        scitex_plt.reproduce(waves)


@pytest.mark.parametrize(
    "content", [5, [1], [{"artists": 3}], [{"artists": [{"data": []}]}], [{"artists": [{"data": {"x": []}}]}]]
)
def test_saving_beside_a_broken_recipe_takes_other_names(waves, save, content):
    spoil(waves, ("axes",), content)
    before = waves.read_bytes()
    figure, axes = plt.subplots()
    axes.plot([1, 2])
    with pytest.warns(scitex_plt.PltWarning, match=r"f\.png\.csv and f\.png\.yaml"):
        save(figure, waves.with_suffix(".png"))
    assert waves.read_bytes() == before


def drawing(*calls):
    return {"drawing": "it", "of": "Artist", "size": [640, 480], "zorder": 1, "calls": list(calls)}


def png(width, height):
    file = io.BytesIO()
    Image.new("1", (width, height)).save(file, "png")
    return base64.b64encode(file.getvalue()).decode()


FONT = {"family": ["sans-serif"], "size": 10.0}
DRAWINGS = {
    "a bomb of pixels": ({"image": png(30_000, 30_000), "at": [0, 0]}, "a picture of a drawing is damaged"),
    "half a picture": ({"image": png(9, 9)[:60], "at": [0, 0]}, "a picture of a drawing is damaged"),
    "a mesh of one column": (
        {"mesh": {"shape": [2, 2, 1], "values": "1 2 3 4"}, "antialiased": True}
        | {name: {"shape": [1, 2], "values": "0 0"} for name in ("offsets", "facecolors")},
        "a mesh of a drawing is damaged",
    ),
    "a bomb of numbers": (
        {"triangles": {"shape": [10**7], "zlib": base64.b64encode(zlib.compress(bytes(10**7))).decode()}}
        | {"colors": {"shape": [0], "values": ""}},
        "numbers of a drawing are damaged",
    ),
    "a shape larger than the memory": (
        {"triangles": {"shape": [10**12], "zlib": ""}, "colors": {"shape": [0], "values": ""}},
        "numbers of a drawing are damaged",
    ),
    "a path of no commands": ({"path": "__import__ os"}, "'__import__' is no command of a path"),
    "a transform of five numbers": ({"path": "M 0 0", "transform": "1 0 0 1 0"}, "not enough values"),
    "a font of no size": (
        {"text": "a", "at": [0, 0], "angle": 0, "math": 0, "font": {"size": 1e9}},
        "font .* is beyond",
    ),
    "a script": ({"path": "M 0 0 L 1 1", "pen": {"url": "JavaScript:alert(1)"}}, "url .* is beyond"),
    "dashes that nobody sees": ({"path": "M 0 0 L 1 1", "pen": {"dashes": [0, [1e-9, 1e-9]]}}, "dashes .* is beyond"),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_that_is_refused(waves, name):
    call, said = DRAWINGS[name]
    with pytest.raises(RecipeError, match=rf"f\.yaml: .*{said}"):
        draw_only(waves, call)


@pytest.mark.parametrize("font", [FONT | {"fname": "/etc/hostname"}, {"family": "cursive:file=/etc/hostname"}])
def test_a_font_of_a_drawing_is_never_a_file(waves, font):
    text = {"text": "a", "at": [9, 9], "angle": 0, "math": False, "font": font}
    draw(waves)
    with watching(waves.parent) as seen:
        draw_only(waves, text)
    assert seen == []


@pytest.mark.parametrize("target", ["%2E%2E", "..%2Ff.yaml", "%2Fetc%2Fpasswd", "f%00.yaml", "%2F"])
def test_a_pointer_that_leads_elsewhere(waves, target):
    picture = waves.with_name("other.svg")
    picture.write_text(f"<svg><metadata>scitex-recipe: sha256:{'0' * 64} {target}</metadata></svg>")
    with pytest.raises(MissingFileError):
        pictures.recipe_of(picture)


def test_a_picture_of_a_million_beginnings_is_read_in_no_time(tmp_path):
    (tmp_path / "f.svg").write_text("<svg>" + "<metadata>" * 1_000_000)
    assert pictures.read(tmp_path / "f.svg") is None


def test_a_picture_that_is_damaged_cannot_be_verified(waves):
    picture = waves.with_suffix(".png")
    picture.write_bytes(picture.read_bytes()[:2000])
    with pytest.raises(RecipeError, match=r"f\.png: is no picture that can be read"):
        scitex_plt.verify(waves)


WORST = """
import pathlib, resource, sys, yaml, scitex_plt
resource.setrlimit(resource.RLIMIT_AS, (3 * 2**30, 3 * 2**30))
resource.setrlimit(resource.RLIMIT_CPU, (40, 40))
for recipe in sorted(pathlib.Path(sys.argv[1]).glob("worst*.yaml")):
    try:
        scitex_plt.reproduce(recipe).savefig(recipe.with_suffix(".png"))
    except scitex_plt.PltError as refused:
        print(recipe.stem, str(refused).isprintable())
"""

BOX = {"box": "a", "xy": [0, 0], "width": 1e9, "height": 1, "mutation_scale": 1, "mutation_aspect": 1}
WORST_CASES = [
    (("axes", 0, "artists"), [BOX | {"boxstyle": {"name": "sawtooth", "tooth_size": 1e-9}}]),
    (("axes", 0, "artists"), [BOX | {"boxstyle": {"name": "roundtooth", "pad": 1e-12}}]),
    (
        ("axes", 0, "artists"),
        [{"regular polygon": "a", "center": [0, 0], "radius": 1, "orientation": 0, "corners": 10**9}],
    ),
    (("axes", 0, "x", "minor_ticks"), {"params": {"pad": 1e300, "labelsize": 1e9}}),
    (("axes", 0, "x", "limits"), [-1e308, 1e308]),
    (("axes", 0, "title", "center"), {"text": "a" * 9_000, "style": {"fontsize": 4_000}}),
    (("axes", 0, "title", "center"), "$" + r"\frac{1}{" * 100_000),
    (("figure", "size"), [30_000, 30_000]),
    ((*STYLE, "marker"), [2_000_000_000, 0, 0]),
]


def test_the_worst_end_in_bounded_time_and_memory(waves):
    for number, (place, value) in enumerate(WORST_CASES):
        other = waves.with_name(f"worst{number}.yaml")
        other.write_bytes(waves.read_bytes())
        spoil(other, place, value)
    program = [sys.executable, "-c", WORST, str(waves.parent)]
    done = subprocess.run(program, capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.splitlines() == [f"worst{number} True" for number in range(len(WORST_CASES))]


def test_minor_ticks_that_would_never_end(waves):
    spoil(waves, ("rcParams",), {"xtick.minor.visible": True})
    with pytest.raises(RecipeError, match="axes A: x: ticks 1e-09 apart are beyond what can be drawn"):
        draw(spoil(waves, ("axes", 0, "x", "major_ticks"), {"at": [0, 1e-9]}))


def test_dashes_of_lines_that_lead_far_away(waves):
    arrow = {"annotation": "a", "text": "a", "xy": [0, 0], "position": [-1e9, 0], "clip": "none"}
    spoil(waves, ("axes", 0, "artists", 1, "data"), {"x": "A.sine.x", "y": "A.sine.y"})
    spoil(waves, ("axes", 0, "x", "limits"), [0, 1e-9])
    draw(waves)  # the picture's edge cuts a dashed line that leads far away, but not a curve
    found = yaml.safe_load(waves.read_text())["axes"][0]["artists"]
    style = {"arrow": {"arrowstyle": "->", "style": {"linestyle": "--"}}}
    with pytest.raises(RecipeError, match=r"artist A\.a: a line of .* dashes or waves is beyond what can be drawn"):
        draw(spoil(waves, ("axes", 0, "artists"), [*found, arrow | style]))


def test_ticks_of_strokes_that_lead_far_away(waves):
    said = {"effect": "withTickedStroke", "offset": [0, 0], "spacing": 7.0, "angle": 45.0, "length": 1.0}
    spoil(waves, (*STYLE, "path_effects"), [said])
    draw(waves)
    with pytest.raises(RecipeError, match=r"artist A\.cosine: a line of .* is beyond what can be drawn"):
        draw(spoil(waves, ("axes", 0, "x", "limits"), [0, 1e-9]))


def test_lines_of_no_width_have_no_dashes(tmp_path, save):
    figure, axes = plt.subplots()
    axes.contour([[0, 1], [1, 0]], linestyles="--", linewidths=0)
    axes.scatter([0, 1], [0, 1], edgecolors="k", linewidths=[0, 1], linestyles=["--", ":"])
    path = save(figure, tmp_path / "f.png")
    assert scitex_plt.verify(path).verdict == "identical"


@pytest.mark.parametrize("limits", [[0, -1e300], [0, 1e9]])
def test_turns_without_number(tmp_path, save, limits):
    figure = plt.figure()
    figure.add_subplot(projection="polar").plot([0, 1], [1, 2])
    recipe = save(figure, tmp_path / "f.png").with_suffix(".yaml")
    with pytest.raises(RecipeError, match=r"a line of .* turns around the middle is beyond what can be drawn"):
        draw(spoil(recipe, ("axes", 0, "x", "limits"), limits))


def test_a_picture_cut_to_what_is_drawn_far_away(waves):
    spoil(waves, ("savefig",), {"waves.png": {"bbox_inches": "tight"}})
    with pytest.raises(RecipeError, match="what is drawn takes up"):
        draw(spoil(waves, ("axes", 0, "x", "label_at"), [1e5, 1e5]))


def test_what_is_watched_is_seen(tmp_path):
    with watching(tmp_path) as seen:
        (tmp_path / "a").write_text("a")
        Path("/etc/hostname").exists()
        with Path("/dev/null").open():
            pass
        exec("1")
    assert [event for event, _ in seen] == ["open", "exec"]
