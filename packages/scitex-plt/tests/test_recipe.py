"""A file that is not a recipe, or not the CSV of one, is refused in words."""

import contextlib
import copy
import datetime

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import scitex_plt


@pytest.fixture
def recipe(tmp_path, save, two_lines_figure):
    save(two_lines_figure, tmp_path / "f.png")
    return tmp_path / "f.yaml"


def rewrite(path, **changes):
    path.write_text(yaml.safe_dump(yaml.safe_load(path.read_text()) | changes, sort_keys=False))


def test_a_missing_recipe(tmp_path):
    with pytest.raises(scitex_plt.MissingFileError, match=r"none\.yaml: no such recipe"):
        scitex_plt.reproduce(tmp_path / "none.yaml")


def test_missing_data(recipe):
    recipe.with_suffix(".csv").unlink()
    with pytest.raises(scitex_plt.MissingFileError, match=r"f\.csv: no such file: the recipe's data must lie beside"):
        scitex_plt.reproduce(recipe)


@pytest.mark.parametrize("text", ["a: [", "a: 1\n", "[1, 2]\n", "", "!!python/object:os.system {}\n"])
def test_a_file_that_is_no_recipe(tmp_path, text):
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    with pytest.raises(scitex_plt.RecipeError, match=r"mine\.yaml: not "):
        scitex_plt.reproduce(path)


def test_a_recipe_of_another_version(recipe):
    rewrite(recipe, scitex_figure=99)
    with pytest.raises(scitex_plt.RecipeError, match=r"a recipe of version '99': expected 1"):
        scitex_plt.reproduce(recipe)


def test_data_from_elsewhere(recipe):
    rewrite(recipe, data="../f.csv")
    with pytest.raises(scitex_plt.RecipeError, match="expected the name of a file beside the recipe"):
        scitex_plt.reproduce(recipe)


def test_a_missing_column(recipe):
    recipe.with_suffix(".csv").write_text("A.sine.x,y\n1,2\n")
    with pytest.raises(scitex_plt.ColumnError, match=r"f\.csv: no column 'A\.sine\.y': .* no longer, those of"):
        scitex_plt.reproduce(recipe)


def test_a_cell_that_is_no_number(recipe):
    data = recipe.with_suffix(".csv")
    data.write_text("A.sine.x,A.sine.y,A.cosine.x,A.cosine.y\n1,2,3,4\n1,two,3,4\n")
    with pytest.raises(scitex_plt.ColumnError, match=r"f\.csv:3: column 'A\.sine\.y': 'two' is not a number"):
        scitex_plt.reproduce(recipe)


def test_a_cell_that_is_no_date(tmp_path, save):
    figure, axes = scitex_plt.subplots()
    axes.plot([datetime.date(2024, 1, 1)], [1], label="count")
    save(figure, tmp_path / "f.png")
    (tmp_path / "f.csv").write_text("A.count.x,A.count.y\n1.1.24,1\n")
    with pytest.raises(scitex_plt.ColumnError, match=r"f\.csv:2: column 'A\.count\.x': '1\.1\.24' is not an ISO date"):
        scitex_plt.reproduce(tmp_path / "f.yaml")


def test_an_unknown_property(recipe):
    recipe.write_text(recipe.read_text().replace("linestyle:", "colour:"))
    with pytest.raises(scitex_plt.RecipeError, match=r"f\.yaml: artist A\.cosine: no property 'colour': expected one"):
        scitex_plt.reproduce(recipe)


def test_an_unknown_artist(recipe):
    recipe.write_text(recipe.read_text().replace("- line: sine", "- blob: sine"))
    with pytest.raises(scitex_plt.RecipeError, match=r"no artist is of the kind 'blob': expected one of .*line"):
        scitex_plt.reproduce(recipe)


def places(node, path=()):
    yield path
    if isinstance(node, dict | list):
        for key in node if isinstance(node, dict) else range(len(node)):
            yield from places(node[key], (*path, key))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(choice=st.data())
def test_a_spoilt_recipe_is_drawn_or_refused(recipe, choice):
    whole = yaml.safe_load(recipe.read_text())
    spoilt = copy.deepcopy(whole)
    path = choice.draw(st.sampled_from([place for place in places(whole) if place]))
    node = spoilt
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = choice.draw(st.sampled_from([None, "x", -1, 3.5, [], {}, [1, "a"], {"a": 1}]))
    other = recipe.with_name("spoilt.yaml")
    other.write_text(yaml.safe_dump(spoilt, sort_keys=False))
    with contextlib.suppress(scitex_plt.PltError):
        scitex_plt.reproduce(other)


@pytest.mark.parametrize(
    ("line", "said"), [("axis: 3", r"no key 'axis': expected one of axes, "), ("data: f.csv", "the key 'data' twice")]
)
def test_a_key_that_would_count_for_nothing(recipe, line, said):
    recipe.write_text(f"{recipe.read_text()}{line}\n")
    with pytest.raises(scitex_plt.RecipeError, match=said):
        scitex_plt.reproduce(recipe)
