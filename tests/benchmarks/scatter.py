"""What a scatter of 10^6 points costs to save with its companions, by a bare `savefig`; data in Parquet, then in CSV.

    hatch run bench:scatter [--rounds N]

Each round saves the same figure both ways, one after the other, the order changing from round to round; the table has
the medians, and the medians of the rounds' ratios, by the clock and by the time of the processor.
"""

import argparse
import gc
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
from matplotlib import pyplot as plt

import scitex_io
from scitex_plt import companions


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


def main() -> None:
    """Measure with each form of the data."""
    parser = argparse.ArgumentParser(description="What it costs to save a large scatter with its companions.")
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()

    plt.switch_backend("agg")
    figure, axes = plt.subplots()
    axes.scatter(*np.random.default_rng(0).normal(size=(2, 10**6)), label="cloud")
    print("| data | bare, s | with companions, s | ratio | of processor time |\n|---|---|---|---|---|")
    for form, most in ((".parquet", companions.MOST_IN_CSV), (".csv", 10**9)):
        companions.MOST_IN_CSV = most
        with tempfile.TemporaryDirectory(prefix="scitex-bench-") as folder:
            bare, ours = Path(folder, "bare.png"), Path(folder, "ours.png")
            row = compared(partial(figure.savefig, bare), partial(scitex_io.save, figure, ours), given.rounds)
        print(f"| `{form}` | {row} |", flush=True)


if __name__ == "__main__":
    main()
