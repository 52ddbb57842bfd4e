"""Where a project begins; as text, since some that ask for it have answered before `pathlib` is imported."""

import os

PROJECT_MARKERS = (".git", ".scitex", "pyproject.toml")


def project_root(directory: str | os.PathLike[str]) -> str:
    """Return the root of the project around a directory, symbolic links resolved.

    It is the nearest directory above it, itself included, with `.git`, `.scitex` or `pyproject.toml`, else itself.
    """
    start = os.path.realpath(directory)
    return next(filter(is_project_root, ancestors(start)), start)


def ancestors(directory: str) -> list[str]:
    """Return `directory` and every directory above it, nearest first."""
    found = [directory]
    while (parent := os.path.dirname(found[-1])) != found[-1]:  # noqa: PTH120
        found.append(parent)
    return found


def is_project_root(directory: str) -> bool:
    """Say whether `directory` bears one of the markers of a project's root."""
    return any(os.path.lexists(f"{directory}/{marker}") for marker in PROJECT_MARKERS)
