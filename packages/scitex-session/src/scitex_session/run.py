"""A run: one call of a session's function, as its recorders and resources see it."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from scitex_config import Config, Value
from scitex_session.outcome import Outcome


@dataclass(slots=True)
class Run:
    """One call of a session's function.

    What is known when it begins is fixed; `directory` and what follows it change as the run goes on.

    Attributes
    ----------
    id : str
        `YYYYMMDD_HHMMSS_XXXX`.
    script : Path
        The file of the function, absolute.
    description : str
        The first line of the docstring.
    parameters : mapping of str to Value
        The parameters by name, each with its source.
    config : Config
        The configuration, flags laid over it.
    directory : Path
        Where the run's files are: `RUNNING/<id>`, at last `FINISHED_SUCCESS/<id>` or `FINISHED_ERROR/<id>`.
    seed : int or None
        What the random generators were seeded with; None if nothing seeded them.
    started, ended : datetime
        Local time with its zone; `ended` is None while the run lasts.
    result : Outcome or None
        How it ended; None while the run lasts.
    """

    id: str
    script: Path
    description: str
    parameters: Mapping[str, Value]
    config: Config
    directory: Path
    started: datetime
    seed: int | None = None
    ended: datetime | None = None
    result: Outcome | None = None
    command: tuple[str, ...] = field(default_factory=lambda: tuple(sys.argv))
    working_directory: Path = field(default_factory=Path.cwd)
    pid: int = field(default_factory=os.getpid)
    host: str = field(default_factory=lambda: os.uname().nodename)

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
