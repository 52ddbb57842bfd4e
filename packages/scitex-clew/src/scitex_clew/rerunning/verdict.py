"""What a rerun wrote beside what the run wrote, and in what else the two were not the same."""

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

from scitex_clew.hashing import content
from scitex_clew.indexing.index import own_path
from scitex_clew.records.record import FileAccess, RunRecord
from scitex_clew.rerunning import comparison
from scitex_clew.rerunning.contents import Contents
from scitex_clew.rerunning.plan import NEEDED
from scitex_clew.rerunning.recorded import is_verdict_on
from scitex_clew.rerunning.reports import OutputReport
from scitex_clew.rerunning.scratch import Scratch
from scitex_clew.rerunning.tolerance import Tolerance
from scitex_io.paths import is_remote


def compared(
    scratch: Scratch, record: RunRecord, new: RunRecord, contents: Contents, tolerance: Tolerance
) -> Iterator[OutputReport]:
    """Yield the verdicts on all outputs of a run and its rerun.

    Parameters
    ----------
    scratch : Scratch
        Where it was executed again.
    record, new : RunRecord
        The run and its rerun.
    contents : Contents
        Where what the run wrote is found.
    tolerance : Tolerance
        Up to which difference numbers count as close.
    """
    all_runs = scratch.project.locate(record.directory).parents[1]
    here = {
        os.fsencode(scratch.copy.locate(new.directory).parents[1]): os.fsencode(all_runs),
        os.fsencode(scratch.tree): os.fsencode(scratch.there(str(scratch.tree))),
        new.id.encode(): record.id.encode(),
    }
    before = {
        path: access
        for path, access in outputs(record).items()
        if not is_verdict_on(scratch.project.locate(access.path), record.id)
    }
    after = {original(path, scratch): access for path, access in outputs(new).items()}
    for path in sorted(before.keys() | after.keys()):
        name = path.removeprefix("./")
        if path not in after:
            yield OutputReport(name, "missing")
        elif path not in before:
            yield OutputReport(name, "new")
        elif before[path].sha256 == after[path].sha256:
            yield OutputReport(name, "reproduced")
        else:
            source = contents.find(before[path], record)
            if source is None:
                yield OutputReport(
                    name, "different", "the bytes differ; the recorded file is gone, so no more can be told"
                )
                continue
            old = source.read_bytes() if isinstance(source, Path) else source
            pair = comparison.Pair(name, old, scratch.copy.locate(after[path].path).read_bytes())
            found = comparison.compare(pair, tolerance, here)
            yield OutputReport(name, "close" if found.close else "different", found.detail)


def outputs(record: RunRecord) -> dict[str, FileAccess]:
    """Return the outputs of a run by their paths, those in its directory as `./…`."""
    return {own_path(access.path, record.directory): access for access in record.accesses if access.role == "output"}


def original(path: str, scratch: Scratch) -> str:
    """Return the path of what a rerun wrote as the recorded run would have it."""
    return path if path.startswith("./") else scratch.project.portable(scratch.original(scratch.copy.locate(path)))


def strays(scratch: Scratch, new: RunRecord) -> Iterator[str]:
    """Yield the originals that a rerun has read though it was given something else, or nothing, in their place."""
    for access in new.accesses:
        path = scratch.copy.locate(access.path)
        place = None if is_remote(access.path) or path.is_relative_to(scratch.folder) else scratch.place(path)
        if access.role not in NEEDED or place is None:
            continue
        name = scratch.project.portable(path)
        if not place.exists():
            yield f"it read the original {name}, which the recorded run did not read"
        elif content(place).sha256 != access.sha256:
            yield f"it read the original {name}, which is not what it was given"


def unread(scratch: Scratch, record: RunRecord, new: RunRecord) -> Iterator[str]:
    """Yield the inputs of a run that its rerun did not read, such as one of all in a directory."""
    paths = [access.path for access in new.accesses if access.role == "input"]
    by_link = (scratch.project.named(str(scratch.original(scratch.copy.locate(path)))) for path in paths)
    read = {*by_link, *(original(path, scratch) for path in paths)}
    own = f"{record.directory}/"
    for access in record.accesses:
        given = not is_remote(access.path) and scratch.place(scratch.project.locate(access.path)) is not None
        if access.role == "input" and given and not access.path.startswith(own) and access.path not in read:
            yield f"it did not read {access.path}, which the recorded run read"


def deviations(scratch: Scratch, record: RunRecord, new: RunRecord, code: int) -> Iterator[str]:
    """Yield in what a rerun, whose process ended with a code, was not the same run, or ended otherwise."""

    def told(value: object) -> str:
        return scratch.there(json.dumps(value, sort_keys=True))

    if new.ended is None:
        yield f"it ended without a word: {killed_by(code)}"
    elif (record.outcome, record.exit_code) != (new.outcome, new.exit_code):
        why = f": {new.error}" if new.error else ""
        yield f"it ended {ending(new)}, not {ending(record)}{why}"
    for kind, before, after in (
        ("parameter", values(record), values(new)),
        ("configuration", dict(record.config), dict(new.config)),
        ("the", seed(record, new), seed(new, record)),
    ):
        for name in before.keys() | after.keys():
            if told(before.get(name)) != told(after.get(name)):
                yield f"{kind} {name} was {told(before.get(name))}, is {told(after.get(name))}"


def ending(record: RunRecord) -> str:
    """Return how a run ended; one that was killed has no exit code."""
    known = record.exit_code is not None
    return f"with {record.outcome}, exit code {record.exit_code}" if known else "by a kill or a crash"


def seed(record: RunRecord, other: RunRecord) -> dict[str, object]:
    """Return the seed of a run, if it can be compared with that of another: it is written at the end."""
    return {} if None in (record.exit_code, other.exit_code) else {"seed": record.seed}


def killed_by(code: int) -> str:
    """Return how a process ended that has not said so itself; SIGKILL is -9 to its parent, and 137 to a shell."""
    number = -code if code < 0 else code - 128
    try:
        return f"killed by {signal.Signals(number).name}"
    except ValueError:
        return f"its process exited with code {code}"


def values(record: RunRecord) -> dict[str, object]:
    """Return the parameters of a run by name."""
    return {parameter.name: parameter.value for parameter in record.parameters}


def environment(record: RunRecord, new: RunRecord) -> Iterator[str]:
    """Yield which versions are not those of the recorded run."""
    before, after = ({"python": run.python, **run.packages} for run in (record, new))
    for name in sorted(before.keys() & after.keys()):
        if before[name] != after[name]:
            yield f"{name} was {before[name]}, is {after[name]}"
    if record.platform != new.platform:
        yield f"platform was {record.platform}, is {new.platform}"
