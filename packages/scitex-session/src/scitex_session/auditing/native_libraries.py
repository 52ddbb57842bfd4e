"""Libraries that open files past Python, whose audit hooks are told of none: what of them opens which file, and how.

While an audit lasts, and only once the script has imported such a library, what is named here tells of the file before
it opens it. It is replaced wherever a module has it, as `from pyarrow import memory_map` at the top of a script has,
and put back when the audit ends. A library that cannot be heard is told of by its name.
"""

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import WRAPPER_UPDATES, partial, reduce, wraps
from types import ModuleType
from typing import Any, NamedTuple

from scitex_io.paths import is_remote
from scitex_session.imports import once_imported

Opening = Callable[[Sequence[str], str], AbstractContextManager[None]]
"""What is opened while a library opens the files of these names; the mode is "r", "w", or "a" for both."""

Exchange = dict[int, tuple[Any, Any]]
"""The id of an object → the object, and what it is exchanged for."""


class Opener(NamedTuple):
    """Something that opens a file, or all those of a directory, a list or a pattern."""

    name: str
    """What it is called in its module; of a class that is written in Python, `__init__`."""
    parameter: str
    """The parameter that names the file."""
    mode: str | None = None
    """How it opens that; None if the next parameter says so, `mode`."""
    place: int = 0
    """The position of the parameter, `self` not counted."""


POLARS_READS = (
    *("read_avro", "read_csv", "read_csv_batched", "read_excel", "read_ipc", "read_ipc_schema", "read_ipc_stream"),
    *("read_json", "read_lines", "read_ndjson", "read_ods", "read_parquet", "read_parquet_metadata"),
    *("read_parquet_schema", "scan_csv", "scan_ipc", "scan_lines", "scan_ndjson", "scan_parquet"),
)
POLARS_WRITES = ("write_avro", "write_csv", "write_ipc", "write_ipc_stream", "write_json", "write_ndjson")

HEARD: Mapping[str, tuple[Opener, ...]] = {
    "_gdbm": (Opener("open", "filename", "a"),),
    "h5py": (Opener("File.__init__", "name"),),
    "lxml.etree": (Opener("iterparse", "source", "r"), Opener("parse", "source", "r")),
    "netCDF4": (Opener("Dataset", "filename"), Opener("MFDataset", "files", "r")),
    "polars": (
        *(Opener(name, "source", "r") for name in POLARS_READS),
        *(Opener(f"DataFrame.{name}", "file", "w") for name in (*POLARS_WRITES, "write_parquet")),
        *(Opener(f"LazyFrame.sink_{form}", "path", "w") for form in ("csv", "ipc", "ndjson", "parquet")),
    ),
    "pyarrow": (
        Opener("OSFile", "path"),
        Opener("create_memory_map", "path", "w"),
        Opener("input_stream", "source", "r"),
        Opener("ipc.RecordBatchFileReader.__init__", "source", "r"),
        Opener("ipc.RecordBatchFileWriter.__init__", "sink", "w"),
        Opener("ipc.RecordBatchStreamReader.__init__", "source", "r"),
        Opener("ipc.RecordBatchStreamWriter.__init__", "sink", "w"),
        Opener("memory_map", "path"),
        Opener("output_stream", "source", "w"),
    ),
    "pyarrow.csv": (
        Opener("CSVWriter", "sink", "w"),
        Opener("open_csv", "input_file", "r"),
        Opener("read_csv", "input_file", "r"),
        Opener("write_csv", "output_file", "w", 1),
    ),
    "pyarrow.dataset": (
        Opener("dataset", "source", "r"),
        Opener("parquet_dataset", "metadata_path", "r"),
        Opener("write_dataset", "base_dir", "w", 1),
    ),
    "pyarrow.feather": (
        Opener("read_feather", "source", "r"),
        Opener("read_table", "source", "r"),
        Opener("write_feather", "dest", "w", 1),
    ),
    "pyarrow.json": (Opener("open_json", "input_file", "r"), Opener("read_json", "input_file", "r")),
    "pyarrow.orc": (
        Opener("ORCFile.__init__", "source", "r"),
        Opener("ORCWriter.__init__", "where", "w"),
        Opener("read_table", "source", "r"),
    ),
    "pyarrow.parquet": (
        Opener("ParquetDataset.__init__", "path_or_paths", "r"),
        Opener("ParquetFile.__init__", "source", "r"),
        Opener("ParquetWriter.__init__", "where", "w"),
        Opener("read_metadata", "where", "r"),
        Opener("read_schema", "where", "r"),
    ),
    "safetensors": (Opener("safe_open", "filename", "r"), Opener("serialize_file", "filename", "w", 1)),
    "soundfile": (Opener("SoundFile.__init__", "file"),),
    "tables": (Opener("File.__init__", "filename"),),
    "torch": (
        Opener("from_file", "filename", "a"),
        Opener("jit.RecursiveScriptModule.save", "f", "w"),
        Opener("jit.load", "f", "r"),
        Opener("save", "f", "w", 1),
    ),
    "torchvision.io": (
        Opener("read_file", "path", "r"),
        Opener("read_image", "path", "r"),
        Opener("write_file", "filename", "w"),
        Opener("write_jpeg", "filename", "w", 1),
        Opener("write_png", "filename", "w", 1),
    ),
}
"""A library, or the part of it that has to be imported → what of it opens files."""

