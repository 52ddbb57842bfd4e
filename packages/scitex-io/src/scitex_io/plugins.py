"""The entry points of the installed distributions, found without `importlib.metadata`.

Every recorded run asks which plug-ins there are. `importlib.metadata` answers in 18 ms, most of it the
import of the email parser; listing `sys.path` and reading the few `entry_points.txt` that name a group of
ours takes one. Distributions inside zip files are not looked at. Format of the file: the entry points
specification, https://packaging.python.org/specifications/entry-points/
"""

import os
import sys
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from typing import Any, NamedTuple


class EntryPoint(NamedTuple):
    """A name that a distribution offers in a group, and the object behind it.

    Attributes
    ----------
    name : str
        The name within the group.
    value : str
        Where the object is: `module` or `module:attribute`.
    """

    name: str
    value: str

    def load(self) -> Any:
        """Import the module and return the object."""
        module, _, attributes = self.value.partition(":")
        found: Any = import_module(module)
        for attribute in filter(None, attributes.split(".")):
            found = getattr(found, attribute)
        return found


def entry_points(group: str) -> dict[str, EntryPoint]:
    """Return the entry points of `group`, by name, in the order of their names.

    Parameters
    ----------
    group : str
        One of the groups whose names begin with `scitex`.
    """
    return scan(tuple(sys.path)).get(group, {})


@lru_cache(maxsize=1)
def scan(search_path: tuple[str, ...]) -> dict[str, dict[str, EntryPoint]]:
    """Return group → name → entry point; of two distributions of one name the first on the path counts."""
    groups: dict[str, dict[str, EntryPoint]] = {}
    distributions: set[str] = set()
    for directory in search_path:
        for distribution, text in entry_point_files(directory):
            if distribution not in distributions:
                distributions.add(distribution)
                for group, entry_point in parse(text):
                    groups.setdefault(group, {}).setdefault(entry_point.name, entry_point)
    return {group: dict(sorted(found.items())) for group, found in groups.items()}


def entry_point_files(directory: str) -> Iterator[tuple[str, str]]:
    """Yield (distribution, text of its entry_points.txt) for what is installed in `directory`."""
    directory = directory or "."
    try:
        names = sorted(os.listdir(directory))  # noqa: PTH208
    except OSError:
        return  # sys.path may name what is not there, or a zip file
    for name in names:
        if name.endswith((".dist-info", ".egg-info")):
            try:
                with open(f"{directory}/{name}/entry_points.txt", encoding="utf-8") as file:  # noqa: PTH123
                    text = file.read()
            except OSError:
                continue  # most distributions offer none
            if "scitex" in text:
                yield name.partition("-")[0].lower().replace("_", "-"), text


def parse(text: str) -> Iterator[tuple[str, EntryPoint]]:
    """Yield (group, entry point) from the text of an entry_points.txt."""
    group = ""
    for line in map(str.strip, text.splitlines()):
        if line.startswith("["):
            group = line.strip("[] ")
        elif group.startswith("scitex") and "=" in line and not line.startswith(("#", ";")):
            name, _, value = line.partition("=")
            yield group, EntryPoint(name.strip(), value.partition("[")[0].strip())
