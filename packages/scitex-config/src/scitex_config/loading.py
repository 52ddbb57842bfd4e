"""`./config/*.yaml` as one configuration: merged in alphabetical order, later files winning."""

import os
from functools import reduce
from pathlib import Path

from scitex_config.config import Config
from scitex_config.document import read_document
from scitex_config.errors import ConfigUnreadableError
from scitex_config.value import Source, Value, merge


def load_config(directory: str | os.PathLike[str] = "config") -> Config:
    """Load and merge every `*.yaml` and `*.yml` of a directory.

    Alphabetical order does not look at case. Mappings are merged deeply; of two values of one key the later file's
    counts. Keys keep their spelling. `${VAR}`, `${VAR:-default}` and `$$` are substituted in values. A directory that
    does not exist, like one without such files, is an empty configuration.

    Parameters
    ----------
    directory : str or os.PathLike, optional
        By default `./config`.

    Returns
    -------
    Config
        The merged values, each with its file and line.

    Raises
    ------
    ConfigConflictError
        If two files disagree about a mapping and a value.
    ConfigSyntaxError
        If a file is not one YAML mapping with unique keys.
    ConfigUnreadableError
        If the directory or a file in it cannot be read.
    UnsetVariableError
        If a file names an environment variable that is not set.

    Examples
    --------
    >>> load_config("no-such-directory")
    Config({})
    """
    folder = Path(directory)
    try:
        found = [path for path in folder.iterdir() if is_layer(path)] if folder.is_dir() else []
    except OSError as cause:
        raise ConfigUnreadableError(f"{folder}: cannot be read: {cause.strerror}") from cause
    files = sorted(found, key=lambda path: (path.name.casefold(), path.name))
    empty = Value({}, Source(str(folder)))
    root = reduce(merge, (read_document(file, str(file)) for file in files), empty)
    return Config(root, tuple(Path(os.path.abspath(file)) for file in files))


def is_layer(path: Path) -> bool:
    """Say whether `path` is a YAML file that is not hidden."""
    return path.suffix in (".yaml", ".yml") and not path.name.startswith(".") and path.is_file()
