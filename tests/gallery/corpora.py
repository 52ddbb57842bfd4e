"""The scripts whose figures are measured: matplotlib's static examples, and ours for the libraries on top of it.

The first word of a script of ours is its corpus: `pandas_kinds.py` belongs to `pandas`.
"""

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

OWN = Path(__file__).parent / "scripts"

MOVING = frozenset({"animation", "event_handling", "user_interfaces", "widgets"})
"""Folders of examples whose figures move, or need a window or a hand."""

UNFIT = re.compile(
    r"""
    # Moves, or is not run by matplotlib either.
    FuncAnimation | ArtistAnimation | sgskip
    # Needs a window, or another backend.
    | import\ (tkinter | gi | wx | PyQt) | from\ matplotlib\.widgets | plt\.(pause | ginput) | matplotlib\.use\(
    # Needs TeX.
    | usetex["'\]]{0,2}(\ =|=|:)\s*True | for\ [\w,\ ]*usetex
    # Downloads.
    | urllib | urlopen
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Script:
    """A script that leaves figures open, by the name under which it stands in the table."""

    corpus: str
    name: str
    path: Path


def scripts(galleries: Path | None) -> list[Script]:
    """Return all scripts, ordered by name; without `galleries`, matplotlib's folder of examples, our own alone."""
    found = [Script(path.stem.partition("_")[0], path.stem, path) for path in OWN.glob("*.py")]
    if galleries is not None:
        found += [
            Script("matplotlib", f"matplotlib/{path.relative_to(galleries).with_suffix('').as_posix()}", path)
            for path in galleries.rglob("*.py")
            if is_static(path, galleries)
        ]
    return sorted(found, key=lambda script: script.name)


def is_static(path: Path, galleries: Path) -> bool:
    """Say whether an example draws figures that stand still, without a window, TeX or a network."""
    if MOVING.intersection(path.relative_to(galleries).parts):
        return False
    return UNFIT.search(f"{path.stem}\n{path.read_text(encoding='utf-8')}") is None


def chosen(found: list[Script], corpora: list[str], patterns: list[str]) -> list[Script]:
    """Return the scripts of those corpora whose name matches one of the patterns, or has it as a part."""
    return [
        script
        for script in found
        if (not corpora or script.corpus in corpora)
        and (not patterns or any(fnmatchcase(script.name, f"*{pattern}*") for pattern in patterns))
    ]
