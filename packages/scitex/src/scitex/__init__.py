"""Research scripts as reproducible, self-documenting, verifiable units of work.

    import scitex as stx

    @stx.session
    def main(lr=0.001, CONFIG=stx.INJECTED, plt=stx.INJECTED, logger=stx.INJECTED):
        ...

Every part is a package of its own, imported when it is first used.
"""

from importlib import import_module

TYPE_CHECKING = False  # importing `typing` would take longer than some programs that import this

if TYPE_CHECKING:
    from typing import Any

    import scitex_clew as clew
    import scitex_config as config
    import scitex_io as io
    import scitex_plt as plt
    import scitex_repro as repro
    from scitex_session import INJECTED, Flag, logging, session

__version__ = "3.0.0"

__all__ = ["INJECTED", "Flag", "clew", "config", "io", "logging", "plt", "repro", "session"]

MODULES = {
    "clew": "scitex_clew",
    "config": "scitex_config",
    "io": "scitex_io",
    "logging": "scitex_session.logging",
    "plt": "scitex_plt",
    "repro": "scitex_repro",
}


def __getattr__(name: str) -> "Any":
    if name in MODULES:
        value: object = import_module(MODULES[name])
    elif name in __all__:
        value = getattr(import_module("scitex_session"), name)
    else:
        raise AttributeError(f"module 'scitex' has no attribute {name!r}; it has {', '.join(__all__)}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
