"""Directories that are one file to their format: many files, one line."""

import shutil

import pytest

import scitex_io
from scitex_clew import flowchart, stores
from scitex_io.observers import notify


@pytest.fixture
def pair(project):
    """Have one run write a store of 400 files and another read it."""
    store = project.root / "cube.zarr"
    with project.session("a.py") as writer:
        for number in range(400):
            path = store / "c" / str(number)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{number}\n")
            notify(scitex_io.Access("write", path))
    with project.session("b.py") as reader:
        for path in sorted((store / "c").iterdir()):
            notify(scitex_io.Access("read", path))
    return writer, reader


@pytest.mark.parametrize(
    ("path", "store"),
    [
        ("x/cube.zarr/c/0", "x/cube.zarr/"),
        ("s3://b/cube.zarr/c/0", "s3://b/cube.zarr/"),
        ("x/cube.zarr", None),
        ("my.project/a.txt", None),
    ],
)
def test_a_store_is_told_by_its_name(path, store):
    assert stores.store_of(path) == store


def test_run_has_a_line_for_all_of_it(pair, clew):
    _, lines = clew("run", pair[1].id)
    assert [line for line in lines if "cube" in line] == ["  verified    input   400 files     cube.zarr/"]


def test_run_gives_one_reason_for_all_of_it(project, pair, clew):
    shutil.rmtree(project.root / "cube.zarr")
    _, lines = clew("run", pair[1].id)
    assert [line for line in lines if line.startswith("stale")] == ["stale because cube.zarr/ is missing"]


def test_status_has_a_line_for_all_of_it(project, pair, clew):
    shutil.rmtree(project.root / "cube.zarr")
    _, lines = clew("status")
    assert [line.partition("  (")[0] for line in lines[:-1]] == [
        "missing     cube.zarr/",
        f"stale       b.py {pair[1].id}: cube.zarr/ is missing",
    ]


def test_it_is_one_node_between_the_runs(pair):
    assert flowchart().splitlines()[3:6] == ['    file0("cube.zarr")', "    run0 --> file0", "    file0 --> run1"]
