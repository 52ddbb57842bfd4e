"""The names under which files are opened, and what they stand for."""

import os
from contextlib import suppress
from typing import Any

COMPILED = (".pyc", ".pyd", ".so")
HERE = -1  # the descriptor that stands for the working directory
UNTOLD = {"__pycache__", "node_modules", "site-packages"}


def database(name: str) -> str:
    """Return the path of a database of SQLite, which may be given as a URI."""
    if not name.startswith("file:"):
        return name
    from urllib.parse import unquote, urlsplit

    address = urlsplit(name)
    return ":memory:" if "mode=memory" in address.query.split("&") else unquote(address.path)


def in_folder(name: Any, folder: str = "") -> str:
    """Return the absolute path of a name in a folder, by default the working directory, links as they are."""
    place = os.path.join(folder, os.fsdecode(name))  # noqa: PTH118
    return place if os.path.isabs(place) else os.path.join(os.getcwd(), place)  # noqa: PTH109, PTH117, PTH118


def placed(name: Any, folder: int) -> str | None:
    """Return the path of a name that may be relative to an open directory; None if nobody knows where that is."""
    if folder == HERE or os.path.isabs(name):  # noqa: PTH117
        return os.fsdecode(name)
    with suppress(OSError):
        return os.path.join(os.readlink(f"/proc/self/fd/{folder}"), os.fsdecode(name))  # noqa: PTH115, PTH118
    return None


def open_directories() -> list[str]:
    """Return the directories that this process has open, where the system tells (Linux)."""
    found = []
    with suppress(OSError):
        for descriptor in os.listdir("/proc/self/fd"):  # noqa: PTH208
            with suppress(OSError):
                place = os.readlink(f"/proc/self/fd/{descriptor}")  # noqa: PTH115
                if os.path.isdir(place) and not place.startswith("/proc/"):  # noqa: PTH112
                    found.append(place)
    return found


def is_untold(path: str) -> bool:
    """Say whether a path in the project is of a file that nobody wants to hear of."""
    parts = path.split("/")
    return path.endswith(COMPILED) or any(part.startswith(".") or part in UNTOLD for part in parts)
