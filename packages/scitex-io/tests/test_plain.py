"""Plain data in JSON, JSON Lines, YAML and TOML."""

import os
import subprocess
import sys
import warnings
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import scitex_io

WORLD = Path(__file__).parent / "world" / "plain"
TEXT = st.text(st.characters(codec="utf-8"))
AWKWARD = [
    *["''", "~", "null", "no", "yes", "on", "off", "y", "N", "true", "=", "<<", "-", "?", ":", ",", "[", "]"],
    *["{", "}", "#", "&", "*", "!", "|", ">", "%", "@", "`", "---", "...", "12:30:45", "1:30", "1e-05", "1e5", "-.5"],
    *[
        "5.",
        "+1",
        "-0",
        "08",
        "010",
        "0o10",
        "0x1F",
        "0b11",
        "1_000",
        ".inf",
        ".NaN",
        "2026-02-13",
        "2026-02-13T14:30:00Z",
        "!!str",
    ],
    *["", "a: b", "a #b", "? a", "- a"],
]
UNSEEN = [
    "\n",
    "a\n\nb\n",
    " a ",
    "a ",
    "\t",
    "\r\n",
    "\x85",
    "\u2028",
    "\u2029",
    "\ufeff",
    "😀",
    "\0",
    "\x1b",
    "word " * 40,
]


class Colour(Enum):
    RED = "red"


def trees(leaves, keys):
    """Return a strategy of nested lists and dicts."""
    return st.recursive(leaves, lambda inner: st.lists(inner) | st.dictionaries(keys, inner), max_leaves=20)


# every format


@given(
    trees(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT | st.binary(),
        TEXT | st.integers(),
    )
)
@settings(max_examples=150, deadline=None)
def test_any_plain_data_survives_yaml(tmp_path_factory, data):
    path = scitex_io.save(data, tmp_path_factory.mktemp("yaml") / "data.yaml")

    assert scitex_io.load(path) == data


