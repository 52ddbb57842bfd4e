"""What a session's function asks for: parameters, and resources by name."""

import inspect
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from types import NoneType
from typing import Annotated, Any, get_args

from scitex_session.errors import SignatureError
from scitex_session.parameters.annotations import bare, is_group, is_union, metadata
from scitex_session.parameters.conversions import to_seed
from scitex_session.parameters.flag import Flag
from scitex_session.parameters.injected import INJECTED
from scitex_session.parameters.kinds import ANYTHING, SEED, Kind, kind_of
from scitex_session.source import script_of

REQUIRED: Any = inspect.Parameter.empty
NO_SEED = "parameter 'seed' is what the random generators are seeded with: an int, or None"


class Declared:
    """A parameter as the function declares it, or a field of one that is a dataclass or a model.

    Parameters
    ----------
    name : str
        Its name.
    annotation : object
        Its resolved annotation, or None.
    default : object
        Its default, or `REQUIRED`.
    path : str, optional
        Its dotted path, such as `optim.lr`; by default the name.
    help : str, optional
        What help says of it, if its annotation does not.
    outer : tuple of type, optional
        The classes that it is a field in.
    kept : bool, optional
        Whether an instance of its class has it.
    """

    def __init__(
        self,
        name: str,
        annotation: Any,
        default: Any,
        *,
        path: str | None = None,
        help: str = "",
        outer: tuple[Any, ...] = (),
        kept: bool = True,
    ) -> None:
        self.name = name
        self.annotation = annotation
        self.default = default
        self.path = name if path is None else path
        self.help = help
        self.outer = outer
        self.kept = kept

    @cached_property
    def flag(self) -> Flag:
        """What the annotation says of the flag."""
        return next((extra for extra in metadata(self.annotation) if isinstance(extra, Flag)), Flag())

    @cached_property
    def kind(self) -> Kind:
        """What it may hold; of a group, as a whole."""
        if is_field(self.default):
            raise SignatureError(
                f"parameter {self.path!r}: a Field() is no default here: write Annotated[…, Field()] = …"
            )
        try:
            return kind_of(self.annotation, None if self.default is REQUIRED else self.default)
        except SignatureError as cause:
            if self.outer and hasattr(self.outer[-1], "__pydantic_fields__"):
                return ANYTHING  # the model itself says what fits
            raise SignatureError(f"parameter {self.path!r}: {cause}") from None

    @cached_property
    def group(self) -> Any:
        """The dataclass or model that it is; None if it is none. A class inside itself is no group there."""
        cls = type(self.default) if is_group(type(self.default)) else bare(without_none(bare(self.annotation)))
        return cls if is_group(cls) and cls not in self.outer else None

    @cached_property
    def fields(self) -> dict[str, "Declared"]:
        """The fields of a group, by name; the defaults are those of the default instance, if there is one."""
        from scitex_session.parameters.groups import fields_of

        try:
            found = fields_of(self.group).values()
        except SignatureError as cause:
            raise SignatureError(f"parameter {self.path!r}: {cause}") from None
        return {
            field.name: Declared(
                field.name,
                field.annotation,
                self.default_of(field.name, field.default),
                path=f"{self.path}.{field.name}".lstrip("."),
                help=field.help,
                outer=(*self.outer, self.group),
                kept=field.kept,
            )
            for field in found
        }

    def default_of(self, field: str, otherwise: Any) -> Any:
        """Return the default of a field: what the default instance has, else what the class says."""
        return getattr(self.default, field, otherwise) if is_group(type(self.default)) else otherwise

    def leaves(self) -> Iterator["Declared"]:
        """Yield what has a flag of its own: itself, or the fields of the group, inner ones through."""
        if self.group is None:
            yield self
        else:
            for field in self.fields.values():
                yield from field.leaves()


def is_field(default: Any) -> bool:
    """Say whether a default is pydantic's `Field()`, which only a model reads."""
    return type(default).__name__ == "FieldInfo" and type(default).__module__ == "pydantic.fields"


