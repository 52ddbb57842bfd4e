"""A project in a temporary folder: scripts that are run as a user runs them."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import pytest

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
        """Return the log of the one run."""
        return (self.only_run(name=name) / f"{name}.log").read_text(encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return an empty project, in a folder whose name has a space and an umlaut."""
    directory = tmp_path / "my prüject"
    directory.mkdir()
    return Project(directory)
