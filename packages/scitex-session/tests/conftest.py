"""A project in a temporary folder: scripts that are run as a user runs them."""

import os
import pty
import select
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import pytest

from scitex_session.command_line.parsing import bind_command_line
from scitex_session.parameters.binding import Binding
from scitex_session.parameters.signature import Signature

HEADER = "import os, sys\nimport scitex_io as io\nfrom scitex_session import INJECTED, session\n"
FOOTER = '\nif __name__ == "__main__":\n    main()\n'


@dataclass(frozen=True)
class Project:
    """A folder with scripts and configuration."""

    directory: Path

    def write(self, name: str, text: str) -> Path:
        """Write a file as it stands."""
        path = self.directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
        return path

    def script(self, body: str, name: str = "train.py") -> Path:
        """Write a script whose `main` is decorated; imports and the call at the end are added."""
        return self.write(name, HEADER + dedent(body) + FOOTER)

    def command(self, *arguments: str, name: str = "train.py") -> list[str]:
        """Return the command that runs the script."""
        return [sys.executable, str(self.directory / name), *arguments]

    def run(self, *arguments: str, name: str = "train.py", **environment: str) -> subprocess.CompletedProcess[str]:
        """Run the script to its end."""
        return subprocess.run(
            self.command(*arguments, name=name),
            cwd=self.directory,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            timeout=60,
        )

    def run_until_killed(self, *arguments: str) -> str:
        """Run the script until its own process ends, not its children, and return what it printed; it prints."""
        output = self.directory / "printed.txt"
        with output.open("w") as file:
            subprocess.run(self.command(*arguments), cwd=self.directory, stdout=file, timeout=60)
        end = time.monotonic() + 30
        while not output.stat().st_size and time.monotonic() < end:  # the relay may still be on its way
            time.sleep(0.01)
        return output.read_text()

    def run_on_terminal(self, *arguments: str) -> tuple[str, int]:
        """Run the script on a pseudo-terminal; return all that it shows, and its exit code."""
        controller, terminal = pty.openpty()
        termios.tcsetwinsize(terminal, (24, 100))
        process = subprocess.Popen(
            self.command(*arguments), cwd=self.directory, stdin=terminal, stdout=terminal, stderr=terminal
        )
        os.close(terminal)
        shown = b""
        while select.select([controller], [], [], 30)[0]:
            try:
                data = os.read(controller, 65536)
            except OSError:
                break
            if not data:
                break
            shown += data
        os.close(controller)
        return shown.decode(), process.wait(30)

    def start(self, *arguments: str, name: str = "train.py", **options: object) -> subprocess.Popen[str]:
        """Start the script; what it prints is to be read by the test."""
        return subprocess.Popen(
            self.command(*arguments, name=name), cwd=self.directory, stdout=subprocess.PIPE, text=True, **options
        )  # type: ignore[call-overload]

    def runs(self, state: str = "*", name: str = "train") -> list[Path]:
        """Return the run directories of a script, oldest first."""
        found = self.directory.glob(f"{name}_out/{state}/*")
        return sorted((path for path in found if path.parent.name != "LATEST"), key=lambda path: path.name)

    def only_run(self, state: str = "*", name: str = "train") -> Path:
        """Return the one run directory that there is."""
        (run,) = self.runs(state, name)
        return run

    def log(self, name: str = "train") -> str:
        """Return the output that is in the log of the one run."""
        return self.output_of(self.only_run(name=name), name)

    def output_of(self, run: Path, name: str = "train") -> str:
        """Return the output that is in the log of a run."""
        lines = (run / f"{name}.log").read_bytes().decode("utf-8", "backslashreplace").split("\n")
        return "\n".join(line for line in lines if not line.startswith("# "))

    def frame(self, name: str = "train") -> list[str]:
        """Return what the log of the one run says besides the output."""
        log = (self.only_run(name=name) / f"{name}.log").read_text(encoding="utf-8")
        return [line[2:] for line in log.split("\n") if line.startswith("# ")]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return an empty project, in a folder whose name has a space and an umlaut."""
    directory = tmp_path / "my prüject"
    directory.mkdir()
    return Project(directory)


@pytest.fixture
def bound(project: Project, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Binding]:
    """Return what binds a command line to a function in this process, in the project."""

    def bind(function: Callable[..., object], *arguments: str) -> Binding:
        monkeypatch.chdir(project.directory)
        return bind_command_line(Signature(function, 42), "train.py", list(arguments))

    return bind
