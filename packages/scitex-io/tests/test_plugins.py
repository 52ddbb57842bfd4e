"""The scan of entry points finds what importlib.metadata finds."""

import sys
from importlib import metadata

import pytest

from scitex_io.plugins import entry_points, parse, scan


@pytest.mark.parametrize("group", ["scitex.commands", "scitex_io.companions", "scitex_session.resources"])
def test_it_finds_what_the_standard_library_finds(group):
    expected = {point.name: point.value for point in metadata.entry_points(group=group)}

    assert {name: point.value for name, point in entry_points(group).items()} == expected


def test_of_two_copies_the_first_on_the_path_counts(tmp_path):
    for folder, module in (("a", "first"), ("b", "second")):
        info = tmp_path / folder / "my_extra-1.0.dist-info"
        info.mkdir(parents=True)
        (info / "entry_points.txt").write_text(f"[scitex_io.formats]\n.x = {module}\n")

    found = scan((str(tmp_path / "a"), str(tmp_path / "b"), str(tmp_path / "missing"), sys.executable))

    assert found["scitex_io.formats"][".x"].value == "first"


def test_extras_comments_and_other_groups_are_left_out():
    text = "[console_scripts]\nscitex = a:b\n\n# a comment\n[scitex.commands]\nio = m.n:f [extra]\n; another = one\n"

    assert [(group, point.name, point.value) for group, point in parse(text)] == [("scitex.commands", "io", "m.n:f")]


def test_an_entry_point_loads_its_object(tmp_path, monkeypatch):
    (tmp_path / "entry_point_module.py").write_text("class A:\n    b = 5\n")
    monkeypatch.syspath_prepend(tmp_path)
    (_, point), (_, module) = parse("[scitex.x]\na = entry_point_module:A.b\nb = entry_point_module\n")

    assert point.load() == 5
    assert module.load().A.b == 5
