"""What else is written when an object of a certain type is saved, such as a figure's data beside the picture.

A plug-in of the group `scitex_io.companions` is named by a qualified type and yields (object, path) pairs,
which are saved like any other; the type's own library is not imported to find out. A plug-in that fails costs its
companions, and a warning says so: what the user saved is there.
"""

from collections.abc import Iterator
from pathlib import Path

from scitex_io.notices import warn
from scitex_io.plugins import entry_points


def companions_of(obj: object, path: Path) -> Iterator[tuple[object, Path]]:
    """Yield (object, path) of all that is to be saved beside `obj`, which was saved at `path`."""
    if type(obj).__module__ == "builtins":
        return
    plugins = entry_points("scitex_io.companions")
    for cls in type(obj).__mro__:
        if plugin := plugins.get(f"{cls.__module__}.{cls.__qualname__}"):
            try:
                yield from plugin.load()(obj, path)
            except Exception as cause:
                warn(f"{path} is saved without its companions: {plugin.value} failed: {cause!r}")
