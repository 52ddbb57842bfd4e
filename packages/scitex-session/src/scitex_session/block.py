"""A block of code as a run: what `session.open` gives."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import CodeType
from typing import Any

from scitex_config import Config, Value, load_config
from scitex_session.parameters.binding import CALL, checked_seed
from scitex_session.parameters.lookup import DEFAULT, configured_key
from scitex_session.run import Run
from scitex_session.runs.running import judged, underway
from scitex_session.runs.signals import signals_raised
from scitex_session.source import script_of, text_of

SEED = Value(42, DEFAULT)


@contextmanager
def run_of_block(code: CodeType, given: Mapping[str, Any]) -> Iterator[Run]:
    """Open a run while the block lasts.

    Parameters
    ----------
    code : CodeType
        The code that the block stands in.
    given : mapping of str to object
        The parameters.
    """
    parameters, config = bind_block(given, load_config())
    script = script_of(code)

    def new(directory: Path) -> Run:
        return Run(directory, script, "", parameters, config, text_of(code))

    with signals_raised() as signals, underway(script, new) as run, judged(run, signals, reporting=False) as raised:
        signals.let_in()
        yield run
    for exception in raised:
        raise exception


def bind_block(given: Mapping[str, Any], config: Config) -> tuple[dict[str, Value], Config]:
    """Return the parameters of a block, a seed among them, and the configuration with them laid over it."""
    values = {name: Value(value, CALL) for name, value in given.items()}
    values |= {"seed": checked_seed(values["seed"])} if "seed" in values else {}
    keys = {name: configured_key(name, config) for name in values}
    seed = checked_seed(config.value_of("seed")) if "seed" in config else SEED
    config = config.overridden({key: values[name] for name, key in keys.items() if key is not None})
    return {**values, **({} if "seed" in values else {"seed": seed})}, config
