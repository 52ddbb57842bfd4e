"""A run as its recorders see it: the same, with its secrets masked."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from scitex_config import Config, Value
from scitex_io.secrets import is_wholly_secret, masked, masked_command, masked_urls, names_secrets, secrets_in, without
from scitex_session.run import Run

LONGEST = 200  # characters of the command of another program


class RecordedRun:
    """A view of a run in which `parameters`, `config`, `command`, `source`, `error` and `traceback` hold no secrets.

    What is set on it is set on the run; everything else is the run's, at any time.

    Parameters
    ----------
    run : Run
        The run.
    """

    def __init__(self, run: Run) -> None:
        self.__dict__["run"] = run  # not by our own __setattr__

    def __getattr__(self, name: str) -> Any:
        return getattr(self.run, name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self.run, name, value)

    def __repr__(self) -> str:
        return repr(self.run)

    @cached_property
    def parameters(self) -> Mapping[str, Value]:
        """The parameters by name, each with its source."""
        return {name: Value(masked(value.value, name), value.source) for name, value in self.run.parameters.items()}

    @cached_property
    def config(self) -> Config:
        """The configuration, flags laid over it."""
        config: Config = self.run.config
        hidden = ((key, value, masked(value.plain(), telling_name(key))) for key, value in config.leaves())
        return config.overridden({key: Value(new, old.source) for key, old, new in hidden if new != old.plain()})

    @cached_property
    def command(self) -> tuple[str, ...]:
        """What stands behind `python`."""
        return masked_command(self.run.command, self.secrets)

    @cached_property
    def source(self) -> str:
        """The text of the script."""
        return self.code_without_secrets(self.run.source)

    def code_without_secrets(self, text: str) -> str:
        """Return the text of a script or a module without its secrets."""
        text = without(text, self.secrets)
        if not names_secrets(text) and "://" not in text:
            return text
        from scitex_io.written_secrets import masked_code

        return masked_code(text)

    @property
    def error(self) -> str | None:
        """One line that says what went wrong; None if nothing did."""
        return self.run.error and masked_urls(without(self.run.error, self.secrets))

    @property
    def traceback(self) -> str | None:
        """The traceback of the exception that ended the run, if one did."""
        return self.run.traceback and masked_urls(without(self.run.traceback, self.secrets))

    @property
    def unaudited(self) -> tuple[str, ...]:
        """The first command of each program, and each library, of which nobody has seen what files it opened."""
        return tuple(cut(" ".join(masked_command(words, self.secrets))) for words in self.run.unaudited)

    def without_secrets(self, diff: str) -> str:
        """Return a diff, as git writes it, without its secrets."""
        from scitex_io.written_secrets import masked_diff

        return masked_diff(diff, self.secrets)

    @cached_property
    def secrets(self) -> tuple[str, ...]:
        """What is masked, the longest first."""
        found = {*secrets_in(self.run.values()), *secrets_in(self.run.config.to_dict())}
        return tuple(sorted(found, key=len, reverse=True))


def cut(command: str) -> str:
    """Return the beginning of a long command, in one line."""
    line = " ".join(command.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def telling_name(dotted: str) -> str:
    """Return the part of a dotted key that says whether its value is secret: one that is wholly so, else the last."""
    parts = dotted.split(".")
    return next(filter(is_wholly_secret, parts), parts[-1])
