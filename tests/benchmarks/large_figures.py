"""What figures of 10^6 points or pixels cost to save with their companions, by a bare `savefig`.

    hatch run bench:large [--rounds N] [NAME ...]

Each round saves the same figure both ways, one after the other, the order changing from round to round; the table has
the medians, and the medians of the rounds' ratios, by the clock and by the time of the processor. The data lie in
Parquet, as where pyarrow is installed, then in numpy's arrays.
"""

import argparse
import gc
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from matplotlib import pyplot as plt

import scitex_io
from scitex_plt.tables import forms


class Elapsed(NamedTuple):
    """Seconds."""

    clock: float
    processor: float


def timed(function: Callable[[], object]) -> Elapsed:
    gc.collect()
    start = Elapsed(time.perf_counter(), time.process_time())
    function()
    return Elapsed(time.perf_counter() - start.clock, time.process_time() - start.processor)


def compared(bare: Callable[[], object], ours: Callable[[], object], rounds: int) -> str:
    """Return the cells of a row: both by the clock, and the two ratios."""
    pairs = []
    for number in range(rounds + 1):
        elapsed = {function: timed(function) for function in ((bare, ours) if number % 2 else (ours, bare))}
        pairs.append((elapsed[bare], elapsed[ours]))
    pairs = pairs[1:]  # the first round imports
    seconds = [statistics.median(pair[which].clock for pair in pairs) for which in (0, 1)]
    ratios = [
        statistics.median(other.clock / one.clock for one, other in pairs),
        statistics.median(other.processor / one.processor for one, other in pairs),
    ]
    return " | ".join(f"{value:.2f}" for value in seconds + ratios)


RANDOM = np.random.default_rng(0)
FIGURES: dict[str, Callable[[Any], object]] = {
    "scatter": lambda axes: axes.scatter(*RANDOM.normal(size=(2, 10**6)), label="cloud"),
    "line over dates": lambda axes: axes.plot(np.datetime64(0, "s") + np.arange(10**6), RANDOM.random(10**6)),
    "image of numbers": lambda axes: axes.imshow(RANDOM.random((1000, 1000))),
    "image of bytes": lambda axes: axes.imshow(RANDOM.integers(0, 256, (1000, 1000, 3), dtype=np.uint8)),
    "image of colours": lambda axes: axes.imshow(RANDOM.random((1000, 1000, 3))),
    "small image of colours": lambda axes: axes.imshow(RANDOM.random((500, 500, 3))),
}


def main() -> None:
    """Measure with each form of the data."""
    parser = argparse.ArgumentParser(description="What it costs to save large figures with their companions.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(FIGURES))
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()

    plt.switch_backend("agg")
    print("| figure | data | bare, s | with companions, s | ratio | of processor time |\n|---|---|---|---|---|---|")
    for name in given.names or FIGURES:
        figure, axes = plt.subplots()
        FIGURES[name](axes)
        for ending in forms.LARGE:
            forms.preferred = partial(str, ending)
            with tempfile.TemporaryDirectory(prefix="scitex-bench-") as folder:
                bare, ours = Path(folder, "bare.png"), Path(folder, "ours.png")
                row = compared(partial(figure.savefig, bare), partial(scitex_io.save, figure, ours), given.rounds)
                written = scitex_io.load(ours.with_suffix(".yaml"))["data"].partition(".")[2]
            print(f"| {name} | `.{written}` | {row} |", flush=True)
        plt.close(figure)


if __name__ == "__main__":
    main()
