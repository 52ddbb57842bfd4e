"""Which runs are to be executed again, with which arguments, and in which order."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path

from scitex_clew.errors import RerunError
from scitex_clew.indexing.current import full_record
from scitex_clew.indexing.index import PASSED, Index, IndexedRun
from scitex_clew.project import Project
from scitex_clew.records.record import FileAccess, RunRecord
from scitex_io.paths import is_remote

MASK = "***"
NEEDED = ("config", "input", "module", "script")


@dataclass(frozen=True)
class Plan:
    """A run that is to be executed again.

    Attributes
    ----------
    record : RunRecord
        What was recorded of it.
    arguments : tuple of str
        What follows the script on the command line.
    givers : mapping of FileAccess to str
        What is to be read from the rerun of another run → the id of that run.
    """

    record: RunRecord
    arguments: tuple[str, ...]
    givers: Mapping[FileAccess, str]


def planned(index: Index, project: Project, id: str, extra: Sequence[str] = (), *, chain: bool = False) -> list[Plan]:
    """Return the plan of a run, or those of its whole lineage, parents first.

    Raises
    ------
    RerunError
        If one of them cannot be executed again.
    """
    runs = {run.id: run for run in index.runs()}
    plans: dict[str, Plan] = {}
    waiting = [id]
    while waiting:
        run = runs[waiting.pop()]
        if run.id in plans:
            continue
        record = rerunnable(run, project)
        givers = givers_of(record, index) if chain else {}
        plans[run.id] = Plan(record, arguments(record, extra if run.id == id else ()), givers)
        waiting.extend(givers.values())
    order = TopologicalSorter({id: set(plan.givers.values()) for id, plan in plans.items()}).static_order()
    return [plans[id] for id in order]


def givers_of(record: RunRecord, index: Index) -> dict[FileAccess, str]:
    """Return what a run read of other runs, and which."""
    found = {}
    for access in record.accesses:
        if access.role in ("config", "input") and access.size > 0:
            giver = index.giver(access, record.id, record.started)
            if giver is not None:
                found[access] = giver.id
    return found


def rerunnable(run: IndexedRun, project: Project) -> RunRecord:
    """Return the record of a run that can be executed again.

    Raises
    ------
    RerunError
        If it cannot.
    """
    record = full_record(project, run)
    if record is None:
        raise RerunError(
            f"run {run.id} cannot be executed again: its directory {run.directory} holds no record of it that can be "
            "read; if it was moved: scitex clew index"
        )
    reason = next(obstacles(record, project), None)
    if reason is not None:
        raise RerunError(f"run {run.id} cannot be executed again: {reason}")
    return record


def obstacles(record: RunRecord, project: Project) -> Iterator[str]:
    """Yield why a run cannot be executed again."""
    if record.ended is None:
        yield "it has no end: wait for that, or, if it was killed, put it away: scitex session clean"
    if not any(access.role == "script" for access in record.accesses):
        yield "it belongs to a notebook or a console, not to a script"
    elif any(parameter.source in PASSED for parameter in record.parameters):
        yield "its values were passed by a call in Python, not on a command line"
    elif not is_started_by_its_script(record, project):
        yield f"it was called from another program, {' '.join(record.program) or 'unknown'}"
    for access in record.accesses:
        if access.role == "output" and is_remote(access.path):
            yield f"it wrote {access.path}, which a rerun would overwrite"


def is_started_by_its_script(record: RunRecord, project: Project) -> bool:
    """Say whether the program on the command line is the script itself."""
    script = Path(os.path.realpath(project.locate(record.script)))
    match record.program:
        case ("-m", module):
            name = ".".join(script.with_suffix("").parts).removesuffix(".__main__")
            return f".{name}".endswith(f".{module}")
        case (path,):
            return Path(os.path.realpath(project.locate(record.working_directory) / path)) == script
        case _:
            return False


def arguments(record: RunRecord, extra: Sequence[str]) -> tuple[str, ...]:
    """Return the recorded arguments, the seed among them, with what was masked replaced by what is given again.

    Raises
    ------
    RerunError
        If something was masked and is not given.
    """
    words, masked = unmasked(record.arguments)
    given = {word.partition("=")[0] for word in extra}
    if lacking := [word for word in masked if word not in given]:
        again = " ".join(f"{word} VALUE" for word in lacking if word.startswith("-"))
        raise RerunError(
            f"run {record.id} was given secrets, which are not recorded: {', '.join(lacking)}; "
            + (f"give them again: scitex clew rerun {record.id} -- {again}" if again else "it cannot be executed again")
        )
    return (*seed(record), *words, *extra)


def unmasked(command: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the arguments without those that hold a secret, and what these are called."""
    words: list[str] = []
    masked: list[str] = []
    for word in command:
        if MASK not in word:
            words.append(word)
        elif word.startswith("-"):
            masked.append(word.partition("=")[0])
        elif words and words[-1].startswith("-") and word == MASK:
            masked.append(words.pop())
        else:
            masked.append(word)
    return words, masked


def seed(record: RunRecord) -> list[str]:
    """Return the flag for the recorded seed if that is a default which the script may have computed.

    Else it comes by itself, and there is no flag: a script may look at its own command line.
    """
    is_default = any(parameter.name == "seed" and parameter.source == "default" for parameter in record.parameters)
    text = record.source
    is_fixed = text and ("seed" not in text or re.search(rf"\bseed(\s*:[^=]*)?\s*=\s*{record.seed}\b", text))
    return ["--seed", str(record.seed)] if record.seed is not None and is_default and not is_fixed else []
