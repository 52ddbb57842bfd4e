"""Dataclasses and pydantic models: their fields, and how one is made from values of which each knows its source.

Pydantic is recognised by what its classes have, and never imported.
"""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, NamedTuple, get_origin, get_type_hints

from scitex_config import Source
from scitex_session.errors import ParameterError, SignatureError
from scitex_session.parameters.annotations import unconstrained
from scitex_session.parameters.docstring import described
from scitex_session.parameters.flag import Flag
from scitex_session.parameters.kinds import CONTAINERS, Kind, kind_of
from scitex_session.parameters.lookup import dashed
from scitex_session.parameters.signature import REQUIRED


class Field(NamedTuple):
    """A field of a dataclass or a model.

    Attributes
    ----------
    name : str
        Its name.
    annotation : object
        Its resolved annotation.
    default : object
        Its default, or `REQUIRED`.
    help : str
        What help says of it.
    key : str
        What its class calls it when it is made: a model's field may have an alias.
    kept : bool
        Whether an instance has it: an `InitVar` is only there when it is made.
    """

    name: str
    annotation: Any
    default: Any
    help: str
    key: str
    kept: bool = True


def fields_of(cls: type) -> dict[str, Field]:
    """Return the fields that an instance is made with, by name.

    Raises
    ------
    SignatureError
        If an annotation names something that does not exist.
    """
    found = model_fields(cls) if is_model(cls) else dataclass_fields(cls)
    return {field.name: field for field in found}


def is_model(cls: type) -> bool:
    """Say whether a type is pydantic's: a model, or a dataclass of its kind."""
    return hasattr(cls, "__pydantic_fields__")


def dataclass_fields(cls: Any) -> Iterator[Field]:
    """Yield the fields of a dataclass, and what else it is made with."""
    from dataclasses import MISSING, InitVar

    try:
        hints = get_type_hints(cls, include_extras=True)
    except (NameError, AttributeError, SyntaxError, TypeError) as cause:
        raise SignatureError(f"the annotations of {cls.__name__} have no meaning: {cause}") from cause
    documented = described(documentation(cls))
    for name, field in cls.__dataclass_fields__.items():
        hint = hints[name]
        if field.init and ClassVar not in (hint, get_origin(hint)):
            default = REQUIRED if field.default is MISSING else field.default
            if field.default_factory is not MISSING:
                default = field.default_factory()
            text = str(field.metadata.get("help", documented.get(name, "")))
            yield Field(name, hint, default, text, name, kept=not isinstance(hint, InitVar))


def model_fields(cls: Any) -> Iterator[Field]:
    """Yield the fields of a pydantic model."""
    documented = described(documentation(cls))
    for name, info in cls.__pydantic_fields__.items():
        flags = [extra for extra in info.metadata if isinstance(extra, Flag)]
        default = REQUIRED if info.is_required() else info.get_default(call_default_factory=True)
        text = info.description or documented.get(name, "")
        alias = info.validation_alias if isinstance(info.validation_alias, str) else info.alias
        kept = not getattr(info, "init_var", False)
        yield Field(name, with_flag(info.annotation, flags), default, text, alias or name, kept)


def with_flag(annotation: Any, flags: list[Flag]) -> Any:
    """Return an annotation that says again what pydantic has taken out of it, and leaves constraints to pydantic."""
    from typing import Annotated

    type_ = unconstrained(annotation, frozenset(CONTAINERS))
    return Annotated[type_, flags[0]] if flags else type_


def documentation(cls: type) -> str:
    """Return the docstring of a class, cleaned; empty if there is none of its own."""
    from inspect import cleandoc

    return cleandoc(cls.__dict__.get("__doc__") or "")


def takes_unknown_keys(cls: Any) -> bool:
    """Say whether a model asks for keys that it does not declare to be let through."""
    return dict(getattr(cls, "model_config", {})).get("extra") in ("allow", "ignore")


