"""The forty small figures of our own, and the means to save and compare them."""

import subprocess
import sys
import warnings

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
import yaml
from forty import FIGURES
from matplotlib import pyplot as plt

import scitex_plt
from scitex_plt.companions import companions

mpl.use("agg")


def save(figure, path, **options):
    """Save a figure and its companions as scitex-io would."""
    figure.savefig(path, **{name: value for name, value in options.items() if name != "verify"})
    for companion, beside, own_options in companions(figure, path, path, options):
        if beside.suffix == ".parquet":
            companion.to_parquet(beside, **own_options)
        elif beside.suffix == ".npz":
            np.savez(beside, **companion)
        elif isinstance(companion, pd.DataFrame):
            companion.to_csv(beside, index=False)
        else:
            text = yaml.safe_dump(companion, sort_keys=False, allow_unicode=True, **own_options)
            beside.write_text(text, encoding="utf-8")
    return path


REPRODUCE_ALL = """
import pathlib, sys, warnings, scitex_plt
warnings.simplefilter("error")
for recipe in sorted(pathlib.Path(sys.argv[1]).glob("*.yaml")):
    figure = scitex_plt.reproduce(recipe)
    for suffix in ("pdf", "png", "svg"):
        figure.savefig(recipe.with_suffix(f".again.{suffix}"))
"""


@pytest.fixture(autouse=True)
def nothing_left_behind():
    """Close the figures of a test and put back matplotlib's defaults."""
    yield
    plt.close("all")
    mpl.rcdefaults()
    mpl.use("agg")


@pytest.fixture
def two_lines_figure():
    """Return a figure of two lines."""
    return FIGURES["two_lines"]()


@pytest.fixture(name="save", scope="session")
def save_with_companions():
    """Return the function that saves a figure and its companions."""
    return save


@pytest.fixture
def figures():
    """Return name → function of each of our figures."""
    return FIGURES


@pytest.fixture(params=FIGURES)
def drawn(request):
    """Return each of our figures."""
    return FIGURES[request.param]()


@pytest.fixture(scope="session")
def gallery(tmp_path_factory):
    """Return a folder with every figure of ours, saved in three formats, and reproduced by another process."""
    folder = tmp_path_factory.mktemp("gallery")
    for name, drawing in FIGURES.items():
        with mpl.rc_context(), warnings.catch_warnings():
            warnings.simplefilter("error")
            figure = drawing()
            save(figure, folder / f"{name}.png")
            for suffix in ("pdf", "svg"):
                figure.savefig(folder / f"{name}.{suffix}")
        plt.close("all")
    subprocess.run([sys.executable, "-c", REPRODUCE_ALL, folder], check=True)
    return folder


@pytest.fixture(params=FIGURES)
def picture(gallery, request):
    """Return each picture of the gallery; its companions and its reproduction lie beside it."""
    return gallery / f"{request.param}.png"


@pytest.fixture
def came_back(tmp_path):
    """Return a function that saves a figure and says what its recipe only draws, if it is the same to the pixel."""

    def saved_and_reproduced(figure):
        path = save(figure, tmp_path / "f.png")
        recipe = yaml.safe_load(path.with_suffix(".yaml").read_text())
        assert "omitted" not in recipe
        again = path.with_suffix(".again.png")
        scitex_plt.reproduce(path.with_suffix(".yaml")).savefig(again)
        assert np.array_equal(plt.imread(path), plt.imread(again))
        return reasons_in(recipe)

    return saved_and_reproduced


def reasons_in(recipe):
    """Return why artists and pieces are only drawn."""
    parts = [recipe["figure"], *recipe["axes"]]
    drawn = [part["drawing"] for part in parts if "drawing" in part]
    drawn += [piece for part in parts for piece in part.get("drawn", {}).values()]
    drawn += [artist for part in parts for artist in part.get("artists", []) if "drawing" in artist]
    return [said["reason"] for said in drawn]
