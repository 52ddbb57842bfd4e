"""The resource `plt` is pyplot with more, and leaves nothing behind."""

import contextlib
import os
import subprocess
import sys
from types import SimpleNamespace

import matplotlib as mpl
import pytest
from matplotlib import pyplot

import scitex_plt
from scitex_plt.resource import plt

BACKEND = """
import matplotlib, types, scitex_plt.resource
with scitex_plt.resource.plt(types.SimpleNamespace(agg=AGG)):
    print(matplotlib.get_backend().lower())
"""


RUN = SimpleNamespace(agg=False)


def backend(program=BACKEND, *, agg=False, **environment):
    """Return the backend of a fresh interpreter without a display, unless the environment names one."""
    chosen = {"DISPLAY", "MPLBACKEND", "WAYLAND_DISPLAY"}
    variables = {key: value for key, value in os.environ.items() if key not in chosen} | environment
    command = [sys.executable, "-c", program.replace("AGG", str(agg))]
    return subprocess.run(command, capture_output=True, text=True, check=True, env=variables).stdout.strip()


def test_it_is_pyplot_with_more():
    with plt(RUN) as given:
        assert given is scitex_plt
        assert given.plot is pyplot.plot
        assert given.gcf() is pyplot.gcf()


def test_figures_opened_within_are_closed():
    mine = pyplot.figure()
    with plt(RUN) as given:
        given.figure()
        given.figure()
        pyplot.close(mine)
        mine = pyplot.figure(mine.number)
    assert pyplot.get_fignums() == []


def test_figures_opened_before_stay_open():
    mine = pyplot.figure()
    with plt(RUN) as given:
        given.figure()
    assert pyplot.get_fignums() == [mine.number]


def test_figures_are_closed_after_an_error_too():
    with contextlib.suppress(ZeroDivisionError), plt(RUN) as given:
        given.figure()
        _ = 1 / 0
    assert pyplot.get_fignums() == []


def test_rcparams_are_put_back():
    before = dict(mpl.rcParams)
    with plt(RUN) as given:
        given.rcParams["font.size"] = 30
        given.style.use("ggplot")
    assert dict(mpl.rcParams) == before


FORCED = """
import matplotlib, types, scitex_plt.resource
with scitex_plt.resource.plt(types.SimpleNamespace(agg=AGG)):
    print(dict.__getitem__(matplotlib.rcParams, "backend") == "agg")
"""


def test_with_a_display_it_is_agg_unless_windows_are_wanted():
    assert [backend(FORCED, agg=agg, DISPLAY=":0") for agg in (True, False)] == ["True", "False"]


def test_a_backend_that_somebody_has_chosen_stays():
    assert backend(agg=True, MPLBACKEND="svg") == "svg"


def test_without_a_display_it_is_agg():
    assert backend() == "agg"


@pytest.mark.parametrize("window", ["GTK4Agg", "QtAgg", "TkAgg", "wxagg"])
def test_without_a_display_a_backend_that_needs_one_becomes_agg(window):
    assert backend(MPLBACKEND=window) == "agg"


def test_with_a_display_nothing_is_chosen():
    program = BACKEND.replace("print(", "print(dict.__getitem__(matplotlib.rcParams, 'backend'), ")
    assert backend(program.replace("matplotlib.get_backend().lower()", ""), DISPLAY=":99").strip() != "agg"


def test_it_says_nothing():
    assert backend(BACKEND.replace("print(", "given = ("), MPLBACKEND="TkAgg") == ""


def test_a_backend_of_the_environment_stays():
    assert backend(MPLBACKEND="svg") == "svg"


def test_a_backend_of_the_program_stays():
    assert backend("import matplotlib; matplotlib.use('pdf')\n" + BACKEND) == "pdf"
