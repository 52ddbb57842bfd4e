"""Remote files are known by their URL and their content; nobody looks at them again."""

import json
import os
import signal

import pytest

import scitex_io
from scitex_clew import chain, check, claim, export, flowchart, import_crate, reindex, run, seal, status
from scitex_clew.errors import ClaimError, UnknownFileError
from scitex_clew.records import crate, journal
from scitex_clew.records.record import FileAccess
from scitex_io.observers import notify

pytest.importorskip("fsspec")
URL = "memory://bucket/a.txt"


def record_of(project, session):
    return crate.read(session.directory / crate.NAME, str(session.directory.relative_to(project.root)))


def accesses(project, session, *roles):
    return [(access.role, access.path) for access in record_of(project, session).accesses if access.role in roles]


def graph(session):
    document = json.loads((session.directory / crate.NAME).read_text())
    return {entity["@id"]: entity for entity in document["@graph"]}


@pytest.fixture
def pair(project):
    """Have one run write a remote file and another read it."""
    with project.session("a.py") as writer:
        scitex_io.save("one\n", URL)
    with project.session("b.py") as reader:
        scitex_io.load(URL)
    return writer, reader


def test_a_remote_file_is_recorded_under_its_url(project, pair):
    writer, reader = pair
    assert accesses(project, writer, "output") == [("output", URL)]
    assert accesses(project, reader, "input") == [("input", URL)]


def test_its_hash_and_its_size_are_those_of_what_was_sent(project, pair):
    (sent,) = (access for access in record_of(project, pair[0]).accesses if access.role == "output")
    expected = "2c8b08da5ce60398e1f19af0e5dccc744df274b826abe585eaba68c525434806"  # printf 'one\\n' | sha256sum
    assert sent == FileAccess("output", URL, expected, 4)


def test_a_run_that_reads_what_another_has_sent_is_its_child(pair):
    first, second = status().runs
    assert (first.children, second.parents) == ((pair[1].id,), (pair[0].id,))


def test_a_run_that_reads_a_local_file_of_the_same_content_is_a_child_too(project):
    with project.session("a.py"):
        scitex_io.save("one\n", URL)
    (project.root / "copy.txt").write_text("one\n")
    with project.session("b.py"):
        scitex_io.load(project.root / "copy.txt")
    assert len(status().runs[1].parents) == 1


def test_it_is_neither_verified_nor_missing_and_all_is_well(project, pair):
    found = status()
    verdicts = [file.verdict for report in found.runs for file in report.files if file.access.path == URL]
    assert (verdicts, found.well) == (["remote", "remote"], True)


def test_a_big_remote_file_is_hashed_though_its_copy_is_soon_gone(project):
    with project.session() as session:
        scitex_io.save("x" * 30_000_000, URL)
    assert accesses(project, session, "output") == [("output", URL)]


def test_what_was_sent_twice_is_recorded_as_the_last(project):
    with project.session() as session:
        for text in ("one\n", "three\n"):
            scitex_io.save(text, URL)
    assert [access.size for access in record_of(project, session).accesses if access.path == URL] == [6]


def test_in_the_crate_its_id_is_the_url(pair):
    entity = graph(pair[1])[URL]
    assert (entity["@type"], entity["name"], entity["encodingFormat"]) == ("File", "a.txt", "text/plain")
    assert (entity["contentSize"], len(entity["sha256"])) == ("4", 64)
    assert "sdDatePublished" in entity


def test_no_secret_of_a_url_is_kept_and_the_lineage_is_known(project, clew):
    url = "memory://ada:sesame@bucket/a.txt"
    with project.session("a.py") as writer:
        scitex_io.save("one\n", url)
        assert "sesame" not in (writer.directory / journal.NAME).read_text()
    with project.session("b.py") as reader:
        scitex_io.load(url)
    assert accesses(project, reader, "input") == [("input", "memory://***@bucket/a.txt")]
    assert status().runs[1].parents == (writer.id,)
    written = b"".join(path.read_bytes() for path in project.root.rglob("*") if path.is_file())
    assert b"memory://***@bucket" in written
    assert b"sesame" not in written
    assert export("crate.zip", reader.id).well


def test_two_contents_of_one_url_are_two_entities(project):
    scitex_io.save("one\n", URL)
    with project.session() as session:
        scitex_io.load(URL)
        scitex_io.save("three\n", URL)
    found = [entity for entity in graph(session).values() if entity.get("alternateName") == URL]
    assert sorted(entity["contentSize"] for entity in found) == ["4", "6"]
    assert accesses(project, session, "input", "output") == [("input", URL), ("output", URL)]


@pytest.mark.parametrize("name", ["a b.txt", "50%.txt", "é.txt", "[1].txt", "a%20b.txt", "x?path=y.txt", "a#1.txt"])
def test_a_url_of_any_name_is_read_back_from_the_crate(project, tmp_path, name):
    (tmp_path / "copy.txt").write_text("one\n")
    with project.session() as session:
        notify(scitex_io.Access("read", tmp_path / "copy.txt", f"memory://bucket/{name}"))
    assert accesses(project, session, "input") == [("input", f"memory://bucket/{name}")]


def test_the_index_is_rebuilt_with_it(pair):
    before = status()
    reindex()
    assert status() == before


