"""Provenance of every run: what was read and written, hashed, linked and verifiable."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scitex_clew.errors import ClewError
    from scitex_clew.mermaid import flowchart
    from scitex_clew.rebuild import Rebuilt, reindex
    from scitex_clew.record import FileAccess, RunRecord
    from scitex_clew.reports import FileStatus, ProjectStatus, RunReport, RunStatus
    from scitex_clew.sealing import Checked, Seal, check, seal
    from scitex_clew.tracking import track
    from scitex_clew.verify import chain, file, run, runs, status

__all__ = [
    "Checked",
    "ClewError",
    "FileAccess",
    "FileStatus",
    "ProjectStatus",
    "Rebuilt",
    "RunRecord",
    "RunReport",
    "RunStatus",
    "Seal",
    "chain",
    "check",
    "file",
    "flowchart",
    "reindex",
    "run",
    "runs",
    "seal",
    "status",
    "track",
]

MODULES = {
    "Checked": "sealing",
    "ClewError": "errors",
    "FileAccess": "record",
    "FileStatus": "reports",
    "ProjectStatus": "reports",
    "Rebuilt": "rebuild",
    "RunRecord": "record",
    "RunReport": "reports",
    "RunStatus": "reports",
    "Seal": "sealing",
    "chain": "verify",
    "check": "sealing",
    "file": "verify",
    "flowchart": "mermaid",
    "reindex": "rebuild",
    "run": "verify",
    "runs": "verify",
    "seal": "sealing",
    "status": "verify",
    "track": "tracking",
}


def __getattr__(name: str) -> object:
    if name not in MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{MODULES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
