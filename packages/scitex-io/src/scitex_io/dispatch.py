"""`load` and `save`: one function a direction, for every format of the registry."""

import os
from pathlib import Path
from typing import Any

from scitex_io.atomic import replacing
from scitex_io.companions import companions_of
from scitex_io.observers import Access, notify
from scitex_io.paths import to_read, to_write
from scitex_io.registry import extension_of, function_for, normalized


def load(path: str | os.PathLike[str], *, format: str | None = None, **options: Any) -> Any:
    """Load the object that a file holds, by the extension of its name.

    Parameters
    ----------
    path : str or os.PathLike
        The file; `~` is expanded. A relative path is looked for in the base directory (in a session: the run
        directory), then in the working directory.
    format : str, optional
        An extension such as `".csv"`, for a name that has none or another.
    **options
        Handed on to the library that reads the format.

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
    UnknownFormatError
        If no format has this extension.

    Examples
    --------
    >>> import scitex_io
    >>> _ = scitex_io.save({"lr": 0.01}, "params.yaml")
    >>> scitex_io.load("params.yaml")
    {'lr': 0.01}
    """
    source = to_read(path)
    if source.is_dir():
        raise IsADirectoryError(f"cannot read {source}: it is a directory; give the name of a file")
    function = function_for("load", normalized(format) if format else extension_of(source))
    obj = function(source, **options)
    notify(Access("read", source))
    return obj


def save(obj: Any, path: str | os.PathLike[str], *, format: str | None = None, **options: Any) -> Path:
    """Save `obj` in the format that the extension of the name says, whole or not at all.

    The file appears at once, complete: a save that fails leaves what was there before. Missing parent directories
    are made. Saving a matplotlib figure, with scitex-plt installed, also writes its data and its recipe.

    Parameters
    ----------
    obj : object
        What to save.
    path : str or os.PathLike
        The file; `~` is expanded. A relative path points into the base directory (in a session: the run directory),
        else the working directory.
    format : str, optional
        An extension such as `".csv"`, for a name that has none or another.
    **options
        Handed on to the library that writes the format.

    Returns
    -------
    Path
        The absolute path of the file.

    Raises
    ------
    MissingLibraryError
        If the format needs a library that is not installed.
    ObjectError
        If the format cannot hold the object.
    UnknownFormatError
        If no format has this extension.

    Examples
    --------
    >>> import scitex_io
    >>> scitex_io.save([[1, 2], [3, 4]], "table.csv").name
    'table.csv'
    """
    target = to_write(path)
    extension = normalized(format) if format else extension_of(target)
    function = function_for("save", extension)
    with replacing(target, extension=extension) as temporary:
        function(obj, temporary, **options)
    notify(Access("write", target))
    for companion, beside in companions_of(obj, target):
        save(companion, beside)
    return target
