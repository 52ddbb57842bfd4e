"""`./config/*.yaml` is merged in alphabetical order, and what is wrong is named by file and line."""

import math

import pytest

from scitex_config import (
    ConfigConflictError,
    ConfigSyntaxError,
    ConfigUnreadableError,
    UnsetVariableError,
    load_config,
    parse_scalar,
)


@pytest.fixture
def config(tmp_path, monkeypatch):
    """Load a configuration from the texts of its files."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config").mkdir()

    def load(**files):
        for name, content in files.items():
            path = tmp_path / "config" / f"{name}.yaml"
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return load_config()

    return load


def test_mappings_merge_deeply_and_the_later_file_wins(config):
    merged = config(b="MODEL:\n  dropout: 0.5\nX: 2\n", a="MODEL:\n  dropout: 0.1\n  size: 256\nX: [1]\n")

    assert merged.to_dict() == {"MODEL": {"dropout": 0.5, "size": 256}, "X": 2}


def test_alphabetical_order_does_not_look_at_case(config):
    assert config(experiment="X: 1\n", PATH="X: 2\n").X == 2


def test_both_suffixes_count_and_hidden_files_do_not(config, tmp_path):
    (tmp_path / "config/z.yml").write_text("Z: 1\n")
    (tmp_path / "config/.swap.yaml").write_text("S: [\n")
    (tmp_path / "config/notes.txt").write_text("not ours\n")

    loaded = config(a="A: 1\n")

    assert loaded == {"A": 1, "Z": 1}
    assert loaded.files == (tmp_path / "config/a.yaml", tmp_path / "config/z.yml")


@pytest.mark.parametrize("content", ["", "\n", "# nothing\n", "---\n", "null\n"])
def test_an_empty_file_is_an_empty_mapping(config, content):
    assert config(a=content) == {}


def test_no_directory_is_an_empty_configuration(tmp_path):
    assert load_config(tmp_path / "config") == {}


def test_keys_keep_their_spelling(config):
    assert list(config(a="b-c: 1\nB_c: 2\nÜ: 3\n1: 4\n")) == ["b-c", "B_c", "Ü", 1]


def test_a_key_is_a_number_or_the_text_that_stands_there(config):
    assert list(config(a="on: 1\nNo: 2\n~: 3\n0.5: 4\n'7': 5\nlr: 6\nLR: 7\n")) == [
        "on",
        "No",
        "~",
        0.5,
        "7",
        "lr",
        "LR",
    ]


def test_a_time_of_day_is_text(config):
    assert config(a="A: 12:30\nB: 1:02:03\nC: 1_000\nD: 0x10\nE: -.inf\nF: .5\n") == {
        "A": "12:30",
        "B": "1:02:03",
        "C": 1000,
        "D": 16,
        "E": -math.inf,
        "F": 0.5,
    }


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("010", "010"),
        ("08", "08"),
        ("-007", "-007"),
        ("00", "00"),
        ("0_1", "0_1"),
        ("${SUBJECT}", "010"),
        ("[010, 0o10]", ["010", 8]),
        ("0o10", 8),
        ("0", 0),
        ("-0x1F", -31),
        ("0b1_1", 3),
        ("0b_", "0b_"),
        ("0.5", 0.5),
    ],
)
def test_digits_with_a_leading_zero_are_text_and_an_octal_number_has_its_o(config, monkeypatch, text, value):
    monkeypatch.setenv("SUBJECT", "010")

    assert config(a=f"A: {text}\n")["A"] == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("010", "010"), ("0o10", 8), ("[08, 8]", ["08", 8]), ("1e-3", 1e-3), ("{a: 12:30}", {"a": "12:30"}), ("", None)],
)
def test_a_flag_that_is_read_as_yaml_is_read_by_the_same_rules(text, value):
    assert parse_scalar(text) == value


@pytest.mark.parametrize("text", ["[1", "!!int 010", "!!bool 7", 2_000 * "["])
def test_a_flag_that_is_no_yaml_is_an_error(text):
    with pytest.raises(ConfigSyntaxError, match="is not YAML: "):
        parse_scalar(text)


def test_anchors_and_merge_keys_work(config):
    loaded = config(a="BASE: &base {x: 1, y: 2}\nA:\n  <<: *base\n  y: 3\nB: *base\n")

    assert loaded.A == {"x": 1, "y": 3}
    assert loaded.B == {"x": 1, "y": 2}
    assert str(loaded.source_of("A.y")) == "config/a.yaml:4"


def test_an_alias_of_what_is_in_a_list_is_a_mapping_with_sources(config):
    loaded = config(a="A:\n  - &a {x: 1}\nB: *a\nC: &c x\nD: {*c : [*a]}\n")

    assert loaded.to_dict() == {"A": [{"x": 1}], "B": {"x": 1}, "C": "x", "D": {"x": [{"x": 1}]}}
    assert str(loaded.source_of("B.x")) == "config/a.yaml:2"
    assert str(loaded.source_of("D.x")) == "config/a.yaml:5"


def test_of_mappings_that_are_merged_the_first_counts_and_own_keys_most(config):
    loaded = config(
        a="A: &a {name: a, x: 1}\nB: &b {name: b, x: 2, y: 2}\nC: {<<: [*a, *b], x: 3}\n"
        "D: &d {<<: *a, name: d}\nE: {<<: *d}\n"
    )

    assert loaded.C == {"name": "a", "x": 3, "y": 2}
    assert loaded.E == {"name": "d", "x": 1}
    assert str(loaded.source_of("E.name")) == "config/a.yaml:4"


@pytest.mark.parametrize("merged", ["1", "[1]", "[{x: 1}, [2]]"])
def test_only_mappings_can_be_merged(config, merged):
    with pytest.raises(ConfigSyntaxError, match=r"a\.yaml:1: '<<' takes a mapping, or a list of them"):
        config(a=f"A: {{<<: {merged}}}\n")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("${PORT}", 8080),
        ('"${PORT}"', "8080"),
        ("p${PORT}q", "p8080q"),
        ("[1, '${PORT}']", [1, "8080"]),
        ("${SCITEX_NO:-5}", 5),
        ("${SCITEX_NO:-}", None),
        ("${EMPTY:-x}", "x"),
        ("'${EMPTY}'", ""),
        ("$$PORT costs $5", "$PORT costs $5"),
        ("$${PORT}", "${PORT}"),
        ("${SCITEX_NO:-${PORT}}", 8080),
        ("${SCITEX_NO:-${EMPTY:-c}}", "c"),
        ("${SCITEX_NO:-a${SCITEX_NO:-b}$$}d", "ab$d"),
        ("${PORT:-${SCITEX_NO}}", 8080),
        ("${PORT}}", "8080}"),
        ("[a, {b: '${PORT}'}]", ["a", {"b": "8080"}]),
        ("${SCITEX_NO:-true}", True),
        ("${SCITEX_NO:-[1]}", "[1]"),
        ("|\n  port ${PORT}", "port 8080\n"),
    ],
)
def test_environment_variables_are_substituted_before_yaml_decides_the_type(config, monkeypatch, text, value):
    monkeypatch.setenv("PORT", "8080")
    monkeypatch.setenv("EMPTY", "")
    monkeypatch.delenv("SCITEX_NO", raising=False)

    assert config(a=f"A: {text}\n")["A"] == value


def test_an_unset_variable_is_named_with_file_and_line(config):
    with pytest.raises(UnsetVariableError, match=r"config/a\.yaml:2: the environment variable SCITEX_NO is not set"):
        config(a="A: 1\nB: ${SCITEX_NO}/x\n")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("A: [1\nB: 2\n", r"config/a\.yaml:2:2: "),
        ("A:\n\tB: 1\n", r"config/a\.yaml:2:1: "),
        ("- 1\n", r"config/a\.yaml:1: the top level is a list, expected a mapping"),
        ("just text\n", r"config/a\.yaml:1: the top level is a single value"),
        ("A: 1\nB: 2\nA: 3\n", r"config/a\.yaml:3: the key 'A' stands twice, first at config/a\.yaml:1"),
        ("A: ${X\n", r"config/a\.yaml:1: .* neither \$\{VAR\} nor \$\{VAR:-default\}"),
        ("A: ${X:-${Y:-1}\n", r"config/a\.yaml:1: .* neither \$\{VAR\} nor \$\{VAR:-default\}"),
        ("A: 1\n0xA: 1\n10: 2\n", r"config/a\.yaml:3: the key '10' stands twice, first at config/a\.yaml:2"),
        ("M: {a: 1,\n  a: 2}\n", r"config/a\.yaml:2: the key 'a' stands twice, first at config/a\.yaml:1"),
        ("A: 2024-13-01\n", r"config/a\.yaml:1: '2024-13-01': month must be in 1\.\.12"),
        ("A: &a\n  b: *a\n", r"config/a\.yaml:1: an anchor that contains itself"),
        ("? [1]\n: 2\n", r"config/a\.yaml:1: a key is a list"),
        ("A: !!python/object/apply:os.getcwd []\n", r"config/a\.yaml:1: the tag .*os\.getcwd' is not plain data"),
        ("A: !!python/name:os.getcwd\n", r"config/a\.yaml:1:4: could not determine a constructor"),
        ("A: !!bool 7\n", r"config/a\.yaml:1: '7' is not of type"),
        ("A:\n  " + 300 * "[" + 300 * "]", r"config/a\.yaml:2:202: nested more than 200 deep"),
        ("A:\n  " + 100_000 * "[" + 100_000 * "]", r"config/a\.yaml:2:.*(nested more than 200 deep|nesting depth)"),
        ("A: 1\n---\nB: 2\n", r"config/a\.yaml:2:1: a second document begins here"),
        ("A: *a\n", r"config/a\.yaml:1:4: there is no anchor &a before this alias"),
        ("A: &a 1\nB: &a 2\n", r"config/a\.yaml:2:4: the anchor &a stands twice, first at config/a\.yaml:1"),
        ("A: !!set {a}\n", r"config/a\.yaml:1: the tag 'tag:yaml\.org,2002:set' is not plain data"),
        ("A: !!int 010\n", r"config/a\.yaml:1: '010': invalid literal"),
        ("A: 1\nB: a\x07b\n", r'config/a\.yaml:2: not YAML: the character U\+0007 .*: write "\\u0007"'),
        ("A: ü\n\x1b\n".encode("utf-16"), r"config/a\.yaml:2: not YAML: the character U\+001B"),
        (b"A: 1\nB: \xff\xfe\n", r"config/a\.yaml:2: not YAML: 0xff is not UTF-8: save the file as UTF-8"),
        ("A: 1\rB: ü\r".encode("cp1252"), r"config/a\.yaml:2: not YAML: 0xfc is not UTF-8"),
        ("A: 1\nB: 日本語\n".encode("shift_jis"), r"config/a\.yaml:2: not YAML: 0x93 is not UTF-8"),
        (
            "\ufeffA: \u0a0a\nB: 1\n".encode("utf-16-le") + b"\0\xd8\n\0",
            r"config/a\.yaml:3: .*: 0x00 0xd8 is not UTF-16-LE",
        ),
        (
            "\ufeffA: \u0a0a\nB: 1\n".encode("utf-16-be") + b"\xd8\0\0\n",
            r"config/a\.yaml:3: .*: 0xd8 0x00 is not UTF-16-BE",
        ),
        ("A: 1\n".encode("utf-16") + b"x", r"config/a\.yaml:2: not YAML: 0x78 is not UTF-16-LE"),
        ("A: 1\n\x1b\n".encode("utf-32-be"), r"config/a\.yaml:2: not YAML: the character U\+001B"),
    ],
)
def test_what_is_not_one_mapping_is_named_by_file_and_line(config, content, message):
    with pytest.raises(ConfigSyntaxError, match=message):
        config(a=content)


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ("K: [${A}, ${B}]\n", "1:6"),
        ("K: {a: ${A}}\n", "1:9"),
        ("\ufeffÜ:\n  [x,\n   ü${A:-1}]\n", "3:6"),
        ("\ufeffK: [${A}]\n", "1:6"),
        ("K: [${A}]\n".encode("utf-16"), "1:6"),
    ],
)
def test_a_variable_inside_brackets_without_quotes_is_an_error_that_says_so(config, content, where):
    with pytest.raises(ConfigSyntaxError, match=rf'^config/a\.yaml:{where}: .*, put .* in quotes: "\$\{{VAR\}}"$'):
        config(a=content)


def test_another_error_inside_brackets_says_nothing_of_variables(config):
    with pytest.raises(ConfigSyntaxError) as raised:
        config(a="K: ['$A' b]\nL: ${A}\n")

    assert "VAR" not in str(raised.value)


@pytest.mark.parametrize(
    "bomb",
    [
        "".join(f"A{i + 1}: &a{i + 1} [{', '.join(10 * [f'*a{i}'])}]\n" for i in range(9)),
        "".join(f"A{i + 1}: &a{i + 1} {{{', '.join(f'k{j}: *a{i}' for j in range(10))}}}\n" for i in range(9)),
        "".join(f"A{i + 1}: &a{i + 1} {{x: *a{i}, <<: {{y: *a{i}}}}}\n" for i in range(30)),
    ],
    ids=["lists", "mappings", "merged"],
)
def test_aliases_that_make_far_too_much_of_a_file_are_an_error(config, bomb):
    with pytest.raises(ConfigSyntaxError, match=r"config/a\.yaml:\d+:\d+: the aliases make more than 1000000 values"):
        config(a=f"A0: &a0 1\n{bomb}")


def test_a_file_that_cannot_be_read_is_named(config, tmp_path):
    (tmp_path / "config/a.yaml").symlink_to("/proc/self/mem")

    with pytest.raises(ConfigUnreadableError, match=r"config/a\.yaml: cannot be read: "):
        load_config()


def test_a_file_that_is_gone_is_named(config, tmp_path):
    (tmp_path / "config/a.yaml").symlink_to("gone.yaml")

    with pytest.raises(ConfigUnreadableError, match=r"config/a\.yaml: cannot be read: No such file"):
        load_config()


def test_a_directory_that_is_gone_is_an_error(tmp_path):
    (tmp_path / "config").symlink_to("not mounted")

    with pytest.raises(ConfigUnreadableError, match="config: is a link that leads nowhere"):
        load_config(tmp_path / "config")


def test_a_file_in_place_of_the_directory_is_an_error(tmp_path):
    (tmp_path / "config").write_text("A: 1\n")

    with pytest.raises(ConfigUnreadableError, match="config: cannot be read as a directory: Not a directory"):
        load_config(tmp_path / "config")


def test_an_empty_directory_and_directories_inside_are_nothing(config, tmp_path):
    (tmp_path / "config/inner.yaml").mkdir()

    assert config() == {}


def test_further_files_are_merged_after_those_of_the_directory(config, tmp_path):
    (tmp_path / "0.conf").write_text("M: {y: 3}\nX: 4\n")
    (tmp_path / "config/a.yaml").write_text("M: {x: 1, y: 2}\nX: 1\n")

    loaded = load_config("config", ["0.conf", tmp_path / "0.conf"])

    assert loaded == {"M": {"x": 1, "y": 3}, "X": 4}
    assert str(loaded.source_of("M.x")) == "config/a.yaml:1"
    assert loaded.files == (tmp_path / "config/a.yaml", tmp_path / "0.conf", tmp_path / "0.conf")


def test_a_further_file_that_does_not_exist_is_named(config):
    with pytest.raises(ConfigUnreadableError, match=r"^no\.yaml: cannot be read: No such file"):
        load_config("config", ["no.yaml"])


def test_text_with_a_byte_order_mark_is_text(config):
    assert config(a="\ufeffA: ü\n", b="B: 1\n".encode("utf-16")) == {"A": "ü", "B": 1}


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_every_encoding_of_yaml_is_read(config, encoding, mark):
    loaded = config(a=f"{mark}Ü: [1, ü]\n".encode(encoding), b=mark.encode(encoding))

    assert loaded == {"Ü": [1, "ü"]}
    assert [str(value.source) for _, value in loaded.leaves()] == ["config/a.yaml:1"]


def test_a_large_file_is_read_like_any_other(config):
    loaded = config(a="".join(f"GROUP_{number}:\n  size: {number}\n  layers: [1, 2]\n" for number in range(5_000)))

    assert len(loaded) == 5_000
    assert loaded.GROUP_4999 == {"size": 4999, "layers": [1, 2]}
    assert str(loaded.source_of("GROUP_4999.size")) == "config/a.yaml:14999"


def test_a_file_of_ten_megabytes_is_read_like_any_other(config):
    loaded = config(a="".join(f"KEY_{number:06}: {'text' * 25} {number}\n" for number in range(100_000)))

    assert loaded.files[0].stat().st_size > 10_000_000
    assert len(loaded) == 100_000
    assert loaded["KEY_099999"] == 25 * "text" + " 99999"
    assert loaded.source_of("KEY_099999").line == 100_000


def test_files_that_disagree_about_a_mapping_are_both_named(config):
    with pytest.raises(ConfigConflictError, match=r"config/b\.yaml:1: M is a mapping in config/a\.yaml:1 but not in"):
        config(a="M: {x: 1}\n", b="M: 1\n")


def test_floats_are_those_of_yaml_1_2(config):
    assert config(a="A: 1e-3\nB: '1e-3'\nC: 1e5\n") == {"A": 0.001, "B": "1e-3", "C": 1e5}
