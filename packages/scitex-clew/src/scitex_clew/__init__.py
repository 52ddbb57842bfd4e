"""Provenance of every run: what was read and written, hashed, linked and verifiable."""

from importlib import import_module

TYPE_CHECKING = False  # importing `typing` would take longer than some programs that import this

if TYPE_CHECKING:
    from scitex_clew.claiming.claims import Claim, claim, claims
    from scitex_clew.claiming.manuscripts import CheckedText, verify_text
    from scitex_clew.drawing.forms import draw, flowchart
    from scitex_clew.errors import ClewError
    from scitex_clew.exporting.export import Exported, export
    from scitex_clew.exporting.receive import Imported, import_crate
    from scitex_clew.indexing.rebuild import Rebuilt, reindex
    from scitex_clew.page.document import html
    from scitex_clew.recording.tracking import track
    from scitex_clew.records.record import FileAccess, RunRecord
    from scitex_clew.rerunning.execution import rerun
    from scitex_clew.rerunning.recorded import reruns_of
    from scitex_clew.rerunning.reports import Rerun
    from scitex_clew.sealing.seals import Checked, Seal, check, seal
    from scitex_clew.tables import files_table, runs_table
    from scitex_clew.verifying.origins import file
    from scitex_clew.verifying.reports import FileStatus, ProjectStatus, RunReport, RunStatus
    from scitex_clew.verifying.verify import chain, run, runs, status

__all__ = [
    "Checked",
    "CheckedText",
    "Claim",
    "ClewError",
    "Exported",
    "FileAccess",
    "FileStatus",
    "Imported",
    "ProjectStatus",
    "Rebuilt",
    "Rerun",
    "RunRecord",
    "RunReport",
    "RunStatus",
    "Seal",
    "chain",
    "check",
    "claim",
    "claims",
    "draw",
    "export",
    "file",
    "files_table",
    "flowchart",
    "html",
    "import_crate",
    "reindex",
    "rerun",
    "reruns_of",
    "run",
    "runs",
    "runs_table",
    "seal",
    "status",
    "track",
    "verify_text",
]

MODULES = {
    "Checked": "sealing.seals",
    "CheckedText": "claiming.manuscripts",
    "Claim": "claiming.claims",
    "ClewError": "errors",
    "Exported": "exporting.export",
    "FileAccess": "records.record",
    "FileStatus": "verifying.reports",
    "Imported": "exporting.receive",
    "ProjectStatus": "verifying.reports",
    "Rebuilt": "indexing.rebuild",
    "Rerun": "rerunning.reports",
    "RunRecord": "records.record",
    "RunReport": "verifying.reports",
    "RunStatus": "verifying.reports",
    "Seal": "sealing.seals",
    "chain": "verifying.verify",
    "check": "sealing.seals",
    "claim": "claiming.claims",
    "claims": "claiming.claims",
    "draw": "drawing.forms",
    "export": "exporting.export",
    "file": "verifying.origins",
    "files_table": "tables",
    "flowchart": "drawing.forms",
    "html": "page.document",
    "import_crate": "exporting.receive",
    "reindex": "indexing.rebuild",
    "rerun": "rerunning.execution",
    "reruns_of": "rerunning.recorded",
    "run": "verifying.verify",
    "runs": "verifying.verify",
    "runs_table": "tables",
    "seal": "sealing.seals",
    "status": "verifying.verify",
    "track": "recording.tracking",
    "verify_text": "claiming.manuscripts",
}


def __getattr__(name: str) -> object:
    if name not in MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{MODULES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