UNHEARD = (
    *("SimpleITK", "apsw", "av", "catboost", "cv2", "cyvcf2", "decord", "deltalake", "duckdb", "faiss", "fiona"),
    *("fitsio", "itk", "lightgbm", "lmdb", "onnxruntime", "openslide", "osgeo", "pyBigWig", "pyedflib", "pyogrio"),
    *("pyreadr", "pyreadstat", "pysam", "pyvips", "rasterio", "rdkit", "rpy2", "tensorflow", "tensorstore", "tiledb"),
    *("torchaudio", "vtkmodules", "xgboost"),
)
"""Libraries that open files where nobody can hear it."""


@contextmanager
def native_libraries_heard(opening: Opening, unheard: Callable[[str], object]) -> Iterator[None]:
    """Hear of the files that libraries open past Python while the block lasts.

    Parameters
    ----------
    opening : callable
        Called with the names of the files and the mode, and opened while the library works on that.
    unheard : callable
        Called with the name of each library that is imported and cannot be heard.
    """
    replacements = Replacements(opening, unheard)
    libraries = {*HEARD, *UNHEARD}
    there = libraries & sys.modules.keys()
    replacements.hear(*there)
    try:
        with once_imported({name: partial(replacements.hear, name) for name in libraries - there}):
            yield
    finally:
        replacements.put_back()


class Replacements:
    """What is heard in the place of what libraries have.

    Parameters
    ----------
    opening, unheard : callable
        What is told of files, and of libraries that cannot be heard.
    """

    def __init__(self, opening: Opening, unheard: Callable[[str], object]) -> None:
        self.opening = opening
        self.unheard = unheard
        self.objects: Exchange = {}
        self.methods: list[tuple[type, str, Any]] = []

    def hear(self, *libraries: str) -> None:
        """Hear of what some libraries open, which are imported."""
        objects: Exchange = {}
        for library in libraries:
            found = [self.replace(sys.modules[library], opener, objects) for opener in HEARD.get(library, ())]
            if not any(found):  # some may be of other versions
                self.unheard(library.partition(".")[0])
        exchange(objects)
        self.objects |= {id(new): (new, old) for old, new in objects.values()}

    def replace(self, library: ModuleType, opener: Opener, objects: Exchange) -> bool:
        """Replace a method, or add a function or a class to `objects`; False if the library has no such thing."""
        place, _, name = opener.name.rpartition(".")
        owner = part(library, place)
        original = getattr(owner, "__dict__", {}).get(name)
        if original is None:
            return False
        if isinstance(owner, type):
            try:
                setattr(owner, name, heard(original, opener, self.opening, method=True))
            except TypeError:  # it is not written in Python any more
                return False
            self.methods.append((owner, name, original))
        else:
            objects[id(original)] = (original, heard(original, opener, self.opening))
        return True

    def put_back(self) -> None:
        """Give the libraries what they had."""
        exchange(self.objects)
        for owner, name, original in reversed(self.methods):
            setattr(owner, name, original)


