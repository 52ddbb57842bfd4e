"""One conformance suite over the registry: what comes back of every object in every format, or why it is refused.

A new row of the registry is tested by being there: it needs a table in `conformance/families`.
"""

import warnings

import pytest
from conformance.comparison import assert_same
from conformance.objects import OBJECTS
from conformance.outcomes import Outcome, Refusal
from conformance.suite import TABLES, typical

import scitex_io
from scitex_io.compression import COMPRESSIONS
from scitex_io.registry import BUILT_IN

CASES = [(extension, name) for extension in sorted(TABLES) for name in OBJECTS]
COMPRESSED = [
    f"{extension}{suffix}" for extension, row in sorted(BUILT_IN.items()) if row.compressible for suffix in COMPRESSIONS
]


def saved(obj, path, outcome):
    """Save `obj`, expecting just the warning that the outcome names."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        scitex_io.save(obj, path, **outcome.options)
    messages = [str(warning.message) for warning in caught]
    if outcome.warns:
        assert any(outcome.warns in message for message in messages), messages
    else:
        assert messages == []


def test_every_format_has_a_table():
    assert set(TABLES) == set(BUILT_IN)


@pytest.mark.parametrize(("extension", "name"), CASES)
def test_what_was_saved_comes_back_as_documented_or_is_refused(tmp_path, extension, name):
    obj = OBJECTS[name]()
    outcome = TABLES[extension].get(name, Refusal())
    path = tmp_path / f"ü data{extension}"

    if isinstance(outcome, Refusal):
        with pytest.raises(scitex_io.ObjectError, match=outcome.match or None):
            scitex_io.save(obj, path)
        assert list(tmp_path.iterdir()) == []
    else:
        assert isinstance(outcome, Outcome)
        saved(obj, path, outcome)
        companions = {path.with_suffix(".csv"), path.with_suffix(".yaml")} if name == "figure" else set()
        assert {*tmp_path.iterdir()} - companions == {path}
        if outcome.loadable:
            assert_same(scitex_io.load(path), outcome.expected(OBJECTS[name]()))


@pytest.mark.parametrize("extension", COMPRESSED)
def test_what_is_compressed_comes_back_the_same_from_the_same_bytes(tmp_path, extension):
    make, outcome = typical(extension.rpartition(".")[0])

    first = scitex_io.save(make(), tmp_path / f"a{extension}")
    second = scitex_io.save(make(), tmp_path / f"b{extension}")

    assert first.read_bytes() == second.read_bytes()
    assert first.read_bytes().startswith(COMPRESSIONS[first.suffix].magic)
    assert_same(scitex_io.load(first), outcome.expected(make()))


@pytest.mark.parametrize("extension", sorted({*BUILT_IN} - {".zarr"}))
def test_the_same_object_gives_the_same_bytes(tmp_path, extension):
    make, _ = typical(extension)

    first = scitex_io.save(make(), tmp_path / f"one/a{extension}").read_bytes()
    second = scitex_io.save(make(), tmp_path / f"other/a{extension}").read_bytes()

    assert first == second


@pytest.mark.parametrize("extension", sorted({*BUILT_IN} - {".md", ".txt", ".log", ".svg", ".pdf", ".eps", ".zarr"}))
def test_broken_content_is_an_error_that_names_the_file(tmp_path, extension):
    path = tmp_path / f"broken{extension}"
    path.write_bytes(b'"\xff\x00{[unfinished')

    with pytest.raises(scitex_io.FormatError, match=rf"broken\{extension}"):
        scitex_io.load(path)


@pytest.mark.parametrize("extension", sorted({*BUILT_IN} - {".svg", ".pdf", ".eps"}))
def test_two_loads_share_nothing(tmp_path, extension):
    make, _ = typical(extension)
    path = scitex_io.save(make(), tmp_path / f"a{extension}")

    assert scitex_io.load(path) is not scitex_io.load(path) or isinstance(scitex_io.load(path), str)
