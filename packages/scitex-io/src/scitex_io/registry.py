"""The table of formats: extension → the module that loads and saves it.

Built-in rows come first; entry points of the group `scitex_io.formats` are looked at only on a miss, and
the module behind a row is imported only when a file of that kind is touched.
"""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal, NamedTuple

from scitex_io.compression import COMPRESSIONS
from scitex_io.errors import UnknownFormatError
from scitex_io.libraries import missing
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
    libraries : tuple of str
        The modules that do the work; none for the standard library.
    extra : str
        The extra of scitex-io that brings the libraries; empty if they are always there.
    compressible : bool
        Whether `.gz`, `.bz2`, `.xz` or `.zst` may follow the extension.
    folder : tuple of str
        For a format that is a directory: names one of which every such directory holds.
    """

    extension: str
    module: str
    content: str
    libraries: tuple[str, ...] = ()
    extra: str = ""
    compressible: bool = False
    folder: tuple[str, ...] = ()


ZARR = ("zarr.json", ".zgroup", ".zarray")
BUILT_IN = {
    row.extension: row
    for row in (
        Format(".arrow", "scitex_io.formats.feather", "table", ("pyarrow",), "parquet"),
        Format(".bib", "scitex_io.formats.bib", "bibliography", ("bibtexparser",), "bib", compressible=True),
        Format(".csv", "scitex_io.formats.csv", "table", ("pandas",), compressible=True),
        Format(".edf", "scitex_io.formats.edf", "signals", ("edfio",), "edf"),
        Format(".eps", "scitex_io.formats.figure", "figure", ("matplotlib",), "figure"),
        Format(".feather", "scitex_io.formats.feather", "table", ("pyarrow",), "parquet"),
        Format(".h5", "scitex_io.formats.hdf5", "tree of arrays", ("h5py",), "hdf5"),
        Format(".hdf5", "scitex_io.formats.hdf5", "tree of arrays", ("h5py",), "hdf5"),
        Format(".htm", "scitex_io.formats.html", "table", ("lxml",), "html", compressible=True),
        Format(".html", "scitex_io.formats.html", "table", ("lxml",), "html", compressible=True),
        Format(".joblib", "scitex_io.formats.joblib", "any Python object", ("joblib",), "joblib", compressible=True),
        Format(".jpeg", "scitex_io.formats.raster", "figure, image", ("PIL",), "figure"),
        Format(".jpg", "scitex_io.formats.raster", "figure, image", ("PIL",), "figure"),
        Format(".json", "scitex_io.formats.json", "plain data", compressible=True),
        Format(".jsonl", "scitex_io.formats.jsonl", "list of plain data", compressible=True),
        Format(".log", "scitex_io.formats.text", "text", compressible=True),
        Format(".mat", "scitex_io.formats.mat", "tree of arrays", ("scipy",), "mat"),
        Format(".md", "scitex_io.formats.text", "text", compressible=True),
        Format(".nc", "scitex_io.formats.netcdf", "labelled arrays", ("h5py", "netCDF4", "xarray"), "netcdf"),
        Format(".ndjson", "scitex_io.formats.jsonl", "list of plain data", compressible=True),
        Format(".nii", "scitex_io.formats.nifti", "volume", ("nibabel",), "nifti"),
        Format(".nii.gz", "scitex_io.formats.nifti", "volume", ("nibabel",), "nifti"),
        Format(".npy", "scitex_io.formats.npy", "array", ("numpy",)),
        Format(".npz", "scitex_io.formats.npz", "arrays by name", ("numpy",)),
        Format(".parquet", "scitex_io.formats.parquet", "table", ("pyarrow",), "parquet"),
        Format(".pdf", "scitex_io.formats.figure", "figure", ("matplotlib",), "figure"),
        Format(".pickle", "scitex_io.formats.pickle", "any Python object", compressible=True),
        Format(".pkl", "scitex_io.formats.pickle", "any Python object", compressible=True),
        Format(".png", "scitex_io.formats.raster", "figure, image", ("PIL",), "figure"),
        Format(".pt", "scitex_io.formats.torch", "tensors", ("torch",), "torch"),
        Format(".pth", "scitex_io.formats.torch", "tensors", ("torch",), "torch"),
        Format(".safetensors", "scitex_io.formats.safetensors", "arrays by name", ("safetensors",), "safetensors"),
        Format(".svg", "scitex_io.formats.figure", "figure", ("matplotlib",), "figure"),
        Format(".tif", "scitex_io.formats.raster", "figure, image", ("PIL",), "figure"),
        Format(".tiff", "scitex_io.formats.raster", "figure, image", ("PIL",), "figure"),
        Format(".toml", "scitex_io.formats.toml", "mapping of plain data", extra="toml", compressible=True),
        Format(".tsv", "scitex_io.formats.tsv", "table", ("pandas",), compressible=True),
        Format(".txt", "scitex_io.formats.text", "text", compressible=True),
        Format(".wav", "scitex_io.formats.wav", "sound", ("scipy",), "wav"),
        Format(".webp", "scitex_io.formats.raster", "figure, image", ("PIL",), "figure"),
        Format(".xlsx", "scitex_io.formats.excel", "table", ("openpyxl",), "excel"),
        Format(".yaml", "scitex_io.formats.yaml", "plain data", ("yaml",), compressible=True),
        Format(".yml", "scitex_io.formats.yaml", "plain data", ("yaml",), compressible=True),
        Format(".zarr", "scitex_io.formats.zarr", "tree of arrays", ("zarr",), "zarr", folder=ZARR),
        Format(".zip", "scitex_io.formats.npz", "arrays by name", ("numpy",)),
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
    return extension in registered or built_in(extension) is not None or extension in extensions()


def built_in(extension: str) -> Format | None:
    """Return the built-in row of `extension`, which may end in the suffix of a compression."""
    if row := BUILT_IN.get(extension):
        return row
    inner, _, suffix = extension.rpartition(".")
    if f".{suffix}" in COMPRESSIONS and (row := BUILT_IN.get(inner)) and row.compressible:
        return row
    return None


def folder_marks(extension: str) -> tuple[str, ...]:
    """Return the names one of which every directory in this format holds; none for a format that is a file."""
    row = None if extension in registered else built_in(extension)
    return row.folder if row else ()


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
    if row := built_in(extension):
        return built_in_module(row, direction)
    for name, entry_point in entry_points("scitex_io.formats").items():
        if normalized(name) == extension:
            return entry_point.load()
    raise UnknownFormatError(unknown(extension))


def built_in_module(row: Format, direction: Direction) -> Any:
    """Import the module of a built-in row."""
    try:
        return import_module(row.module)
    except ImportError as cause:
        library = (cause.name or "").partition(".")[0]
        if library not in row.libraries:
            raise
        verb = "reading" if direction == "load" else "writing"
        raise missing(library, row.extra, f"{verb} {row.extension}") from cause


def unknown(extension: str) -> str:
    """Say that there is no such format, with the nearest known one."""
    if extension in ("", "."):
        return "no format for a name without an extension: add one, or say format='.csv'"
    import difflib

    near = difflib.get_close_matches(extension, extensions(), n=1, cutoff=0.5)
    hint = f"did you mean {near[0]!r}?" if near else f"known are {' '.join(extensions())}"
    return f"no format for {extension!r} ({hint})"
