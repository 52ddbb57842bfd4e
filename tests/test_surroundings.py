"""A run ends as docs/exit-status.md says, whatever the locale, the options of python, and the way it is started."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipapp
from collections.abc import Callable
from pathlib import Path

import pytest

SCRIPT = """
import scitex as stx


@stx.session
def main(end=0, show=False, name="Zoë", logger=stx.INJECTED):
    \"\"\"End as asked.\"\"\"
    logger.info("Straße von %s", name)
    if show:
        print("grüße 😀", name)
    stx.io.save({"größe": name}, "saved.json")
    if end < 0:
        raise ValueError(f"kein {name}")
    return end


if __name__ == "__main__":
    main()
"""
NAMES = ("train.py", "my scrüpt.py", "package/__main__.py", "package/fit.py")
ENDS = [(0, "FINISHED_SUCCESS", 0), (3, "FINISHED_ERROR", 3), (-1, "FINISHED_ERROR", 1)]
Result = tuple[Path, int, str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a project whose folder and one script have a space and an umlaut in their names."""
    folder = tmp_path / "my prüject"
    for name in NAMES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(SCRIPT, encoding="utf-8")
    return folder


@pytest.fixture
def run(folder: Path) -> Callable[..., Result]:
    """Return what runs python with arguments: it returns the run's directory, the exit code and the log."""

    def run(*arguments: str, python: str | Path = sys.executable, without: str = "", **changes: str) -> Result:
        environment = {name: value for name, value in os.environ.items() if name != without} | changes
        command = [python, *arguments]
        code = subprocess.run(command, cwd=folder, env=environment, capture_output=True, timeout=60).returncode
        (directory,) = (path for path in folder.rglob("*_out/*/*") if path.is_dir() and path.parent.name != "LATEST")
        (log,) = directory.glob("*.log")
        return directory, code, log.read_text(encoding="utf-8")

    return run


@pytest.mark.parametrize(("end", "state", "code"), ENDS)
@pytest.mark.parametrize(
    "start",
    [
        ["-O", "train.py"],
        ["-OO", "train.py"],
        ["-I", "train.py"],
        ["-X", "dev", "train.py"],
        ["-m", "train"],
        ["-m", "package"],
        ["-O", "-m", "package.fit"],
        ["my scrüpt.py"],
    ],
    ids=" ".join,
)
def test_a_run_ends_alike_however_python_is_started(
    run: Callable[..., Result], start: list[str], end: int, state: str, code: int
) -> None:
    directory, returned, log = run(*start, f"--end={end}", "--name=Özil")

    assert (directory.parent.name, returned) == (state, code)
    assert "INFO Straße von Özil\n" in log
    assert (directory / "saved.json").exists()


@pytest.mark.parametrize(("end", "state", "code"), ENDS)
def test_an_isolated_python_runs_an_installed_module(
    run: Callable[..., Result], folder: Path, end: int, state: str, code: int
) -> None:
    venv.create(folder / "venv", symlinks=True)
    (site,) = (folder / "venv/lib").glob("python*/site-packages")
    installed = f"import site; site.addsitedir({sysconfig.get_path('purelib')!r})"
    (site / "here.pth").write_text(f"{folder}\n{installed}\n", encoding="utf-8")

    directory, returned, _ = run("-I", "-m", "train", f"--end={end}", python=folder / "venv/bin/python")

    assert (directory.parent.name, returned) == (state, code)
    assert directory.parents[1] == folder / "train_out"


@pytest.mark.parametrize(("end", "state", "code"), ENDS)
def test_a_zipapp_is_a_run(run: Callable[..., Result], folder: Path, end: int, state: str, code: int) -> None:
    zipapp.create_archive(folder / "package", folder / "app.pyz")

    directory, returned, _ = run("app.pyz", f"--end={end}")

    assert (directory.parent.name, returned) == (state, code)
    assert directory.parents[1] == folder / "app_out"


plain_checkout = pytest.mark.skipif(
    not str(Path(__file__)).isascii(),
    reason="in a locale without umlauts Python does not find what is installed from a folder that has some",
)


@plain_checkout
@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "POSIX", "PYTHONUTF8": "1"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "utf-8"},
        {"LC_ALL": "C.UTF-8", "PYTHONUTF8": "0"},
    ],
    ids=str,
)
def test_umlauts_are_in_the_log_whatever_the_locale(run: Callable[..., Result], environment: dict[str, str]) -> None:
    directory, code, log = run("my scrüpt.py", "--show", **environment)

    assert (directory.parent.name, code) == ("FINISHED_SUCCESS", 0)
    assert "INFO Straße von Zoë\n" in log
    assert "grüße 😀 Zoë\n" in log


@plain_checkout
@pytest.mark.parametrize(
    "environment", [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}], ids=["ascii", "C without UTF-8"]
)
def test_what_python_cannot_print_is_an_exception_and_what_it_logs_is_escaped(
    run: Callable[..., Result], environment: dict[str, str]
) -> None:
    directory, code, log = run("my scrüpt.py", "--show", **environment)

    assert (directory.parent.name, code) == ("FINISHED_ERROR", 1)
    assert r"INFO Stra\xdfe von Zo\xeb" in log
    assert log.splitlines()[-2].startswith("UnicodeEncodeError: 'ascii' codec")


@plain_checkout
@pytest.mark.parametrize(
    "environment", [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}], ids=["ascii", "C without UTF-8"]
)
def test_logging_alone_needs_no_encoding(run: Callable[..., Result], environment: dict[str, str]) -> None:
    directory, code, _ = run("my scrüpt.py", **environment)

    assert (directory.parent.name, code) == ("FINISHED_SUCCESS", 0)


@pytest.mark.parametrize(("end", "state", "code"), ENDS)
def test_a_run_needs_no_home(run: Callable[..., Result], end: int, state: str, code: int) -> None:
    directory, returned, _ = run("train.py", f"--end={end}", without="HOME")

    assert (directory.parent.name, returned) == (state, code)


@pytest.mark.parametrize(("end", "state", "code"), ENDS)
@pytest.mark.parametrize("streams", [">/dev/full", "2>/dev/full", ">/dev/full 2>&1"])
def test_a_full_disk_behind_the_standard_streams_does_not_end_a_run(
    run: Callable[..., Result], streams: str, end: int, state: str, code: int
) -> None:
    typed = f'exec "{sys.executable}" train.py --show --end={end} {streams}'

    directory, returned, log = run("-c", typed, python="bash", PYTHONUTF8="1")

    assert (directory.parent.name, returned) == (state, code)
    assert "grüße 😀 Zoë\n" in log
