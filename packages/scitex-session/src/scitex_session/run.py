"""A run: one call of a session's function, as its recorders and resources see it."""

import os
import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import Any

from scitex_config import Config, Value
from scitex_io.observers import Access, foretell, notify
from scitex_io.paths import files_in, to_read, to_write
from scitex_session.runs.liveness import MARKER
from scitex_session.runs.outcome import Outcome


class Run:
    """One call of a session's function; as the resource `run` it is what the function itself sees of it.

    What is known when it begins is fixed; `directory`, `seed` and what follows them change as the run goes on.
    Parameters, configuration and command are as they are, secrets included: recorders are given a `RecordedRun`.

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
    source : str
        The text of the script as it was when the run began; in a notebook, of the cell; empty if nobody knows it.

    Attributes
    ----------
    id : str
        `YYYYMMDD_HHMMSS_XXXX`.
    command : tuple of str
        `sys.argv`; of a module that was started as `python -m`, what stands behind `python`.
    working_directory : Path
        Where the process was when the run began.
    host, pid : str, int
        Which process it is.
    directory : Path
        Where the run's files are: at last `FINISHED_SUCCESS/<id>` or `FINISHED_ERROR/<id>`.
    inode : int
        What tells the directory from another one that somebody puts in its place.
    promised : list of Path
        What the script said that it would write, see `output`.
    seed : int or None
        What the random generators were seeded with; None if nothing seeded them.
    agg : bool
        Whether figures are drawn into files alone, without windows, unless somebody has chosen a backend.
    notes : list of str
        What a recorder wants to be said in the first lines of the log; it adds to them when it is opened.
    reserved : set of str
        The names in the run directory that no save may have; a recorder adds those of its own files when it is opened.
    started, ended : datetime
        Local time with its zone; `ended` is None while the run lasts, and never before `started`.
    wall_time, cpu_time : float or None
        How long the run lasted and how long processors worked for it, its finished children included, in seconds, by
        clocks that nobody sets; None while it lasts.
    peak_memory : int or None
        The most that the process, or the largest of its finished children, had in memory, in bytes; None while the
        run lasts.
    unaudited : tuple of tuple of str
        The first command of each program that an audited run has started, and each library that it has imported, of
        which nobody has seen what files it opened.
    result : Outcome or None
        How it ended; None while the run lasts.
    concluded : bool
        Whether nothing is left to be done when the run is over; a recorder that could not complete its record sets it
        to False, so that `session clean` does it later.
    reported : bool
        Whether the traceback is in the output of the run.
    """

    def __init__(
        self,
        directory: Path,
        script: Path,
        description: str,
        parameters: Mapping[str, Value],
        config: Config,
        source: str = "",
    ) -> None:
        self.id = directory.name
        self.script = script
        self.description = description
        self.parameters = parameters
        self.config = config
        self.source = source
        self.command = command_line()
        self.working_directory = Path.cwd()
        self.pid = os.getpid()
        self.host = os.uname().nodename
        self.started = datetime.now().astimezone()
        self.directory = directory
        self.inode = directory.stat().st_ino
        self.promised: list[Path] = []
        self.seed: int | None = None
        self.agg = False
        self.notes: list[str] = []
        self.reserved = {MARKER, self.log.name}
        self.ended: datetime | None = None
        self.wall_time: float | None = None
        self.cpu_time: float | None = None
        self.peak_memory: int | None = None
        self.unaudited: tuple[tuple[str, ...], ...] = ()
        self.result: Outcome | None = None
        self.concluded = True
        self.reported = False

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

    def input(self, path: str | os.PathLike[str]) -> Path:
        """Record that the script reads a file by itself: `pandas.read_csv(run.input("raw.csv"))`.

        Parameters
        ----------
        path : str or os.PathLike
            The file, or a directory, which stands for every file below it that is not hidden. A relative path is
            looked for in the run directory, then in the working directory.

        Returns
        -------
        Path
            The file, absolute.

        Raises
        ------
        NotFoundError
            If there is no such file.
        """
        place = to_read(path)
        for file in files_in(place):
            notify(Access("read", file))
        return place

    def output(self, path: str | os.PathLike[str]) -> Path:
        """Record that the script writes a file by itself: `table.to_csv(run.output("table.csv"))`.

        It is looked at when the run ends.

        Parameters
        ----------
        path : str or os.PathLike
            The file, or a directory that files are written to. A relative path is one in the run directory.

        Returns
        -------
        Path
            The file, absolute; its directory is made.

        Raises
        ------
        OutsideError
            If a relative path leaves the run directory.
        ReservedNameError
            If the run itself keeps that file, such as its log.
        """
        file = to_write(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        self.promised.append(file)
        foretell(file)
        return file


def run(run: Run) -> AbstractContextManager[Run]:
    """Return the resource `run`: the run itself."""
    return nullcontext(run)


def command_line() -> tuple[str, ...]:
    """Return what stands behind `python`, its own options left out.

    `python -m` writes the path of the module into `sys.argv`, by which a module of a package cannot be started again.
    Programs that execute others, such as `python -m pdb train.py`, write there what they execute.
    """
    module = getattr(sys.modules["__main__"], "__spec__", None)
    if module is None or sys.argv[0] != module.origin:
        return tuple(sys.argv)
    return ("-m", module.name.removesuffix(".__main__"), *sys.argv[1:])
