"""What a verification finds: verdicts on files and runs, with their causes.

A file is *verified*, *modified*, *missing*, *superseded* (a later run has written what is there now), or *remote*
(nobody has looked). A run is *running*, *incomplete* (it died), *modified* or *missing* (one of its outputs is),
*stale* (something it read is no longer what it read, or a run whose output it read is stale), *superseded* (it would
be stale, but was repeated since with success), else *verified*. An edited script is told apart: it says nothing about
the files.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from scitex_clew.index import IndexedRun
from scitex_clew.record import FileAccess, RunRecord

FileVerdict = Literal["verified", "modified", "missing", "superseded", "remote"]
RunVerdict = Literal["verified", "modified", "missing", "stale", "superseded", "incomplete", "running"]


@dataclass(frozen=True)
class FileReport:
    """A recorded access and what has become of the file; `superseded_by` is the run that wrote it anew."""

    access: FileAccess
    verdict: FileVerdict
    superseded_by: str | None = None


@dataclass(frozen=True)
class Cause:
    """Why a run is stale: what became of a file that the run `reader` (itself or an ancestor) had read."""

    reader: str
    file: FileReport


@dataclass(frozen=True)
class RunReport:
    """A run and its verdict.

    Attributes
    ----------
    run : IndexedRun
        The run itself.
    verdict : str
        One of the verdicts of this module.
    files : tuple of FileReport
        Everything the run has read and written.
    superseded_by : str or None
        Id of the last repetition of a superseded run.
    causes : tuple of Cause
        Why it is stale, or would be.
    code_changed : bool
        Whether the script has been edited since.
    parents, children : tuple of str
        Ids of the runs whose outputs it read, and of those that read its outputs.
    """

    run: IndexedRun
    verdict: RunVerdict
    superseded_by: str | None
    files: tuple[FileReport, ...]
    causes: tuple[Cause, ...]
    code_changed: bool
    parents: tuple[str, ...]
    children: tuple[str, ...]

    @property
    def well(self) -> bool:
        """Whether nothing is wrong with the run."""
        return self.verdict in ("verified", "running", "superseded")


@dataclass(frozen=True)
class ProjectStatus:
    """The verdicts on every run of a project, oldest first."""

    root: Path
    runs: tuple[RunReport, ...]

    @property
    def well(self) -> bool:
        """Whether nothing is wrong with any run."""
        return all(report.well for report in self.runs)


@dataclass(frozen=True)
class RunStatus:
    """The verdict on one run, and its full record unless its directory is gone."""

    root: Path
    report: RunReport
    record: RunRecord | None
