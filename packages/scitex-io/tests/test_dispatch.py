"""The extension chooses the format; paths, registered formats and plug-ins."""

import os
from pathlib import Path

import pytest

import scitex_io


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """Work in a temporary folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("scitex_io.registry.registered", {})


def test_save_returns_the_absolute_path_and_makes_parents(tmp_path):
    assert scitex_io.save("x", "a/b/c.txt") == tmp_path / "a/b/c.txt"


def test_the_extension_may_be_in_capitals():
    assert scitex_io.load(scitex_io.save({"a": 1}, "A.JSON")) == {"a": 1}


def test_a_format_may_be_named_where_the_name_says_nothing():
    scitex_io.save({"a": 1}, "data", format="json")

    assert scitex_io.load("data", format=".json") == {"a": 1}


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("a.cvs", r"no format for '\.cvs' \(did you mean '\.csv'\?\)"),
        ("a.qqqqqq", r"no format for '\.qqqqqq' \(known are \.arrow \.bib \.csv"),
        ("a", "no format for a name without an extension"),
    ],
)
def test_an_unknown_extension_names_the_nearest(tmp_path, name, message):
    with pytest.raises(scitex_io.UnknownFormatError, match=message):
        scitex_io.save("x", name)

    assert list(tmp_path.iterdir()) == []


def test_a_missing_file_names_both_places(tmp_path):
    with (
        scitex_io.base_directory("run"),
        pytest.raises(scitex_io.NotFoundError) as error,
    ):
        scitex_io.load("a.csv")

    assert str(error.value) == f"no file 'a.csv': looked for {tmp_path}/run/a.csv and {tmp_path}/a.csv"


@pytest.mark.parametrize("name", ["run[1].json", "a*b.json", "ü ?.json", "~x.json"])
def test_unusual_names_are_names(tmp_path, name):
    scitex_io.save([1], name)

    assert [path.name for path in tmp_path.iterdir()] == [name]
    assert scitex_io.load(name) == [1]


def test_a_tilde_is_the_home_directory(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))

    with scitex_io.base_directory("run"):
        scitex_io.save([1], "~/x.json")

    assert (tmp_path / "home/x.json").exists()
    assert scitex_io.load("~/x.json") == [1]


def test_base_directories_nest_and_absolute_paths_ignore_them(tmp_path):
    with scitex_io.base_directory("outer"):
        with scitex_io.base_directory(tmp_path / "inner"):
            assert scitex_io.save("x", "a.txt") == tmp_path / "inner/a.txt"
        assert scitex_io.save("x", "a.txt") == tmp_path / "outer/a.txt"
        assert scitex_io.save("x", tmp_path / "a.txt") == tmp_path / "a.txt"


def test_a_registered_format_is_used_and_wins_over_a_built_in(tmp_path):
    scitex_io.register(
        "abc.gz", load=lambda path: path.read_bytes()[::-1], save=lambda obj, path: path.write_bytes(obj)
    )
    scitex_io.register(".txt", save=lambda obj, path: path.write_text("mine"))

    assert scitex_io.load(scitex_io.save(b"123", "x.ABC.gz")) == b"321"
    assert scitex_io.save("yours", "x.txt").read_text() == "mine"
    with pytest.raises(scitex_io.UnknownFormatError, match="can be saved, not loaded"):
        scitex_io.load("x.txt")


def test_register_wants_a_function():
    with pytest.raises(ValueError, match="needs load=, save= or both"):
        scitex_io.register(".abc")


def test_an_installed_format_is_found_on_a_miss(tmp_path, monkeypatch):
    (tmp_path / "shout-1.0.dist-info").mkdir()
    (tmp_path / "shout-1.0.dist-info/entry_points.txt").write_text("[scitex_io.formats]\n.shout = shout_format\n")
    Path("shout_format.py").write_text("def save(obj, path): path.write_text(obj.upper())\n")
    monkeypatch.syspath_prepend(tmp_path)

    assert scitex_io.save("hello", "a.shout").read_text() == "HELLO"
    assert ".shout" in scitex_io.extensions()


def test_companions_of_a_type_are_saved_beside_it(tmp_path, monkeypatch):
    (tmp_path / "extra-1.0.dist-info").mkdir()
    (tmp_path / "extra-1.0.dist-info/entry_points.txt").write_text(
        "[scitex_io.companions]\ndecimal.Decimal = extra_companions:companions\n"
    )
    Path("extra_companions.py").write_text(
        "def companions(obj, path, file, options): yield str(obj), path.with_suffix('.txt'), {}\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    from decimal import Decimal

    class Price(Decimal):
        __slots__ = ()

    scitex_io.register(".price", save=lambda obj, path: path.write_text("price"))
    seen = []
    with scitex_io.observing(seen.append):
        scitex_io.save(Price("1.5"), "a.price")

    assert Path("a.txt").read_text() == "1.5"
    assert [(access.mode, access.path.name) for access in seen] == [("write", "a.price"), ("write", "a.txt")]


def test_companions_that_fail_are_a_warning_and_the_object_is_saved(tmp_path, monkeypatch):
    (tmp_path / "broken-1.0.dist-info").mkdir()
    (tmp_path / "broken-1.0.dist-info/entry_points.txt").write_text(
        "[scitex_io.companions]\nfractions.Fraction = broken_companions:companions\n"
    )
    Path("broken_companions.py").write_text("def companions(obj, path, file, options): raise LookupError('no ink')\n")
    monkeypatch.syspath_prepend(tmp_path)
    from fractions import Fraction

    with pytest.warns(RuntimeWarning, match=r"a\.pkl is saved without its companions: .*no ink"):
        path = scitex_io.save(Fraction(1, 2), "a.pkl")

    assert scitex_io.load(path) == Fraction(1, 2)


def test_saving_leaves_no_trace_elsewhere(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    environment = dict(os.environ)

    scitex_io.save([1], "sub/data.json")

    assert sorted(path.name for path in tmp_path.rglob("*")) == ["data.json", "sub"]
    assert dict(os.environ) == environment


def test_an_unknown_option_is_the_callers_fault():
    scitex_io.save([[1, 2]], "a.csv")

    with pytest.raises(TypeError, match="'seperator'"):
        scitex_io.load("a.csv", seperator=";")


def test_whatever_a_format_says_of_a_file_names_it(tmp_path):
    def load(path):
        raise TypeError("f() got an unexpected keyword argument 'x'")

    def unnamed(path):
        raise scitex_io.FormatError("no magic")

    scitex_io.register(".abc", load=load)
    scitex_io.register(".xyz", load=unnamed)
    Path("a.abc").touch()
    Path("a.xyz").touch()

    with pytest.raises(scitex_io.FormatError, match=r"a\.abc: cannot be read as \.abc: TypeError: f\(\) got"):
        scitex_io.load("a.abc")
    with pytest.raises(scitex_io.FormatError, match=r"a\.xyz: no magic"):
        scitex_io.load("a.xyz")
