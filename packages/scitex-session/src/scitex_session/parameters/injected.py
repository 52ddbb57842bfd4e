"""The default of a parameter that the session provides."""

from typing import Any, Final


class Injected:
    """The type of `INJECTED`."""

    def __repr__(self) -> str:
        return "INJECTED"


INJECTED: Final[Any] = Injected()
"""Marks a parameter as a resource that the session provides by its name, such as `CONFIG`, `logger`, `plt` or `rng`."""
