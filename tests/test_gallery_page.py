"""The page of our own figures: it shows all of them, each beside its reproduction, as they are drawn today."""

import re
import runpy
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import pyplot as plt
from PIL import Image

DOCS = Path(__file__).parents[1] / "docs"
FOLDER = DOCS / "gallery"
GALLERY: dict[str, Any] = runpy.run_path(str(DOCS / "gallery.py"))
PAGE = (DOCS / "gallery.md").read_text(encoding="utf-8")
VERSION = re.search(r"matplotlib (\d[\w.]*\w)", PAGE)[1]  # type: ignore[index]


def pixels(path: Path) -> Any:
    return np.asarray(Image.open(path))


def test_the_page_is_what_the_script_writes() -> None:
    assert GALLERY["page"](FOLDER, VERSION) == PAGE, "run: hatch run docs:gallery"


def test_every_file_belongs_to_a_figure_that_the_page_shows() -> None:
    linked = set(re.findall(r"\(gallery/([^)]+)\)", PAGE))
    assert {path.name for path in FOLDER.iterdir()} == linked
    assert {f"{name}{ending}" for name in GALLERY["FIGURES"] for ending in (".png", ".again.png", ".yaml")} <= linked


def test_the_pictures_are_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.glob("*.png")) < 1_500_000


@pytest.mark.parametrize("name", GALLERY["FIGURES"])
def test_a_figure_of_the_page_is_the_same_as_its_reproduction(name: str) -> None:
    assert np.array_equal(pixels(FOLDER / f"{name}.png"), pixels(FOLDER / f"{name}.again.png"))


@pytest.mark.skipif(mpl.__version__ != VERSION, reason=f"the page was made with matplotlib {VERSION}")
@pytest.mark.parametrize("name", GALLERY["FIGURES"])
def test_the_page_shows_what_is_drawn_today(name: str, tmp_path: Path) -> None:
    plt.switch_backend("agg")
    GALLERY["draw"](name, tmp_path)
    for path in tmp_path.iterdir():
        shown, drawn = (
            (pixels if path.suffix == ".png" else Path.read_text)(one) for one in (FOLDER / path.name, path)
        )
        assert np.array_equal(shown, drawn), f"{path.name} is another: hatch run docs:gallery"
