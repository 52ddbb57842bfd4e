"""The run directory and the exit code say how the run ended."""

import signal
import subprocess
import sys
import time

import pytest


@pytest.mark.parametrize(
    ("body", "state", "code"),
    [
        ("return 0", "FINISHED_SUCCESS", 0),
        ("return None", "FINISHED_SUCCESS", 0),
        ("return {'accuracy': 0.9}", "FINISHED_SUCCESS", 0),
        ("return True", "FINISHED_SUCCESS", 0),
        ("sys.exit()", "FINISHED_SUCCESS", 0),
        ("return 1", "FINISHED_ERROR", 1),
        ("return 3", "FINISHED_ERROR", 3),
        ("import numpy; return numpy.int64(2)", "FINISHED_ERROR", 2),
        ("return 256", "FINISHED_ERROR", 1),
        ("return -1", "FINISHED_ERROR", 255),
        ("sys.exit(3)", "FINISHED_ERROR", 3),
        ("sys.exit('no data')", "FINISHED_ERROR", 1),
        ("raise ValueError('bad')", "FINISHED_ERROR", 1),
        ("raise KeyboardInterrupt", "FINISHED_ERROR", 130),
        ("os.kill(os.getpid(), 2)", "FINISHED_ERROR", 130),
        ("os.kill(os.getpid(), 15)", "FINISHED_ERROR", 143),
        ("os.kill(os.getpid(), 1)", "FINISHED_ERROR", 129),
    ],
)
def test_an_end_has_its_directory_and_its_exit_code(project, body, state, code):
    project.script(f"@session\ndef main():\n    {body}")

    result = project.run()

    assert (project.only_run().parent.name, result.returncode) == (state, code)


def test_an_exception_is_on_the_terminal_and_in_the_log_without_our_frames(project):
    project.script("@session\ndef main():\n    raise ValueError('bad ü')")

    result = project.run()

    assert result.stderr == project.log()
    assert result.stderr.splitlines()[0] == "Traceback (most recent call last):"
    assert result.stderr.splitlines()[-1] == "ValueError: bad ü"
    assert "scitex_session" not in result.stderr


def test_an_exception_that_cannot_say_its_message_is_an_error_like_any_other(project):
    project.script("""
        class Mute(Exception):
            def __str__(self): raise RuntimeError
        @session
        def main(): raise Mute
        """)

    assert project.run().returncode == 1
    assert "Mute: <exception str() failed>" in project.log()


def test_the_message_of_an_exit_is_on_the_terminal_and_in_the_log(project):
    project.script("@session\ndef main():\n    sys.exit('no data')")

    assert project.run().stderr == project.log() == "no data\n"


def test_code_after_a_successful_main_runs(project):
    project.write(
        "train.py", "from scitex_session import session\n@session\ndef main(): return 5 * 'a'\nprint(main())\n"
    )

    assert project.run().stdout == "aaaaa\n"


@pytest.mark.parametrize("code", [0, 3])
def test_an_exit_ends_the_process_there(project, code):
    project.script(f"@session\ndef main(): sys.exit({code})")
    script = project.directory / "train.py"
    script.write_text(script.read_text() + "    print('still here')\n")

    result = project.run()

    assert (result.returncode, result.stdout) == (code, "")


def test_a_full_disk_at_the_start_is_one_clear_line_and_no_litter(project):
    project.script("@session\ndef main(): pass")
    limited = ["bash", "-c", f"ulimit -f 0; exec '{project.command()[0]}' train.py"]

    result = subprocess.run(limited, cwd=project.directory, stderr=subprocess.PIPE, text=True)

    assert result.returncode == 1
    assert result.stderr.startswith("Error: cannot make the run directory in ")
    assert result.stderr.count("\n") == 1
    assert project.runs() == []


def test_two_interrupts_end_one_run_once(project):
    project.script("""
        import time
        @session
        def main():
            print("ready", flush=True)
            try:
                time.sleep(60)
            finally:
                io.save("kept", "note.txt")
        """)
    process = project.start(stderr=subprocess.DEVNULL)
    assert process.stdout.readline() == "ready\n"

    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGINT)
    process.stdout.close()

    assert process.wait(30) == 130
    assert project.only_run().parent.name == "FINISHED_ERROR"


