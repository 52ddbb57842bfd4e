"""Calling something right after the program has imported a certain module, without importing it oneself.

A finder stands first on `sys.meta_path`, lets those behind it find the module, and lends the module's own
loader a longer `exec_module`. Once the module is executed nothing of ours is to be seen on it. A loader
without `exec_module` is left as it is, and the import then calls nothing.
"""

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType
    from typing import Any


class AfterImport:
    """Finder that has `callbacks[name](module)` called whenever module `name` has been executed."""

    def __init__(self, callbacks: "Mapping[str, Callable[[ModuleType], object]]") -> None:
        self.callbacks = callbacks

    def find_spec(
        self, name: str, path: "Sequence[str] | None", target: "ModuleType | None" = None
    ) -> "ModuleSpec | None":
        """Return the spec that the finders behind this one give, with a loader that also calls back."""
        if name not in self.callbacks:
            return None
        spec = self.found_behind(name, path, target)
        if spec is not None and hasattr(spec.loader, "exec_module"):
            spec.loader = CallingLoader(spec.loader, self.callbacks[name])  # type: ignore[assignment]
        return spec

    def found_behind(self, name: str, path: "Sequence[str] | None", target: "ModuleType | None") -> "ModuleSpec | None":
        """Return the first spec of the finders that stand behind this one."""
        finders = sys.meta_path
        for finder in finders[finders.index(self) + 1 :]:
            find_spec = getattr(finder, "find_spec", None)
            if find_spec and (spec := find_spec(name, path, target)):
                return spec  # type: ignore[no-any-return]
        return None


class CallingLoader:
    """A module's own loader, but for a call after the module is executed."""

    def __init__(self, loader: "Any", callback: "Callable[[ModuleType], object]") -> None:
        self.loader = loader
        self.callback = callback

    def __getattr__(self, name: str) -> "Any":
        """Answer for the module's own loader in everything else."""
        return getattr(self.loader, name)

    def create_module(self, spec: "ModuleSpec") -> "ModuleType | None":
        """Create the module as its own loader does; the import system looks this method up on us."""
        return self.loader.create_module(spec)  # type: ignore[no-any-return]

    def exec_module(self, module: "ModuleType") -> None:
        """Give the module its own loader back, execute it, and call."""
        module.__loader__ = self.loader
        if module.__spec__ is not None:
            module.__spec__.loader = self.loader
        self.loader.exec_module(module)
        self.callback(module)
