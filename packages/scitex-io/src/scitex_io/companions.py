"""What else is written when an object of a certain type is saved, such as a figure's data beside the picture.

A plug-in of the group `scitex_io.companions` is named by a qualified type. It is called with the object, the path
that it is saved at, the file as it is written so far, and the options of the save; it yields (object, path, options),
which are saved like any other, but for warnings of what a format does not keep: who reads them knows. It goes on when
they are written. The type's own library is not imported to find out.
A plug-in that fails costs its companions, and a warning says so: what the user saved is there.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from scitex_io.notices import warn
from scitex_io.plugins import entry_points


def companions_of(
    obj: object, path: Path, file: Path, options: Mapping[str, Any]
) -> Iterator[tuple[object, Path, dict[str, Any]]]:
    """Yield (object, path, options) of all that is to be saved beside `obj`, which is saved at `path`.

    `file` holds it, and may still be changed: it is put in place when all of these are written.
    """
    if type(obj).__module__ == "builtins":
        return
    plugins = entry_points("scitex_io.companions")
    for cls in type(obj).__mro__:
        if plugin := plugins.get(f"{cls.__module__}.{cls.__qualname__}"):
            try:
                yield from plugin.load()(obj, path, file, options)
            except Exception as cause:
                warn(f"{path} is saved without its companions: {plugin.value} failed: {cause!r}")
