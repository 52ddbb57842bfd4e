"""A progress bar is live on the terminal; the log keeps the last state of each of its lines."""

import subprocess
import time

import pytest


def shown_and_logged(project, body):
    project.script(body)
    shown, code = project.run_on_terminal()
    assert code == 0
    return shown, project.log()


def test_a_bar_of_tqdm_is_live_and_logged_once(project):
    pytest.importorskip("tqdm")
    shown, log = shown_and_logged(
        project,
        """
        from tqdm import tqdm
        @session
        def main():
            for i in tqdm(range(50), mininterval=0, desc="fit"): pass
            print("done")
        """,
    )

    assert shown.count("\rfit:") > 10
    assert [line.partition("|")[0] for line in log.splitlines()] == ["fit: 100%", "done"]


def test_nested_bars_of_tqdm_are_logged_once_each(project):
    pytest.importorskip("tqdm")
    _, log = shown_and_logged(
        project,
        """
        from tqdm import tqdm
        @session
        def main():
            for i in tqdm(range(3), mininterval=0, desc="outer"):
                for j in tqdm(range(9), mininterval=0, desc=f"inner {i}"): pass
            print("done")
        """,
    )

    found = [line.partition("|")[0] for line in log.splitlines()]
    assert found == ["inner 0: 100%", "inner 1: 100%", "inner 2: 100%", "outer: 100%", "done"]


def test_bars_of_rich_are_logged_once_each_without_colours(project):
    pytest.importorskip("rich")
    shown, log = shown_and_logged(
        project,
        """
        from rich.progress import Progress
        @session
        def main():
            with Progress(refresh_per_second=1000) as progress:
                first, second = progress.add_task("first", total=20), progress.add_task("second", total=20)
                for i in range(20):
                    progress.advance(first); progress.advance(second); progress.refresh()
            print("done")
        """,
    )

    assert "\x1b" in shown
    assert "\x1b" not in log
    assert [line.split()[0] for line in log.splitlines()] == ["first", "second", "done"]
    assert log.count("100%") == 2


def test_a_line_above_a_bar_stays(project):
    pytest.importorskip("tqdm")
    _, log = shown_and_logged(
        project,
        """
        from tqdm import tqdm
        @session
        def main():
            for i in tqdm(range(3), mininterval=0, desc="fit"): tqdm.write(f"epoch {i}")
        """,
    )

    assert [line.partition("|")[0] for line in log.splitlines()] == ["epoch 0", "epoch 1", "epoch 2", "fit: 100%"]


@pytest.mark.parametrize(
    ("written", "logged"),
    [
        ("a\r\nb\r\n", "a\nb\n"),
        ("1 %\r2 %\r3 %\n", "3 %\n"),
        ("\x1b[31mred\x1b[0m\n", "red\n"),
        ("\x1b]0;title\x07text\n", "text\n"),
        ("working |\b/\b-\bdone\n", "working done\n"),
        ("one\ntwo\n\x1b[2A\x1b[2Knew\n\n", "new\ntwo\n"),
        ("one\ntwo\n\x1b[2A\r\x1b[Jnew\n", "new\n"),
        ("half\x1b[K of it\n", "half of it\n"),
        ("up too far \x1b[99Ahere\n", "up too far here\n"),
        ("lone \x1b\n", "lone \x1b\n"),
        ("ä\r\x1b[2Kö", "ö\n"),
    ],
)
def test_the_log_is_what_a_terminal_would_show(project, written, logged):
    project.script(f"@session\ndef main():\n    for byte in {written.encode()!r}: os.write(1, bytes([byte]))")

    assert project.run().stdout.encode() == written.replace("\r\n", "\n").replace("\r", "\n").encode()
    assert project.log() == logged


def test_a_kill_in_the_middle_of_a_bar_keeps_its_last_state(project):
    project.script("""
        import time
        @session
        def main():
            for i in range(10): print(f"\\r{i} %", end="", flush=True)
            print("\\nready", flush=True)
            for i in range(10): print(f"\\r{i} of 10", end="", flush=True)
            os.kill(os.getpid(), 9)
        """)

    assert project.run().returncode == -9
    time.sleep(0.3)
    assert project.log().split("\n")[:3] == ["9 %", "ready", "9 of 10"]


def test_ten_thousand_states_are_one_line(project):
    project.script("@session\ndef main():\n    for i in range(10_001): print(end=f'\\r{i}', flush=True)\n    print()")

    subprocess.run(project.command(), cwd=project.directory, stdout=subprocess.DEVNULL, check=True)

    assert project.log() == "10000\n"
