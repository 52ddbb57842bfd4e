"""Writes that are whole or absent: a sibling temporary file, then `os.replace`."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from stat import S_IMODE


@contextmanager
def replacing(path: Path, *, extension: str | None = None) -> Iterator[Path]:
    """Yield a temporary path whose file takes the place of `path` when the block ends well.

    A symbolic link is written through: its target is replaced and the link stays. Missing parent directories are made,
    and the permissions of a file that was there are kept. When the block raises, the temporary file is removed and
    `path` is as it was.

    Parameters
    ----------
    path : Path
        The file to write.
    extension : str, optional
        How the temporary name ends, for libraries that choose a format by it; by default the suffix of `path`.

    Raises
    ------
    FileExistsError
        If `path` is a pipe, a device or the like.
    IsADirectoryError
        If `path` is a directory.

    Examples
    --------
    >>> with replacing(Path("numbers.txt")) as temporary:
    ...     _ = temporary.write_text("1 2 3")
    """
    target = path.resolve() if path.is_symlink() else path
    if target.is_dir():
        raise IsADirectoryError(f"cannot write {path}: it is a directory; give the name of a file")
    if target.exists() and not target.is_file():
        raise FileExistsError(f"cannot write {path}: it is a pipe or a device, which a file would replace")
    target.parent.mkdir(parents=True, exist_ok=True)
    ending = target.suffix if extension is None else extension
    temporary = target.with_name(f".{target.stem[:100]}.{os.urandom(4).hex()}{ending}")
    try:
        yield temporary
        if target.exists():
            temporary.chmod(S_IMODE(target.stat().st_mode))
        temporary.replace(target)
    except BaseException as error:
        temporary.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.errno and error.filename in (None, str(temporary)):
            raise OSError(error.errno, error.strerror, str(path)) from error  # names the user's file, not ours
        raise
