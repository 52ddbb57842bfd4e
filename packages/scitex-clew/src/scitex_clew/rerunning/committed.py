"""The code as it was at the commit of a run, with its uncommitted changes, in a scratch directory.

Git is given an index of its own, so that nothing is written into the repository.
"""

import os
from pathlib import Path

from scitex_clew.errors import RerunError
from scitex_clew.project import Project
from scitex_clew.records.record import RunRecord
from scitex_clew.rerunning.contents import git
from scitex_clew.rerunning.plan import MASK
from scitex_clew.rerunning.scratch import Scratch


def repository(project: Project, record: RunRecord) -> Path:
    """Return the top of the repository of a run.

    Raises
    ------
    RerunError
        If its commit is not known, or not there.
    """
    if record.git is None or record.git.commit is None:
        raise RerunError(f"run {record.id} has no recorded commit: execute it again without --code")
    folder = project.locate(record.script).parent
    known = git(folder, "cat-file", "-e", f"{record.git.commit}^{{commit}}")
    top = git(folder, "rev-parse", "--show-toplevel")
    if known.returncode or top.returncode:
        raise RerunError(f"the commit {record.git.commit} of run {record.id} is not in the repository of {folder}")
    return Path(os.path.realpath(os.fsdecode(top.stdout.removesuffix(b"\n"))))


def check_out(scratch: Scratch, record: RunRecord, top: Path) -> list[str]:
    """Write the commit of a run into a scratch directory, and return what a reader should know of it.

    Raises
    ------
    RerunError
        If git cannot do that.
    """
    commit = record.git.commit if record.git else None
    place = scratch.place(top)
    assert commit is not None
    assert place is not None
    index = str(scratch.folder / "index")
    git(top, "read-tree", commit, GIT_INDEX_FILE=index)
    done = git(top, "checkout-index", "--all", f"--prefix={place}/", GIT_INDEX_FILE=index)
    if done.returncode:
        raise RerunError(f"git cannot write out the commit {commit}: {' '.join(os.fsdecode(done.stderr).split())}")
    return [f"code of commit {commit[:12]}", *apply_changes(scratch, record, place)]


def apply_changes(scratch: Scratch, record: RunRecord, place: Path) -> list[str]:
    """Apply the uncommitted changes that were recorded, and say what came of it."""
    diff = next((scratch.project.locate(access.path) for access in record.accesses if access.role == "diff"), None)
    if diff is None:
        return []
    try:
        text = diff.read_bytes()
    except OSError:
        return [f"uncommitted changes are not applied: {diff.name} is gone"]
    if MASK.encode() in text:
        return [f"uncommitted changes are not applied: secrets in {diff.name} were masked"]
    done = git(place, "apply", str(diff), GIT_CEILING_DIRECTORIES=str(place.parent))
    if done.returncode:
        return [f"uncommitted changes are not applied: {' '.join(os.fsdecode(done.stderr).split())}"]
    return [f"uncommitted changes of {diff.name} are applied"]
