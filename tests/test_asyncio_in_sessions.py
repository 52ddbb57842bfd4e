"""A session whose function runs an event loop: with a pool of processes, and when the run is ended from outside."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import asyncio
import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor

import scitex as stx


def work(i):
    print(f"work {i}\\n", end="", flush=True)
    stx.io.save(i, f"{i}.json")
    return i


def sleep(i):
    print(f"asleep {i}\\n", end="", flush=True)
    time.sleep(60)


async def together(method, function):
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context(method)) as pool:
        loop = asyncio.get_running_loop()
        try:
            return await asyncio.gather(*(loop.run_in_executor(pool, function, i) for i in range(2)))
        finally:
            print("closing", flush=True)


@stx.session
def main(method="spawn", rest=False):
    print(asyncio.run(together(method, sleep if rest else work)), flush=True)


if __name__ == "__main__":
    main()
"""
WAITING = """
import asyncio

import scitex as stx


async def wait():
    try:
        print("waiting", flush=True)
        await asyncio.sleep(60)
    finally:
        stx.io.save("closed", "closed.txt")


@stx.session
def main():
    asyncio.run(wait())


if __name__ == "__main__":
    main()
"""


def started(script: str, *arguments: str, folder: Path) -> subprocess.Popen[str]:
    """Start a script as the leader of a group of processes."""
    (folder / "train.py").write_text(script)
    command = [sys.executable, "train.py", *arguments]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, text=True, start_new_session=True)


def only_run(folder: Path, state: str) -> Path:
    (run,) = (folder / "train_out" / state).iterdir()
    return run


@pytest.mark.parametrize("method", ["fork", "forkserver", "spawn"])
def test_a_pool_of_an_event_loop_belongs_to_the_run(tmp_path: Path, method: str) -> None:
    process = started(SCRIPT, "--method", method, folder=tmp_path)
    shown = process.communicate(timeout=60)[0]

    run = only_run(tmp_path, "FINISHED_SUCCESS")
    crate = json.loads((run / "ro-crate-metadata.json").read_text())["@graph"]
    assert sorted(shown.splitlines()) == ["[0, 1]", "closing", "work 0", "work 1"]
    assert {"0.json", "1.json"} <= {entity["@id"] for entity in crate}
    assert (run / "train.log").read_text().count("work ") == 2


@pytest.mark.parametrize("method", ["fork", "forkserver", "spawn"])
def test_sigterm_to_a_run_and_its_pool_ends_both(tmp_path: Path, method: str) -> None:
    process = started(SCRIPT, "--method", method, "--rest", folder=tmp_path)
    assert process.stdout is not None
    begun = {process.stdout.readline(), process.stdout.readline()}
    os.killpg(process.pid, signal.SIGTERM)

    rest = process.communicate(timeout=30)[0]

    assert begun == {"asleep 0\n", "asleep 1\n"}
    assert "closing" in rest
    assert process.returncode == 143
    assert "SIGTERM" in (only_run(tmp_path, "FINISHED_ERROR") / "train.log").read_text()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_ends_an_event_loop_and_its_coroutines_close(
    tmp_path: Path, number: signal.Signals, code: int
) -> None:
    process = started(WAITING, folder=tmp_path)
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(number)

    process.communicate(timeout=30)

    assert process.returncode == code
    assert (only_run(tmp_path, "FINISHED_ERROR") / "closed.txt").read_text() == "closed"
