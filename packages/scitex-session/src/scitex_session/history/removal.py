"""Removing runs, unless somebody needs them."""

import os
import shutil
from contextlib import suppress

from scitex_session.errors import RunInUseError
from scitex_session.history.keepers import keeper
from scitex_session.history.past_run import OUTCOMES, PastRun
from scitex_session.history.search import in_order, runs_of
from scitex_session.runs.run_directory import point_latest_to


def refuse_needed(run: PastRun, going: set[str], *, force: bool) -> None:
    """Raise an error if a run must not be removed.

    Parameters
    ----------
    run : PastRun
        The run.
    going : set of str
        The ids of the runs that are removed with it, which may have read its outputs.
    force : bool
        Whether it does not matter who read its outputs, nor whether it may live on another host.

    Raises
    ------
    RunInUseError
        If it lives, or may live on another host; if another run read what it wrote, or nobody knows.
    """
    if run.state == "running":
        raise RunInUseError(f"run {run.id} lives: end it first")
    if force:
        return
    if run.state == "elsewhere":
        raise RunInUseError(f"run {run.id} belongs to {run.host}, where it may live: look there, or use --force")
    if (recorder := keeper()) is None:
        return
    try:
        readers = [reader for reader in recorder.readers(run.directory) if reader not in going]
    except Exception as cause:
        raise RunInUseError(f"nobody knows who has read what run {run.id} wrote: {cause}; or use --force") from cause
    if readers:
        some = ", ".join(readers[:4]) + (", …" if len(readers) > 4 else "")
        raise RunInUseError(f"what run {run.id} wrote was read by {some}: remove that first, or use --force")


def remove(run: PastRun) -> None:
    """Remove the directory of a run, and what is recorded of it elsewhere.

    It is renamed first, so that nobody ever sees half of it. `LATEST` then leads to the newest success that is left.
    """
    doomed = run.directory.with_name(f".removed.{run.id}")
    run.directory.rename(doomed)
    if (recorder := keeper()) is not None:
        recorder.forget(run.directory)
    shutil.rmtree(doomed)
    if run.directory.parent.name in OUTCOMES:
        renew_latest(run)


def renew_latest(run: PastRun) -> None:
    """Let `LATEST` lead to the newest success that is left, if it led to a run that is gone."""
    link = run.output / "LATEST"
    if not link.is_symlink() or os.path.basename(os.readlink(link)) != run.id:  # noqa: PTH115, PTH119
        return
    left = [other for other in runs_of(run.output) if OUTCOMES.get(other.directory.parent.name) == "success"]
    if left:
        point_latest_to(in_order(left)[-1].directory)
    else:
        with suppress(FileNotFoundError):
            link.unlink()
