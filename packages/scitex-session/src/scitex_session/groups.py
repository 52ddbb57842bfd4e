"""Dataclasses and pydantic models: their fields, and how one is made from values of which each knows its source.

Pydantic is recognised by what its classes have, and never imported.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, get_type_hints

from scitex_config import Source
from scitex_session.docstring import described
from scitex_session.errors import ParameterError, SignatureError
from scitex_session.flag import Flag
from scitex_session.kinds import Kind, kind_of
from scitex_session.signature import REQUIRED


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
    """

    name: str
    annotation: Any
    default: Any
    help: str
    key: str


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
    """Yield the fields of a dataclass."""
    from dataclasses import MISSING, fields

    try:
        hints = get_type_hints(cls, include_extras=True)
    except (NameError, AttributeError, SyntaxError, TypeError) as cause:
        raise SignatureError(f"the annotations of {cls.__name__} have no meaning: {cause}") from cause
    documented = described(documentation(cls))
    for field in fields(cls):
        if field.init:
            default = REQUIRED if field.default is MISSING else field.default
            if field.default_factory is not MISSING:
                default = field.default_factory()
            text = str(field.metadata.get("help", documented.get(field.name, "")))
            yield Field(field.name, hints[field.name], default, text, field.name)


def model_fields(cls: Any) -> Iterator[Field]:
    """Yield the fields of a pydantic model."""
    documented = described(documentation(cls))
    for name, info in cls.__pydantic_fields__.items():
        flags = [extra for extra in info.metadata if isinstance(extra, Flag)]
        default = REQUIRED if info.is_required() else info.get_default(call_default_factory=True)
        text = info.description or documented.get(name, "")
        alias = info.validation_alias if isinstance(info.validation_alias, str) else info.alias
        yield Field(name, with_flag(info.annotation, flags), default, text, alias or name)


def with_flag(annotation: Any, flags: list[Flag]) -> Any:
    """Return an annotation that says again what pydantic has taken out of it."""
    from typing import Annotated

    return Annotated[annotation, flags[0]] if flags else annotation


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
        raise ParameterError("; ".join(complaints(cls, path, cause, sources, names))) from cause


def complaints(
    cls: type, path: str, cause: Exception, sources: Mapping[str, Source], names: Mapping[str, str]
) -> Iterator[str]:
    """Yield what a class says against its values, each with the place that the value comes from."""
    if not (is_model(cls) and hasattr(cause, "errors")):
        places = ", ".join(dict.fromkeys(str(source) for source in sources.values())) or "defaults"
        yield f"{places}: {path or cls.__name__}: {cause or type(cause).__name__}"
        return
    for error in cause.errors():
        location = [names.get(str(part), str(part)) for part in error["loc"]]
        dotted = ".".join([path, *location] if path else location)
        given = "" if error["type"] == "missing" else f": {error['input']!r}"
        yield f"{nearest(dotted, sources)}: {dotted or cls.__name__}{given}: {error['msg']}"


def nearest(dotted: str, sources: Mapping[str, Source]) -> str:
    """Return the source of a dotted path, or of the next outer one that has a source."""
    while dotted and dotted not in sources:
        dotted = dotted.rpartition(".")[0]
    found = [sources[dotted]] if dotted else list(sources.values())
    return ", ".join(dict.fromkeys(map(str, found))) or "default"


def kind_of_group(cls: type) -> Kind:
    """Return the kind of a group that is an element of a container: it is written as a YAML mapping."""

    def convert(value: Any) -> Any:
        if isinstance(value, cls):
            return value
        fields = fields_of(cls)
        if not isinstance(value, dict):
            raise ValueError(f"{value!r} is not a mapping of the fields of {cls.__name__}: {', '.join(fields)}")
        names = {str(name).replace("-", "_"): element for name, element in value.items()}
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
