"""`stx` is every package under one name, each imported when it is first used."""

import subprocess
import sys

import pytest

import scitex as stx


@pytest.mark.parametrize("name", ["clew", "config", "io", "plt", "repro"])
def test_a_package_is_an_attribute(name):
    assert getattr(stx, name) is sys.modules[f"scitex_{name}"]


def test_the_session_and_its_marker_are_attributes():
    import scitex_session

    assert stx.session is scitex_session.session
    assert stx.INJECTED is scitex_session.INJECTED


def test_logging_is_that_of_sessions():
    import scitex_session.logging

    assert stx.logging is scitex_session.logging


def test_an_unknown_name_is_an_error_that_lists_those_there_are():
    with pytest.raises(AttributeError, match="module 'scitex' has no attribute 'oi'; it has INJECTED, Flag, clew, "):
        _ = stx.oi


def test_every_name_is_listed():
    assert set(stx.__all__) <= set(dir(stx))


def test_an_import_loads_no_package():
    code = "import sys, scitex; print([name for name in sys.modules if name.startswith('scitex')])"

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "['scitex']\n"
