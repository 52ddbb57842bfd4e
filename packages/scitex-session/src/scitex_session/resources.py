"""What a session injects by name: plug-ins of `scitex_session.resources`, opened only when asked for."""

from contextlib import AbstractContextManager
from typing import Any

from scitex_io.plugins import entry_points
from scitex_session.errors import ResourceError
from scitex_session.run import Run

GROUP = "scitex_session.resources"
BROUGHT_BY = {"plt": "scitex-plt", "rng": "scitex-repro"}


def require_resources(names: list[str]) -> None:
    """Raise if a name has no provider.

    Raises
    ------
    ResourceError
        If nobody provides a resource of that name.
    """
    available = entry_points(GROUP)
    for name in names:
        if name not in available:
            bring = f"install {BROUGHT_BY[name]}; " if name in BROUGHT_BY else ""
            raise ResourceError(
                f"parameter {name!r} is to be INJECTED, and nobody provides it: {bring}there are {', '.join(available)}"
            )


def resource(name: str, run: Run) -> AbstractContextManager[Any]:
    """Return the context manager whose value is injected under `name`."""
    return entry_points(GROUP)[name].load()(run)  # type: ignore[no-any-return]
