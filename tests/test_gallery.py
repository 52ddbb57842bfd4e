"""The measurement of the gallery: how pictures are compared, recipes counted, and results reported."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from comparing import compared, pixels, write_difference
from corpora import Script, chosen, is_static, scripts
from drawing import noting
from measuring import status_of
from PIL import Image
from recipes import counted
from reporting import against, failures, omissions, table

GALLERY = Path(__file__).with_name("gallery")


def picture(path: Path, *, size: tuple[int, int] = (4, 3), spot: int = 255, opacity: int = 255) -> Path:
    """Write a white picture with one pixel of another grey in its corner."""
    rows = np.full((size[1], size[0], 4), 255, dtype=np.uint8)
    rows[..., 3] = opacity
    rows[0, 0, :3] = spot
    Image.fromarray(rows).save(path)
    return path


def row(name: str, status: str = "identical", **more: Any) -> dict[str, Any]:
    """Return the row of one figure, as a run writes it."""
    recipe = {"size": 2000, "artists": {"line": 2}, "drawings": {}, "omitted": {}, "complete": True}
    return {"name": name, "corpus": "ours", "status": status, "rms": 0.0, "ratio": 1.5, "recipe": recipe} | more


def test_a_picture_is_identical_to_its_copy(tmp_path: Path) -> None:
    found = compared(picture(tmp_path / "one.png"), picture(tmp_path / "other.png"))

    assert (found.identical, found.rms) == (True, 0.0)


def test_one_pixel_makes_a_difference_of_its_share(tmp_path: Path) -> None:
    found = compared(picture(tmp_path / "one.png"), picture(tmp_path / "other.png", spot=0))

    assert not found.identical
    assert found.rms == pytest.approx(255 / np.sqrt(12))


def test_the_difference_is_the_one_that_matplotlib_counts(tmp_path: Path) -> None:
    from matplotlib.testing.compare import calculate_rms

    one, other = picture(tmp_path / "one.png"), picture(tmp_path / "other.png", spot=200)

    assert compared(one, other).rms == pytest.approx(calculate_rms(pixels(one)[..., :3], pixels(other)[..., :3]))


def test_opacity_counts_where_colours_are_the_same(tmp_path: Path) -> None:
    found = compared(picture(tmp_path / "one.png"), picture(tmp_path / "other.png", opacity=0))

    assert (found.identical, found.rms) == (False, 255.0)


def test_pictures_of_different_sizes_have_no_difference_in_numbers(tmp_path: Path) -> None:
    found = compared(picture(tmp_path / "one.png"), picture(tmp_path / "other.png", size=(5, 3)))

    assert (found.identical, found.rms, found.sizes) == (False, None, ((4, 3), (5, 3)))


def test_the_picture_of_a_difference_is_bright_where_pixels_differ(tmp_path: Path) -> None:
    one, other = picture(tmp_path / "one.png"), picture(tmp_path / "other.png", spot=254)

    write_difference(one, other, tmp_path / "difference.png")

    assert np.argwhere(pixels(tmp_path / "difference.png")[..., 0]).tolist() == [[0, 0]]


@pytest.mark.parametrize(
    ("found", "status"),
    [
        ({"identical": True, "rms": 0.0}, "identical"),
        ({"identical": False, "rms": 0.5}, "close"),
        ({"identical": False, "rms": 1.5}, "different"),
        ({"identical": False, "rms": None}, "different"),
        ({"identical": False, "rms": 0.5, "recipe": {"omitted": {"Text: its box": 1}}}, "refused"),
        ({"identical": True, "rms": 0.0, "recipe": {"omitted": {"Text: its box": 1}}}, "identical"),
        ({"stage": "reproduce", "error": "ValueError: no"}, "failed"),
        ({"stage": "savefig", "error": "ValueError: no"}, "not run"),
    ],
)
def test_status_says_how_a_figure_came_back(found: dict[str, Any], status: str) -> None:
    assert status_of({"recipe": {"omitted": {}}} | found) == status


def test_a_recipe_is_counted_by_kind_drawing_and_omission() -> None:
    drawn = {"of": "Rectangle", "reason": "not described yet", "calls": []}
    recipe = {
        "figure": {"artists": [{"text": "text0"}]},
        "axes": [
            {"axes": "A", "artists": [{"line": "one"}, {"line": "two"}, {"drawing": "drawing0", **drawn}]},
            {"axes": "B", "drawn": {"legend": drawn | {"of": "Legend"}}},
        ],
        "omitted": [{"axes": "A", "artist": "AxesImage", "reason": "too large", "count": 2}],
    }

    found = counted(recipe, 100)

    assert found.artists == {"line": 2, "drawing": 1, "text": 1}
    assert found.drawings == {"Legend: not described yet": 1, "Rectangle: not described yet": 1}
    assert found.omitted == {"AxesImage: too large": 2}
    assert not found.complete


@pytest.mark.parametrize(
    ("said", "complete"),
    [
        ({"artists": [{"drawing": "drawing0", "of": "Rectangle", "calls": []}]}, False),
        ({"artists": [{"drawing": "drawing0", "of": "Annotation", "calls": []}]}, True),
        ({"drawn": {"background": {"of": "Rectangle", "calls": []}}}, True),
        ({"drawing": {"of": "Axes", "reason": "a colour bar", "calls": []}}, True),
        ({"drawing": {"of": "SkewAxes", "calls": []}, "artists": [{"line": "line0", "data": {"x": "A.x"}}]}, True),
        ({"drawing": {"of": "SkewAxes", "calls": []}, "artists": [{"drawing": "drawing0", "of": "Ribbon"}]}, False),
        ({"artists": [{"drawing": "line0", "data": {"x": "A.line0.x"}, "of": "MyLine", "calls": []}]}, True),
    ],
)
def test_the_csv_is_complete_unless_something_with_data_is_only_drawn(said: dict[str, Any], complete: bool) -> None:
    assert counted({"figure": {}, "axes": [said]}, 100).complete == complete


def test_the_table_has_a_line_for_each_corpus_and_one_for_all() -> None:
    rows = [
        row("a#1"),
        row("b#1", "different", ratio=2.5, rms=3.0, steady=False, changed=True),
        row("c#1", corpus="theirs"),
        {"name": "d", "corpus": "theirs", "status": "not run", "stage": "script", "error": "ImportError: no"},
    ]

    assert [" ".join(line.split()) for line in table(rows).splitlines()[1:]] == [
        "ours 2 2 1 0 0 1 0 0 1 1 2 2 2.00 2.50 2.0 kB 2.0 kB",
        "theirs 1 1 1 0 0 0 0 1 0 0 1 1 1.50 1.50 2.0 kB 2.0 kB",
        "all 3 3 2 0 0 1 0 1 1 1 3 3 1.50 2.50 2.0 kB 2.0 kB",
    ]


def test_failures_say_what_did_not_come_back() -> None:
    rows = [
        row("a#1"),
        row("b#1", "different", rms=None, changed=True),
        row("c#1", "failed", stage="reproduce", error="ValueError: no"),
    ]

    assert list(failures(rows)) == [
        "not identical: b#1: sizes differ",
        "changed by saving: b#1",
        "failed: c#1: reproduce: ValueError: no",
    ]


def test_omissions_are_ordered_by_the_figures_that_they_cost() -> None:
    recipe = row("a#1")["recipe"] | {"omitted": {"Text: its box": 9}, "drawings": {"Wedge: not described yet": 1}}

    text = omissions([row("a#1", recipe=recipe), row("b#1", recipe=recipe | {"omitted": {}}), row("c#1")])

    assert text.splitlines() == [
        "     2 figures       2 ×  drawing of Wedge: not described yet",
        "     1 figures       9 ×  Text: its box",
    ]


def test_a_run_is_compared_with_an_earlier_one() -> None:
    earlier = [row("a#1", "refused"), row("b#1"), row("c#1"), row("d#1")]

    assert list(against([row("a#1"), row("b#1", "close"), row("c#1"), row("e#1")], earlier)) == [
        "better: a#1: refused → identical",
        "worse: b#1: identical → close",
        "gone: d#1: was identical",
        "new: e#1: identical",
    ]


def test_what_fails_is_noted_with_its_last_line() -> None:
    found: dict[str, Any] = {}

    with noting(found, "script"):
        raise ValueError("first\nlast")

    assert found == {"stage": "script", "error": "ValueError: last"}


def test_scripts_are_chosen_by_corpus_and_by_parts_of_their_names() -> None:
    found = [Script(name.partition("_")[0], name, Path(name)) for name in ("pandas_kinds", "pandas_series", "scipy_a")]

    assert [script.name for script in chosen(found, ["pandas"], ["ser*s"])] == ["pandas_series"]
    assert chosen(found, [], []) == found


@pytest.mark.parametrize(
    ("path", "text", "static"),
    [
        ("examples/lines/simple.py", "plt.plot([1, 2])", True),
        ("examples/animation/simple.py", "plt.plot([1, 2])", False),
        ("examples/lines/moving.py", "FuncAnimation(fig, update)", False),
        ("examples/text/tex.py", "plt.rcParams['text.usetex'] = True", False),
        ("examples/text/without_tex.py", "# or set text.usetex : True", True),
        ("examples/misc/many_sgskip.py", "plt.plot([1, 2])", False),
    ],
)
def test_examples_that_move_or_need_more_than_matplotlib_are_left_out(
    tmp_path: Path, path: str, text: str, static: bool
) -> None:
    example = tmp_path / path
    example.parent.mkdir(parents=True)
    example.write_text(text)

    assert is_static(example, tmp_path) == static


def test_every_script_of_ours_belongs_to_a_corpus_of_its_own_library() -> None:
    corpora = {script.corpus for script in scripts(None)}

    assert corpora == {"mplot3d", "networkx", "pandas", "scipy", "seaborn", "statsmodels"}


def test_a_figure_is_saved_drawn_again_and_compared(tmp_path: Path) -> None:
    plotting = "import matplotlib.pyplot as plt\nplt.plot([1, 3, 2], label='signal')\nplt.show()\nplt.figure()\n"
    (tmp_path / "two.py").write_text(plotting)
    (tmp_path / "wrong.py").write_text("raise ValueError('on purpose')\n")
    code = f"""
import sys; sys.path.insert(0, {str(GALLERY)!r})
from pathlib import Path
from corpora import Script
from measuring import Options, measured
if __name__ == "__main__":
    here = Path({str(tmp_path)!r})
    scripts = [Script("ours", name, here / f"{{name}}.py") for name in ("two", "wrong")]
    for script, rows in measured(scripts, Options(here / "kept", 2, 60, 1)):
        print(*(f"{{row['name']}}:{{row['status']}}" for row in rows))
"""

    result = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=120)

    assert result.stdout.splitlines() == ["two#1:identical two#2:identical", "wrong:not run"], result.stderr
