"""The distributions that a run has imported, with their versions, found without `importlib.metadata`.

A distribution is known by the name of its `*.dist-info` directory. Most bear the name of their module; for
the others the files that list their content (`top_level.txt`, `RECORD`) are read.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple


class Distribution(NamedTuple):
    """An installed distribution: its name, its version and its `*.dist-info` directory."""

    name: str
    version: str
    directory: str


def imported() -> dict[str, str]:
    """Return name → version of the distributions that the modules loaded so far belong to.

    Installers write names with underscores; here they have dashes, as on the Python package index.
    """
    modules = foreign_modules()
    distributions = list(installed(sys.path))
    found = {entry.name: entry.version for entry in distributions if module_name(entry) in modules}
    directories = {os.path.dirname(entry.directory) for entry in distributions}  # noqa: PTH120
    unknown = {name for name in modules - set(map(module_name, distributions)) if lies_in(name, directories)}
    likely = (entry for entry in distributions if any(name in entry.name.lower() for name in unknown))
    for entry in dict.fromkeys(chain(likely, distributions)):
        if not unknown:
            break
        if entry.name not in found and (theirs := unknown & top_level(entry)):
            found[entry.name] = entry.version
            unknown -= theirs
    return {name.replace("_", "-"): version for name, version in sorted(found.items())}


def foreign_modules() -> set[str]:
    """Return the top-level names of loaded modules that are not Python's own, private ones left out."""
    names = {name.partition(".")[0] for name in sys.modules}
    return {name for name in names - sys.stdlib_module_names if not name.startswith("_")}


def lies_in(name: str, directories: set[str]) -> bool:
    """Say whether a loaded module was found directly in one of `directories`."""
    module = sys.modules.get(name)
    paths = [*getattr(module, "__path__", ()), getattr(module, "__file__", None)]
    return any(path and os.path.dirname(path) in directories for path in paths)  # noqa: PTH120


def installed(search_path: Iterable[str]) -> Iterator[Distribution]:
    """Yield what is installed on `search_path`; of two distributions of one name the first counts."""
    seen = set()
    for directory in dict.fromkeys(search_path):
        try:
            entries = sorted(os.listdir(directory or "."))  # noqa: PTH208
        except OSError:
            continue
        for entry in entries:
            name, dash, version = entry.removesuffix(".dist-info").partition("-")
            if dash and entry.endswith(".dist-info") and name not in seen:
                seen.add(name)
                yield Distribution(name, version, f"{directory}/{entry}")


def module_name(distribution: Distribution) -> str:
    """Return the name that the distribution's module has if it bears the same name."""
    return distribution.name.lower().replace("-", "_").replace(".", "_")


def top_level(distribution: Distribution) -> set[str]:
    """Return the names of the modules that a distribution brings, as far as its own lists say."""
    names = lines(f"{distribution.directory}/top_level.txt")
    if names:
        return names
    return {line.partition("/")[0].removesuffix(".py") for line in lines(f"{distribution.directory}/RECORD")}


def lines(path: str) -> set[str]:
    """Return the lines of a file up to their first comma; none if it cannot be read."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:  # noqa: PTH123
            return {line.partition(",")[0].strip() for line in file}
    except OSError:
        return set()
