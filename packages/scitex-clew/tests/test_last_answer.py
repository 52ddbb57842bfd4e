"""The last answer of `scitex clew status` is given again as long as nobody has touched what it rests upon."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

import scitex_clew.verifying.last_answer
import scitex_io
from scitex_clew import stamps
from scitex_clew.commands.status_command import answer
from scitex_clew.verifying.last_answer import last_answer

STATUS = "status"


def recall(question):
    """Return exit code and text of the last answer, if it holds."""
    last = last_answer()
    return (last.code, last.text) if last is not None and last.holds(question) else None


@pytest.fixture
def ask(capsys):
    """Return a function that asks for the status, and gives exit code and text."""

    def asked(*, full=False, as_json=False, porcelain=False):
        code = answer(full=full, as_json=as_json, porcelain=porcelain)
        return code, capsys.readouterr().out.rstrip("\n")

    return asked


@pytest.fixture
def runs(project, ask, monkeypatch):
    """Have three runs that are over, their files no longer fresh, and an answer that was kept."""
    monkeypatch.setattr(stamps, "TICK_NS", 0)
    found = project.chain()
    ask()
    assert ask() == recall(STATUS) == (0, "3 runs: 3 verified")
    return found


def test_an_answer_is_the_same_as_it_would_be_anew(runs, ask, project):
    kept = ask()
    (project.root / ".scitex/clew.db.answer").unlink()
    assert ask() == kept


def test_an_answer_holds_as_long_as_nothing_is_touched(runs):
    assert recall(STATUS) == recall(STATUS) == (0, "3 runs: 3 verified")


def test_an_answer_is_to_one_question(runs, ask):
    assert ask(porcelain=True) == recall("status --porcelain") == (0, "")
    assert recall(STATUS) is None


def test_a_touched_file_ends_it(runs, ask):
    path = runs[0].directory / "clean.txt"
    before = path.stat()
    path.write_text("other\n")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert recall(STATUS) is None
    assert ask()[1].startswith("modified")


def test_what_is_not_well_is_kept_too(runs, ask):
    (runs[0].directory / "clean.txt").write_text("other\n")
    ask()
    assert ask() == recall(STATUS)
    assert recall(STATUS)[0] == 1


def test_a_missing_file_ends_it_and_leaves_none(runs, ask):
    (runs[0].directory / "clean.txt").unlink()
    assert [ask()[0], ask()[0], recall(STATUS)] == [1, 1, None]


def test_a_new_run_ends_it(runs, ask, project):
    with project.session():
        scitex_io.save("one\n", "a.txt")
    assert recall(STATUS) is None
    assert ask() == (0, "4 runs: 4 verified")


def test_a_run_that_lives_leaves_none(runs, ask, project):
    with project.session():
        assert ask() == ask() == (0, "4 runs: 3 verified, 1 running")
        assert recall(STATUS) is None


def test_an_index_that_was_written_to_only_just_leaves_none(runs, ask, project, monkeypatch):
    monkeypatch.setattr(stamps, "TICK_NS", 10**12)
    (project.root / ".scitex/clew.db.answer").unlink()
    assert ask()[0] == 0
    assert recall(STATUS) is None


def test_an_index_that_somebody_is_writing_to_ends_it(runs, project):
    with closing(sqlite3.connect(project.root / ".scitex/clew.db")) as connection:
        with connection:
            connection.execute("DELETE FROM seen")
        assert recall(STATUS) is None


def test_another_installation_ends_it(runs, ask, monkeypatch, tmp_path):
    installed = shutil.copy(scitex_clew.verifying.last_answer.__file__, tmp_path)
    monkeypatch.setattr(scitex_clew.verifying.last_answer, "__file__", installed)
    ask(porcelain=True)
    assert recall("status --porcelain") == (0, "")
    shutil.copy(installed, tmp_path / "new.py")
    (tmp_path / "new.py").replace(installed)
    assert recall("status --porcelain") is None


def test_full_and_json_do_not_ask_for_it(runs, ask, project):
    (runs[0].directory / "ro-crate-metadata.json").write_text("{}")
    assert ask() == (0, "3 runs: 3 verified")
    assert ask(full=True)[0] == 1
    assert ask(as_json=True)[1].startswith("{")


@pytest.mark.parametrize(
    "damage", [lambda content: b"", lambda content: b"scitex answer 1\n" + content[16:], lambda content: content[:-9]]
)
def test_a_damaged_answer_is_none(runs, ask, project, damage):
    path = project.root / ".scitex/clew.db.answer"
    path.write_bytes(damage(path.read_bytes()))
    assert recall(STATUS) is None
    assert ask() == (0, "3 runs: 3 verified")


def test_no_byte_that_is_another_raises(runs, project):
    path = project.root / ".scitex/clew.db.answer"
    content = path.read_bytes()
    for number, byte in enumerate(content):
        path.write_bytes(content[:number] + bytes([byte ^ 0xFF]) + content[number + 1 :])
        recall(STATUS)


def test_a_project_that_was_moved_keeps_it_and_a_copy_does_not(runs, project, monkeypatch):
    shutil.copytree(project.root, project.root.with_name("copy"))
    project.root.rename(project.root.with_name("moved"))
    for name, known in (("moved", (0, "3 runs: 3 verified")), ("copy", None)):
        monkeypatch.chdir(project.root.with_name(name))
        assert recall(STATUS) == known


def test_an_index_elsewhere_has_its_answer_beside_it(project, ask, monkeypatch, tmp_path):
    monkeypatch.setattr(stamps, "TICK_NS", 0)
    monkeypatch.setenv("SCITEX_CLEW_DB", str(tmp_path / "here.db"))
    project.chain()
    ask()
    assert ask() == recall(STATUS)
    assert (tmp_path / "here.db.answer").is_file()


def test_names_that_are_no_text_are_kept(project, ask, monkeypatch):
    monkeypatch.setattr(stamps, "TICK_NS", 0)
    with project.session():
        scitex_io.save("one\n", "a\nb\udce9.txt")
    ask()
    assert ask() == recall(STATUS) == (0, "1 run: 1 verified")


def test_without_a_project_there_is_none(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert recall(STATUS) is None


def test_a_known_answer_imports_next_to_nothing(runs):
    code = (
        "import sys; before = {*sys.modules}\n"
        "from scitex_clew.commands import answer; answer(['status'])\n"
        "print(*{*sys.modules} - before)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    told, modules = done.stdout.splitlines()
    assert told == "3 runs: 3 verified"
    assert {name for name in modules.split() if not name.startswith("scitex")} <= {
        "importlib",
        "importlib._bootstrap",
        "importlib._bootstrap_external",
        "warnings",
    }
