"""What the recorder uses of a session's run, so that the two packages need not know each other."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Protocol

from scitex_clew.record import Outcome


class ParameterValue(Protocol):
    """What is used of a bound parameter."""

    @property
    def value(self) -> object:
        """What the function is given."""

    @property
    def source(self) -> str:
        """Where it came from."""


class Config(Protocol):
    """What is used of the configuration."""

    @property
    def files(self) -> tuple[Path, ...]:
        """The files it was merged from."""

    def to_dict(self) -> dict[str, object]:
        """Return all of it, made of plain dictionaries."""


class Run(Protocol):
    """What is used of a run; the last five are read when it is over."""

    id: str
    script: Path
    directory: Path
    command: tuple[str, ...]
    working_directory: Path
    description: str
    started: datetime
    pid: int
    host: str
    seed: int | None
    ended: datetime | None
    outcome: Outcome | None
    exit_code: int | None
    error: str | None
    traceback: str | None

    @property
    def parameters(self) -> Mapping[str, ParameterValue]:
        """The bound parameters, by name."""

    @property
    def config(self) -> Config:
        """The configuration."""
