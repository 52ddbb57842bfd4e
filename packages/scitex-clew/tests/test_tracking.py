"""Files that a script reads and writes by itself are recorded if they are tracked."""

import pytest

from scitex_clew import run, track


def roles(id):
    return [(file.access.role, file.access.path) for file in run(id).report.files if file.access.role != "log"]


def test_a_tracked_file_is_an_input(project):
    (project.root / "raw.csv").write_text("t,y\n")
    with project.session() as session:
        assert track("raw.csv").read_text() == "t,y\n"
    assert ("input", "raw.csv") in roles(session.id)


def test_a_file_that_is_tracked_as_written_is_an_output(project):
    with project.session() as session:
        (project.root / "model.bin").write_bytes(b"1")
        track("model.bin", "write")
    assert ("output", "model.bin") in roles(session.id)


def test_a_file_that_is_not_there_cannot_be_tracked(project):
    with pytest.raises(FileNotFoundError, match=r"no file 'raw\.csv' to track: looked for /"):
        track("raw.csv")


@pytest.mark.parametrize(("path", "error"), [(None, TypeError), (b"raw.csv", TypeError), ("", FileNotFoundError)])
def test_what_names_no_file_is_refused(project, path, error):
    (project.root / "raw.csv").write_text("t,y\n")
    with project.session() as session, pytest.raises(error, match="file"):
        track(path)
    assert roles(session.id) == [("script", "train.py")]


def test_outside_of_a_session_nothing_happens(project):
    (project.root / "raw.csv").write_text("t,y\n")
    assert track("raw.csv") == project.root / "raw.csv"