def test_a_killed_run_stays_in_running_with_its_process_and_its_log(project):
    project.script("""
        import time
        @session
        def main():
            print("ready", flush=True)
            time.sleep(60)
        """)
    process = project.start()
    assert process.stdout.readline() == "ready\n"

    process.kill()
    process.wait(30)
    assert process.communicate(timeout=30)[0] == ""  # the relay has ended: nobody else has the pipe

    run = project.only_run("RUNNING")
    assert f'"pid": {process.pid}' in (run / ".running").read_text()
    assert project.log() == "ready\n"


def test_an_error_of_a_nested_session_names_the_open_run(project):
    project.script("""
        @session
        def inner(): pass
        @session
        def main(): inner()
        """)

    result = project.run()

    assert result.returncode == 1
    assert result.stderr.startswith("Error: run 2")
    assert "is open in this process" in result.stderr


def test_a_forked_child_dies_of_a_signal_as_it_would_without_us(project):
    project.script("""
        import signal, time
        @session
        def main():
            reader, writer = os.pipe()
            if not (pid := os.fork()):
                os.write(writer, b"ready")
                time.sleep(60)
            os.read(reader, 5)
            os.kill(pid, signal.SIGTERM)
            print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
        """)

    assert (project.run().stdout, project.log()) == ("-15\n", "-15\n")


def test_a_script_that_waits_for_all_its_children_finds_its_own_only(project):
    project.script("""
        @session
        def main():
            children = {os.fork() or os._exit(0) for _ in range(3)}
            found = set()
            try:
                while True:
                    found.add(os.wait()[0])
            except ChildProcessError:
                print(found == children)
        """)

    assert project.run().stdout == "True\n"


def test_a_forked_child_that_comes_back_leaves_the_run_to_its_parent(project):
    project.script("""
        @session
        def main():
            if pid := os.fork():
                print("child exited with", os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
                return 0
            print("child")
            return 5
        """)

    result = project.run()

    assert (result.returncode, project.only_run().parent.name) == (0, "FINISHED_SUCCESS")
    assert project.log() == "child\nchild exited with 5\n"


def test_an_output_folder_that_is_a_file_is_one_clear_line(project):
    project.script("@session\ndef main(): pass")
    project.write("train_out", "in the way")

    result = project.run()

    assert result.returncode == 1
    assert result.stderr.startswith("Error: cannot make the run directory in ")
    assert result.stderr.count("\n") == 1


SIGNALLED_WHILE_OPENED = """
    import signal, threading, time
    import scitex_session.runs.running as running
    make = running.new_run_directory
    def make_and_signal(script):
        made = make(script)
        os.kill(os.getpid(), {number})
        return made
    running.new_run_directory = make_and_signal
    {before}
    @session
    def main():
        print("never")
    """


@pytest.mark.parametrize("before", ["", "threading.Thread(target=time.sleep, args=(2,), daemon=True).start()"])
@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGINT, signal.SIGTERM])
def test_a_signal_that_comes_while_the_run_is_opened_ends_it_as_one_that_comes_later(project, number, before):
    project.script(SIGNALLED_WHILE_OPENED.format(number=int(number), before=before))

    result = project.run()

    assert result.returncode == 128 + number
    assert project.only_run().parent.name == "FINISHED_ERROR"
    assert "never" not in project.log()
    assert project.frame()[-1].startswith(f"error, exit code {128 + number}")
    assert (project.only_run() / "ro-crate-metadata.json").exists()


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("delay", [0.0, 0.002, 0.005, 0.01, 0.02])
def test_a_signal_as_soon_as_there_is_a_directory_leaves_no_run_behind(project, number, delay):
    project.script("""
        import threading, time
        threading.Thread(target=time.sleep, args=(5,), daemon=True).start()
        @session
        def main():
            time.sleep(30)
        """)
    process = project.start(stderr=subprocess.DEVNULL)
    while not project.runs("RUNNING"):
        time.sleep(0.0005)
    time.sleep(delay)

    process.send_signal(number)
    process.communicate(timeout=30)

    assert process.returncode == 128 + number
    assert [run.parent.name for run in project.runs()] == ["FINISHED_ERROR"]