@given(trees(st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXT, TEXT))
@settings(max_examples=100, deadline=None)
def test_any_plain_data_survives_json_and_lines_of_it(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("json")

    assert scitex_io.load(scitex_io.save(data, folder / "data.json")) == data
    assert scitex_io.load(scitex_io.save([data, data], folder / "data.jsonl")) == [data, data]


@given(
    st.dictionaries(
        TEXT,
        trees(
            st.booleans()
            | st.integers(-(2**63), 2**63 - 1)
            | st.floats(allow_nan=False)
            | TEXT
            | st.dates()
            | st.times()
            | st.datetimes(),
            TEXT,
        ),
    )
)
@settings(max_examples=100, deadline=None)
def test_any_mapping_survives_toml(tmp_path_factory, data):
    path = scitex_io.save(data, tmp_path_factory.mktemp("toml") / "data.toml")

    assert scitex_io.load(path) == data


@pytest.mark.parametrize("extension", [".json", ".yaml"])
def test_numpy_paths_and_enumerations_become_plain(tmp_path, extension):
    obj = {
        "a": np.float32(0.5),
        "b": np.arange(2),
        "c": Path("a/b"),
        "d": Colour.RED,
        "e": (1, 2),
        "f": {2, 1},
        "g": range(2),
    }

    path = scitex_io.save(obj, tmp_path / f"data{extension}")

    assert scitex_io.load(path) == {
        **{"a": 0.5, "b": [0, 1], "c": "a/b", "d": "red", "e": [1, 2], "f": [1, 2]},
        "g": [0, 1],
    }


@pytest.mark.parametrize(
    ("obj", "name", "message"),
    [
        ({"a": {"b": [object()]}}, "x.yaml", r"object at a\.b\[0\] has no plain form"),
        ([{"a": 1}, {"a": object()}], "x.jsonl", r"object at \[1\]\.a has no plain form"),
        ({"a": 1j}, "x.json", "complex at a has no plain form: save its real and imag"),
        ({"a": np.array([1j])}, "x.json", "an array of complex128 at a has no plain form"),
        ({1: "a", "1": "b"}, "x.json", "two keys in the top become the same: 1, '1'"),
        ({"a": {Path("b"): 1, "b": 2}}, "x.yaml", "two keys in a become the same"),
        ({"a": {(1, 2): 1}}, "x.yaml", "a tuple is a key in a: plain data has scalar keys"),
        ({"a": pd.NaT}, "x.yaml", "NaT at a has no plain form"),
        ({"a": pd.Timestamp(1)}, "x.yaml", "a Timestamp with nanoseconds at a"),
        ({"a": np.datetime64("2026-02-13T14:30:00.000000001")}, "x.json", "at a has no plain form"),
        ({"a": np.datetime64("20000-01-01")}, "x.json", "at a has no plain form"),
        ({"a": np.longdouble(1)}, "x.json", "an array of .* at a has no plain form"),
        ({"a": ["\ud800"]}, "x.yaml", r"the text at 'a\[0\]' cannot be written: half a character"),
        ({"a": ["\ud800"]}, "x.json", r"the text at 'a\[0\]' cannot be written"),
        ({"a": ["\ud800"]}, "x.toml", r"the text at 'a\[0\]' cannot be written"),
        ([[1], "\ud800"], "x.jsonl", r"the text at '\[1\]' cannot be written"),
        ({"a": 10**5000}, "x.json", "the int at a cannot be written: Exceeds the limit"),
        ({"a": 10**5000}, "x.yaml", "the int at a cannot be written: Exceeds the limit"),
        ({"a": {"b": [None]}}, "x.toml", r"None at a\.b\[0\]: TOML has no null"),
        ({"a": {"b": 2**63}}, "x.toml", r"the int at a\.b has more than the 64 bits of TOML"),
        ({"a": {1: 2}}, "x.toml", "1 is a key in a: the keys of a .toml are text"),
        ({"a": time(12, tzinfo=UTC)}, "x.toml", "the time at a has a time zone"),
        ({"a": b"\0"}, "x.toml", "bytes at a has no plain form: save its base64 form"),
        ([1], "x.toml", "a .toml holds a mapping, not list"),
        ({"a": 1}, "x.jsonl", "a .jsonl holds a list of plain data, not dict"),
        (pd.DataFrame({"a": [1]}), "x.jsonl", r"not DataFrame: save obj.to_dict\('records'\)"),
    ],
)
def test_what_a_format_cannot_hold_is_refused_by_its_place_and_nothing_is_written(tmp_path, obj, name, message):
    with pytest.raises(scitex_io.ObjectError, match=message):
        scitex_io.save(obj, tmp_path / name)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["x.json", "x.jsonl", "x.toml", "x.yaml"])
def test_what_contains_itself_is_refused(tmp_path, name):
    endless = {}
    endless["a"] = [endless]

    with pytest.raises(scitex_io.ObjectError, match="nested too deeply"):
        scitex_io.save([endless] if name == "x.jsonl" else endless, tmp_path / name)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.json", "[" * 100_000),
        ("x.jsonl", "[" * 100_000),
        ("x.toml", "a = " + "[" * 100_000),
        ("x.toml", ".".join("a" * 10_000) + " = 1"),
        ("x.yaml", "[" * 100_000),
        ("x.yaml", "{a: " * 100_000),
        ("x.yaml", "- " * 100_000),
        ("x.yaml", "\n".join(" " * n + "a:" for n in range(600))),
    ],
)
def test_deep_nesting_is_an_error_and_no_crash(tmp_path, name, content):
    (tmp_path / name).write_text(content)

    with pytest.raises(scitex_io.FormatError, match=name):
        scitex_io.load(tmp_path / name)


