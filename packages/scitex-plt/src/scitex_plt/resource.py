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

TOOLKITS = ("gtk", "qt", "tk", "wx")
"""How the names of backends begin that open windows on a display."""


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
    display. So it is where one was chosen that needs a display, and there is none.

    Parameters
    ----------
    run : Run
        The run that asks for it.

    Yields
    ------
    module
        `scitex_plt`, which has every name of `matplotlib.pyplot`.
    """
    chosen = backend_chosen()
    windowless = is_headless() and (chosen is None or chosen.lower().startswith(TOOLKITS))
    if windowless or (run.agg and chosen is None):
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


def backend_chosen() -> str | None:
    """Return the backend that somebody has named, if any; asking matplotlib outright would choose one."""
    name = dict.__getitem__(matplotlib.rcParams, "backend")
    return name if isinstance(name, str) else None
