"""What it costs to verify a project, to look at one run, and to rebuild the index, beside git and plain hashing.

    hatch run bench:provenance [--runs N] [--rounds N]

A project of N runs is made, each of which wrote six files and a log, as a session would have left it. Whole processes
are measured in turn (A B A B …); medians of their processor time, user and system, are shown. `git status` looks at the
same 10,000 files as `scitex clew status` in a second, smaller project, where every file is tracked. The start of the
interpreter, with and without `site`, is measured beside them: no program in Python is faster.
"""

import argparse
import hashlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from scitex_clew.indexing.index_file import opened
from scitex_clew.records import crate
from scitex_clew.records.record import FileAccess, Parameter, RunRecord

FILES = 6
FRESH = 2.1  # seconds for which what was written is not known by its times
SCITEX = str(Path(sys.executable).with_name("scitex"))
SCRIPT = b"print('hello')\n" * 20
BEGUN = datetime(2026, 1, 1, tzinfo=UTC)


def make_project(root: Path, runs: int, files: int = FILES) -> str:
    """Write the run directories of a project; return the id of a run in the middle."""
    (root / ".scitex").mkdir(parents=True)
    (root / "train.py").write_bytes(SCRIPT)
    return [make_run(root, number, files).id for number in range(runs)][runs // 2]


def make_run(root: Path, number: int, files: int = FILES) -> RunRecord:
    """Write the directory of a run; return its record."""
    started = BEGUN + timedelta(minutes=number)
    id = f"{started:%Y%m%d_%H%M%S}_{number:04X}"
    directory = root / "train_out/FINISHED_SUCCESS" / id
    directory.mkdir(parents=True)
    names = ["train.log", *(f"result_{file}.json" for file in range(files))]
    accesses = [FileAccess("script", "train.py", hashlib.sha256(SCRIPT).hexdigest(), len(SCRIPT))]
    for name in names:
        content = f"{number} {name} {'x' * 200}\n".encode()
        (directory / name).write_bytes(content)
        role = "log" if name.endswith(".log") else "output"
        path = f"train_out/FINISHED_SUCCESS/{id}/{name}"
        accesses.append(FileAccess(role, path, hashlib.sha256(content).hexdigest(), len(content)))  # type: ignore[arg-type]
    found = record(id, started, number, sorted(accesses))
    crate.write(directory, found)
    return found


def record(id: str, started: datetime, number: int, accesses: list[FileAccess]) -> RunRecord:
    """Return the record of a run."""
    return RunRecord(
        id=id,
        script="train.py",
        directory=f"train_out/FINISHED_SUCCESS/{id}",
        description="Train a model.",
        command=("train.py", "--lr", str(number)),
        working_directory=".",
        started=started,
        parameters=(Parameter("lr", number, "flag --lr"), Parameter("seed", 42, "default")),
        config={"MODEL": {"dropout": 0.1}},
        host="lab-3",
        pid=number + 1,
        process=None,
        user="ada",
        platform="Linux 6.1.0 x86_64",
        python="3.11.7",
        seed=42,
        ended=started + timedelta(seconds=30),
        outcome="success",
        exit_code=0,
        packages={f"package-{n}": "1.0" for n in range(10)},
        accesses=tuple(accesses),
    )


def spent(command: list[str], folder: Path) -> float:
    """Return how much processor time a command takes, in seconds."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return usage.ru_utime + usage.ru_stime


def medians(commands: dict[str, tuple[list[str], Path]], rounds: int) -> dict[str, float]:
    """Return the median of what each command takes, run in turn; the first round is not counted."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, (command, folder) in commands.items():
            seconds = spent(command, folder)
            if number:
                times[name].append(seconds)
    return {name: statistics.median(found) for name, found in times.items()}


def touched(root: Path, command: list[str], rounds: int) -> Iterator[float]:
    """Yield what a command takes each time that somebody has just touched a file of one run."""
    file = next(root.glob("train_out/*/*/result_0.json"))
    for _ in range(rounds):
        file.touch()
        yield spent(command, root)


def recorded(root: Path, command: list[str], rounds: int, runs: int) -> Iterator[float]:
    """Yield what a command takes each time that one more run has just been recorded."""
    for number in range(runs, runs + rounds):
        with opened(root / ".scitex/clew.db") as index:
            index.write(make_run(root, number))
        yield spent(command, root)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=7)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        big, tracked = Path(name) / "big", Path(name) / "tracked"
        middle = make_project(big, arguments.runs)
        make_project(tracked, 1250, files=7)
        git = ["git", "-c", "user.name=bench", "-c", "user.email=bench@example.org"]
        for command in (["init", "-q"], ["add", "-f", "train_out"], ["commit", "-qm", "All"]):
            subprocess.run([*git, *command], cwd=tracked, check=True)
        status = [SCITEX, "clew", "status"]
        time.sleep(FRESH)  # what was written just now is hashed once more
        rebuilt = spent([SCITEX, "clew", "index"], big)
        spent([SCITEX, "clew", "index"], tracked)
        size = (big / ".scitex/clew.db").stat().st_size
        first = spent(status, big)
        spent(status, tracked)
        time.sleep(FRESH)
        spent(status, big)
        kept = (big / ".scitex/clew.db.answer").stat().st_size
        accesses = arguments.runs * (FILES + 2)
        print(f"{arguments.runs} runs, {arguments.runs * (FILES + 1)} files")
        print(f"  index rebuilt                      {rebuilt:7.2f} s   {rebuilt / arguments.runs * 1e3:.2f} ms a run")
        print(f"  index                              {size / accesses:7.0f} bytes a file")
        print(f"  the last answer, kept beside it    {kept / accesses:7.0f} bytes a file")
        print(f"  status, every file read            {first:7.2f} s")
        found = medians(
            {
                "status, nothing touched": (status, big),
                "status --json": ([*status, "--json"], big),
                "run ID": ([SCITEX, "clew", "run", middle], big),
                "status of 10,000 files": (status, tracked),
                "git status of the same": (["git", "status"], tracked),
                "scitex --version": ([SCITEX, "--version"], big),
                "python -c pass": ([sys.executable, "-c", "pass"], big),
                "python -S -E -c pass": ([sys.executable, "-S", "-E", "-c", "pass"], big),
            },
            arguments.rounds,
        )
        found["status, a file just touched"] = statistics.median(touched(big, status, arguments.rounds))
        new = recorded(big, status, arguments.rounds, arguments.runs)
        found["status, a run just recorded"] = statistics.median(new)
        for title, seconds in found.items():
            print(f"  {title:34} {seconds:7.3f} s")
        ratio = found["status of 10,000 files"] / found["git status of the same"]
        print(f"  10,000 files: {ratio:.1f} times git status")


if __name__ == "__main__":
    main()
