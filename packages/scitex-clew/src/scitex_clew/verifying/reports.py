"""What a verification finds: verdicts on files and runs, with their causes.

A file is *verified*, *modified*, *missing*, *moved* (its content is in another place now), *superseded* (a later run
has written what is there now, or was before somebody touched it), *unstable* (it changed while it was read),
*unreadable* (nobody here may or can read it), or *remote* (nobody has looked). A run is *running*, *incomplete* (it
died), *altered* (its record is not what a run that has read from it recorded, or cannot be read), *modified*, *missing*
or *unreadable* (one of its outputs is), *failed*, *doubtful* (it read what a run wrote that failed or died, or that is
doubtful), *orphaned* (a run that it read from is not here any more), *stale* (something it read is no longer what it
read, or a run whose output it read is stale), *outdated* (a run whose output it read has been repeated, and what it
read did not come out again), *superseded* (it would be doubtful, orphaned, stale or outdated, but was repeated since
with success), else *verified*. Edited code is told apart: it says nothing about the files.

Where runs go round in a loop, each reading what the last one wrote, there is a line of versions: the later one neither
outdates those that it descends from nor is as stale as what it has replaced.

A failed run is well as long as no run that succeeded depends on it: crashed attempts may lie around for ever. What
depends on one is doubtful, and not well.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from scitex_clew.indexing.index import IndexedRun
from scitex_clew.records.record import FileAccess, RunRecord

if TYPE_CHECKING:
    from scitex_clew.rerunning.reports import Rerun
    from scitex_clew.sealing.ties import Contradiction

FileVerdict = Literal[
    "verified",
    "modified",
    "missing",
    "moved",
    "superseded",
    "unstable",
    "unreadable",
    "remote",
    "outdated",
    "doubtful",
]
RunVerdict = Literal[
    "verified",
    "modified",
    "missing",
    "unreadable",
    "failed",
    "doubtful",
    "orphaned",
    "stale",
    "outdated",
    "superseded",
    "altered",
    "incomplete",
    "running",
    "unstable",
]
FINE: tuple[FileVerdict, ...] = ("verified", "moved", "remote")
INHERITED: tuple[RunVerdict, ...] = ("doubtful", "orphaned", "stale", "outdated")  # the gravest first


class FileReport(NamedTuple):
    """A recorded access and what has become of the file.

    Attributes
    ----------
    access : FileAccess
        What was recorded.
    verdict : str
        One of the verdicts of this module.
    superseded_by : str or None
        Id of the run that wrote it anew, or that has repeated the one it came from.
    moved_to : str or None
        Where its content is now.
    failed : str or None
        Id of the run that wrote it and failed or died.
    """

    access: FileAccess
    verdict: FileVerdict
    superseded_by: str | None = None
    moved_to: str | None = None
    failed: str | None = None


class Cause(NamedTuple):
    """Why a run is doubtful, stale or outdated: what is to be said of a file that a run had read.

    The run `reader` is the run itself or an ancestor of it.
    """

    reader: str
    file: FileReport


class RunReport(NamedTuple):
    """A run and its verdict.

    Attributes
    ----------
    run : IndexedRun
        The run itself.
    verdict : str
        One of the verdicts of this module.
    superseded_by : str or None
        Id of the last successful repetition of a run that is superseded, or failed.
    wrong : tuple of FileReport
        What the run has read and written that is not verified.
    causes : tuple of Cause
        Why it is doubtful, stale or outdated, or would be.
    parents, children : tuple of str
        Ids of the runs whose outputs it read, and of those that read its outputs.
    empty : bool
        Whether it has ended and wrote nothing but its log.
    all_files : callable
        Gives what `files` is, by the run and what is wrong with it.
    altered : tuple of Contradiction
        Where the record of the run is not what the record of a later one says of it, or cannot be read, or that of a
        run which it has read from is not here. Empty if nobody has looked.
    """

    run: IndexedRun
    verdict: RunVerdict
    superseded_by: str | None
    wrong: tuple[FileReport, ...]
    causes: tuple[Cause, ...]
    parents: tuple[str, ...]
    children: tuple[str, ...]
    empty: bool
    all_files: Callable[[IndexedRun, tuple[FileReport, ...]], tuple[FileReport, ...]]
    altered: "tuple[Contradiction, ...]" = ()

    def __eq__(self, other: object) -> bool:
        """Say whether two looks came to the same; how each finds all files is its own."""
        return isinstance(other, RunReport) and tuple(self._replace(all_files=other.all_files)) == tuple(other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash((self.run, self.verdict))

    @property
    def files(self) -> tuple[FileReport, ...]:
        """Everything the run has read and written."""
        return self.all_files(self.run, self.wrong)

    @property
    def code(self) -> tuple[FileReport, ...]:
        """The script and the project's own modules, as far as they have been edited since."""
        return tuple(file for file in self.wrong if file.access.role in ("script", "module"))

    @property
    def failed(self) -> bool:
        """Whether it ended without success, whatever its files are."""
        return self.run.outcome == "error"

    @property
    def sound(self) -> bool:
        """Whether neither the run nor one whose output it read, and so on, has failed or died."""
        succeeded = not self.failed and self.verdict != "incomplete"
        return succeeded and all(cause.file.verdict != "doubtful" for cause in self.causes)

    @property
    def well(self) -> bool:
        """Whether nothing is wrong in the project because of this run."""
        return self.verdict in ("verified", "running", "superseded", "failed")


