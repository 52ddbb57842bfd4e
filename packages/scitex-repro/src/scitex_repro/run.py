"""What the plug-ins of this package use of a session's run."""

from collections.abc import Mapping
from typing import Any, Protocol


class Parameter(Protocol):
    """One parameter of a run."""

    @property
    def value(self) -> Any:
        """The value that the run uses."""

    @property
    def source(self) -> object:
        """Where it came from."""


class Run(Protocol):
    """A run, while it lasts."""

    seed: int | None
    notes: list[str]

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        """The run's parameters by name; `seed` is always among them."""
