"""Resource of a session: `plt`, which is this package, pyplot with more, ready to use and cleared up after."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Protocol

import matplotlib
from matplotlib._pylab_helpers import Gcf

import scitex_plt


class Run(Protocol):
    """What the resource needs to know of a run."""

    @property
    def agg(self) -> bool:
        """Whether figures are drawn into files alone, unless somebody has chosen a backend."""
        ...


@contextmanager
def plt(run: Run) -> Iterator[ModuleType]:
    """Yield `scitex_plt`; on leaving, close the figures opened meanwhile and put back the rcParams.

    If nobody has chosen a backend, it is Agg, which opens no windows, unless the run wants them and there is a
    display. One that was chosen and needs a display is replaced by matplotlib where there is none.

    Parameters
    ----------
    run : Run
        The run that asks for it.

    Yields
    ------
    module
        `scitex_plt`, which has every name of `matplotlib.pyplot`.
    """
    if (run.agg or is_headless()) and not is_backend_chosen():
        matplotlib.use("agg")
    from matplotlib import pyplot

    before = Gcf.get_all_fig_managers()
    with matplotlib.rc_context():
        try:
            yield scitex_plt
        finally:
            for manager in Gcf.get_all_fig_managers():
                if manager not in before:
                    pyplot.close(manager.canvas.figure)


def is_headless() -> bool:
    """Say whether there is no display to open a window on."""
    displays = ("DISPLAY", "WAYLAND_DISPLAY")
    return sys.platform not in ("darwin", "win32") and not any(map(os.environ.get, displays))


def is_backend_chosen() -> bool:
    """Say whether somebody has named a backend; asking matplotlib outright would choose one."""
    return isinstance(dict.__getitem__(matplotlib.rcParams, "backend"), str)
