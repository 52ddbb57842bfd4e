"""What is done in a process of its own: run a script, save its figures in several ways, draw them again.

What was found is written into the folder of the script, as JSON, after each figure: a process that is stopped at its
time limit leaves what it had.
"""

import json
import os
import random
import runpy
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib

SLOW = 2.0
"""Seconds that one save may take, to be timed more than once."""


def save_figures(script: Path, folder: Path, pairs: int) -> None:
    """Save each figure of a script: plainly, with companions, and plainly again; then time both in turn."""
    with reporting(folder, "saved") as found:
        for number, figure in figures_of(script, folder, found):
            found["figures"].append(save(figure, folder / str(number), pairs))
            write(folder, "saved", found)


def save_plainly(script: Path, folder: Path, pairs: int) -> None:
    """Save each figure of a script three times as if there were no companions."""
    with reporting(folder, "plainly") as found:
        for number, figure in figures_of(script, folder, found):
            for name in ("alone1.png", "alone2.png", "alone3.png"):
                figure.savefig(folder / str(number) / name)


def redraw_figures(script: Path, folder: Path, pairs: int) -> None:
    """Draw each figure again from its recipe."""
    import scitex_plt

    with reporting(folder, "redrawn") as found:
        for recipe in sorted(folder.glob("*/f.yaml"), key=lambda path: int(path.parent.name)):
            row = {"figure": int(recipe.parent.name)}
            with noting(row, "reproduce"):
                scitex_plt.reproduce(recipe).savefig(recipe.with_name("again.png"))
            found["figures"].append(row)
            write(folder, "redrawn", found)


def save(figure: Any, folder: Path, pairs: int) -> dict[str, Any]:
    """Save one figure in each way into `folder`, and return what was found."""
    import scitex_io

    row: dict[str, Any] = {"figure": int(folder.name)}
    with noting(row, "savefig"):
        figure.savefig(folder / "plain1.png")
    if "error" in row:
        return row
    spare = folder / "timed"
    spare.mkdir()
    with noting(row, "save"):
        seconds = timed(lambda: save_with_companions(scitex_io.save, figure, folder / "f.png"))
        ratios = [(seconds, timed(lambda: figure.savefig(folder / "plain2.png")))]
        for number in range(1, pairs if seconds < SLOW else 1):
            ratios.append(pair(scitex_io.save, figure, spare, first=number % 2 == 0))
        row["ratio"] = sorted(ours / bare for ours, bare in ratios)[len(ratios) // 2]
        row["seconds"] = sorted(bare for _, bare in ratios)[len(ratios) // 2]
    return row


def pair(save: Callable[..., object], figure: Any, folder: Path, *, first: bool) -> tuple[float, float]:
    """Return the seconds of a save with companions and of a bare one, whichever comes first."""

    def ours() -> float:
        return timed(lambda: save(figure, folder / "f.png"))

    def bare() -> float:
        return timed(lambda: figure.savefig(folder / "plain.png"))

    if first:
        return ours(), bare()
    seconds = bare()
    return ours(), seconds


def save_with_companions(save: Callable[..., object], figure: Any, path: Path) -> None:
    """Save a figure, and raise what the companions failed of."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        save(figure, path)
    if not path.with_suffix(".yaml").exists():
        raise RuntimeError("; ".join(str(warning.message) for warning in caught) or "no recipe was written")


def figures_of(script: Path, folder: Path, found: dict[str, Any]) -> Iterator[tuple[int, Any]]:
    """Run a script, and yield the figures that it left open with their numbers."""
    from matplotlib import pyplot

    pyplot.show = lambda *args, **kwargs: None
    scratch = folder / "scratch"
    scratch.mkdir(exist_ok=True)
    os.chdir(scratch)
    sys.argv = [str(script)]
    sys.path.insert(0, str(script.parent))
    seed()
    with noting(found, "script"):
        names = runpy.run_path(str(script), run_name="__main__")
    if "error" in found:
        return
    for number in pyplot.get_fignums():
        (folder / str(number)).mkdir(exist_ok=True)
        yield number, pyplot.figure(number)
    del names  # what a script holds stays alive until its figures are saved


def seed() -> None:
    """Make random numbers the same in every process."""
    import numpy as np

    random.seed(0)
    np.random.seed(0)


def timed(function: Callable[[], object]) -> float:
    """Return how long a call takes."""
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


@contextmanager
def noting(row: dict[str, Any], stage: str) -> Iterator[None]:
    """Note in `row` at which stage other people's code failed, and how."""
    try:
        yield
    except (Exception, SystemExit) as cause:
        row["stage"] = stage
        row["error"] = f"{type(cause).__name__}: {str(cause).strip().splitlines()[-1] if str(cause).strip() else ''}"


@contextmanager
def reporting(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    """Yield what is to be filled in; what the block prints goes to a log, and what was found into a file."""
    log = os.open(folder / f"{name}.log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream in (1, 2):
        os.dup2(log, stream)
    os.environ["MPLBACKEND"] = "agg"
    matplotlib.use("agg")
    warnings.simplefilter("ignore")
    found: dict[str, Any] = {"figures": [], "finished": False}
    yield found
    found["finished"] = True
    write(folder, name, found)


def write(folder: Path, name: str, found: dict[str, Any]) -> None:
    """Write what was found so far."""
    (folder / f"{name}.json").write_text(json.dumps(found))