def exchange(objects: Exchange) -> None:
    """Exchange objects for others in all modules, without a look into those that are imported when somebody does."""
    for module in list(sys.modules.values()) if objects else ():
        if issubclass(type(module), ModuleType):
            content = ModuleType.__getattribute__(module, "__dict__")
            if not objects.keys().isdisjoint(map(id, list(content.values()))):
                found = [(name, value) for name, value in list(content.items()) if id(value) in objects]
                content.update({name: objects[id(value)][1] for name, value in found})


def part(library: Any, place: str) -> Any:
    """Return what a library has in a place such as `ipc.RecordBatchFileReader`; None if it has nothing there."""
    return reduce(lambda owner, name: getattr(owner, name, None), filter(None, place.split(".")), library)


def heard(original: Any, opener: Opener, opening: Opening, *, method: bool = False) -> Any:
    """Return what does the same as a function or a class, and tells of the files that it is given."""
    if isinstance(original, type):
        with suppress(TypeError):  # it is final
            return heard_class(original, opener, opening)

    @wraps(original, updated=() if isinstance(original, type) else WRAPPER_UPDATES)
    def told(*arguments: Any, **keywords: Any) -> Any:
        with opening(*named(opener, arguments[method:], keywords)):
            return original(*arguments, **keywords)

    return told


def heard_class(original: type, opener: Opener, opening: Opening) -> type:
    """Return a class that passes for one that is written in C and cannot be changed; what it makes is of that one."""

    class Told(type(original)):  # type: ignore[misc]
        def __call__(cls, *arguments: Any, **keywords: Any) -> Any:
            with opening(*named(opener, arguments, keywords)):
                return original(*arguments, **keywords) if cls is passing else super().__call__(*arguments, **keywords)

        def __instancecheck__(cls, instance: object) -> bool:
            return isinstance(instance, original) if cls is passing else super().__instancecheck__(instance)

        def __subclasscheck__(cls, other: type) -> bool:
            return issubclass(other, original) if cls is passing else super().__subclasscheck__(other)

    attributes = {"__module__": original.__module__, "__qualname__": original.__qualname__, "__doc__": original.__doc__}
    passing: type = Told(original.__name__, (original,), attributes)
    return passing


def named(opener: Opener, arguments: Sequence[Any], keywords: Mapping[str, Any]) -> tuple[Sequence[str], str]:
    """Return the names of the files that an opener is called for, and the mode."""
    every = (*arguments, *keywords.values())
    value = argument(arguments, keywords, opener.parameter, opener.place)
    mode = opener.mode or argument(arguments, keywords, "mode", opener.place + 1) or "r"
    letters = {*mode} if isinstance(mode, str) else {"r"}
    return (
        [] if any(map(is_elsewhere, every)) else names(value),
        "w" if letters & {"w", "x"} else "a" if letters & {"a", "+"} else "r",
    )


def argument(arguments: Sequence[Any], keywords: Mapping[str, Any], name: str, place: int) -> Any:
    """Return what a parameter is given; None if nothing."""
    return arguments[place] if place < len(arguments) else keywords.get(name)


def names(value: Any) -> list[str]:
    """Return the local files that an argument names, which may be an open file or data as well."""
    if isinstance(value, list | tuple):
        return [name for each in value for name in names(each)]
    if not isinstance(value, str | os.PathLike) or is_remote(value):
        return []
    name = os.fsdecode(value).removeprefix("file://")
    return [] if "\0" in name else [name]


def is_elsewhere(value: Any) -> bool:
    """Say whether an argument is a file system, of pyarrow or fsspec, on which names are others than here."""
    kinds = {kind.__name__ for kind in type(value).__mro__}
    return "LocalFileSystem" not in kinds and bool(kinds & {"AbstractFileSystem", "FileSystem"})
