"""An audit hears of what libraries open past Python, as soon as they are imported, and leaves nothing behind."""

import importlib
import os
import pickle
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scitex_io import observing
from scitex_io.observers import Access
from scitex_session.auditing.audit import Audit
from scitex_session.auditing.hearing import listening
from scitex_session.auditing.native_libraries import HEARD, UNHEARD

Opened = Callable[[str], tuple[set[str], set[str]]]


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Opened:
    """Return what executes code in an audit, and tells the names of the files that it reads and writes."""
    monkeypatch.chdir(tmp_path)

    def execute(code: str) -> tuple[set[str], set[str]]:
        seen: list[Access] = []
        top = f"{os.path.realpath(tmp_path)}/"
        audit = Audit((top,), f"{top}own/", time.time())
        with observing(seen.append), listening(audit):
            exec(code, {})
            audit.tell()
        read, written = (
            {str(access.path).removeprefix(top) for access in seen if access.mode == mode} for mode in ("read", "write")
        )
        return read, written

    return execute


FRAME = "import pandas; frame = pandas.DataFrame({'a': [1, 2], 'b': ['x', 'y']}); "
TABLE = "import pyarrow; table = pyarrow.table({'a': [1, 2]}); "
POLARS = "import polars; frame = polars.DataFrame({'a': [1, 2]}); "
TORCH = "import torch; module = torch.jit.script(torch.nn.Linear(1, 1)); "
ROUND_TRIPS = [
    ("h5py", "h5py.File('f', 'w').close()", "h5py.File('f').close()"),
    ("lxml.etree", "from pathlib import Path; Path('f').write_text('<a/>')", "lxml.etree.parse('f')"),
    ("netCDF4", "netCDF4.Dataset('f', 'w').close()", "netCDF4.Dataset('f').close()"),
    *(
        ("polars", f"{POLARS} frame.write_{form}('f')", f"import polars; polars.read_{form}('f')")
        for form in ("avro", "csv", "ipc", "json", "ndjson", "parquet")
    ),
    *(
        ("polars", f"{POLARS} frame.lazy().sink_{form}('f')", f"import polars; polars.scan_{form}('f').collect()")
        for form in ("csv", "ipc", "ndjson", "parquet")
    ),
    ("pyarrow.parquet", f"{FRAME} frame.to_parquet('f')", f"{FRAME} pandas.read_parquet('f')"),
    ("pyarrow", "pyarrow.OSFile('f', 'wb').close()", "pyarrow.OSFile('f').close()"),
    ("pyarrow", "pyarrow.create_memory_map('f', 3).close()", "pyarrow.memory_map('f').close()"),
    ("pyarrow", "pyarrow.output_stream('f').close()", "pyarrow.input_stream('f').close()"),
    ("pyarrow", f"{TABLE} pyarrow.ipc.new_file('f', table.schema).close()", "pyarrow.ipc.open_file('f')"),
    ("pyarrow", f"{TABLE} pyarrow.ipc.new_stream('f', table.schema).close()", "pyarrow.ipc.open_stream('f')"),
    ("pyarrow.csv", f"{TABLE} pyarrow.csv.write_csv(table, 'f')", "pyarrow.csv.read_csv('f')"),
    ("pyarrow.csv", f"{TABLE} pyarrow.csv.CSVWriter('f', table.schema).close()", "pyarrow.csv.open_csv('f')"),
    ("pyarrow.dataset", f"{FRAME} frame.to_parquet('f')", "pyarrow.dataset.dataset('f').to_table()"),
    ("pyarrow.feather", f"{TABLE} pyarrow.feather.write_feather(table, 'f')", "pyarrow.feather.read_table('f')"),
    ("pyarrow.feather", f"{TABLE} pyarrow.feather.write_feather(table, 'f')", "pyarrow.feather.read_feather('f')"),
    ("pyarrow.json", f"{FRAME} frame.to_json('f', orient='records', lines=True)", "pyarrow.json.read_json('f')"),
    ("pyarrow.orc", f"{TABLE} pyarrow.orc.write_table(table, 'f')", "pyarrow.orc.read_table('f')"),
    ("pyarrow.parquet", f"{TABLE} pyarrow.parquet.write_table(table, 'f')", "pyarrow.parquet.read_table('f')"),
    ("pyarrow.parquet", f"{TABLE} pyarrow.parquet.write_table(table, 'f')", "pyarrow.parquet.ParquetFile('f')"),
    ("pyarrow.parquet", f"{TABLE} pyarrow.parquet.write_table(table, 'f')", "pyarrow.parquet.read_schema('f')"),
    (
        "safetensors.numpy",
        "import numpy; safetensors.numpy.save_file({'a': numpy.ones(3)}, 'f')",
        "safetensors.numpy.load_file('f')",
    ),
    ("soundfile", "import numpy; soundfile.write('f', numpy.zeros(9), 8000, format='WAV')", "soundfile.read('f')"),
    ("tables", "tables.open_file('f', 'w').close()", "tables.open_file('f').close()"),
    ("tables", f"{FRAME} frame.to_hdf('f', key='a')", f"{FRAME} pandas.read_hdf('f')"),
    ("torch", "torch.save([1], 'f')", "torch.load('f')"),
    ("torch", f"{TORCH} torch.jit.save(module, 'f')", "torch.jit.load('f')"),
    ("torch", f"{TORCH} module.save('f')", "torch.jit.load('f')"),
    (
        "xarray",
        "xarray.Dataset({'a': ('x', [1, 2])}).to_netcdf('f', engine='netcdf4')",
        "xarray.load_dataset('f', engine='netcdf4')",
    ),
]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of other people's code
@pytest.mark.parametrize(("library", "write", "read"), ROUND_TRIPS, ids=[f"{row[0]}-{row[2]}" for row in ROUND_TRIPS])
def test_what_a_library_writes_and_reads_is_heard(opened: Opened, library: str, write: str, read: str) -> None:
    pytest.importorskip(library)

    assert opened(f"import {library}; {write}") == (set(), {"f"})
    assert opened(f"import {library}; {read}") == ({"f"}, set())


