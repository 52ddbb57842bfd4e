"""Writes that are whole or absent: a sibling temporary file, then one rename.

The temporary file's name tells the host and the process that writes it. What a killed process left behind is removed
by the next process that saves into the same directory.
"""

import os
import re
import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_IMODE

TEMPORARY = r"\.scitex-(?P<host>.*)-(?P<pid>\d+)-[0-9a-f]{8}(\..*)?"
cleared: set[Path] = set()
unfinished: set[Path] = set()


@contextmanager
def replacing(path: Path, *, extension: str | None = None, folder: Collection[str] = ()) -> Iterator[Path]:
    """Yield a temporary path whose file takes the place of `path` when the block ends well.

    A symbolic link is written through: its target is replaced and the link stays. Missing parent directories are made,
    and the permissions of a file that was there are kept. When the block raises, the temporary file is removed and
    `path` is as it was. An auditing event `scitex_io.replace` with the argument `path` is raised before anything is
    made: whoever refuses the file can name it.

    Parameters
    ----------
    path : Path
        The file to write.
    extension : str, optional
        How the temporary name ends, for libraries that choose a format by it; by default the suffix of `path`.
    folder : collection of str, optional
        For a format that is a directory: names one of which marks a directory as such a file. It may be replaced.

    Raises
    ------
    FileExistsError
        If `path` is a pipe, a device or the like, or a file where a directory is to be.
    IsADirectoryError
        If `path` is a directory.
    PermissionError
        If the file at `path` is write-protected.

    Examples
    --------
    >>> with replacing(Path("numbers.txt")) as temporary:
    ...     _ = temporary.write_text("1 2 3")
    """
    target = path.resolve() if path.is_symlink() else path
    refuse_to_replace(target, path, folder)
    sys.audit("scitex_io.replace", str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    clear(target.parent)
    ending = target.suffix if extension is None else extension
    temporary = target.with_name(f".scitex-{host()}-{os.getpid()}-{os.urandom(4).hex()}{ending}")
    unfinished.add(temporary)
    try:
        yield temporary
        if target.exists():
            temporary.chmod(S_IMODE(target.stat().st_mode))
        put(temporary, target)
    except BaseException as error:
        with suppress(OSError):  # the first error tells more: where nothing can be written, nothing is left behind
            remove(temporary)
        if isinstance(error, OSError) and error.errno and error.filename in (None, str(temporary)):
            raise OSError(error.errno, error.strerror, str(path)) from error  # names the user's file, not ours
        raise
    finally:
        unfinished.discard(temporary)


def refuse_to_replace(target: Path, path: Path, folder: Collection[str]) -> None:
    """Raise if there is something at `target` that a save may not replace."""
    if not target.exists():
        return
    if target.is_dir():
        names = os.listdir(target)  # noqa: PTH208
        if not folder or (names and not any(name in folder for name in names)):
            raise IsADirectoryError(f"cannot write {path}: it is a directory; give the name of a file")
    elif not target.is_file() or folder:
        kind = "a file, where a directory is to be" if target.is_file() else "a pipe or a device"
        raise FileExistsError(f"cannot write {path}: it is {kind}; give another name")
    elif not target.stat().st_mode & 0o222:
        raise PermissionError(f"cannot write {path}: it is write-protected; chmod u+w it, or give another name")


def put(temporary: Path, target: Path) -> None:
    """Give `temporary` the name `target`, whatever has it."""
    if temporary.is_dir() and target.exists():
        exchange(temporary, target)
        remove(temporary)
    else:
        temporary.replace(target)


def exchange(one: Path, other: Path) -> None:
    """Swap two directories: at once where the system can, else by three renames."""
    import ctypes

    libc = ctypes.CDLL(None, use_errno=True)
    here, swap = -100, 2  # AT_FDCWD and RENAME_EXCHANGE, see renameat2(2)
    if hasattr(libc, "renameat2") and not libc.renameat2(here, os.fsencode(one), here, os.fsencode(other), swap):
        return
    aside = one.with_name(f"{one.name}.old")
    other.rename(aside)
    one.rename(other)
    aside.rename(one)


def clear(directory: Path) -> None:
    """Remove, once a process, what killed processes of this host left half written in `directory`."""
    if directory in cleared or os.name == "nt":
        return
    cleared.add(directory)
    with suppress(OSError), os.scandir(directory) as entries:
        found = [(Path(entry.path), match) for entry in entries if (match := re.fullmatch(TEMPORARY, entry.name))]
        for path, match in found:
            if match["host"] == host() and path not in unfinished and not is_alive(int(match["pid"])):
                remove(path)


def is_alive(pid: int) -> bool:
    """Say whether another process than this one has the number `pid`."""
    if pid == os.getpid():
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def host() -> str:
    """Return the name of this machine, which tells whose a file in a shared directory is."""
    name = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
    return name.replace("/", "_")


def remove(path: Path) -> None:
    """Remove a file or a whole directory, if it is there."""
    if path.is_dir():
        import shutil

        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