def without_none(annotation: Any) -> Any:
    """Return T for `T | None`, and anything else as it is."""
    members = get_args(annotation) if is_union(annotation) else ()
    rest = [member for member in members if member is not NoneType]
    return rest[0] if len(rest) == 1 else annotation


def seed_of(declared: Declared) -> Declared:
    """Return a parameter `seed` as one that holds nothing but what random generators take for a seed, or None.

    Raises
    ------
    SignatureError
        If it is a group, or its default is not a seed.
    """
    if declared.group is not None:
        raise SignatureError(NO_SEED)
    try:
        default = REQUIRED if declared.default is REQUIRED else to_seed(declared.default)
    except ValueError as cause:
        raise SignatureError(f"parameter 'seed': {cause}") from None
    annotation = declared.annotation
    if annotation in (None, Any):
        annotation = int if type(default) is int else int | None
    return Declared("seed", Annotated[annotation, SEED], default)


class Signature:
    """The signature of a session's function.

    Parameters
    ----------
    function : callable
        The bare function.
    seed : int or None
        The default of the parameter `seed` that every session has, if the function has none of its own.
    """

    def __init__(self, function: Callable[..., Any], seed: int | None) -> None:
        self.function = function
        self.inspected = inspect.signature(function)
        self.declared: dict[str, Declared] = {}
        self.resources: list[str] = []
        self.positionals: str | None = None
        self.extras: str | None = None
        for name, parameter in self.inspected.parameters.items():
            if parameter.default is INJECTED:
                self.resources.append(name)
            elif parameter.kind is parameter.VAR_POSITIONAL:
                self.positionals = name
            elif parameter.kind is parameter.VAR_KEYWORD:
                self.extras = name
            else:
                self.declared[name] = Declared(name, self.annotation(name), parameter.default)
        self.declared["seed"] = seed_of(self.declared.get("seed") or Declared("seed", int | None, seed))
        if "seed" in (self.positionals, self.extras):
            raise SignatureError(NO_SEED)

    @property
    def script(self) -> Path:
        """The file of the bare function, absolute; in a console or notebook, a name in the working directory."""
        return script_of(inspect.unwrap(self.function).__code__)

    @property
    def description(self) -> str:
        """The docstring, cleaned; empty if there is none."""
        return inspect.getdoc(self.function) or ""

    @cached_property
    def schema(self) -> Declared | None:
        """The dataclass or model that `CONFIG` is declared as; None if it is a plain configuration."""
        if "CONFIG" not in self.resources:
            return None
        declared = Declared("CONFIG", self.annotation("CONFIG"), REQUIRED, path="")
        return declared if declared.group else None

    def rest(self, name: str | None) -> Declared | None:
        """Return what each of `*args` or of `**kw` is declared as; None if no annotation says."""
        annotation = self.annotation(name) if name else None
        return None if annotation is None else Declared(name or "", annotation, REQUIRED)

    def annotation(self, name: str) -> Any:
        """Return the annotation of a parameter, resolved if it is text; None if it has none.

        Raises
        ------
        SignatureError
            If it names something that does not exist.
        """
        annotation = inspect.unwrap(self.function).__annotations__.get(name)
        try:
            if isinstance(annotation, str):
                annotation = eval(annotation, inspect.unwrap(self.function).__globals__)
            return annotation
        except (NameError, AttributeError, SyntaxError, TypeError) as cause:
            raise SignatureError(f"parameter {name!r}: annotation {annotation!r} has no meaning: {cause}") from cause

    def call(self, values: dict[str, Any], positionals: tuple[Any, ...], extras: dict[str, Any]) -> Any:
        """Call the function with the values of its parameters and resources.

        Parameters
        ----------
        values : dict of str to object
            By name; names that the function does not have are left out.
        positionals : tuple
            For `*args`.
        extras : dict of str to object
            For `**kw`.
        """
        bound = inspect.BoundArguments(self.inspected, {})
        for name in self.inspected.parameters:
            if name == self.positionals:
                bound.arguments[name] = positionals
            elif name == self.extras:
                bound.arguments[name] = extras
            else:
                bound.arguments[name] = values[name]
        return self.function(*bound.args, **bound.kwargs)
