"""What a session's function asks for: parameters, and resources by name."""

import inspect
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any, get_type_hints

from scitex_session.errors import SignatureError
from scitex_session.injected import INJECTED
from scitex_session.kinds import Kind, kind_of

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
        hints = annotations_of(function)
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
                self.declared[name] = Declared(name, hints.get(name), parameter.default)
        if "seed" not in self.declared:
            self.declared["seed"] = Declared("seed", int | None, seed)

    @property
    def script(self) -> Path:
        """The file of the function, absolute; in a console or notebook, a name in the working directory."""
        file = Path(self.function.__code__.co_filename)
        if file.suffix == ".py" and file.exists():
            return file.absolute()
        return Path.cwd() / "console.py"

    @property
    def description(self) -> str:
        """The docstring, cleaned; empty if there is none."""
        return inspect.getdoc(self.function) or ""

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


def annotations_of(function: Callable[..., Any]) -> dict[str, Any]:
    """Return the annotations, resolved.

    Raises
    ------
    SignatureError
        If one of them names something that does not exist.
    """
    if not function.__annotations__:
        return {}
    try:
        return get_type_hints(function)
    except (NameError, TypeError) as cause:
        raise SignatureError(f"an annotation of {function.__name__}() cannot be resolved: {cause}") from cause
