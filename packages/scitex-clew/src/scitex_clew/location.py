"""Where the index of a project lies; as text, since some that ask for it have answered before `pathlib` is imported."""

import os

USUAL = "/.scitex/clew.db"  # below the root


def index_of(root: str) -> str:
    """Return the absolute path of the index of the project at `root`, which the environment may give."""
    given = os.environ.get("SCITEX_CLEW_DB")
    return os.path.abspath(given) if given else root.rstrip("/") + USUAL


def project_at(index: str) -> str | None:
    """Return the root of the project in whose usual place an index lies; None if it does in none's."""
    return index.removesuffix(USUAL) or "/" if index.endswith(USUAL) else None