def test_a_signal_after_the_run_has_ended_does_not_change_the_code_of_the_process(project):
    project.script("""
        import atexit, signal
        atexit.register(lambda: None)
        class Late:
            def __del__(self):
                os.kill(os.getpid(), signal.SIGTERM)
        @session
        def main():
            sys.late = Late()
            return 3
        """)

    assert project.run().returncode == 3
    assert project.only_run().parent.name == "FINISHED_ERROR"


def test_a_handler_that_the_script_had_is_called_once_the_run_is_open(project):
    project.script("""
        import signal
        signal.signal(signal.SIGTERM, lambda *_: print("mine"))
        @session
        def main():
            os.kill(os.getpid(), signal.SIGTERM)
            print("goes on")
        """)

    assert (project.run().returncode, project.log()) == (0, "mine\ngoes on\n")


def test_handlers_are_what_they_were_within_and_after_the_run(project):
    project.script("""
        import signal
        def handlers():
            return [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]
        @session
        def main():
            print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)
        before = handlers()
        main(seed=1)
        print(handlers() == before)
        """)

    assert project.run().stdout == "True\nTrue\nTrue\n"  # the call in the script, and main() at its end


def test_a_hook_for_exceptions_is_called(project):
    project.script("""
        sys.excepthook = lambda cls, exception, frames: print("hook:", exception, frames.tb_frame.f_code.co_name)
        @session
        def main():
            raise ValueError("bad")
        """)

    result = project.run()

    assert (result.returncode, result.stdout, result.stderr) == (1, "hook: bad main\n", "")
    assert project.log() == "hook: bad main\n"


def test_a_hook_that_fails_does_not_hide_the_exception(project):
    project.script("""
        sys.excepthook = lambda *given: 1 / 0
        @session
        def main():
            raise ValueError("bad")
        """)

    result = project.run()

    assert result.returncode == 1
    assert "Error in sys.excepthook" in result.stderr
    assert "ValueError: bad" in result.stderr


@pytest.mark.parametrize(("end", "code", "state"), [("return 0", 0, "SUCCESS"), ("raise ValueError('x')", 1, "ERROR")])
def test_a_run_that_has_no_file_descriptor_left_ends_as_it_did(project, end, code, state):
    project.script(f"""
        import resource
        @session
        def main():
            global kept
            resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
            kept = []
            try:
                while True:
                    kept.append(open(os.devnull))
            except OSError:
                pass
            {end}
        """)

    result = project.run()

    assert (result.returncode, project.only_run().parent.name) == (code, f"FINISHED_{state}")
    assert ("ValueError" in project.log()) == (code == 1)
    assert project.frame()[-1].startswith(state.lower())


def test_a_run_that_cannot_open_a_file_at_all_is_never_left_in_running(project):
    project.script("""
        @session
        def main():
            for number in range(5):
                print(number)
        """)

    for limit in range(8, 30):
        command = ["bash", "-c", f'ulimit -n {limit}; exec "$0" "$@"', *project.command()]
        subprocess.run(command, cwd=project.directory, capture_output=True, timeout=60)

    assert project.runs("RUNNING") == []


@pytest.mark.parametrize("end", ["return 3", "return 0"])
def test_warnings_of_ours_are_no_errors_where_warnings_are(project, end):
    project.script(f"""
        import shutil
        from scitex_io.paths import base_directories
        @session
        def main():
            shutil.rmtree(base_directories[-1])
            {end}
        """)

    result = subprocess.run(
        [sys.executable, "-W", "error", "train.py"], cwd=project.directory, capture_output=True, text=True, timeout=60
    )

    assert result.returncode == (3 if end == "return 3" else 1)
    assert "RuntimeWarning: " in result.stderr
    assert "Traceback" not in result.stderr


def test_a_thread_that_outlives_the_run_is_told_of(project):
    project.script("""
        import threading, time
        from concurrent.futures import ThreadPoolExecutor
        pool = ThreadPoolExecutor(1)
        @session
        def main():
            pool.submit(print, "idle").result()
            threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
            threading.Thread(target=time.sleep, args=(0.5,), name="late").start()
        """)

    result = project.run()

    assert result.returncode == 0
    assert "RuntimeWarning: the run ends before these threads do: 'late'; what they print and save" in project.log()
