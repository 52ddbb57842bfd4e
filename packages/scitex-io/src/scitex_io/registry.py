"""The table of formats: extension → the module that loads and saves it.

Built-in rows come first; entry points of the group `scitex_io.formats` are looked at only on a miss, and
the module behind a row is imported only when a file of that kind is touched.
"""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal, NamedTuple

from scitex_io.errors import MissingLibraryError, UnknownFormatError
from scitex_io.plugins import entry_points

Direction = Literal["load", "save"]


class Format(NamedTuple):
    """One row of the table.

    Attributes
    ----------
    extension : str
        With its dot, in lower case.
    module : str
        The module with `load(path, **options)`, `save(obj, path, **options)`, or one of them.
    content : str
        What such a file holds, for people.
    library : str
        The library that does the work; empty for the standard library.
    extra : str
        The extra of scitex-io that brings the library; empty if it is always there.
    """

    extension: str
    module: str
    content: str
    library: str = ""
    extra: str = ""


BUILT_IN = {
    row.extension: row
    for row in (
        Format(".csv", "scitex_io.formats.csv", "table", "pandas"),
        Format(".eps", "scitex_io.formats.figure", "figure", "matplotlib", "figure"),
        Format(".jpeg", "scitex_io.formats.raster", "figure, image", "PIL", "figure"),
        Format(".jpg", "scitex_io.formats.raster", "figure, image", "PIL", "figure"),
        Format(".json", "scitex_io.formats.json", "plain data"),
        Format(".log", "scitex_io.formats.text", "text"),
        Format(".md", "scitex_io.formats.text", "text"),
        Format(".npy", "scitex_io.formats.npy", "array", "numpy"),
        Format(".npz", "scitex_io.formats.npz", "arrays by name", "numpy"),
        Format(".pdf", "scitex_io.formats.figure", "figure", "matplotlib", "figure"),
        Format(".pickle", "scitex_io.formats.pickle", "any Python object"),
        Format(".pkl", "scitex_io.formats.pickle", "any Python object"),
        Format(".png", "scitex_io.formats.raster", "figure, image", "PIL", "figure"),
        Format(".svg", "scitex_io.formats.figure", "figure", "matplotlib", "figure"),
        Format(".tif", "scitex_io.formats.raster", "figure, image", "PIL", "figure"),
        Format(".tiff", "scitex_io.formats.raster", "figure, image", "PIL", "figure"),
        Format(".txt", "scitex_io.formats.text", "text"),
        Format(".webp", "scitex_io.formats.raster", "figure, image", "PIL", "figure"),
        Format(".yaml", "scitex_io.formats.yaml", "plain data", "yaml"),
        Format(".yml", "scitex_io.formats.yaml", "plain data", "yaml"),
    )
}
registered: dict[str, SimpleNamespace] = {}


def register(
    extension: str,
    *,
    load: Callable[..., Any] | None = None,
    save: Callable[..., Any] | None = None,
) -> None:
    """Add a format for this process, or replace the one that `extension` has.

    A distribution that brings a format declares an entry point of the group `scitex_io.formats` instead,
    whose name is the extension and whose value is a module with these two functions.

    Parameters
    ----------
    extension : str
        As in file names, such as `".abc"`; several suffixes such as `".abc.gz"` are one extension.
    load : callable, optional
        `load(path, **options)` returns the object.
    save : callable, optional
        `save(obj, path, **options)` writes the file at `path`, which does not exist yet.

    Raises
    ------
    ValueError
        If neither function is given.

    Examples
    --------
    >>> import scitex_io
    >>> scitex_io.register(".shout", save=lambda obj, path: path.write_text(obj.upper()))
    >>> scitex_io.save("hello", "greeting.shout").read_text()
    'HELLO'
    """
    if load is None and save is None:
        raise ValueError(f"register({extension!r}) needs load=, save= or both")
    given = {"load": load, "save": save}
    functions = {direction: function for direction, function in given.items() if function is not None}
    registered[normalized(extension)] = SimpleNamespace(**functions)


def extensions() -> list[str]:
    """Return every known extension, sorted: built-in, of entry points, and registered."""
    return sorted({*BUILT_IN, *map(normalized, entry_points("scitex_io.formats")), *registered})


def normalized(extension: str) -> str:
    """Return `extension` in lower case with a leading dot."""
    return "." + extension.lower().lstrip(".")


def extension_of(path: Path) -> str:
    """Return the longest known extension that the name ends with, else its last suffix."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    known = ("".join(suffixes[start:]) for start in range(len(suffixes)))
    return next((extension for extension in known if is_known(extension)), path.suffix.lower())


def is_known(extension: str) -> bool:
    """Say whether the table has `extension`; entry points are looked at only on a miss."""
    return extension in registered or extension in BUILT_IN or extension in extensions()


def function_for(direction: Direction, extension: str) -> Callable[..., Any]:
    """Return the function that loads or saves files with `extension`.

    Raises
    ------
    MissingLibraryError
        If the library that it needs is not installed.
    UnknownFormatError
        If no format has this extension, or it has no such direction.
    """
    module = module_for(extension, direction)
    if (function := getattr(module, direction, None)) is None:
        other = "saved" if direction == "load" else "loaded"
        raise UnknownFormatError(f"{extension!r} can be {other}, not {direction.rstrip('e')}ed")
    return function  # type: ignore[no-any-return]


def module_for(extension: str, direction: Direction) -> Any:
    """Return the module, or the registered namespace, of `extension`."""
    if extension in registered:
        return registered[extension]
    if extension in BUILT_IN:
        return built_in_module(BUILT_IN[extension], direction)
    for name, entry_point in entry_points("scitex_io.formats").items():
        if normalized(name) == extension:
            return entry_point.load()
    raise UnknownFormatError(unknown(extension))


def built_in_module(row: Format, direction: Direction) -> Any:
    """Import the module of a built-in row."""
    try:
        return import_module(row.module)
    except ImportError as cause:
        if (cause.name or "").partition(".")[0] != row.library:
            raise
        verb = "reading" if direction == "load" else "writing"
        raise MissingLibraryError(
            f'{verb} {row.extension} needs {row.library}: pip install "scitex-io[{row.extra}]"',
            name=row.library,
        ) from cause


def unknown(extension: str) -> str:
    """Say that there is no such format, with the nearest known one."""
    if extension in ("", "."):
        return "no format for a name without an extension: add one, or say format='.csv'"
    import difflib

    near = difflib.get_close_matches(extension, extensions(), n=1, cutoff=0.5)
    hint = f"did you mean {near[0]!r}?" if near else f"known are {' '.join(extensions())}"
    return f"no format for {extension!r} ({hint})"
