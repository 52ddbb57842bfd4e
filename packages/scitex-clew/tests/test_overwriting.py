"""What is recorded is not written over by the commands that write a file."""

import pytest

import scitex_io

FORMS = (
    ("export", "{name}", "train_out/LATEST/out.txt"),
    ("export", "crate.zip", "train_out/LATEST/out.txt", "--prov", "{name}"),
    ("html", "--output", "{name}"),
    ("mermaid", "--output", "{name}"),
)


@pytest.fixture
def recorded(project):
    """Have a run that has read and written something, the file with `LATEST` in its name among them."""
    (project.root / "raw.txt").write_text("raw\n")
    with project.session() as run:
        scitex_io.load(project.root / "raw.txt")
        scitex_io.save("out\n", "out.txt")
        scitex_io.save("far\n", project.root / "far.txt")
    (project.root / "train_out/LATEST").symlink_to(run.directory)
    return run


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("raw.txt", "run {id} has read it: give another name, or remove it first"),
        ("train.py", "run {id} has read it: give another name, or remove it first"),
        ("far.txt", "run {id} has written it: give another name, or remove it first"),
        ("train_out/LATEST/out.txt", "run {id} has written it: give another name, or remove it first"),
        ("train_out/LATEST/ro-crate-metadata.json", "it is part of the records: give another name"),
        (".scitex/clew.db", "it is part of the records: give another name"),
    ],
)
def test_it_is_refused_with_what_has_it(recorded, clew, form, name, reason):
    before = (recorded.script.parent / name).read_bytes()
    code, lines = clew(*(word.format(name=name) for word in form))
    assert code != 0
    assert lines == [f"Error: {name} cannot be written: {reason.format(id=recorded.id)}"]
    assert (recorded.script.parent / name).read_bytes() == before


def test_an_earlier_answer_is_replaced(recorded, clew):
    for _ in range(2):
        assert clew("html", "--output", "page.html")[0] == 0
        assert clew("export", "crate.zip", "train_out/LATEST/out.txt", "--prov", "prov.json")[0] == 0


def test_an_index_elsewhere_is_not_written_over(recorded, clew, tmp_path, monkeypatch):
    monkeypatch.setenv("SCITEX_CLEW_DB", str(tmp_path / "mine.db"))
    assert clew("index")[0] == 0
    assert clew("html", "--output", str(tmp_path / "mine.db"))[0] == 2
