"""The distributions that a run has imported."""

import subprocess
import sys
from importlib import metadata

import pytest

from scitex_clew.recording import packages


def imported_after(statement):
    """Return what a fresh interpreter says it has imported after `statement`."""
    code = f"{statement}\nfrom scitex_clew.recording import packages\nprint(packages.imported())"
    return eval(subprocess.check_output([sys.executable, "-c", code], text=True))


def test_an_imported_distribution_is_listed_with_its_version():
    assert imported_after("import numpy")["numpy"] == metadata.version("numpy")


def test_a_distribution_that_is_installed_but_not_imported_is_not_listed():
    assert imported_after("").keys().isdisjoint({"numpy", "pandas"})


def test_a_distribution_whose_module_has_another_name_is_found():
    assert imported_after("import yaml")["pyyaml"] == metadata.version("PyYAML")


def test_modules_of_python_itself_are_not_listed():
    assert set(imported_after("import json, sqlite3, email")) <= {"scitex-clew", "scitex-io"}


@pytest.mark.parametrize("listing", ["top_level.txt", "RECORD"])
def test_the_lists_of_a_distribution_tell_its_modules(tmp_path, listing):
    (tmp_path / listing).write_text("thing/__init__.py,sha256=a,1\n" if listing == "RECORD" else "thing\n")
    assert packages.top_level(packages.Distribution("other", "1", str(tmp_path))) == {"thing"}


def test_of_two_installed_versions_the_first_on_the_path_counts(tmp_path):
    for folder, version in (("a", "1.0"), ("b", "2.0")):
        (tmp_path / folder / f"thing-{version}.dist-info").mkdir(parents=True)
    found = packages.installed([str(tmp_path / "a"), str(tmp_path / "b"), str(tmp_path / "none")])
    assert [(entry.name, entry.version) for entry in found] == [("thing", "1.0")]