@pytest.mark.parametrize("name", ["x.json", "x.toml", "x.yaml"])
def test_an_object_is_not_changed_by_being_saved(tmp_path, name):
    obj = {"a": [1, (2, {"b": Colour.RED})], "c": {"d": np.arange(2).tolist()}}
    before = repr(obj)

    scitex_io.save(obj, tmp_path / name)

    assert repr(obj) == before


@pytest.mark.parametrize("name", ["x.json", "x.jsonl", "x.toml", "x.yaml"])
def test_an_option_that_does_not_exist_is_the_librarys_own_error(tmp_path, name):
    obj = [1] if name == "x.jsonl" else {"a": 1}
    with pytest.raises(TypeError, match="unexpected keyword argument 'colour'"):
        scitex_io.save(obj, tmp_path / name, colour=1)

    path = scitex_io.save(obj, tmp_path / name)
    with pytest.raises(TypeError, match="unexpected keyword argument 'colour'"):
        scitex_io.load(path, colour=1)


def test_sets_are_written_in_the_same_order_by_every_process(tmp_path):
    code = "import scitex_io; scitex_io.save([{'b', 'a', 'c'}, {1, 'x', None, 2.5}, {(2, 'b'), ('a', 1)}], 'x.json')"
    written = []
    for seed in "123":
        subprocess.run(
            [sys.executable, "-c", code], cwd=tmp_path, env={**os.environ, "PYTHONHASHSEED": seed}, check=True
        )
        written.append((tmp_path / "x.json").read_bytes())

    assert len(set(written)) == 1


# dates and times


def test_dates_are_themselves_in_yaml_and_toml_and_text_in_json(tmp_path):
    obj = {
        "day": date(2026, 2, 13),
        "time": datetime(2026, 2, 13, 14, 30),
        "numpy": np.datetime64("2026-02-13T14:30", "us"),
    }
    expected = obj | {"numpy": datetime(2026, 2, 13, 14, 30)}

    assert scitex_io.load(scitex_io.save(obj, tmp_path / "a.yaml")) == expected
    assert scitex_io.load(scitex_io.save(obj, tmp_path / "a.toml")) == expected
    assert scitex_io.load(scitex_io.save(obj, tmp_path / "a.json")) == {
        "day": "2026-02-13",
        "time": "2026-02-13T14:30:00",
        "numpy": "2026-02-13T14:30:00",
    }


@pytest.mark.parametrize("extension", [".yaml", ".toml"])
@pytest.mark.parametrize(
    "zone",
    [UTC, timezone(timedelta(hours=-3, minutes=-30)), ZoneInfo("Europe/Berlin"), timezone(timedelta(seconds=3723))],
)
def test_a_moment_with_a_zone_comes_back_as_the_same_moment_with_one(tmp_path, extension, zone):
    moment = datetime(2026, 7, 13, 14, 30, 0, 5, tzinfo=zone)

    found = scitex_io.load(scitex_io.save({"t": moment}, tmp_path / f"a{extension}"))["t"]

    assert (found, found.tzinfo is None) == (moment, False)


def test_times_of_pandas_and_of_day_are_saved(tmp_path):
    obj = {"stamp": pd.Timestamp("2026-02-13 14:30"), "noon": time(12, 0, 0, 5)}

    assert scitex_io.load(scitex_io.save(obj, tmp_path / "x.yaml")) == {
        "stamp": datetime(2026, 2, 13, 14, 30),
        "noon": "12:00:00.000005",
    }
    assert scitex_io.load(scitex_io.save(obj, tmp_path / "x.toml"))["noon"] == time(12, 0, 0, 5)


# JSON


def test_json_writes_null_for_nan_and_says_where(tmp_path):
    with pytest.warns(UserWarning, match=r"null is written at loss\[1\]") as caught:
        path = scitex_io.save({"loss": [0.5, float("nan")]}, tmp_path / "a.json")

    assert caught[0].filename == __file__
    assert path.read_text() == '{\n  "loss": [\n    0.5,\n    null\n  ]\n}\n'


