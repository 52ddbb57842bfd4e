"""What `save` and `load` add to the library underneath, without a session and inside a recorded one.

    hatch run bench:files [--rounds N] [--only .npy .csv]

Each round times the raw call and ours on the same object, one after the other, the order changing from round to round;
the table has the medians, and the median of the rounds' ratios. Between two calls the script works for a while, as
scripts do: what a session hashes beside the script is not in the way of the next call, nor in that of the raw one.
"""

import argparse
import pickle
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import h5py
import numpy as np
import pandas as pd
import scipy.io

import scitex_io

MEGABYTE = 1_000_000
SCRIPT = """
import sys

sys.path.insert(0, {here!r})
import files
import scitex as stx

@stx.session
def main():
    files.run("inside a recorded session", {rounds}, {only})

main()
"""


class Case(NamedTuple):
    """A format, an object for it, and how its library saves and loads that."""

    extension: str
    what: str
    obj: Any
    raw_save: Callable[[Any, Path], object]
    raw_load: Callable[[Path], object]


class Timing(NamedTuple):
    """Medians in seconds, and the median ratio."""

    raw: float
    ours: float
    ratio: float


def cases() -> Iterator[Case]:
    """Yield what is measured: arrays of 100 MB, tables of a million rows, and files of a kilobyte."""
    random = np.random.default_rng(0)
    array = random.random(100 * MEGABYTE // 8)
    table = pd.DataFrame(random.random((10**6, 3)), columns=list("xyz"))
    table["n"] = np.arange(10**6)
    table["label"] = np.array(["low", "middle", "high"])[random.integers(0, 3, 10**6)]
    yield Case(".npy", "100 MB array", array, lambda obj, path: np.save(path, obj), np.load)
    yield Case(".npz", "100 MB array", {"a": array}, save_npz, load_npz)
    yield Case(".pkl", "100 MB array", array, save_pickle, load_pickle)
    yield Case(".h5", "100 MB array", {"a": array}, save_hdf5, load_hdf5)
    yield Case(".mat", "100 MB array", {"a": array.reshape(1, -1)}, save_mat, scipy.io.loadmat)
    if find_spec("torch"):
        import torch

        yield Case(".pt", "100 MB tensor", {"a": torch.from_numpy(array)}, torch.save, load_torch)
    if find_spec("safetensors"):
        from safetensors.numpy import load_file, save_file

        yield Case(".safetensors", "100 MB array", {"a": array}, lambda obj, path: save_file(obj, path), load_file)
    yield Case(".parquet", "10^6 rows", table, lambda obj, path: obj.to_parquet(path), pd.read_parquet)
    yield Case(".feather", "10^6 rows", table, lambda obj, path: obj.to_feather(path), pd.read_feather)
    yield Case(".csv", "10^6 rows", table, lambda obj, path: obj.to_csv(path, index=False), pd.read_csv)


def small_cases() -> Iterator[Case]:
    """Yield files of about a kilobyte."""
    import json

    import yaml

    plain = {f"parameter_{number}": number / 7 for number in range(30)}
    table = pd.DataFrame({"x": np.arange(50) / 7})
    yield Case(".json", "1 kB", plain, lambda o, p: p.write_text(json.dumps(o)), lambda p: json.loads(p.read_text()))
    yield Case(
        ".yaml",
        "1 kB",
        plain,
        lambda obj, path: path.write_text(yaml.dump(obj, Dumper=yaml.CSafeDumper)),
        lambda path: yaml.load(path.read_text(), Loader=yaml.CSafeLoader),
    )
    yield Case(".npy", "1 kB", np.arange(128.0), lambda obj, path: np.save(path, obj), np.load)
    yield Case(".csv", "1 kB", table, lambda obj, path: obj.to_csv(path, index=False), pd.read_csv)
    yield Case(".pkl", "1 kB", plain, save_pickle, load_pickle)


def save_npz(obj: dict[str, Any], path: Path) -> None:
    np.savez(path, allow_pickle=False, **obj)


def load_npz(path: Path) -> dict[str, Any]:
    with np.load(path) as archive:
        return dict(archive)


def save_pickle(obj: Any, path: Path) -> None:
    with path.open("wb") as file:
        pickle.dump(obj, file, protocol=pickle.HIGHEST_PROTOCOL)


def load_pickle(path: Path) -> Any:
    with path.open("rb") as file:
        return pickle.load(file)


def save_hdf5(obj: dict[str, Any], path: Path) -> None:
    with h5py.File(path, "w") as file:
        for name, array in obj.items():
            file[name] = array


def load_hdf5(path: Path) -> dict[str, Any]:
    with h5py.File(path) as file:
        return {name: file[name][()] for name in file}


def save_mat(obj: dict[str, Any], path: Path) -> None:
    scipy.io.savemat(path, obj)


def load_torch(path: Path) -> Any:
    import torch

    return torch.load(path, weights_only=True)


def timed(function: Callable[[], object]) -> float:
    """Return how long a call takes; what it returns is let go of after that."""
    start = time.perf_counter()
    result = function()
    elapsed = time.perf_counter() - start
    del result
    return elapsed


def work(seconds: float) -> None:
    """Compute something on one core for a while."""
    numbers = np.arange(10_000.0)
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        np.sin(numbers)


def compared(
    raw: Callable[[], object], ours: Callable[[], object], rounds: int, pause: float, fresh: tuple[Path, ...] = ()
) -> Timing:
    """Time both in turn, each first in every other round, with the files `fresh` removed before each."""
    pairs = []
    for number in range(rounds):
        order = (raw, ours) if number % 2 else (ours, raw)
        elapsed = {}
        for function in order:
            for path in fresh:
                path.unlink(missing_ok=True)
            elapsed[function] = timed(function)
            work(pause)
        pairs.append((elapsed[raw], elapsed[ours]))
    raws, all_ours = zip(*pairs[1:], strict=True)  # the first round imports
    ratio = statistics.median(one / other for other, one in pairs[1:])
    return Timing(statistics.median(raws), statistics.median(all_ours), ratio)


def measured(case: Case, folder: Path, rounds: int, pause: float) -> tuple[Timing, Timing]:
    """Return the timings of save and load."""
    theirs, mine = folder / f"raw{case.extension}", folder / f"ours{case.extension}"
    saving = compared(
        lambda: case.raw_save(case.obj, theirs), lambda: scitex_io.save(case.obj, mine), rounds, pause, (theirs, mine)
    )
    scitex_io.save(case.obj, mine)
    case.raw_save(case.obj, theirs)
    loading = compared(lambda: case.raw_load(theirs), lambda: scitex_io.load(mine), rounds, pause)
    return saving, loading


def run(kind: str, rounds: int, only: list[str]) -> None:
    """Measure the cases and print their tables."""
    with tempfile.TemporaryDirectory(prefix="scitex-bench-") as folder:
        measure("", kind, cases(), only, Path(folder), rounds, 0.15)
        measure("1 kB, ", kind, small_cases(), only, Path(folder), 200, 0)


def measure(
    size: str, kind: str, chosen: Iterator[Case], only: list[str], folder: Path, rounds: int, pause: float
) -> None:
    """Measure `chosen` and print the table."""
    columns = "raw save, ms | ratio | added, ms | raw load, ms | ratio | added, ms"
    print(f"\n{size}{kind}\n\n| | | {columns} |\n|---|---|---|---|---|---|---|---|")
    for case in chosen:
        if not only or case.extension in only:
            cells = (
                f"{timing.raw * 1e3:.1f} | {timing.ratio:.2f} | {(timing.ours - timing.raw) * 1e3:.2f}"
                for timing in measured(case, folder, rounds, pause)
            )
            print(f"| `{case.extension}` | {case.what} | {' | '.join(cells)} |", flush=True)


def main() -> None:
    """Measure without a session, then in one, in a project of its own."""
    parser = argparse.ArgumentParser(description="What save and load add to the library underneath.")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", nargs="*", default=[], help="extensions, such as .npy")
    given = parser.parse_args()

    run("without a session", given.rounds, given.only)
    with tempfile.TemporaryDirectory(prefix="scitex-bench-") as project:
        Path(project, "pyproject.toml").touch()
        script = Path(project, "script.py")
        script.write_text(SCRIPT.format(here=str(Path(__file__).parent), rounds=given.rounds, only=given.only))
        subprocess.run([sys.executable, script], cwd=project, check=True)


if __name__ == "__main__":
    main()