def test_what_the_script_reads_back_is_no_input(opened: Opened) -> None:
    code = "import h5py; h5py.File('a.h5', 'w').close(); h5py.File('a.h5').close(); h5py.File('a.h5', 'a').close()"

    assert opened(code) == (set(), {"a.h5"})


def test_what_a_library_changes_is_read_and_written(opened: Opened) -> None:
    opened("import h5py; h5py.File('a.h5', 'w').close()")

    assert opened("import h5py; h5py.File('a.h5', 'a')['x'] = 1") == ({"a.h5"}, {"a.h5"})


def test_what_a_library_refuses_to_replace_is_not_written(opened: Opened) -> None:
    opened("import h5py; h5py.File('a.h5', 'w').close()")
    code = "import h5py\ntry: h5py.File('a.h5', 'x')\nexcept FileExistsError: pass"

    assert opened(code) == (set(), set())


def test_what_is_no_file_is_not_heard(opened: Opened) -> None:
    opened("import h5py; h5py.File('a.h5', 'w').close(); open('b.parquet', 'w').close()")
    code = """
import io, h5py, pyarrow.fs, pyarrow.parquet
h5py.File(io.BytesIO(), "w").close()
h5py.File("a.h5", "w", driver="core", backing_store=False).close()
table = pyarrow.table({"a": [1]})
pyarrow.parquet.write_table(table, "b.parquet", filesystem=pyarrow.fs._MockFileSystem())
pyarrow.parquet.write_table(table, pyarrow.BufferOutputStream())
"""

    assert opened(code) == (set(), set())


def test_of_a_directory_each_file_is_heard(opened: Opened) -> None:
    code = f"{FRAME} frame.to_parquet('d', partition_cols=['b'])"
    read, written = opened(code)
    assert (read, {name.rpartition("/")[0] for name in written}) == (set(), {"d/b=x", "d/b=y"})
    for name in ("d/_SUCCESS", "d/.hidden"):
        Path(name).touch()

    assert opened(f"{FRAME} pandas.read_parquet('d')") == (written, set())
    _, again = opened(code)
    assert len(again) == 2
    assert not again & written


def test_a_function_that_was_imported_before_is_heard_and_put_back(opened: Opened) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    before = (pyarrow.memory_map, pyarrow.OSFile)
    Path("a.bin").write_text("a")
    script = importlib.util.module_from_spec(importlib.machinery.ModuleSpec("script", None))
    exec("from pyarrow import OSFile, memory_map", vars(script))
    sys.modules["script"] = script
    try:
        assert opened("import script; script.memory_map('a.bin'); script.OSFile('a.bin')") == ({"a.bin"}, set())
        assert (script.memory_map, script.OSFile) == (pyarrow.memory_map, pyarrow.OSFile) == before
    finally:
        del sys.modules["script"]


def test_a_class_passes_for_the_one_that_it_stands_for(opened: Opened) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    original: Any = pyarrow.OSFile
    code = """
import pickle, pyarrow
class Mine(pyarrow.OSFile):
    pass
file = pyarrow.OSFile("a.bin", "wb")
assert isinstance(file, pyarrow.OSFile) and issubclass(type(file), pyarrow.OSFile)
assert not isinstance(pyarrow.BufferReader(b""), pyarrow.OSFile)
file.close()
mine = Mine("a.bin")
assert type(mine) is Mine and isinstance(mine, Mine) and not isinstance(file, Mine)
assert pickle.loads(pickle.dumps((pyarrow.OSFile, pyarrow.memory_map))) == (pyarrow.OSFile, pyarrow.memory_map)
"""

    assert opened(code) == (set(), {"a.bin"})
    assert pickle.loads(pickle.dumps(original)) is original


def test_no_library_is_imported_by_an_audit(tmp_path: Path) -> None:
    code = f"""
import sys, time
from scitex_session.auditing.audit import Audit
from scitex_session.auditing.hearing import listening
audit = Audit(("{tmp_path}/",), "{tmp_path}/own/", time.time())
with listening(audit):
    assert not sys.modules.keys() & {{*{[*HEARD, *UNHEARD]!r}}}
    import h5py
    assert "native_libraries" in h5py.File.__init__.__code__.co_filename
assert "native_libraries" not in h5py.File.__init__.__code__.co_filename
print(audit.programs)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert (done.returncode, done.stdout) == (0, "{}\n"), done.stderr


def test_a_library_that_cannot_be_heard_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "duckdb.py").write_text("")
    (tmp_path / "soundfile.py").write_text("# of a version that has nothing of what is heard")
    monkeypatch.syspath_prepend(tmp_path)
    for name in ("duckdb", "soundfile"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    audit = Audit((f"{tmp_path}/",), f"{tmp_path}/own/", time.time())
    try:
        with listening(audit):
            importlib.import_module("duckdb")
            importlib.import_module("soundfile")
    finally:
        for name in ("duckdb", "soundfile"):
            sys.modules.pop(name, None)

    assert audit.unaudited() == (("duckdb (library)",), ("soundfile (library)",))