def test_of_many_places_of_nan_five_are_named(tmp_path):
    with pytest.warns(UserWarning, match=r"\[0\], \[1\], \[2\], \[3\], \[4\] and 3 more places$") as caught:
        scitex_io.save([float("inf")] * 8, tmp_path / "a.jsonl")

    assert caught[0].filename == __file__


def test_nan_is_written_as_a_token_on_demand_and_read(tmp_path):
    path = scitex_io.save([float("nan"), float("-inf")], tmp_path / "a.json", allow_nan=True, indent=None)

    assert path.read_text() == "[NaN, -Infinity]\n"
    assert scitex_io.load(path)[1] == float("-inf")


def test_a_name_that_is_there_twice_is_an_error_unless_a_hook_decides(tmp_path):
    (tmp_path / "a.json").write_text('{"x": {"a": 1, "b": 2, "a": 3}}')

    with pytest.raises(scitex_io.FormatError, match=r"a\.json: .*two entries of the name 'a'"):
        scitex_io.load(tmp_path / "a.json")
    assert scitex_io.load(tmp_path / "a.json", object_pairs_hook=dict) == {"x": {"a": 3, "b": 2}}


def test_options_of_json_go_through(tmp_path):
    path = scitex_io.save({"b": 1, "a": Decimal("1.50")}, tmp_path / "a.json", indent=None, sort_keys=True, default=str)

    assert path.read_text() == '{"a": "1.50", "b": 1}\n'
    (tmp_path / "b.json").write_text("1.10")
    assert scitex_io.load(tmp_path / "b.json", parse_float=Decimal) == Decimal("1.10")


def test_an_integer_of_any_size_up_to_pythons_limit_survives_json(tmp_path):
    assert scitex_io.load(scitex_io.save(10**4299, tmp_path / "a.json")) == 10**4299


def test_json_of_other_programs_is_read():
    assert scitex_io.load(WORLD / "windows.json") == {"a": "ü"}
    assert scitex_io.load(WORLD / "node.json") == {
        "name": "größe 😀 \u2028",
        "big": 2**53,
        "small": 5e-324,
        "list": [1, None, True, {}, []],
        "when": "2026-02-13T14:30:00.000Z",
        "": 0,
    }


# JSON Lines


def test_a_generator_is_saved_a_line_at_a_time(tmp_path):
    path = scitex_io.save(({"n": n} for n in range(3)), tmp_path / "a.jsonl")

    assert path.read_text() == '{"n": 0}\n{"n": 1}\n{"n": 2}\n'


