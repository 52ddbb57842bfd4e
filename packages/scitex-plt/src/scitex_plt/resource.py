"""Resource of a session: `plt`, which is pyplot, ready to use and cleared up after."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

import matplotlib
from matplotlib._pylab_helpers import Gcf


@contextmanager
def plt(run: object) -> Iterator[ModuleType]:
    """Yield `matplotlib.pyplot`; on leaving, close the figures opened meanwhile and put back the rcParams.

    Where there is no display and nobody has chosen a backend, it is Agg, which needs none.

    Parameters
    ----------
    run : object
        The run that asks for it; nothing of it is used.

    Yields
    ------
    module
        `matplotlib.pyplot`.
    """
    if is_headless() and not is_backend_chosen():
        matplotlib.use("agg")
    from matplotlib import pyplot

    before = Gcf.get_all_fig_managers()
    with matplotlib.rc_context():
        try:
            yield pyplot
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
