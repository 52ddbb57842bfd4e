"""What a session's function asks for: parameters, and resources by name."""

import inspect
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from scitex_session.errors import SignatureError
from scitex_session.injected import INJECTED
from scitex_session.kinds import Kind, Seed, kind_of

REQUIRED: Any = inspect.Parameter.empty


class Declared:
    """A parameter as the function declares it.

    Parameters
    ----------
    name : str
        Its name.
    annotation : object
        Its resolved annotation, or None.
    default : object
        Its default, or `REQUIRED`.
    """

    def __init__(self, name: str, annotation: Any, default: Any) -> None:
        self.name = name
        self.annotation = annotation
        self.default = default

    @cached_property
    def kind(self) -> Kind:
        """What it may hold."""
        try:
            return kind_of(self.annotation, None if self.default is REQUIRED else self.default)
        except SignatureError as cause:
            raise SignatureError(f"parameter {self.name!r}: {cause}") from None


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
                self.declared[name] = Declared(name, self.annotation(name, parameter.default), parameter.default)
        if "seed" not in self.declared:
            self.declared["seed"] = Declared("seed", Seed | None, seed)

    @property
    def script(self) -> Path:
        """The file of the bare function, absolute; in a console or notebook, a name in the working directory."""
        file = Path(inspect.unwrap(self.function).__code__.co_filename)
        if file.exists():
            return file.absolute()
        return Path.cwd() / "console.py"

    @property
    def description(self) -> str:
        """The docstring, cleaned; empty if there is none."""
        return inspect.getdoc(self.function) or ""

    def annotation(self, name: str, default: Any) -> Any:
        """Return the annotation of a parameter, resolved if it is text; None if it has none.

        An int that is called `seed` is a `Seed`.

        Raises
        ------
        SignatureError
            If it names something that does not exist.
        """
        annotation = inspect.unwrap(self.function).__annotations__.get(name)
        try:
            if isinstance(annotation, str):
                annotation = eval(annotation, inspect.unwrap(self.function).__globals__)
            is_int = annotation is int or (annotation is None and type(default) is int)
            return Seed if name == "seed" and is_int else annotation
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
