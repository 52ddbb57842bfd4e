"""Worker processes save into the run directory, print into its log and are recorded, however they were started."""

import pytest

SCRIPT = """
    import multiprocessing, subprocess
    from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
    def work(i):
        print(f"worker {i}\\n", end="", flush=True)
        return str(io.save(i, f"{i}.json"))
    def processes(method):
        workers = [multiprocessing.get_context(method).Process(target=work, args=(i,)) for i in range(3)]
        for worker in workers: worker.start()
        for worker in workers: worker.join()
    def pool(method):
        with multiprocessing.get_context(method).Pool(2) as pool: pool.map(work, range(3))
    def executor(method):
        context = multiprocessing.get_context(method)
        with ProcessPoolExecutor(2, mp_context=context) as pool: list(pool.map(work, range(3)))
    def threads(method):
        with ThreadPoolExecutor(2) as pool: list(pool.map(work, range(3)))
    def joblib(method):
        import joblib
        joblib.Parallel(2, backend=method)(joblib.delayed(work)(i) for i in range(3))
    @session
    def main(start="", method=""): globals()[start](method)
    """
WAYS = [
    *((start, method) for start in ("processes", "pool", "executor") for method in ("fork", "spawn", "forkserver")),
    ("threads", "none"),
    ("joblib", "loky"),
    ("joblib", "multiprocessing"),
    ("joblib", "threading"),
]
WITNESS = """
from contextlib import contextmanager
from functools import partial
import os, scitex_io
@contextmanager
def witness(run):
    with seen_by(run.directory.parents[2] / "seen"): yield partial(seen_by, run.directory.parents[2] / "seen")
@contextmanager
def seen_by(path):
    with scitex_io.observing(lambda access: path.open("a").write(f"{access.path.name}\\n")): yield
"""


def witnessed(project):
    """Install a recorder that writes down what is accessed."""
    project.write("extra-1.0.dist-info/entry_points.txt", "[scitex_session.recorders]\nwitness = extra:witness\n")
    project.write("extra.py", WITNESS)


@pytest.mark.parametrize(("start", "method"), WAYS)
def test_a_worker_saves_prints_and_is_recorded_as_the_script_itself(project, start, method):
    pytest.importorskip("joblib") if start == "joblib" else None
    witnessed(project)
    project.script(SCRIPT)

    result = project.run("--start", start, "--method", method)

    run = project.only_run("FINISHED_SUCCESS")
    assert (result.returncode, result.stderr) == (0, "")
    assert sorted(path.name for path in run.glob("?.json")) == ["0.json", "1.json", "2.json"]
    assert sorted(project.log().split()) == ["0", "1", "2", "worker", "worker", "worker"]
    assert sorted((project.directory / "seen").read_text().split()) == ["0.json", "1.json", "2.json"]


def test_a_worker_of_a_worker_belongs_to_the_run(project):
    project.script("""
        import multiprocessing
        spawning = multiprocessing.get_context("spawn")
        def inner(): io.save("x", "inner.txt")
        def outer():
            worker = spawning.Process(target=inner)
            worker.start(); worker.join()
        @session
        def main():
            worker = spawning.Process(target=outer)
            worker.start(); worker.join()
        """)

    project.run()

    assert (project.only_run() / "inner.txt").exists()


def test_another_script_that_a_run_starts_is_a_run_of_its_own(project):
    project.script("@session\ndef main(): io.save('x', 'other.txt')", name="other.py")
    project.script("import subprocess\n@session\ndef main(): subprocess.run([sys.executable, 'other.py'], check=True)")

    assert project.run().returncode == 0
    assert (project.only_run(name="other") / "other.txt").exists()
    assert not (project.only_run() / "other.txt").exists()


def test_a_worker_that_starts_after_the_run_is_on_its_own(project):
    project.write(
        "train.py",
        """
        import multiprocessing
        import scitex_io as io
        from scitex_session import session
        def work(name): io.save("x", name)
        @session
        def main(method):
            with multiprocessing.get_context(method).Pool(1) as pool: pool.map(work, [f"{method}.txt"])
        if __name__ == "__main__":
            for method in ("spawn", "forkserver"):
                main(method)
                with multiprocessing.get_context(method).Pool(1) as pool: pool.map(work, [f"after {method}.txt"])
        """,
    )

    assert project.run().stderr == ""
    assert {path.name for path in project.directory.glob("after*")} == {"after spawn.txt", "after forkserver.txt"}
    assert {path.name for run in project.runs() for path in run.glob("*.txt")} == {"spawn.txt", "forkserver.txt"}


def test_the_workers_that_joblib_keeps_do_not_save_into_an_earlier_run(project):
    pytest.importorskip("joblib")
    project.write(
        "train.py",
        """
        import joblib
        import scitex_io as io
        from scitex_session import session
        def work(name): io.save("x", name)
        @session
        def main(name): joblib.Parallel(2)(joblib.delayed(work)(f"{name}{i}.txt") for i in range(2))
        if __name__ == "__main__":
            main("first")
            main("second")
        """,
    )

    project.run()

    saved = [sorted(path.name for path in run.glob("*.txt")) for run in project.runs("FINISHED_SUCCESS")]
    assert sorted(saved) == [["first0.txt", "first1.txt"], ["second0.txt", "second1.txt"]]


def test_a_recorder_that_fails_in_a_worker_does_not_stop_it(project):
    project.write("extra-1.0.dist-info/entry_points.txt", "[scitex_session.recorders]\nwitness = extra:witness\n")
    project.write(
        "extra.py",
        """
        from contextlib import contextmanager
        def in_worker(): raise RuntimeError("no ink")
        @contextmanager
        def witness(run): yield in_worker
        """,
    )
    project.script(SCRIPT)

    result = project.run("--start", "processes", "--method", "spawn")

    assert "this worker is not recorded" in result.stderr
    assert len(list(project.only_run("FINISHED_SUCCESS").glob("?.json"))) == 3


def test_the_workers_of_a_data_loader_belong_to_the_run(project):
    pytest.importorskip("torch")
    project.script("""
        import torch
        class Data(torch.utils.data.Dataset):
            def __len__(self): return 4
            def __getitem__(self, i):
                print("item", i, flush=True)
                io.save(i, f"{i}.json")
                return i
        @session
        def main(method="fork"):
            loader = torch.utils.data.DataLoader(Data(), num_workers=2, multiprocessing_context=method)
            print(sorted(int(i) for batch in loader for i in batch))
        """)

    for method in ("fork", "spawn"):
        assert project.run("--method", method).stdout.splitlines()[-1] == "[0, 1, 2, 3]"

    assert [len(list(run.glob("?.json"))) for run in project.runs("FINISHED_SUCCESS")] == [4, 4]
    assert [project.output_of(run).count("item") for run in project.runs()] == [4, 4]


def test_a_worker_logs_as_the_run_does(project):
    project.script("""
        import logging, multiprocessing
        def work(): logging.getLogger("fit").warning("careful")
        @session
        def main():
            worker = multiprocessing.get_context("spawn").Process(target=work)
            worker.start(); worker.join()
        """)

    project.run()

    assert project.log().endswith(" WARNING fit: careful\n")


def test_no_worker_process_costs_nothing(project):
    project.script("@session\ndef main(): print('multiprocessing' in sys.modules, 'logging' in sys.modules)")

    assert project.run().stdout == "False False\n"