class ProjectStatus(NamedTuple):
    """The verdicts on every run of a project, oldest first."""

    root: Path
    runs: tuple[RunReport, ...]

    @property
    def well(self) -> bool:
        """Whether nothing is wrong with any run."""
        return all(report.well for report in self.runs)


class RunStatus(NamedTuple):
    """The verdict on one run, and what else is known of it.

    Attributes
    ----------
    root : Path
        The root of its project.
    report : RunReport
        The verdict.
    record : RunRecord or None
        Its full record; None if its directory is gone.
    reruns : tuple of Rerun
        What came out when it was executed again, oldest first.
    altered, orphaned : tuple of Contradiction
        Where the records of the run and of all that it descends from do not fit each other, or cannot be read, and
        where a run that one of them names is not here any more.
    """

    root: Path
    report: RunReport
    record: RunRecord | None
    reruns: "tuple[Rerun, ...]" = ()
    altered: "tuple[Contradiction, ...]" = ()
    orphaned: "tuple[Contradiction, ...]" = ()

    @property
    def verdict(self) -> RunVerdict:
        """One of the verdicts of this module."""
        return self.report.verdict

    @property
    def well(self) -> bool:
        """Whether nothing is wrong with the run: neither it nor one that it descends from has failed or was altered."""
        return self.report.well and self.report.sound and not self.altered and not self.orphaned


class Pointed(NamedTuple):
    """The recipe of a figure that a picture points at.

    Attributes
    ----------
    name : str
        What the recipe was called.
    sha256 : str
        The hash of the recipe, that of `savefig` left out.
    writers : tuple of (str, str)
        Run id and path of every output that is this recipe; none if it is not known any more.
    """

    name: str
    sha256: str
    writers: tuple[tuple[str, str], ...]


class FileStatus(NamedTuple):
    """The verdict on one file, and where its content came from.

    Attributes
    ----------
    path : str
        The file, as records name it.
    sha256 : str or None
        What it holds; None if there is no such file, or it is remote.
    verdict : str
        `"verified"` if it is what was last recorded of it, or, of a file that no record names, if some run wrote or
        read its content; `"unknown"` if neither is so.
    recorded : tuple of (str, str, str)
        Run id, role and hash of every access of this path, oldest first.
    writers : tuple of (str, str)
        Run id and path of every output with its present content; of a file that is gone, or remote, with its last
        recorded one. Left out are those of runs that had read it from this very file.
    readers : tuple of (str, str)
        Run id and path of every run that has read that content elsewhere.
    moved_to : str or None
        Where the content of a file that is gone is now.
    failed : tuple of IndexedRun
        The runs that failed or died among the one that the content came from and those that this descends from,
        oldest first.
    report : RunReport or None
        The verdict on the last run that wrote that content, at this path if one did.
    altered, orphaned : tuple of Contradiction
        Where the record of that run, or of one that it descends from, is not what a later one says of it, and where
        one that it names is not here any more.
    recipe : Pointed or None
        Of a picture that no run has written or read as it is: the recipe that it points at.
    """

    path: str
    sha256: str | None
    verdict: Literal["verified", "modified", "missing", "moved", "unstable", "unreadable", "remote", "unknown"]
    recorded: tuple[tuple[str, str, str], ...]
    writers: tuple[tuple[str, str], ...]
    moved_to: str | None = None
    failed: tuple[IndexedRun, ...] = ()
    report: RunReport | None = None
    readers: tuple[tuple[str, str], ...] = ()
    altered: "tuple[Contradiction, ...]" = ()
    orphaned: "tuple[Contradiction, ...]" = ()
    recipe: Pointed | None = None

    @property
    def causes(self) -> tuple[Cause, ...]:
        """Why what it holds is doubtful, stale or outdated; none if the run that wrote it was repeated since."""
        return () if self.report is None or self.report.verdict == "superseded" else self.report.causes

    @property
    def doubted(self) -> bool:
        """Whether something is wrong with where what it holds came from."""
        return bool(self.failed or self.causes or self.altered or self.orphaned)

    @property
    def well(self) -> bool:
        """Whether nothing is wrong with the file, nor with where it came from."""
        return self.verdict in FINE and not self.doubted
