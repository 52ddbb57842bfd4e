"""The values that a run begins with: flags over `./config/*.yaml` over defaults, each with its source."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from scitex_config import Config, Source, Value
from scitex_session.errors import ParameterError
from scitex_session.signature import REQUIRED, Declared, Signature

CALL = Source("call")
DEFAULT = Source("default")


class Binding(NamedTuple):
    """The values that a run begins with.

    Attributes
    ----------
    parameters : dict of str to Value
        By name.
    config : Config
        The configuration, flags laid over it.
    given : mapping of str to object
        Resources that the caller passed instead of having them injected.
    positionals : tuple
        What goes to `*args`.
    extras : mapping of str to Value
        What goes to `**kw`.
    """

    parameters: dict[str, Value]
    config: Config
    given: Mapping[str, Any] = MappingProxyType({})
    positionals: tuple[Any, ...] = ()
    extras: Mapping[str, Value] = MappingProxyType({})


def layered(declared: Declared, given: Mapping[str, Value], config: Config) -> Value | None:
    """Return the value of a parameter from the highest layer that has one; None if none has.

    Raises
    ------
    ParameterError
        If the configured value does not fit.
    """
    if declared.name in given:
        return given[declared.name]
    if (key := configured_key(declared.name, config)) is not None:
        return configured(declared, config.value_of(key))
    return None if declared.default is REQUIRED else Value(declared.default, DEFAULT)


def configured_key(name: str, config: Config) -> str | None:
    """Return the top-level key that sets a parameter: dashes and underscores are the same; None if there is none."""
    return next((key for key in (name, name.replace("_", "-")) if key in config), None)


def configured(declared: Declared, value: Value) -> Value:
    """Return a configured value as one of the parameter's type."""
    try:
        return Value(declared.kind.convert(value.plain()), value.source)
    except ValueError as cause:
        raise ParameterError(
            f"{value.source}: {declared.name}: {cause} (the parameter is of type {declared.kind.name})"
        ) from cause


def bind(
    signature: Signature,
    config: Config,
    given: Mapping[str, Value],
    overrides: Mapping[str, Value] | None = None,
) -> tuple[dict[str, Value], Config]:
    """Return the parameters that have a value, and the configuration with what was given laid over it.

    Parameters
    ----------
    signature : Signature
        What the function asks for.
    config : Config
        The configuration as the files say.
    given : mapping of str to Value
        Parameters of the highest layer, converted.
    overrides : mapping of str to Value, optional
        Configuration values of the highest layer, by dotted key.
    """
    config = config.overridden(overrides or {})
    layers = {name: layered(declared, given, config) for name, declared in signature.declared.items()}
    parameters = {name: value for name, value in layers.items() if value is not None}
    keys = {name: configured_key(name, config) for name in given}
    return parameters, config.overridden({key: given[name] for name, key in keys.items() if key is not None})


def bind_call(signature: Signature, config: Config, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Binding:
    """Return the values for a call from Python, whose arguments are taken as they are.

    Raises
    ------
    TypeError
        If the arguments do not fit the function, or one that is required is missing.
    """
    own = {"seed": kwargs.pop("seed")} if "seed" in kwargs and "seed" not in signature.inspected.parameters else {}
    arguments = {**signature.inspected.bind_partial(*args, **kwargs).arguments, **own}
    positionals = arguments.pop(signature.positionals or "", ())
    extras = arguments.pop(signature.extras or "", {})
    given = {name: Value(value, CALL) for name, value in arguments.items() if name in signature.declared}
    parameters, config = bind(signature, config, given)
    if missing := [name for name in signature.declared if name not in parameters]:
        raise TypeError(f"{signature.function.__name__}() needs a value for {', '.join(map(repr, missing))}")
    return Binding(
        parameters,
        config,
        {name: value for name, value in arguments.items() if name in signature.resources},
        positionals,
        {name: Value(value, CALL) for name, value in extras.items()},
    )
