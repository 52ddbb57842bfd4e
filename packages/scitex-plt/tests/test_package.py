"""The package is pyplot with more, and costs nothing until it is used."""

import subprocess
import sys
from pathlib import Path

import pytest
from matplotlib import pyplot

import scitex_plt

MODULES = {path.stem for path in Path(scitex_plt.__file__).parent.iterdir() if path.stem != "__init__"}


def test_importing_it_imports_no_matplotlib():
    program = "import sys, scitex_plt; print({'matplotlib', 'numpy', 'pandas', 'yaml'} & set(sys.modules))"
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert shown == "set()\n"


@pytest.mark.parametrize("name", ["Figure", "figure", "plot", "rcParams", "savefig", "style", "subplot"])
def test_names_of_pyplot_are_here_too(name):
    assert getattr(scitex_plt, name) is getattr(pyplot, name)


def test_no_module_of_ours_hides_a_name_of_pyplot():
    assert not {name for name in MODULES if hasattr(pyplot, name)}


def test_dir_lists_ours_and_those_of_pyplot():
    assert {"reproduce", "data", "PltError", "subplots", "plot"} <= set(dir(scitex_plt))


def test_only_subplots_is_another_and_does_what_pyplots_does():
    assert {name for name in scitex_plt.__all__ if hasattr(pyplot, name)} == {"subplots"}
    assert scitex_plt.subplots(2)[1].shape == (2,)


def test_every_name_of_pyplot_is_here():
    names = [name for name in dir(pyplot) if not name.startswith("__") and name != "subplots"]
    assert len(names) > 200
    assert [name for name in names if getattr(scitex_plt, name) is not getattr(pyplot, name)] == []


def test_what_is_set_through_it_is_set():
    scitex_plt.rcParams["font.size"] = 31
    scitex_plt.rc("lines", linewidth=7)
    assert (pyplot.rcParams["font.size"], pyplot.rcParams["lines.linewidth"]) == (31, 7)


def test_all_is_there_and_leads_home():
    assert set(scitex_plt.__all__) == scitex_plt.HOMES.keys()
    assert all(hasattr(scitex_plt, name) for name in scitex_plt.__all__)


def test_a_name_that_is_nowhere_is_an_attribute_error():
    with pytest.raises(AttributeError, match="nowhere"):
        _ = scitex_plt.nowhere
