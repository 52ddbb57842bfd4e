"""Doing something as soon as a certain module is there: now, or right after the program has imported it.

A finder stands first on `sys.meta_path`, lets those behind it find the module, and lends the module's own loader a
longer `exec_module`; once the module is executed nothing of ours is to be seen on it. What the script never imports
costs it nothing.
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

Callbacks = Mapping[str, Callable[[], object]]


@contextmanager
def once_imported(callbacks: Callbacks) -> Iterator[None]:
    """Call `callbacks[name]()` for each module that is there, and for those that are imported within the block."""
    finder = AfterImport({name: call for name, call in callbacks.items() if name not in sys.modules})
    sys.meta_path.insert(0, finder)
    try:
        for name, call in callbacks.items():
            if name not in finder.callbacks:
                call()
        yield
    finally:
        if finder in sys.meta_path:
            sys.meta_path.remove(finder)


class AfterImport:
    """Finder that has `callbacks[name]()` called whenever module `name` has been executed."""

    def __init__(self, callbacks: Callbacks) -> None:
        self.callbacks = callbacks

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        """Return the spec that the finders behind this one give, with a loader that also calls back."""
        if name not in self.callbacks:
            return None
        behind = sys.meta_path[sys.meta_path.index(self) + 1 :]
        specs = (finder.find_spec(name, path, target) for finder in behind if hasattr(finder, "find_spec"))
        spec = next((spec for spec in specs if spec), None)
        if spec is not None and hasattr(spec.loader, "exec_module"):
            spec.loader = CallingLoader(spec.loader, self.callbacks[name])  # type: ignore[assignment]
        return spec


class CallingLoader:
    """A module's own loader, but for a call after the module is executed."""

    def __init__(self, loader: Any, callback: Callable[[], object]) -> None:
        self.loader = loader
        self.callback = callback

    def __getattr__(self, name: str) -> Any:
        return getattr(self.loader, name)

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        """Create the module as its own loader does; the import system looks this method up on us."""
        return self.loader.create_module(spec)  # type: ignore[no-any-return]

    def exec_module(self, module: ModuleType) -> None:
        """Give the module its own loader back, execute it, and call."""
        module.__loader__ = self.loader
        if module.__spec__ is not None:
            module.__spec__.loader = self.loader
        self.loader.exec_module(module)
        self.callback()
