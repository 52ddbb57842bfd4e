"""What the recorder uses of a session's run, so that the two packages need not know each other."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Protocol

from scitex_clew.records.record import Outcome


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

    def leaves(self) -> Iterator[tuple[str, ParameterValue]]:
        """Yield (dotted key, value) of everything that is not a mapping."""


class Run(Protocol):
    """What is used of a run; what follows `seed` is read when it is over, but for `concluded`, which is set."""

    id: str
    script: Path
    directory: Path
    command: tuple[str, ...]
    working_directory: Path
    description: str
    source: str
    reserved: set[str]
    started: datetime
    pid: int
    host: str
    seed: int | None
    ended: datetime | None
    outcome: Outcome | None
    exit_code: int | None
    error: str | None
    traceback: str | None
    wall_time: float | None
    cpu_time: float | None
    peak_memory: int | None
    unaudited: tuple[str, ...]
    concluded: bool

    @property
    def parameters(self) -> Mapping[str, ParameterValue]:
        """The bound parameters, by name."""

    @property
    def config(self) -> Config:
        """The configuration."""

    def without_secrets(self, diff: str) -> str:
        """Return a diff without its secrets."""

    def code_without_secrets(self, text: str) -> str:
        """Return the text of a module without its secrets."""


class End(Protocol):
    """What is used of the end of a run that ended without a word."""

    ended: datetime
    outcome: Outcome
    error: str | None

    def without_secrets(self, diff: str) -> str:
        """Return a diff without its secrets."""
