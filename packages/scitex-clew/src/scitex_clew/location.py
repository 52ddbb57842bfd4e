"""Where the index of a project lies; as text, since some that ask for it have answered before `pathlib` is imported."""

import os


def index_of(root: str) -> str:
    """Return the absolute path of the index of the project at `root`, which the environment may give."""
    given = os.environ.get("SCITEX_CLEW_DB")
    return os.path.abspath(given) if given else f"{root.rstrip('/')}/.scitex/clew.db"
