"""A run that is killed, crashes or loses its surroundings leaves behind what is known of it."""

import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

WAITING = """
    import time
    @session
    def main(seconds=60.0):
        print("ready", flush=True)
        time.sleep(seconds)
        print("done")
    """
LAST = "ended without an outcome: killed, crashed, or left by os._exit"


def wait_for(condition, seconds=30):
    """Wait until a condition holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("os._exit(3)", 3),
        ("os._exit(0)", 0),
        ("os.abort()", -signal.SIGABRT),
        ("os.kill(os.getpid(), 9)", -signal.SIGKILL),  # what the kernel sends when memory is out
        ("import ctypes; ctypes.string_at(0)", -signal.SIGSEGV),
    ],
)
def test_a_run_that_ends_outright_stays_in_running_and_its_log_says_so(project, body, code):
    project.script(f"@session\ndef main():\n    print('last words', flush=True)\n    {body}")

    assert project.run().returncode == code
    assert project.only_run().parent.name == "RUNNING"
    wait_for(lambda: LAST in project.frame())
    assert project.log() == "last words\n"


def test_the_next_run_says_so_on_the_terminal_and_in_its_log(project):
    project.script("@session\ndef main(kill=False): kill and os.kill(os.getpid(), 9)")
    project.run("--kill")
    (dead,) = project.runs()

    result = project.run()

    told = f"run {dead.name} of train.py ended without an outcome, killed or crashed: see "
    assert result.stderr == f"Note: {told}{dead.parent}\n"
    assert f"# {told}train_out/RUNNING\n" in (project.only_run("FINISHED_SUCCESS") / "train.log").read_text()


def test_a_run_that_lives_is_not_taken_for_dead(project):
    project.script(WAITING)
    living = project.start()
    assert living.stdout.readline() == "ready\n"

    assert project.run("--seconds", "0").stderr == ""
    living.kill()
    living.communicate()


def test_memory_that_the_system_refuses_is_an_error(project):
    project.script("""
        import resource
        @session
        def main():
            resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
            bytearray(1 << 31)
        """)

    assert project.run().returncode == 1
    assert project.only_run().parent.name == "FINISHED_ERROR"
    assert "MemoryError" in project.log()


def test_an_exception_in_a_thread_is_in_the_log_and_ends_the_thread_alone(project):
    project.script("""
        import threading
        @session
        def main():
            thread = threading.Thread(target=lambda: 1 / 0)
            thread.start(); thread.join()
            print("on with it")
        """)

    result = project.run()

    assert (result.returncode, project.only_run().parent.name) == (0, "FINISHED_SUCCESS")
    assert "ZeroDivisionError" in project.log()
    assert "\non with it\n" in f"\n{project.log()}"


def test_an_exception_of_a_future_is_an_error_where_its_result_is_asked_for(project):
    project.script("""
        from concurrent.futures import ThreadPoolExecutor
        @session
        def main():
            with ThreadPoolExecutor() as pool: pool.submit(lambda: 1 / 0).result()
        """)

    assert project.run().returncode == 1


def test_a_warning_as_error_is_an_error(project):
    project.script("import warnings\n@session\ndef main(): warnings.warn('odd')")
    strict = [sys.executable, "-W", "error", *project.command()[1:]]

    result = subprocess.run(strict, cwd=project.directory, capture_output=True, text=True)

    assert (result.returncode, project.only_run().parent.name) == (1, "FINISHED_ERROR")
    assert project.log().endswith("UserWarning: odd\n")


def test_an_asyncio_main_is_a_run_like_any_other(project):
    project.script("""
        import asyncio
        async def work(fail):
            await asyncio.sleep(0)
            io.save("x", "x.txt")
            if fail: os.kill(os.getpid(), 15); await asyncio.sleep(60)
        @session
        def main(fail=False): asyncio.run(work(fail))
        """)

    assert [project.run().returncode, project.run("--fail").returncode] == [0, 143]
    assert sorted(run.parent.name for run in project.runs()) == ["FINISHED_ERROR", "FINISHED_SUCCESS"]
    assert all((run / "x.txt").exists() for run in project.runs())


def test_a_disk_that_fills_up_while_logging_costs_the_log_alone_and_is_told(project):
    project.script("@session\ndef main():\n    for i in range(20_000): print('x' * 10)")
    limited = ["bash", "-c", f"ulimit -f 64; exec '{sys.executable}' train.py"]

    result = subprocess.run(limited, cwd=project.directory, capture_output=True, text=True)

    assert (result.returncode, project.only_run().parent.name) == (0, "FINISHED_SUCCESS")
    assert len(result.stdout) == 220_000
    assert "train.log is incomplete: it could not be written" in result.stderr


@pytest.mark.skipif(not shutil.which("setsid"), reason="needs setsid")
def test_a_run_whose_shell_is_gone_goes_on(project):
    project.script(WAITING)
    run = " ".join(map(repr, project.command("--seconds", "1")))
    shell = subprocess.Popen(["setsid", "bash", "-c", f"{run} & wait"], cwd=project.directory, stdout=subprocess.PIPE)
    assert shell.stdout.readline() == b"ready\n"

    shell.kill()
    shell.wait()
    shell.stdout.close()

    wait_for(lambda: project.only_run().parent.name == "FINISHED_SUCCESS")
    assert project.log() == "ready\ndone\n"


def test_a_run_whose_terminal_is_gone_ends_as_sighup_says(project):
    import pty

    project.script(WAITING)
    shell, controller = pty.fork()
    if not shell:
        os.chdir(project.directory)
        os.execv(sys.executable, project.command())
    assert b"ready" in os.read(controller, 100)

    os.close(controller)

    assert os.waitstatus_to_exitcode(os.waitpid(shell, 0)[1]) == 129
    assert project.only_run().parent.name == "FINISHED_ERROR"
    assert "terminated (SIGHUP)" in project.frame()[-1]


def test_a_pipe_to_head_does_not_stop_the_run(project):
    project.script("@session\ndef main():\n    for i in range(20_000): print(i)")
    line = f"{' '.join(map(repr, project.command()))} | head -n 1; echo ${{PIPESTATUS[0]}}"

    result = subprocess.run(["bash", "-c", line], cwd=project.directory, capture_output=True, text=True)

    assert (result.stdout, result.stderr) == ("0\n0\n", "")
    assert project.log().split()[-1] == "19999"


def test_a_closed_stdin_does_no_harm(project):
    project.script("@session\ndef main(): print(sys.stdin)")
    line = f"exec {' '.join(map(repr, project.command()))} <&-"

    result = subprocess.run(["bash", "-c", line], cwd=project.directory, capture_output=True, text=True)

    assert (result.returncode, result.stdout, project.log()) == (0, "None\n", "None\n")


@pytest.mark.skipif(not shutil.which("cc"), reason="needs a C compiler")
def test_a_clock_that_is_set_back_leaves_an_end_after_the_start(project):
    """A library that is loaded first takes an hour off the clock from the moment on that a file exists."""
    source = project.write(
        "clock.c",
        """
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <time.h>
        #include <unistd.h>
        int clock_gettime(clockid_t id, struct timespec *now) {
            int (*real)(clockid_t, struct timespec *) = dlsym(RTLD_NEXT, "clock_gettime");
            int result = real(id, now);
            if (id == CLOCK_REALTIME && !access("back", F_OK)) now->tv_sec -= 3600;
            return result;
        }
        """,
    )
    library = source.with_suffix(".so")
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source, "-ldl"], check=True)
    project.write("extra-1.0.dist-info/entry_points.txt", "[scitex_session.recorders]\nclock = extra:clock\n")
    project.write(
        "extra.py",
        """
        from contextlib import contextmanager
        @contextmanager
        def clock(run):
            yield
            print(run.ended == run.started, 0 < run.wall_time < 60)
        """,
    )
    project.script("@session\ndef main(): open('back', 'w')")

    result = project.run(LD_PRELOAD=f"./{library.name}")

    assert (result.returncode, result.stdout, result.stderr) == (0, "True True\n", "")
