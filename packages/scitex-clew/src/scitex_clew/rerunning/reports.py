"""What a rerun finds: verdicts on outputs, and on the rerun as a whole.

An output is *reproduced* (the same bytes), *close* (other bytes that mean the same: numbers within the tolerance, the
same pixels, the same objects, or only metadata differ), *different*, *missing* (the rerun did not write it) or *new*
(only the rerun wrote it). A rerun is what the worst of its outputs is, or *failed*.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

OutputVerdict = Literal["reproduced", "close", "different", "missing", "new"]
RerunVerdict = Literal["reproduced", "close", "different", "failed"]
FINE: tuple[OutputVerdict, ...] = ("reproduced", "close")


@dataclass(frozen=True)
class OutputReport:
    """An output of the recorded run beside that of the rerun.

    Attributes
    ----------
    path : str
        Relative to the run directory if it lies there, else as records name it.
    verdict : str
        One of the verdicts of this module.
    detail : str
        What differs; empty if nothing does, or if one of the two is not there.
    """

    path: str
    verdict: OutputVerdict
    detail: str = ""


@dataclass(frozen=True)
class Rerun:
    """A run that was executed again.

    Attributes
    ----------
    run : str
        Id of the recorded run.
    script : str
        Its script, as records name it.
    rerun : str or None
        Id of the new run; None if it did not begin.
    started : datetime
        When it was executed, in UTC.
    directory : str
        The new run directory, as records name it; of one that did not begin, where it would have been executed.
    rtol : float
        Up to which relative difference numbers count as close.
    atol : float
        Up to which absolute difference they do.
    isolation : str
        What kept the originals out of reach.
    outputs : tuple of OutputReport
        Sorted by path.
    faults : tuple of str
        What went wrong besides, one line each.
    notes : tuple of str
        What a reader should know, though nothing is wrong with it.
    """

    run: str
    script: str
    rerun: str | None
    started: datetime
    directory: str
    rtol: float
    atol: float
    isolation: str
    outputs: tuple[OutputReport, ...] = ()
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def verdict(self) -> RerunVerdict:
        """One of the verdicts of this module."""
        if self.faults:
            return "failed"
        found = {output.verdict for output in self.outputs}
        if not found <= set(FINE):
            return "different"
        return "close" if "close" in found else "reproduced"

    @property
    def well(self) -> bool:
        """Whether all that the run wrote came out again."""
        return self.verdict in FINE
