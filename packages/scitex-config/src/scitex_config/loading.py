"""`./config/*.yaml` as one configuration: merged in alphabetical order, later files winning."""

import os
from collections.abc import Iterable
from functools import reduce
from pathlib import Path

from scitex_config.config import Config
from scitex_config.document import read_document
from scitex_config.errors import ConfigUnreadableError
from scitex_config.value import Source, Value, merge


def load_config(directory: str | os.PathLike[str] = "config", extra: Iterable[str | os.PathLike[str]] = ()) -> Config:
    """Load and merge every `*.yaml` and `*.yml` of a directory, and further files over them.

    Alphabetical order does not look at case. Mappings are merged deeply; of two values of one key the later file's
    counts. Keys keep their spelling. `${VAR}`, `${VAR:-default}` and `$$` are substituted in values. A directory that
    does not exist, like one without such files, is an empty configuration.

    Parameters
    ----------
    directory : str or os.PathLike, optional
        By default `./config`. What lies in directories inside it, and hidden files, are not read.
    extra : iterable of str or os.PathLike, optional
        Files of any name that are merged after those of the directory, in this order.

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
        If the directory or a file cannot be read, or the directory is none, or a link that leads nowhere.
    UnsetVariableError
        If a file names an environment variable that is not set.

    Examples
    --------
    >>> load_config("no-such-directory")
    Config({})
    """
    folder = Path(directory)
    files = [*layers_in(folder), *map(Path, extra)]
    empty = Value({}, Source(str(folder)))
    root = reduce(merge, (read_document(file, str(file)) for file in files), empty)
    return Config(root, tuple(Path(os.path.abspath(file)) for file in files))


def layers_in(folder: Path) -> list[Path]:
    """Return the YAML files of a directory that are not hidden, in alphabetical order; none if there is none."""
    try:
        found = [path for path in folder.iterdir() if path.suffix in (".yaml", ".yml") and path.name[0] != "."]
    except FileNotFoundError as cause:
        if folder.is_symlink():  # to a disk that is not mounted, perhaps
            raise ConfigUnreadableError(f"{folder}: is a link that leads nowhere") from cause
        return []
    except OSError as cause:
        raise ConfigUnreadableError(f"{folder}: cannot be read as a directory: {cause.strerror}") from cause
    return sorted((path for path in found if not path.is_dir()), key=lambda path: (path.name.casefold(), path.name))
