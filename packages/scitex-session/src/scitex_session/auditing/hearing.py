"""Every file that a script opens in its project, for those who ask for that (`@session(audit=True)`).

Python tells its audit hooks of each file that it opens (https://peps.python.org/pep-0578/), and of each whose code it
executes. What is read is told to the recorders at once, what is written when the run ends, and that it is going to be
written at once, too. Left out are the run directory, which is recorded in any case, hidden files, installed packages,
and what Python compiles. Files that a library opens without Python are heard of from those that `native_libraries` has.
What other programs open is not seen, but for the files that their arguments name: such a file was read if it stays what
it is, and written if it is new or changes. The run tells which programs these were, and which libraries.

All processes of the run, its workers and the Python programs that it starts, put what they write into a hidden file of
the run directory: so each knows what another has made, which is no input, and the run tells of all that at its end.
"""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scitex_io.roots import project_root
from scitex_session.auditing.audit import LEFT, Audit, is_busy
from scitex_session.auditing.names import database, placed
from scitex_session.auditing.native_libraries import native_libraries_heard
from scitex_session.auditing.programs import name_of

if TYPE_CHECKING:  # a program that the run starts needs none of these
    from scitex_session.recorders import InWorker
    from scitex_session.run import Run

STARTS: Mapping[str, Callable[..., tuple[Iterable[Any], Any]]] = {
    "os.exec": lambda path, words, env: (words, None),
    "os.posix_spawn": lambda path, words, env: (words, None),
    "os.system": lambda text: (["sh", "-c", text], None),
    "subprocess.Popen": lambda executable, words, directory, env: (words, directory),
}
"""The event of a program that is being started → its words, and the directory that it is started in."""

HEARD: Mapping[str, Callable[..., None]] = {
    "exec": lambda audit, code: audit.executed(code.co_filename),
    "open": lambda audit, name, mode, flags: (audit.opened if mode else audit.opened_somewhere)(name, flags),
    "os.link": lambda audit, source, target, *folders: audit.renamed(*map(placed, (source, target), folders)),
    "os.remove": lambda audit, name, folder: audit.removed(placed(name, folder)),
    "os.rename": lambda audit, source, target, *folders: audit.renamed(*map(placed, (source, target), folders)),
    "os.truncate": lambda audit, name, length: audit.opened(name, os.O_WRONLY | (0 if length else os.O_TRUNC)),
    "sqlite3.connect": lambda audit, name: audit.note_named(database(os.fsdecode(name))),
}
"""The event of a file that is being opened or changed → what an audit does with it."""

JOINING = "SCITEX_AUDIT"  # the environment variable by which a program that the run starts is audited
STARTUP = str(Path(__file__).with_name("startup"))

active: list[Audit] = []
installed: list[bool] = []
libraries = ExitStack()  # what hears of them in a program that has joined


def hook(event: str, arguments: tuple[Any, ...]) -> None:
    """Hear of everything that Python does; of files, unless it is we who open them."""
    if not active or (event not in HEARD and event not in STARTS) or isinstance(arguments[0], int):
        return
    audit = active[-1]
    if is_busy(audit):
        return
    audit.thread.busy = True
    try:
        if event in STARTS:
            words, directory = STARTS[event](*arguments)
            words = list(map(os.fsdecode, words))
            told = event == "os.posix_spawn" and words == getattr(audit.thread, "started", None)
            audit.thread.started = words if event == "subprocess.Popen" else None
            if not told:  # `subprocess` tells of a program before it spawns it, which is told as well
                audit.started_program(words, os.fsdecode(directory or ""))
        else:
            HEARD[event](audit, *arguments)
    finally:
        audit.thread.busy = False


@contextmanager
def opening(names: Sequence[str], mode: str) -> Iterator[None]:
    """Hear of files that a library opens within the block."""
    audit = active[-1] if active else None
    with nullcontext() if audit is None or not names or is_busy(audit) else audit.opened_by_library(names, mode):
        yield


def unheard(library: str) -> None:
    """Hear of a library of which nobody knows what it opens."""
    if active:
        with active[-1].busy():
            active[-1].note_program((f"{library} (library)",))


@contextmanager
def audited(run: "Run") -> Iterator["InWorker"]:
    """Tell the recorders of every file that is opened in the project while the block lasts.

    Yields
    ------
    callable
        What is to be opened in worker processes.
    """
    own = f"{os.path.realpath(run.directory)}/"
    folders = (run.script.parent, run.directory.parents[2])
    roots = tuple(dict.fromkeys(f"{project_root(folder)}/" for folder in folders))
    audit = Audit(roots, own, run.started.timestamp())
    run.reserved.add(LEFT)
    try:
        with listening(audit), programs_joining(audit):
            yield partial(audited_worker, roots, own, audit.started)
    finally:
        audit.tell()
        run.unaudited = audit.unaudited()


@contextmanager
def audited_worker(roots: tuple[str, ...], own: str, started: float) -> Iterator[None]:
    """Do the same in a worker process of a run, unless it has joined as a program already."""
    with nullcontext() if active else listening(Audit(roots, own, started)):
        yield


@contextmanager
def programs_joining(audit: Audit) -> Iterator[None]:
    """Let each Python program that is started within the block be audited from its start.

    One that is started without this environment, or without SciTeX, is not.
    """
    before = {name: os.environ.get(name) for name in (JOINING, "PYTHONPATH")}
    os.environ[JOINING] = json.dumps((audit.roots, audit.own, audit.started))
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (STARTUP, before["PYTHONPATH"])))
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None) if value is None else os.environ.update({name: value})


def join(text: str) -> None:
    """Audit this program, which a run has started, to its end, and leave word of that."""
    roots, own, started = json.loads(text)
    audit = Audit(tuple(roots), own, started)
    listen(audit)
    libraries.enter_context(native_libraries_heard(opening, unheard))
    audit.leave("joined", (name_of(sys.orig_argv[0]), *sys.orig_argv[1:]))


def on_its_own() -> None:
    """Audit this program no more, nor those that it starts: it is a run itself."""
    os.environ.pop(JOINING, None)
    active.clear()
    libraries.close()


@contextmanager
def listening(audit: Audit) -> Iterator[None]:
    """Let one process be audited while the block lasts."""
    listen(audit)
    try:
        with native_libraries_heard(opening, unheard):
            yield
    finally:
        active.remove(audit)


def listen(audit: Audit) -> None:
    """Let this process be audited from now on."""
    if not installed:
        sys.addaudithook(hook)  # for good: Python never lets go of one
        installed.append(True)
    active.append(audit)
