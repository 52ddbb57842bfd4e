"""`scitex plt`: figures and their data from a shell."""

import subprocess
import sys

import pytest
from click.testing import CliRunner
from matplotlib import pyplot

from scitex_plt import pictures
from scitex_plt.commands import COMMANDS, plt
from scitex_plt.errors import MissingFileError, PltError


def run(*words):
    return CliRunner().invoke(plt, [str(word) for word in words])


@pytest.fixture
def picture(tmp_path, save, two_lines_figure):
    """Return a picture with its companions beside it."""
    return save(two_lines_figure, tmp_path / "waves.png")


def test_listing_commands_imports_no_matplotlib():
    listing = "import sys; from scitex_plt.commands import plt; plt(['--help'], standalone_mode=False)"
    program = f"{listing}; print('matplotlib' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert shown.endswith("False\n")
    assert all(name in shown for name in COMMANDS)


def test_a_command_that_there_is_not():
    assert run("draw").exit_code == 2


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_its_help(name):
    assert run(name, "--help").exit_code == 0


def test_reproduce_draws_the_same_picture(picture):
    again = picture.with_name("again.png")
    done = run("reproduce", picture.with_suffix(".yaml"), again)
    assert (done.exit_code, done.stdout) == (0, f"{again}\n")
    assert (pyplot.imread(again) == pyplot.imread(picture)).all()


def test_reproduce_takes_a_resolution(picture):
    again = picture.with_name("again.png")
    run("reproduce", picture.with_suffix(".yaml"), again, "--dpi", 50)
    assert pyplot.imread(again).shape[0] * 2 == pyplot.imread(picture).shape[0]


def test_reproduce_makes_folders_and_other_formats(picture):
    again = picture.parent / "a" / "b" / "again.pdf"
    assert run("reproduce", picture.with_suffix(".yaml"), again).exit_code == 0
    assert again.read_bytes().startswith(b"%PDF-")


def test_what_was_reproduced_points_to_its_recipe(picture):
    again, recipe = picture.with_name("again.svg"), picture.with_suffix(".yaml")
    run("reproduce", recipe, again)
    assert pictures.recipe_of(again) == recipe


def test_reproduce_says_what_the_recipe_lacks(picture):
    recipe = picture.with_suffix(".yaml")
    omitted = "omitted: [{axes: A, artist: Quiver, reason: not described yet}]\n"
    recipe.write_text(recipe.read_text(encoding="utf-8") + omitted, encoding="utf-8")
    done = run("reproduce", recipe, picture.with_name("again.png"))
    assert done.exit_code == 0
    assert done.stderr == f"Warning: {recipe} lacks Quiver of axes A (not described yet)\n"


def test_reproduce_names_the_formats_that_there_are(picture):
    done = run("reproduce", picture.with_suffix(".yaml"), picture.with_name("again.gif5"))
    assert done.exit_code == 2
    assert ".png" in done.stderr
    assert not picture.with_name("again.gif5").exists()


def test_data_prints_the_table(picture):
    done = run("data", picture)
    assert (done.exit_code, done.stdout_bytes) == (0, picture.with_suffix(".csv").read_bytes())


def test_data_writes_the_table(picture):
    target = picture.with_name("mine.csv")
    assert run("data", picture, target).stdout == f"{target}\n"
    assert target.read_bytes() == picture.with_suffix(".csv").read_bytes()


@pytest.mark.parametrize("extension", ["jpg", "pdf", "png", "svg"])
def test_data_follows_the_pointer_of_a_picture(picture, two_lines_figure, extension):
    renamed = picture.with_name(f"figure 3.{extension}")
    two_lines_figure.savefig(renamed)
    assert isinstance(run("data", renamed).exception, MissingFileError)
    pictures.stamp(renamed, pictures.pointer_to(picture.with_suffix(".yaml")))
    assert run("data", renamed).stdout_bytes == picture.with_suffix(".csv").read_bytes()


@pytest.mark.parametrize("ending", [".png", ".yaml"])
def test_data_never_take_the_place_of_what_they_belong_to(picture, ending):
    before = picture.with_suffix(ending).read_bytes()
    done = run("data", picture, picture.with_suffix(ending))
    assert "the figure's own file" in done.stderr
    assert picture.with_suffix(ending).read_bytes() == before


def test_data_takes_the_recipe_too(picture):
    assert run("data", picture.with_suffix(".yaml")).stdout.startswith("A.sine.x,")


@pytest.mark.parametrize("word", ["reproduce", "data"])
def test_what_is_not_there_is_an_error_of_ours(tmp_path, word):
    more = [tmp_path / "a.pdf"] if word == "reproduce" else []
    assert isinstance(run(word, tmp_path / "none.yaml", *more).exception, PltError)


def test_data_that_have_gone_are_an_error_of_ours(picture):
    picture.with_suffix(".csv").unlink()
    assert isinstance(run("data", picture).exception, MissingFileError)


@pytest.mark.parametrize("words", [["data"], ["reproduce", "out.png"], ["verify"]])
def test_a_folder_is_no_figure(tmp_path, words):
    name, *others = words
    assert isinstance(run(name, tmp_path, *others).exception, MissingFileError)


def test_reproduce_takes_a_picture(picture):
    again = picture.with_name("again.svg")
    assert run("reproduce", picture, again).exit_code == 0
    assert pictures.recipe_of(again) == picture.with_suffix(".yaml")


def test_a_figure_without_data_says_so(tmp_path, save):
    figure, _ = pyplot.subplots()
    done = run("data", save(figure, tmp_path / "empty.png"))
    assert isinstance(done.exception, MissingFileError)
    assert "shows no data" in str(done.exception)
