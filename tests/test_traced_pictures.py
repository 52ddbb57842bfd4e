"""A picture whose bytes have changed is traced by the pointer to its recipe."""

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from scitex_clew import file

SCRIPT = """
import scitex as stx

@stx.session
def main(plt=stx.INJECTED):
    fig, ax = plt.subplots()
    ax.plot([1, 2], [3, 4])
    for name in ("fig 1.png", "fig 1.svg", "fig 1.pdf", "fig 1.jpg"):
        stx.io.save(fig, name, dpi=50)
    stx.io.save(fig, "plain.png")

main()
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the directory of a run that saved pictures."""
    folder = tmp_path_factory.mktemp("traced")
    (folder / "pyproject.toml").touch()
    (folder / "script.py").write_text(SCRIPT)
    subprocess.run([sys.executable, "script.py"], cwd=folder, check=True, timeout=120)
    return (folder / "script_out/LATEST").resolve()


def compressed_again(picture: Path, to: Path) -> None:
    """Save a PNG with other bytes but the same text."""
    with Image.open(picture) as image:
        image.load()  # what follows the pixels is known only then
        information = PngInfo()
        for key, value in image.info.items():
            if isinstance(key, str) and isinstance(value, str):
                information.add_text(key, value)
        image.save(to, pnginfo=information, compress_level=1)


@pytest.mark.parametrize("name", ["fig 1.png", "plain.png"])
def test_a_picture_that_was_compressed_again_points_at_its_recipe(run: Path, name: str) -> None:
    slide = run.parents[2] / f"slide of {name}"
    compressed_again(run / name, slide)

    asked = [sys.executable, "-m", "scitex", "clew", "file", slide.name]
    answer = subprocess.run(asked, cwd=slide.parent, capture_output=True, text=True, check=False)

    recipe = (run / name).with_suffix(".yaml").relative_to(slide.parent)
    assert answer.returncode == 1
    assert f"  recipe   written by {run.name} as {recipe}\n" in answer.stdout


@pytest.mark.parametrize("ending", ["jpg", "pdf", "svg"])
def test_a_picture_of_every_kind_points_at_its_recipe(run: Path, ending: str) -> None:
    slide = run.parents[2] / f"slide.{ending}"
    slide.write_bytes((run / f"fig 1.{ending}").read_bytes() + b"\n")

    found = file(slide, run)

    assert found.verdict == "unknown"
    assert found.recipe is not None
    assert [writer for writer, _ in found.recipe.writers] == [run.name]


def test_a_recipe_that_has_changed_since_is_not_the_one(run: Path) -> None:
    slide = run.parents[2] / "other.svg"
    picture = (run / "fig 1.svg").read_bytes()
    slide.write_bytes(picture.replace(b"recipe: sha256:", b"recipe: sha256:" + b"0" * 64 + b" x.yaml ", 1))
    assert file(slide, run).recipe == ("x.yaml", "0" * 64, ())


def test_a_picture_that_is_known_is_told_by_its_bytes(run: Path) -> None:
    assert file(run / "fig 1.png", run).recipe is None
