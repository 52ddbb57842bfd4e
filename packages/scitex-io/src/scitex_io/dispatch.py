"""`load` and `save`: one function a direction, for every format of the registry."""

import errno
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

from scitex_io import progress
from scitex_io.atomic import replacing
from scitex_io.companions import companions_of
from scitex_io.errors import FormatError, ScitexIOError
from scitex_io.notices import without_changes
from scitex_io.observers import Access, notify
from scitex_io.paths import is_remote, to_read, to_write
from scitex_io.registry import extension_of, folder_marks, function_for, normalized


def load(path: str | os.PathLike[str], *, format: str | None = None, **options: Any) -> Any:
    """Load the object that a file holds, by the extension of its name.

    Parameters
    ----------
    path : str or os.PathLike
        The file; `~` is expanded. A relative path is looked for in the base directory (in a session: the run
        directory), then in the working directory. A URL such as `s3://bucket/table.csv` is fetched through fsspec.
    format : str, optional
        An extension such as `".csv"`, for a name that has none or another.
    **options
        Handed on to the library that reads the format; of a URL, `storage_options` go to its file system.

    Returns
    -------
    object
        What the format holds: a DataFrame for `.csv`, an array for `.npy`, plain data for `.yaml`.

    Raises
    ------
    FormatError
        If the content is not what the extension says.
    IsADirectoryError
        If it is a directory.
    MissingLibraryError
        If the format needs a library that is not installed.
    NotFoundError
        If there is no such file.
    RemoteError
        If the place that a URL names cannot be reached or read.
    UnknownFormatError
        If no format has this extension.

    Examples
    --------
    >>> import scitex_io
    >>> _ = scitex_io.save({"lr": 0.01}, "params.yaml")
    >>> scitex_io.load("params.yaml")
    {'lr': 0.01}
    """
    if not is_remote(path):
        source = to_read(path)
        before = source.stat()
        obj = read(source, format, options)
        tell("read", source, before=before)
        return obj
    from scitex_io import remote
    from scitex_io.secrets import masked_urls

    extension = normalized(format) if format else extension_of(Path(remote.name_in(path)))
    folder = bool(folder_marks(extension))
    with remote.fetched(path, options.pop("storage_options", {}), folder=folder) as copy:
        obj = read(copy, format, options)
        tell("read", copy, masked_urls(path))
    return obj


def save(obj: Any, path: str | os.PathLike[str], *, format: str | None = None, **options: Any) -> Any:
    """Save `obj` in the format that the extension of the name says, whole or not at all.

    The file appears at once, complete: a save that fails leaves what was there before. Missing parent directories
    are made. Saving a matplotlib figure, with scitex-plt installed, also writes its data and its recipe.

    Parameters
    ----------
    obj : object
        What to save.
    path : str or os.PathLike
        The file; `~` is expanded. A relative path points into the base directory (in a session: the run directory),
        else the working directory. A URL such as `s3://bucket/table.csv` is written through fsspec.
    format : str, optional
        An extension such as `".csv"`, for a name that has none or another.
    **options
        Handed on to the library that writes the format; of a URL, `storage_options` go to its file system.

    Returns
    -------
    Path or str
        The absolute path of the file; a URL as it was given.

    Raises
    ------
    MissingLibraryError
        If the format needs a library that is not installed.
    ObjectError
        If the format cannot hold the object.
    OutsideError
        If a relative path leaves the base directory by `..`.
    RemoteError
        If the place that a URL names cannot be reached or written.
    ReservedNameError
        If the file is one that a run keeps itself in its directory, such as its log.
    UnknownFormatError
        If no format has this extension.

    Examples
    --------
    >>> import scitex_io
    >>> scitex_io.save([[1, 2], [3, 4]], "table.csv").name
    'table.csv'
    """
    if not is_remote(path):
        target = to_write(path)
        for written in writes(obj, target, format, options):
            tell("write", written)
        return target
    from scitex_io import remote
    from scitex_io.secrets import masked_urls

    with remote.outbox(path, options.pop("storage_options", {})) as (copy, send):
        for written in writes(obj, copy, format, options):
            tell("write", written, masked_urls(send(written)))
    return path


def read(source: Path, format: str | None, options: dict[str, Any]) -> Any:
    """Return the object in the file at `source`."""
    extension = normalized(format) if format else extension_of(source)
    if source.is_dir() and not folder_marks(extension):
        raise IsADirectoryError(f"cannot read {source}: it is a directory; give the name of a file")
    function = function_for("load", extension)
    try:
        with progress.shown("reading", source):
            return function(source, **options)
    except FormatError as error:
        if str(source) in str(error):
            raise
        raise FormatError(f"{source}: {error}") from error.__cause__
    except (ScitexIOError, Warning):
        raise
    except Exception as cause:  # a library may say anything of a broken file
        if is_no_fault_of_the_file(cause, options):
            raise
        raise FormatError(f"{source}: cannot be read as {extension}: {in_one_line(cause)}") from cause


def is_no_fault_of_the_file(error: Exception, options: Iterable[str]) -> bool:
    """Say whether `error` tells of the system, such as a missing permission, or of an unknown one of `options`."""
    if isinstance(error, OSError):
        return error.errno not in (None, errno.EINVAL)
    return isinstance(error, TypeError) and any(f"'{name}'" in str(error) for name in options)


def in_one_line(error: Exception) -> str:
    """Return the name of the error's type and the beginning of what it says."""
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text[:300]}" if text else type(error).__name__


def writes(obj: Any, target: Path, format: str | None, options: dict[str, Any]) -> Iterator[Path]:
    """Write `obj` and its companions, and yield the path of each when it is complete.

    A companion that cannot be written does not keep `obj` from its place.
    """
    extension = normalized(format) if format else extension_of(target)
    function = function_for("save", extension)
    beside: list[Path] = []
    failure: Exception | None = None
    with (
        replacing(target, extension=extension, folder=folder_marks(extension)) as temporary,
        progress.shown("writing", temporary, target.name),
    ):
        function(obj, temporary, **options)
        try:
            for companion, path, own_options in companions_of(obj, target, temporary, options):
                with without_changes():
                    beside += writes(companion, path, None, own_options)
        except (OSError, ScitexIOError) as cause:
            failure = cause
    yield target
    yield from beside
    if failure is not None:
        raise failure


def tell(
    mode: Literal["read", "write"], path: Path, url: str | None = None, before: os.stat_result | None = None
) -> None:
    """Tell the observers of a file, or of each file in a directory, that was read or written."""
    if not path.is_dir():
        notify(Access(mode, path, url, before))
        return
    for file in sorted(file for file in path.rglob("*") if file.is_file()):
        notify(Access(mode, file, url and f"{url}/{file.relative_to(path).as_posix()}"))
