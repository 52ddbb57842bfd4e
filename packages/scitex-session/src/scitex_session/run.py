"""A run: one call of a session's function, as its recorders and resources see it."""

import os
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from scitex_config import Config, Value
from scitex_session.outcome import Outcome


class Run:
    """One call of a session's function.

    What is known when it begins is fixed; `directory` and what follows it change as the run goes on.

    Parameters
    ----------
    directory : Path
        The run directory, `RUNNING/<id>`.
    script : Path
        The file of the function, absolute.
    description : str
        The first line of the docstring.
    parameters : mapping of str to Value
        The parameters by name, each with its source.
    config : Config
        The configuration, flags laid over it.

    Attributes
    ----------
    id : str
        `YYYYMMDD_HHMMSS_XXXX`.
    directory : Path
        Where the run's files are: at last `FINISHED_SUCCESS/<id>` or `FINISHED_ERROR/<id>`.
    seed : int or None
        What the random generators were seeded with; None if nothing seeded them.
    started, ended : datetime
        Local time with its zone; `ended` is None while the run lasts.
    result : Outcome or None
        How it ended; None while the run lasts.
    """

    def __init__(
        self, directory: Path, script: Path, description: str, parameters: Mapping[str, Value], config: Config
    ) -> None:
        self.id = directory.name
        self.script = script
        self.description = description
        self.parameters = parameters
        self.config = config
        self.command = tuple(sys.argv)
        self.working_directory = Path.cwd()
        self.pid = os.getpid()
        self.host = os.uname().nodename
        self.started = datetime.now().astimezone()
        self.directory = directory
        self.seed: int | None = None
        self.ended: datetime | None = None
        self.result: Outcome | None = None

    @property
    def log(self) -> Path:
        """The file with everything that reached stdout and stderr."""
        return self.directory / f"{self.script.stem}.log"

    @property
    def outcome(self) -> str | None:
        """`"success"` or `"error"`; None while the run lasts."""
        return self.result.name if self.result else None

    @property
    def exit_code(self) -> int | None:
        """The code that the process exits with; None while the run lasts."""
        return self.result.exit_code if self.result else None

    @property
    def error(self) -> str | None:
        """One line that says what went wrong; None if nothing did."""
        return self.result.error if self.result else None

    @property
    def traceback(self) -> str | None:
        """The traceback of the exception that ended the run, if one did."""
        return self.result.traceback if self.result else None

    def __repr__(self) -> str:
        return f"<Run {self.id} of {self.script.name}>"

    def values(self) -> dict[str, Any]:
        """Return the parameters without their sources."""
        return {name: value.value for name, value in self.parameters.items()}