def test_a_generator_that_fails_leaves_no_file(tmp_path):
    with pytest.raises(ZeroDivisionError):
        scitex_io.save((1 // n for n in (1, 0)), tmp_path / "a.jsonl")

    assert list(tmp_path.iterdir()) == []


def test_lines_of_other_programs_are_read():
    assert scitex_io.load(WORLD / "jq.jsonl")[2] == {"n": 2, "x": 2 / 3, "s": "ü2"}
    assert scitex_io.load(WORLD / "polars.ndjson") == [
        {"t": 1.5, "s": "a\nb", "l": [1, 2]},
        {"t": None, "s": "ü", "l": []},
    ]


def test_a_line_that_is_no_json_is_named_and_blank_lines_are_not(tmp_path):
    (tmp_path / "a.jsonl").write_bytes('\ufeff{"a": "\u2028"}\r\n\r\n  \n[1]'.encode())
    (tmp_path / "b.jsonl").write_text("1\n\n{\n")

    assert scitex_io.load(tmp_path / "a.jsonl") == [{"a": "\u2028"}, [1]]
    with pytest.raises(scitex_io.FormatError, match=r"b\.jsonl:3: not JSON"):
        scitex_io.load(tmp_path / "b.jsonl")


def test_lines_cannot_be_indented(tmp_path):
    with pytest.raises(ValueError, match="leave indent out"):
        scitex_io.save([1], tmp_path / "a.jsonl", indent=2)


# YAML


@pytest.mark.parametrize("text", AWKWARD + UNSEEN)
def test_text_that_yaml_could_take_for_something_else_comes_back_as_text(tmp_path, text):
    data = {text: [text, {"a": text}], "b": [[text]]}

    assert scitex_io.load(scitex_io.save(data, tmp_path / "a.yaml")) == data


@pytest.mark.parametrize(
    "text", ["08", "-.5", "0o10", "y", "N", "no", "1e5", "12:30:45", "2026-02-13", "~", "=", "<<", "1_000"]
)
def test_text_that_any_version_of_yaml_takes_for_something_else_is_quoted(tmp_path, text):
    path = scitex_io.save({text: text}, tmp_path / "a.yaml")

    assert path.read_text() == f"'{text}': '{text}'\n"


def test_what_is_there_twice_is_written_twice(tmp_path):
    shared = [1, {"a": 2}]

    path = scitex_io.save({"x": shared, "z": shared}, tmp_path / "a.yaml")

    assert path.read_text() == "x:\n- 1\n- a: 2\nz:\n- 1\n- a: 2\n"


def test_a_hand_written_exponent_is_a_number_and_a_lone_sign_is_text(tmp_path):
    (tmp_path / "a.yaml").write_text("lr: 1e-3\nequals: =\n")

    assert scitex_io.load(tmp_path / "a.yaml") == {"lr": 0.001, "equals": "="}


def test_yaml_of_another_program_is_read_as_yaml_1_1():
    data = scitex_io.load(WORLD / "ruamel.yaml")

    assert data["again"] is data["base"]
    assert data["base"] == {"lr": 1e-05, "layers": [64, 32], "answer": False, "time": 45045, "octal": "0o10"}
    assert data["long"] == "word " * 40
    assert data["when"] == datetime(2026, 2, 13, 14, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "tag",
    ["!!python/object/apply:os.system ['touch pwned']", "!!python/name:os.system", "!!python/tuple [1]", "!mine 1"],
)
def test_a_hostile_yaml_runs_no_code(tmp_path, tag):
    (tmp_path / "a.yaml").write_text(f"a: {tag}\n")

    with pytest.raises(scitex_io.FormatError, match=r"a\.yaml:1:4: could not determine a constructor"):
        scitex_io.load(tmp_path / "a.yaml")


def test_malformed_yaml_is_named_by_file_line_and_column(tmp_path):
    (tmp_path / "a.yaml").write_text("a: 1\nb: [1, 2\nc: 3\n")

    with pytest.raises(scitex_io.FormatError, match=r"a\.yaml:3:2: "):
        scitex_io.load(tmp_path / "a.yaml")


@pytest.mark.parametrize("content", ["a: 1\nb: 2\na: 3\n", "x:\n  - {1: a,\n    1.0: b}\n", "&b a: 1\n? a\n: 2\n"])
def test_a_key_that_is_there_twice_is_an_error(tmp_path, content):
    (tmp_path / "a.yaml").write_text(content)

    with pytest.raises(scitex_io.FormatError, match=r"a\.yaml:[23]:\d: the key .* is there twice"):
        scitex_io.load(tmp_path / "a.yaml")


def test_a_merged_key_may_be_overridden_however_deep_it_is_defined(tmp_path):
    (tmp_path / "a.yaml").write_text(
        "base: &base {a: 1, b: 1}\nx: {y: {z: &deep {<<: *base, b: 2}}}\nlast: {<<: *deep, a: 3}\n"
    )

    assert scitex_io.load(tmp_path / "a.yaml") == {
        "base": {"a": 1, "b": 1},
        "x": {"y": {"z": {"a": 1, "b": 2}}},
        "last": {"a": 3, "b": 2},
    }


def test_of_mappings_that_are_merged_the_first_counts_and_own_keys_most(tmp_path):
    (tmp_path / "a.yaml").write_text(
        "a: &a {name: a, x: 1}\nb: &b {name: b, x: 2, y: 2}\nc: {<<: [*a, *b], x: 3}\nd: {<<: *a, <<: *b}\n"
    )

    loaded = scitex_io.load(tmp_path / "a.yaml")

    assert loaded["c"] == {"name": "a", "x": 3, "y": 2}
    assert loaded["d"] == {"name": "b", "x": 2, "y": 2}


@pytest.mark.parametrize("entry", ["[{}]", "{{<<: [{}]}}"])
def test_aliases_that_make_a_billion_are_refused_at_once(tmp_path, entry):
    lines = ["a0: &a0 {k: 1}"]
    lines += [f"a{n}: &a{n} " + entry.format(", ".join([f"*a{n - 1}"] * 10)) for n in range(1, 10)]
    (tmp_path / "a.yaml").write_text("\n".join(lines))

    with pytest.raises(scitex_io.FormatError, match=r"a\.yaml:\d+:\d+: the aliases make too much of this file"):
        scitex_io.load(tmp_path / "a.yaml")


def test_an_alias_within_its_own_anchor_is_refused(tmp_path):
    (tmp_path / "a.yaml").write_text("a: &a [1, *a]\n")

    with pytest.raises(scitex_io.FormatError, match=r"a\.yaml:1:11: \*a contains itself"):
        scitex_io.load(tmp_path / "a.yaml")


def test_options_of_yaml_go_through(tmp_path):
    path = scitex_io.save({"b": [1, 2], "a": 1}, tmp_path / "a.yaml", sort_keys=True, default_flow_style=None)

    assert path.read_text() == "a: 1\nb: [1, 2]\n"


# TOML


def test_toml_of_another_program_is_read():
    assert scitex_io.load(WORLD / "tomlkit.toml") == {
        "title": "TOML 'x'",
        "when": datetime(2026, 2, 13, 14, 30, tzinfo=timezone(timedelta(hours=1))),
        "day": date(2026, 2, 13),
        "model": {"lr": 1e-05, "layers": [[64, 32], [1]], "inline": {"a": 1}},
        "subject": [{"name": "a"}, {"name": "b"}],
    }


def test_nan_and_infinities_survive_toml(tmp_path):
    found = scitex_io.load(scitex_io.save({"a": [float("inf"), float("nan")]}, tmp_path / "a.toml"))["a"]

    assert found[0] == float("inf")
    assert np.isnan(found[1])


def test_options_of_toml_go_through(tmp_path):
    path = scitex_io.save({"a": [1], "text": "x\ny"}, tmp_path / "a.toml", indent=2, multiline_strings=True)

    assert path.read_text() == 'a = [\n  1,\n]\ntext = """\nx\ny"""\n'
    assert scitex_io.load(path) == {"a": [1], "text": "x\ny"}


def test_toml_with_a_byte_order_mark_is_read(tmp_path):
    (tmp_path / "a.toml").write_bytes(b"\xef\xbb\xbfa = 1\r\n")

    assert scitex_io.load(tmp_path / "a.toml") == {"a": 1}


def test_a_text_of_many_dots_is_no_key_of_many_parts(tmp_path):
    data = {"a": "w. " * 1000, "b": "1.2.3." * 1000 + "\n\"'", "c": [1.5] * 1000}

    assert scitex_io.load(scitex_io.save(data, tmp_path / "a.toml", multiline_strings=True)) == data


def test_malformed_toml_is_named_by_line(tmp_path):
    (tmp_path / "a.toml").write_text("a = 1\nb = = 2\n")

    with pytest.raises(scitex_io.FormatError, match=r"a\.toml: .*line 2"):
        scitex_io.load(tmp_path / "a.toml")


def test_no_warning_is_given_for_what_is_finite(tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        scitex_io.save({"a": [1e308, -0.0]}, tmp_path / "a.json")
