"""A recorder is told what the run used: time by the clock, time of processors, memory."""

import pytest

WITNESS = """
from contextlib import contextmanager
@contextmanager
def witness(run):
    assert (run.wall_time, run.cpu_time, run.peak_memory) == (None, None, None)
    yield
    print(run.wall_time, run.cpu_time, run.peak_memory / 2**20, file=open("usage.txt", "w"))
"""


@pytest.fixture
def used(project):
    """Return what a run of some code uses: seconds, seconds, MiB."""

    def of(body):
        project.write("extra-1.0.dist-info/entry_points.txt", "[scitex_session.recorders]\nwitness = extra:witness\n")
        project.write("extra.py", WITNESS)
        project.script(f"import subprocess, time\n@session\ndef main():\n    {body}")
        assert project.run().returncode == 0
        return tuple(map(float, (project.directory / "usage.txt").read_text().split()))

    return of


def test_time_that_passes_is_no_work(used):
    wall, cpu, _ = used("time.sleep(0.5)")

    assert 0.5 <= wall < 5
    assert cpu < 0.4


@pytest.mark.parametrize(
    "work",
    [
        "while time.process_time() < 0.7: pass",
        "subprocess.run([sys.executable, '-c', 'import time\\nwhile time.process_time() < 0.6: pass'])",
    ],
)
def test_work_of_the_script_and_its_children_counts(used, work):
    assert used(work)[1] >= 0.4


@pytest.mark.parametrize(
    "work",
    ["bytearray(b'x') * 300_000_000", "subprocess.run([sys.executable, '-c', 'bytearray(b\"x\") * 300_000_000'])"],
)
def test_memory_of_the_script_and_its_children_counts(used, work):
    assert 280 < used(work)[2] < 600
