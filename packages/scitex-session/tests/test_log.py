"""Everything that reaches stdout and stderr is in the log and still where it went before."""

import os
import signal
import subprocess
import sys
import time

from scitex_session.output.relay import Log, Relay

EVERYBODY = """
    import ctypes, subprocess
    @session
    def main():
        print("python out")
        print("python err", file=sys.stderr)
        sys.stdout.flush()
        ctypes.CDLL(None).printf(b"from C\\n")
        subprocess.run(["echo", "from a child"])
        os.write(1, b"raw \\xff\\n")
    """


def test_python_c_and_children_are_in_the_log(project):
    project.script(EVERYBODY)

    subprocess.run(project.command(), cwd=project.directory, capture_output=True, check=True)

    assert sorted(project.log().splitlines()) == ["from C", "from a child", "python err", "python out", "raw \\xff"]


def test_stdout_and_stderr_stay_apart(project):
    project.script('@session\ndef main():\n    print("out")\n    print("err", file=sys.stderr)')

    result = project.run()

    assert (result.stdout, result.stderr) == ("out\n", "err\n")


def test_a_terminal_remains_a_terminal_and_shows_the_same_bytes(project):
    project.script(
        "@session\ndef main(): print(sys.stdout.isatty(), sys.stderr.isatty(), os.get_terminal_size()[0] >= 0)"
    )

    shown, code = project.run_on_terminal()

    assert (shown, code) == ("True True True\r\n", 0)
    assert project.log() == "True True True\n"


def test_out_and_err_of_one_terminal_keep_their_order(project):
    project.script("""
        @session
        def main():
            for i in range(100):
                print(i, file=sys.stderr if i % 2 else sys.stdout)
        """)

    project.run_on_terminal()

    assert project.log().split() == [str(i) for i in range(100)]


def test_out_and_err_of_one_pipe_keep_their_order(project):
    project.script("""
        @session
        def main():
            for i in range(100):
                print(i, file=sys.stderr if i % 2 else sys.stdout, flush=True)
        """)

    result = subprocess.run(project.command(), cwd=project.directory, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    assert result.stdout.split() == project.log().encode().split() == [str(i).encode() for i in range(100)]


def test_a_child_that_goes_on_printing_does_not_hold_the_run(project):
    project.script("""
        import subprocess, time
        @session
        def main():
            chatty = subprocess.Popen(["timeout", "20", "yes"])
            time.sleep(0.2)
            print(chatty.pid, file=open("chatty", "w"))
        """)

    begun = time.monotonic()
    subprocess.run(project.command(), cwd=project.directory, stdout=subprocess.DEVNULL, timeout=15, check=True)

    os.kill(int((project.directory / "chatty").read_text()), signal.SIGTERM)
    assert time.monotonic() - begun < 15


def test_a_long_line_is_written_without_waiting_for_its_end(project):
    project.script("@session\ndef main():\n    for _ in range(64): os.write(1, b'x' * (1 << 20))")

    result = project.run()

    assert len(result.stdout) == len(project.log().rstrip("\n")) == 64 << 20


def test_a_wrapped_stream_outlives_the_run(project):
    project.write(
        "train.py",
        """
        import io, os, sys
        from scitex_session import session
        sys.stdout = io.StringIO()
        held = []
        @session
        def main():
            held.append(sys.stdout)
            sys.stdout.writelines(["during\\n"])
        main()
        files = [open("victim", "a") for _ in range(20)]
        held[0].write("after\\n")
        assert sys.stdout.getvalue() == "during\\nafter\\n"
        assert held[0].encoding == sys.stdout.encoding
        """,
    )

    assert project.run().stderr == ""
    assert project.log() == "during\n"
    assert (project.directory / "victim").read_text() == ""


def test_of_a_progress_bar_the_last_state_is_kept(project):
    project.script("""
        @session
        def main():
            for i in range(101):
                print(f"\\r{i} %", end="", file=sys.stderr, flush=True)
            print(file=sys.stderr)
            print("a\\r\\nb\\r\\n", end="", file=sys.stderr)
        """)

    result = project.run()

    assert result.stderr.count("%") == 101
    assert project.log() == "100 %\na\nb\n"


def test_what_was_printed_before_a_crash_is_in_the_log(project):
    project.script('@session\ndef main():\n    print("last words", flush=True)\n    os.abort()')

    assert project.run().returncode != 0
    assert project.log() == "last words\n"


def test_a_closed_reader_does_not_stop_the_run(project):
    project.script("@session\ndef main():\n    for i in range(20000): print(i)")
    process = project.start()

    assert process.stdout.readline() == "0\n"
    process.stdout.close()

    assert process.wait(60) == 0
    assert project.log().split()[-1] == "19999"


def test_a_stream_that_python_replaced_is_in_the_log(project):
    project.write(
        "train.py",
        """
        import io, sys
        from scitex_session import session
        sys.stdout = io.StringIO()
        @session
        def main(): print("to the string")
        main()
        assert sys.stdout.getvalue() == "to the string\\n"
        """,
    )

    result = project.run()

    assert (result.returncode, result.stderr) == (0, "")
    assert project.log() == "to the string\n"


def test_ten_megabytes_are_all_there(project):
    project.script("@session\ndef main():\n    for _ in range(100): print('x' * 100_000)")

    result = project.run()

    assert len(result.stdout) == len(project.log()) == 100 * 100_001


def test_a_program_that_does_not_know_where_its_python_is_has_a_log(project):
    project.script("@session\ndef main(): print(repr(sys.executable))")

    command = ["bash", "-c", f"exec -a nowhere {sys.executable} train.py"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}  # nor does it know its environment
    result = subprocess.run(command, cwd=project.directory, env=environment, capture_output=True, text=True)

    assert (result.stdout, result.stderr) == ("''\n", "")
    assert project.log() == "''\n"


def test_closed_standard_streams_do_no_harm(project):
    project.script('@session\ndef main():\n    os.write(2, b"still here\\n")')

    command = " ".join(["exec", repr(sys.executable), repr(str(project.directory / "train.py")), "<&-", ">&-"])
    result = subprocess.run(["bash", "-c", command], cwd=project.directory, stderr=subprocess.PIPE, text=True)

    assert (result.returncode, result.stderr) == (0, "still here\n")
    assert project.log() == "still here\n"


def test_a_line_that_was_begun_is_read_to_its_end_before_another_stream(tmp_path):
    out, into_out = os.pipe()
    err, into_err = os.pipe()
    log = Log(os.open(tmp_path / "log", os.O_WRONLY | os.O_CREAT))
    relay = Relay(log, {out: -1, err: -1})
    os.write(into_err, b"ZeroDivisionError: ")
    relay.drain()
    os.write(into_err, b"division by zero\n")
    os.write(into_out, b"on with it\n")
    relay.drain()
    assert (tmp_path / "log").read_text() == "ZeroDivisionError: division by zero\non with it\n"
    for file in (out, into_out, err, into_err, log.file):
        os.close(file)
