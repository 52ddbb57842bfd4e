"""Where the configuration holds a parameter, and what that makes of it; dashes and underscores are the same."""

from typing import Any

from scitex_config import Config, Source, Value
from scitex_session.errors import ParameterError
from scitex_session.parameters.signature import Declared

DEFAULT = Source("default")
FLAG = "flag "


def flag_source(flag: str) -> Source:
    """Return the source of what a flag says."""
    return Source(f"{FLAG}{flag}")


def is_from_flag(source: Source) -> bool:
    """Say whether a source is a flag."""
    return source.origin.startswith(FLAG)


def located(path: str, config: Config) -> Value | None:
    """Return the configured value of a parameter or of a field; None if there is none."""
    value = config.root
    for name in path.split(".") if path else []:
        key = key_like(name, value)
        if key is None:
            return None
        value = value.value[key]
    return value


def configured_key(path: str, config: Config) -> str | None:
    """Return the dotted key that sets a parameter or a field, spelled as in the configuration.

    None if the configuration does not know the parameter; a field that it does not hold has the key it would have.
    """
    value: Value | None = config.root
    keys: list[str] = []
    for name in path.split("."):
        key = key_like(name, value) if value is not None else None
        if key is None and not keys:
            return None
        keys.append(name if key is None else str(key))
        value = value.value[key] if value is not None and key is not None else None
    return ".".join(keys)


def key_like(name: str, mapping: Value) -> Any:
    """Return the key of a mapping for a name, dashes and underscores being the same; None if there is none."""
    if not mapping.is_mapping or name in mapping.value:
        return name if mapping.is_mapping else None
    return next((key for key in mapping.value if dashed(str(key)) == dashed(name)), None)


def dashed(name: str) -> str:
    """Return a name as its flag is written: `lambda_` is `--lambda`."""
    return name.replace("_", "-").strip("-")


def configured(declared: Declared, value: Value) -> Value:
    """Return a configured value as one of the parameter's type.

    Raises
    ------
    ParameterError
        If it does not fit.
    """
    try:
        return Value(declared.kind.convert(value.plain()), value.source)
    except ValueError as cause:
        raise ParameterError(
            f"{value.source}: {declared.path}: {cause} (the parameter is of type {declared.kind.name})", [value.source]
        ) from cause