def test_a_killed_run_whose_copy_is_gone_tells_of_it_without_a_hash(project, tmp_path):
    with (tmp_path / "copy.bin").open("wb") as file:
        file.truncate(1 << 28)
    if os.fork() == 0:
        with project.session():
            notify(scitex_io.Access("read", tmp_path / "copy.bin", URL))
            os.kill(os.getpid(), signal.SIGKILL)
    os.wait()
    (report,) = status().runs
    assert run(report.run.id).record.unhashed == (URL,)


def test_status_counts_it_apart(pair, clew):
    assert clew("status") == (0, ["2 runs: 2 verified; 1 remote file not looked at"])


def test_run_shows_it_with_its_hash(pair, clew):
    code, lines = clew("run", pair[1].id)
    assert (code, f"  remote      input   2c8b08da5ce6  {URL}" in lines) == (0, True)


def test_json_has_the_verdict(pair, clew):
    found = json.loads("".join(clew("run", pair[1].id, "--json")[1]))
    assert {"remote", "verified"} == {file["verdict"] for file in found["report"]["files"]}


def test_the_flowchart_has_it_between_the_runs(pair):
    lines = flowchart().splitlines()
    assert {'    file0("a.txt<br/>remote")', "    run0 --> file0", "    file0 --> run1"} <= set(lines)


def test_file_and_chain_tell_where_it_came_from(project, pair, clew):
    writer, reader = pair
    code, lines = clew("file", URL)
    assert (code, lines[0]) == (0, f"{URL}: remote")
    assert f"  written  by {writer.id}" in lines
    assert f"  input    of {reader.id}: 2c8b08da5ce6" in lines
    assert clew("chain", URL) == (
        0,
        [f"verified    a.py {writer.id}", "1 run: 1 verified; 1 remote file not looked at"],
    )
    assert f"remote      {URL}" in clew("file", ".")[1]
    assert clew("file", "memory://bucket/none.txt") == (
        2,
        ["Error: no run is known to have read or written memory://bucket/none.txt"],
    )


def test_it_is_found_by_its_url_with_and_without_secrets(project, clew):
    with project.session(outcome="error") as run:
        scitex_io.save("one\n", "memory://ada:sesame@bucket/a.txt")
    for url in ("memory://ada:sesame@bucket/a.txt", "memory://***@bucket/a.txt"):
        code, lines = clew("file", url)
        assert (code, lines[0]) == (1, "memory://***@bucket/a.txt: remote, but it comes from a run that failed")
        assert clew("file", url, "--porcelain") == (1, [f"failed {run.id} run train.py"])


def test_its_seal_is_that_of_what_was_recorded_there_last(project, pair):
    sealed = seal(URL)
    assert (sealed.path, sealed.run) == (URL, pair[0].id)
    assert sealed.sha256 == "2c8b08da5ce60398e1f19af0e5dccc744df274b826abe585eaba68c525434806"
    checked = check(sealed.seal)
    assert (checked.seal, checked.well, checked.unseen) == (sealed, True, (URL,))
    with project.session("c.py"):
        scitex_io.save("two\n", URL)
    assert seal(URL).seal != sealed.seal


def test_a_seal_is_printed_for_a_url_with_secrets_as_for_one_without(project, clew):
    with project.session():
        scitex_io.save("one\n", "memory://ada:sesame@bucket/a.txt")
    code, (line,) = clew("seal", "memory://ada:sesame@bucket/a.txt")
    assert (code, line) == (0, seal("memory://***@bucket/a.txt").seal)


def test_what_was_read_there_may_come_from_a_file_that_was_copied_there(project, tmp_path):
    with project.session("a.py") as writer:
        scitex_io.save("one\n", "a.txt")
    (tmp_path / "copy.txt").write_text("one\n")
    with project.session("b.py"):
        notify(scitex_io.Access("read", tmp_path / "copy.txt", URL))
    assert seal(URL).run == writer.id
    exported = export("crate.zip", URL)
    assert (exported.runs, exported.well) == ((writer.id,), True)
    assert import_crate("crate.zip", "received").well


def test_it_is_handed_on_as_its_hash_with_its_lineage(project, pair, tmp_path):
    exported = export("crate.zip", URL, prov="prov.json")
    assert (exported.runs, exported.well) == ((pair[0].id,), True)
    received = import_crate("crate.zip", "received")
    assert received.well
    assert [link.run.id for link in chain(URL, "received")] == [pair[0].id]
    assert seal(URL, "received").seal == seal(URL).seal
    assert URL in (project.root / "prov.json").read_text()


def test_a_url_that_nobody_wrote_to_is_an_error_that_says_so(project, tmp_path):
    (tmp_path / "copy.txt").write_text("one\n")
    with project.session() as run:
        notify(scitex_io.Access("read", tmp_path / "copy.txt", URL))
    said = f"^{URL}: no recorded run wrote what was last read there; the last run that has read it is {run.id}$"
    for asked in (seal, lambda url: export("crate.zip", url)):
        with pytest.raises(UnknownFileError, match=said):
            asked(URL)
        with pytest.raises(UnknownFileError, match=r"^no run is known to have read or written memory://bucket/b$"):
            asked("memory://bucket/b")


def test_a_claim_is_not_tied_to_it(pair):
    with pytest.raises(
        ClaimError, match=r"^memory://bucket/a\.txt:0 is elsewhere, .*: save what it is about there, too$"
    ):
        claim("a=1", f"{URL}:0")
