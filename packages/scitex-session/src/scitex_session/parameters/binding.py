"""The values that a run begins with: flags over `./config/*.yaml` over defaults, each with its source."""

import os
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from scitex_config import Config, Source, Value
from scitex_session.errors import ParameterError
from scitex_session.parameters.annotations import is_constrained
from scitex_session.parameters.lookup import DEFAULT, configured, configured_key, located
from scitex_session.parameters.signature import REQUIRED, Declared, Signature, seed_of

CALL = Source("call")
COMPLETION = "_SCITEX_SCRIPT_COMPLETE"  # the environment variable by which a shell asks for completions


class Binding(NamedTuple):
    """The values that a run begins with.

    Attributes
    ----------
    parameters : dict of str to Value
        By name; the fields of dataclasses and models by their dotted path, such as `optim.lr`.
    config : Config
        The configuration, flags laid over it.
    given : mapping of str to object
        What the function gets for a name instead of a value in `parameters`, or of a resource: dataclasses, models,
        and resources that the caller passed.
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


class Layers(NamedTuple):
    """The parameters after all layers were looked at.

    Attributes
    ----------
    parameters : dict of str to Value
        As in `Binding`.
    groups : dict of str to object
        The dataclasses and models by name, `CONFIG` among them if it is declared as one.
    config : Config
        The configuration, flags laid over it.
    missing : list of Declared
        What has no value.
    overrides : mapping of str to Value
        What flags laid over the configuration, by dotted key.
    """

    parameters: dict[str, Value]
    groups: dict[str, Any]
    config: Config
    missing: list[Declared]
    overrides: Mapping[str, Value]


def bind(
    signature: Signature,
    config: Config,
    given: Mapping[str, Value],
    overrides: Mapping[str, Value] | None = None,
) -> Layers:
    """Return the parameters, and the configuration with what was given laid over it.

    Parameters
    ----------
    signature : Signature
        What the function asks for.
    config : Config
        The configuration as the files say.
    given : mapping of str to Value
        Parameters of the highest layer by name, fields by dotted path, converted.
    overrides : mapping of str to Value, optional
        Configuration values of the highest layer, by dotted key.

    Raises
    ------
    ParameterError
        If a configured value does not fit.
    """
    overrides = overrides or {}
    layers = Layers({}, {}, config.overridden(overrides, create=signature.schema is not None), [], overrides)
    for declared in signature.declared.values():
        add_group(layers, declared, given) if declared.group else add_value(layers, declared, given)
    return layers._replace(config=laid_over(layers.config, layers.parameters, given))


def add_value(layers: Layers, declared: Declared, given: Mapping[str, Value]) -> None:
    """Add a parameter that is one value."""
    value = layered(declared, given, layers.config)
    if value is None:
        layers.missing.append(declared)
    else:
        layers.parameters[declared.name] = value


def add_group(layers: Layers, declared: Declared, given: Mapping[str, Value]) -> None:
    """Add a parameter that is a dataclass or a model."""
    from scitex_session.parameters.assembly import assembled, leaves_of

    if declared.name in given:  # by a caller, as a whole
        whole = given[declared.name]
        layers.groups[declared.name] = whole.value
        layers.parameters.update(leaves_of(declared, whole.value, whole.source))
        return
    key = configured_key(declared.name, layers.config)
    group = assembled(declared, given, layers.config.value_of(key) if key is not None else None)
    layers.groups[declared.name] = group.value
    layers.parameters.update(group.leaves)
    layers.missing.extend(group.missing)


def checked_configuration(signature: Signature, config: Config, overrides: Mapping[str, Value]) -> Any:
    """Return the configuration as the dataclass or model that `CONFIG` is declared as.

    Top-level keys that set a parameter need not be declared in it.

    Parameters
    ----------
    signature : Signature
        What the function asks for.
    config : Config
        The configuration, flags laid over it.
    overrides : mapping of str to Value
        What flags laid over it, by dotted key, converted.

    Raises
    ------
    ParameterError
        If a value does not fit, is missing, or is unknown.
    """
    from scitex_session.parameters.assembly import assembled

    assert signature.schema is not None
    parameters = (configured_key(name, config) for name in signature.declared)
    foreign = frozenset(key for key in parameters if key is not None)
    keys = {leaf.path: configured_key(leaf.path, config) or leaf.path for leaf in signature.schema.leaves()}
    given = {path: overrides[key] for path, key in keys.items() if key in overrides}
    group = assembled(signature.schema, given, config.root, foreign)
    if group.missing:
        first = group.missing[0]
        outer = next(key for key in outwards(first.path) if key == "" or located(key, config) is not None)
        value = located(outer, config)
        raise ParameterError(
            f"{value.source if value else config.root.source}: {first.path}: {first.outer[-1].__name__} needs a value "
            f"of type {first.kind.name}: write it there, or give --{first.path}",
            [value.source if value else config.root.source],
        )
    return group.value


def outwards(path: str) -> list[str]:
    """Return the dotted paths around a path, inner first, at last the empty one."""
    names = path.split(".")
    return [".".join(names[:count]) for count in range(len(names) - 1, -1, -1)]


def laid_over(config: Config, parameters: Mapping[str, Value], given: Mapping[str, Value]) -> Config:
    """Return the configuration with the values that were given for parameters whose key is in it."""
    sources = {value.source for value in given.values()}
    names = {path.partition(".")[0] for path in given}
    laid = {
        key: value
        for path, value in parameters.items()
        if path.partition(".")[0] in names
        and value.source in sources
        and (key := configured_key(path, config)) is not None
    }
    return config.overridden(laid, create=True)


def layered(declared: Declared, given: Mapping[str, Value], config: Config) -> Value | None:
    """Return the value of a parameter from the highest layer that has one; None if none has.

    Raises
    ------
    ParameterError
        If the configured value does not fit.
    """
    if declared.path in given:
        return given[declared.path]
    if (value := located(declared.path, config)) is not None:
        return configured(declared, value)
    return None if declared.default is REQUIRED else Value(declared.default, DEFAULT)


def bind_call(signature: Signature, config: Config, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Binding:
    """Return the values for a call from Python.

    Arguments are taken as they are, except those whose annotation has constraints, and a seed.

    Raises
    ------
    ParameterError
        If an argument does not satisfy the constraints, or a configured value does not fit.
    SystemExit
        If a shell asks for completions: a script that calls its function with arguments has none, and must not run.
    TypeError
        If the arguments do not fit the function, or one that is required is missing.
    """
    if COMPLETION in os.environ:
        raise SystemExit(0)
    own = {"seed": kwargs.pop("seed")} if "seed" in kwargs and "seed" not in signature.inspected.parameters else {}
    arguments = {**signature.inspected.bind_partial(*args, **kwargs).arguments, **own}
    positionals = arguments.pop(signature.positionals or "", ())
    extras = arguments.pop(signature.extras or "", {})
    given = {
        name: argument(signature.declared[name], arguments[name]) for name in arguments if name in signature.declared
    }
    layers = bind(signature, config, given)
    if layers.missing:
        names = ", ".join(repr(declared.path) for declared in layers.missing)
        raise TypeError(f"{signature.function.__name__}() needs a value for {names}")
    passed = {name: value for name, value in arguments.items() if name in signature.resources}
    return Binding(
        layers.parameters,
        layers.config,
        {**checked(signature, layers, passed), **passed},
        tuple(argument(signature.rest(signature.positionals), value).value for value in positionals),
        {name: argument(signature.rest(signature.extras), value) for name, value in extras.items()},
    )


def argument(declared: Declared | None, value: Any) -> Value:
    """Return the argument of a caller: as it is, unless its annotation has constraints and it is not the default.

    Raises
    ------
    ParameterError
        If it does not satisfy them.
    """
    if declared is None or value is declared.default or not is_constrained(declared.annotation):
        return Value(value, CALL)
    return configured(declared, Value(value, CALL))


def checked_seed(seed: Value) -> Value:
    """Return the value of a parameter `seed` as an int that the random generators take, or None.

    Raises
    ------
    ParameterError
        If it is neither.
    """
    return configured(seed_of(Declared("seed", None, None)), seed)


def checked(signature: Signature, layers: Layers, passed: Mapping[str, Any]) -> dict[str, Any]:
    """Return the dataclasses and models that the function gets, `CONFIG` among them unless the caller passed one."""
    if signature.schema is None or "CONFIG" in passed:
        return layers.groups
    return {**layers.groups, "CONFIG": checked_configuration(signature, layers.config, layers.overrides)}