def make(cls: Any, path: str, values: Mapping[str, Any], sources: Mapping[str, Source]) -> Any:
    """Return an instance.

    Parameters
    ----------
    cls : type
        The dataclass or model.
    path : str
        The dotted path of the group, for messages; empty for the whole configuration.
    values : mapping of str to object
        By field; what is left out has its default.
    sources : mapping of str to Source
        Where values were written, by dotted path.

    Raises
    ------
    ParameterError
        If the class refuses the values.
    """
    fields = fields_of(cls)
    keyed = {fields[name].key if name in fields else name: value for name, value in values.items()}
    try:
        return cls(**keyed)
    except (AssertionError, TypeError, ValueError) as cause:
        names = {field.key: field.name for field in fields.values()}
        found = list(complaints(cls, path, cause, sources, names))
        raise ParameterError("; ".join(map(str, found)), [source for one in found for source in one.sources]) from cause


class Complaint(NamedTuple):
    """What a class says against a value.

    Attributes
    ----------
    sources : tuple of Source
        Where the value was written, or those that it is made of; empty if nobody knows.
    text : str
        What it says, and of which.
    """

    sources: tuple[Source, ...]
    text: str

    def __str__(self) -> str:
        return f"{', '.join(map(str, self.sources))}: {self.text}".removeprefix(": ")


def complaints(
    cls: type, path: str, cause: Exception, sources: Mapping[str, Source], names: Mapping[str, str]
) -> Iterator[Complaint]:
    """Yield what a class says against its values, each with the place that the value comes from."""
    if not (is_model(cls) and hasattr(cause, "errors")):
        yield Complaint(nearest("", sources), f"{path or cls.__name__}: {cause or type(cause).__name__}")
        return
    for error in cause.errors():
        location = [names.get(str(part), str(part)) for part in error["loc"]]
        dotted = ".".join([path, *location] if path else location)
        given = "" if error["type"] == "missing" else f": {error['input']!r}"
        yield Complaint(nearest(dotted, sources), f"{dotted or cls.__name__}{given}: {error['msg']}")


def nearest(dotted: str, sources: Mapping[str, Source]) -> tuple[Source, ...]:
    """Return the source of a dotted path, or of the next outer one that has a source, or else all."""
    while dotted and dotted not in sources:
        dotted = dotted.rpartition(".")[0]
    return (sources[dotted],) if dotted else tuple(dict.fromkeys(sources.values()))


def kind_of_group(cls: type) -> Kind:
    """Return the kind of a group that is an element of a container: it is written as a YAML mapping."""

    def convert(value: Any) -> Any:
        if isinstance(value, cls):
            return value
        fields = fields_of(cls)
        if not isinstance(value, dict):
            raise ValueError(f"{value!r} is not a mapping of the fields of {cls.__name__}: {', '.join(fields)}")
        named = {dashed(name): name for name in fields}
        names = {named.get(dashed(str(key)), str(key)): element for key, element in value.items()}
        if unknown := [name for name in names if name not in fields and not takes_unknown_keys(cls)]:
            raise ValueError(f"{cls.__name__} has no field {unknown[0]!r}: there are {', '.join(fields)}")
        if missing := [name for name, field in fields.items() if field.default is REQUIRED and name not in names]:
            raise ValueError(f"{value!r} lacks {missing[0]!r}, a field of {cls.__name__}")
        converted = {
            name: kind_of_field(fields[name], cls).convert(element) if name in fields else element
            for name, element in names.items()
        }
        return make(cls, "", converted, {})

    return Kind(cls.__name__, convert, parse=lambda texts: kind_of(Any, None).read(texts))


def kind_of_field(field: Field, cls: type) -> Kind:
    """Return the kind of a field; what we cannot read, a model may."""
    try:
        return kind_of(field.annotation, None if field.default is REQUIRED else field.default)
    except SignatureError as cause:
        if is_model(cls):
            return kind_of(Any, None)
        raise SignatureError(f"{cls.__name__}.{field.name}: {cause}") from None
