"""A crate from somebody else: it is verified as it is, and can do no harm."""

import hashlib
import json
import os
import random
import shutil
import stat
import subprocess
import sys
import zipfile

import pytest

import scitex_clew
import scitex_io
from scitex_clew import check, export, import_crate, reindex, seal, status
from scitex_clew.errors import CrateError
from scitex_clew.exporting import receive
from scitex_clew.records import crate
from scitex_clew.records.record import Parameter

ROOT = {"@id": "./", "@type": "Dataset", "mainEntity": {"@id": "./"}, "mentions": {"@id": "#1"}}


@pytest.fixture
def figure(project):
    """Return the path of a figure that three runs led to."""
    return project.chain()[-1].directory / "figure.txt"


def rewritten(source, target, change):
    """Write the crate `source` again, its members as `change` gives them: (info, bytes) pairs."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info, data in change([(info, old.read(info)) for info in old.infolist()]):
            new.writestr(info, data)


def with_member(name, data, mode=0o100644, **declared):
    """Return a change that adds a member, which the metadata declares if `declared` is given."""

    def change(members):
        added = zipfile.ZipInfo(name)
        added.external_attr = mode << 16
        for info, content in members:
            if info.filename == crate.NAME and declared:
                document = json.loads(content)
                document["@graph"].append({"@id": name, "@type": "File", **declared})
                content = json.dumps(document).encode()
            yield info, content
        yield added, data

    return change


def test_what_was_handed_on_is_verified_in_another_place(figure, tmp_path):
    export("crate.zip", figure)
    found = import_crate("crate.zip", tmp_path / "received")
    assert (found.well, found.faults, found.left_out) == (True, (), ())
    assert [report.verdict for report in found.status.runs] == ["verified"] * 3
    assert status(tmp_path / "received").well
    assert not any(report.code for report in found.status.runs)


def test_seals_hold_in_what_was_received(figure, tmp_path):
    name = seal(figure).seal
    export("crate.zip", figure)
    import_crate("crate.zip", tmp_path / "received")
    found = check(name, tmp_path / "received")
    assert (found.well, len(found.runs)) == (True, 3)


def test_another_machine_verifies_it_and_checks_the_seal(figure, tmp_path):
    name = seal(figure).seal
    export("crate.zip", figure)
    (tmp_path / "there").mkdir()
    (tmp_path / "project").rename(tmp_path / "unreachable")
    environment = {**os.environ, "HOME": str(tmp_path / "there"), "TZ": "Pacific/Kiritimati"}
    program = "from scitex_clew.commands import clew; clew()"
    for arguments in (["import", tmp_path / "unreachable/crate.zip", "received"], ["check", name], ["status"]):
        directory = tmp_path / "there" / ("" if arguments[0] == "import" else "received")
        command = [sys.executable, "-W", "error", "-c", program, *arguments]
        done = subprocess.run(command, cwd=directory, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_it_can_be_indexed_again_and_handed_on_again(figure, tmp_path, monkeypatch):
    export("crate.zip", figure)
    place = figure.relative_to(tmp_path / "project")
    import_crate("crate.zip", tmp_path / "received")
    assert reindex(tmp_path / "received").complaints == ()
    monkeypatch.chdir(tmp_path / "received")
    export("again.zip", place)
    assert (tmp_path / "received/again.zip").read_bytes() == (tmp_path / "project/crate.zip").read_bytes()


def test_an_index_elsewhere_is_left_alone(figure, tmp_path, monkeypatch):
    export("crate.zip", figure)
    monkeypatch.setenv("SCITEX_CLEW_DB", str(tmp_path / "mine.db"))
    assert import_crate("crate.zip", tmp_path / "received").well
    assert not (tmp_path / "mine.db").exists()
    assert (tmp_path / "received/.scitex/clew.db").exists()


def test_a_file_that_lay_outside_of_the_project_is_found_in_the_crate(project, tmp_path):
    outside = tmp_path / "raw.txt"
    outside.write_text("raw\n")
    with project.session() as run:
        scitex_io.load(outside)
        scitex_io.save("a\n", "a.txt")
    export("crate.zip", run.id)
    outside.unlink()
    found = import_crate("crate.zip", tmp_path / "received")
    assert found.well
    (moved,) = (file for file in found.status.runs[0].wrong)
    assert moved.verdict == "moved"


def test_inputs_that_were_left_out_on_request_are_no_fault(figure, tmp_path, clew):
    export("crate.zip", figure, without_inputs=True)
    code, lines = clew("import", "crate.zip", tmp_path / "received")
    assert code == 0
    assert lines[0] == "left out    raw.txt  (its hash alone is in the crate)"
    assert lines[-2] == "nothing is wrong but that these were left out"
    assert clew("import", "crate.zip", tmp_path / "again", "--json")[0] == 0


def test_what_was_changed_before_it_was_handed_on_is_one(project, figure, tmp_path, clew):
    (project.root / "raw.txt").write_text("edited\n")
    assert clew("export", "crate.zip", figure)[0] == 1
    code, lines = clew("import", "crate.zip", tmp_path / "received")
    assert code == 1
    assert any("raw.txt is missing" in line for line in lines)
    assert not any(line.startswith("nothing is wrong") for line in lines)


def test_a_file_that_no_crate_can_hold_is_no_fault_and_that_is_told(project, tmp_path, clew):
    with project.session() as run:
        scitex_io.save("1\n", "a\udce9.txt")
    assert clew("export", "crate.zip", run.id)[0] == 0
    code, lines = clew("import", "crate.zip", tmp_path / "received")
    assert (code, lines[-3:-1]) == (0, ["1 run: 1 missing", "nothing is wrong but that these were left out"])


@pytest.mark.parametrize("consistent", [False, True])
def test_an_edited_result_is_found_also_if_the_metadata_were_edited_with_it(figure, tmp_path, clew, consistent):
    export("crate.zip", figure)
    old, new = (hashlib.sha256(data).hexdigest().encode() for data in (b"clean\n", b"CLEAN\n"))

    def change(members):
        for info, data in members:
            if info.filename.endswith("clean.txt"):
                data = b"CLEAN\n"
            if info.filename == crate.NAME and consistent:
                data = data.replace(old, new)
            yield info, data

    rewritten("crate.zip", "edited.zip", change)
    code, lines = clew("import", "edited.zip", tmp_path / "received")
    assert code == 1
    assert any(line.startswith("modified") and "clean.txt" in line for line in lines)
    assert any(line.startswith("wrong") for line in lines) is not consistent


def test_who_edits_a_file_and_every_record_of_it_is_found_out_by_the_later_runs(figure, tmp_path):
    name = seal(figure).seal
    export("crate.zip", figure)

    def change(members):
        data = {info.filename: content.replace(b"clean\n", b"CLEAN\n") for info, content in members}
        old, new = (hashlib.sha256(text).hexdigest().encode() for text in (b"clean\n", b"CLEAN\n"))
        record = next(name for name in data if name.startswith("ingest_out") and name.endswith(crate.NAME))
        before = hashlib.sha256(data[record]).hexdigest().encode()
        data[record] = data[record].replace(old, new)
        after = hashlib.sha256(data[record]).hexdigest().encode()
        data[crate.NAME] = data[crate.NAME].replace(old, new).replace(before, after)
        return [(info, data[info.filename]) for info, _ in members]

    rewritten("crate.zip", "edited.zip", change)
    found = import_crate("edited.zip", tmp_path / "received")
    ids = [report.run.id for report in found.status.runs]
    assert found.faults == (f"the record of run {ids[0]} is not the one that run {ids[1]} has read from",)
    assert not check(name, tmp_path / "received").well


def test_a_crate_without_the_run_that_it_tells_of_is_no_verified_one(figure, tmp_path):
    export("crate.zip", figure)

    def change(members):
        kept = [(info, data) for info, data in members if info.filename.startswith("raw")]
        graph = [ROOT, {"@id": "raw.txt", "@type": "File", "sha256": "0" * 64, "contentSize": "4"}]
        return [*kept, (crate.NAME, json.dumps({"@graph": graph}))]

    rewritten("crate.zip", "less.zip", change)
    found = import_crate("less.zip", tmp_path / "received")
    assert (found.well, found.faults[-1]) == (False, "the record of run 1 is not in the crate")


def test_the_crate_of_a_run_alone_is_none_that_was_handed_on(figure, tmp_path):
    shutil.make_archive("run", "zip", figure.parent)
    with pytest.raises(CrateError, match="not that of a lineage"):
        import_crate("run.zip", tmp_path / "received")


def test_export_and_import_say_what_they_did(figure, tmp_path, clew):
    assert clew("export", "crate.zip", figure) == (0, ["crate.zip: 3 runs, 13 files"])
    assert clew("import", "crate.zip", tmp_path / "received") == (
        0,
        ["3 runs: 3 verified", f"in {tmp_path}/received"],
    )
    assert json.loads("".join(clew("export", "crate.zip", figure, "--json")[1]))["files"] == 13


def test_the_directory_is_named_after_the_crate_by_default(project, figure):
    export("figure.zip", figure)
    assert import_crate("figure.zip").directory == project.root / "figure"


@pytest.mark.parametrize("name", ["../evil.txt", "/evil.txt", "a/../../evil.txt", "a//b", ".git/hooks/x", ".SCITEX/y"])
def test_a_name_that_leads_elsewhere_is_refused_and_nothing_is_written(figure, tmp_path, name):
    export("crate.zip", figure)
    rewritten("crate.zip", "evil.zip", with_member(name, b"x", sha256="0" * 64, contentSize="1"))
    before = sorted(tmp_path.iterdir())
    with pytest.raises(CrateError, match="leads elsewhere"):
        import_crate("evil.zip", tmp_path / "received")
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_a_link_or_a_device_is_refused(figure, tmp_path, kind):
    export("crate.zip", figure)
    change = with_member("link", b"/etc/passwd", kind | 0o777, sha256="0" * 64, contentSize="11")
    rewritten("crate.zip", "evil.zip", change)
    with pytest.raises(CrateError, match="no plain file"):
        import_crate("evil.zip", tmp_path / "received")
    assert not (tmp_path / "received").exists()


def test_more_content_than_was_declared_is_refused(figure, tmp_path):
    export("crate.zip", figure)
    change = with_member("bomb", bytes(1 << 24), sha256="0" * 64, contentSize="10")
    rewritten("crate.zip", "evil.zip", change)
    with pytest.raises(CrateError, match="has 10 bytes, and it has more"):
        import_crate("evil.zip", tmp_path / "received")
    assert not (tmp_path / "received").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["project"]


@pytest.mark.parametrize("size", [1 << 22, (1 << 22) + 5])
def test_zeros_are_unpacked_as_holes_and_all_the_rest_as_it_is(project, tmp_path, size):
    with project.session() as run:
        made = scitex_io.save("at the beginning", "big.txt")
        with made.open("r+b") as big:
            for position in (5000, 12288, (1 << 20) - 3, 3 << 20):
                big.seek(position)
                big.write(b"amid")
            big.truncate(size)
    export("crate.zip", run.id)
    assert import_crate("crate.zip", tmp_path / "received").well
    made = run.directory / "big.txt"
    unpacked = tmp_path / "received" / made.relative_to(project.root)
    assert unpacked.read_bytes() == made.read_bytes()
    assert unpacked.stat().st_blocks <= made.stat().st_blocks


def test_more_than_the_disk_holds_is_refused(figure, tmp_path):
    export("crate.zip", figure)
    rewritten("crate.zip", "evil.zip", with_member("big", b"x", sha256="0" * 64, contentSize=str(1 << 62)))
    with pytest.raises(CrateError, match="are free"):
        import_crate("evil.zip", tmp_path / "received")


def test_a_file_that_is_not_named_is_refused_and_so_is_one_that_is_not_there(figure, tmp_path):
    export("crate.zip", figure)
    rewritten("crate.zip", "evil.zip", with_member("extra.txt", b"x"))
    with pytest.raises(CrateError, match="does not name"):
        import_crate("evil.zip", tmp_path / "received")
    rewritten("crate.zip", "less.zip", lambda members: [m for m in members if m[0].filename != "ingest.py"])
    with pytest.raises(CrateError, match="does not hold"):
        import_crate("less.zip", tmp_path / "received")


def test_a_file_where_another_needs_a_folder_is_refused(figure, tmp_path):
    export("crate.zip", figure)
    rewritten("crate.zip", "evil.zip", with_member("ingest.py/x", b"x", sha256="0" * 64, contentSize="1"))
    with pytest.raises(CrateError):
        import_crate("evil.zip", tmp_path / "received")
    assert not (tmp_path / "received").exists()


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\5\6" + bytes(18)])
def test_what_is_no_crate_is_one_line_and_exit_code_2(project, tmp_path, clew, data):
    (project.root / "x.zip").write_bytes(data)
    code, lines = clew("import", "x.zip", tmp_path / "received")
    assert (code, len(lines)) == (2, 1)


STRANGE = [
    json.dumps({"@graph": [ROOT, entity]}).encode()
    for entity in (
        {"@id": 1},
        {"@id": "./", "@type": 5},
        {"@id": "./", "mainEntity": {"@id": "./"}, "@type": [], "mentions": [1]},
        {"@id": "a", "@type": "File"},
        {"@id": "a", "@type": ["File"], "sha256": "0" * 64, "contentSize": "9" * 5000},
        {"@id": "a", "@type": [{}, "File"], "sha256": [], "contentSize": {}},
    )
]


@pytest.mark.parametrize("metadata", [b"[]", b"{}", b'{"@graph": [1]}', b"\xff", b"[" * 100000, *STRANGE])
def test_metadata_of_any_kind_are_no_traceback(project, tmp_path, metadata):
    with zipfile.ZipFile("x.zip", "w") as archive:
        archive.writestr(crate.NAME, metadata)
    with pytest.raises(CrateError):
        import_crate("x.zip", tmp_path / "received")
    assert not (tmp_path / "received").exists()


def test_a_damaged_zip_file_is_refused(project, figure, tmp_path):
    export("crate.zip", figure)
    data = bytearray((project.root / "crate.zip").read_bytes())
    with zipfile.ZipFile("crate.zip") as archive:
        start = archive.getinfo(crate.NAME).header_offset + 100
    data[start : start + 100] = bytes(100)
    (project.root / "crate.zip").write_bytes(data)
    with pytest.raises(CrateError):
        import_crate("crate.zip", tmp_path / "received")
    assert not (tmp_path / "received").exists()


def test_a_directory_that_holds_something_is_not_touched(project, figure, tmp_path):
    export("crate.zip", figure)
    (tmp_path / "received").mkdir()
    assert import_crate("crate.zip", tmp_path / "received").well
    with pytest.raises(CrateError, match="there is something at"):
        import_crate("crate.zip", tmp_path / "received")
    with pytest.raises(CrateError, match="working directory"):
        import_crate("crate.zip", project.root)


def test_a_crate_that_was_unpacked_by_hand_is_indexed_as_it_is(figure, tmp_path):
    export("crate.zip", figure)
    shutil.unpack_archive("crate.zip", tmp_path / "received")
    (tmp_path / "received/.scitex").mkdir()
    assert reindex(tmp_path / "received").complaints == ()
    assert status(tmp_path / "received").well


def declared(data):
    """Return what the metadata say of a content."""
    return {"sha256": hashlib.sha256(data).hexdigest(), "contentSize": str(len(data))}


@pytest.mark.parametrize("name", ["data/extra.txt", "sitecustomize.py", ".envrc"])
def test_a_file_that_no_run_has_read_or_written_is_told(figure, tmp_path, clew, name):
    export("crate.zip", figure)
    rewritten("crate.zip", "more.zip", with_member(name, b"x", **declared(b"x")))
    code, lines = clew("import", "more.zip", tmp_path / "received")
    assert code == 1
    assert f"wrong       {name} is in the crate, though no run has read or written it" in lines


def test_a_copy_that_was_asked_for_is_demanded_and_another_content_in_its_place_is_not(project, figure, tmp_path):
    shutil.copy(figure, project.root / "fig3.txt")
    export("crate.zip", "fig3.txt")
    assert import_crate("crate.zip", tmp_path / "received").faults == ()

    def change(members):
        old, new = (hashlib.sha256(text).hexdigest().encode() for text in (b"figure\n", b"FIGURE\n"))
        for info, data in members:
            if info.filename == crate.NAME:
                data = data.replace(old, new)
            yield info, b"FIGURE\n" if info.filename == "fig3.txt" else data

    rewritten("crate.zip", "other.zip", change)
    assert "fig3.txt is in the crate, though no run has read or written it" in (
        import_crate("other.zip", tmp_path / "again").faults
    )


@pytest.mark.parametrize("name", [".envrc", "lib/.hidden/x.txt", "sitecustomize.py", "own.pth", "Makefile"])
def test_what_is_hidden_or_run_unasked_is_told_though_a_run_has_read_it(project, tmp_path, clew, name):
    (project.root / name).parent.mkdir(parents=True, exist_ok=True)
    (project.root / name).write_text("x\n")
    with project.session() as run:
        scitex_clew.track(project.root / name)
        scitex_io.save("a\n", "a.txt")
    export("crate.zip", run.id)
    assert clew("import", "crate.zip", tmp_path / "received") == (
        0,
        [
            f"look at     {name}  (hidden, or run unasked by some program)",
            "1 run: 1 verified",
            f"in {tmp_path}/received",
        ],
    )


def test_an_output_that_was_left_out_because_of_a_secret_is_no_fault(project, tmp_path, clew):
    (project.root / "a.py").write_text("API_TOKEN = 'abc-12345'\n")
    with project.session("a.py", source="API_TOKEN = '***'\n") as run:
        scitex_io.save("abc-12345\n", "a.txt")
        scitex_io.save("b\n", "b.txt")
    found = export("crate.zip", run.id)
    assert len(found.secret) == 2
    assert clew("import", "crate.zip", tmp_path / "received")[0] == 0
    (tmp_path / "received/a_out/FINISHED_SUCCESS" / run.id / "b.txt").unlink()
    assert not status(tmp_path / "received").well


def test_metadata_that_unpack_to_far_more_than_real_ones_are_refused_unread(project, tmp_path):
    with zipfile.ZipFile("x.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(crate.NAME, b'{"@graph": [' + b"{}," * 1_000_000 + b"{}]}")
    with pytest.raises(CrateError, match="times their size: no real ones do"):
        import_crate("x.zip", tmp_path / "received")


def test_metadata_of_nothing_but_values_are_refused_unparsed(project, tmp_path):
    values = ",".join(map(str, random.Random(1).choices(range(10), k=1_000_000)))
    with zipfile.ZipFile("x.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(crate.NAME, f'{{"@graph": [{values}]}}')
    with pytest.raises(CrateError, match="more values than any real one of its size"):
        import_crate("x.zip", tmp_path / "received")


def test_metadata_beyond_the_limit_are_refused(figure, tmp_path, monkeypatch):
    export("crate.zip", figure)
    monkeypatch.setattr(receive, "LARGEST_METADATA", 1000)
    with pytest.raises(CrateError, match="larger than any real ones"):
        import_crate("crate.zip", tmp_path / "received")


@pytest.mark.parametrize("inside", [b" " * 3_000_000, b"[" + b"1," * 1_000_000 + b"1]"])
def test_the_record_of_a_run_is_no_bomb_either(figure, tmp_path, inside):
    export("crate.zip", figure)
    with zipfile.ZipFile("crate.zip") as archive:
        record = next(
            name for name in archive.namelist() if name.startswith("ingest_out") and name.endswith(crate.NAME)
        )

    def change(members):
        for info, data in members:
            if info.filename == crate.NAME:
                document = json.loads(data)
                (entity,) = (entity for entity in document["@graph"] if entity["@id"] == record)
                entity |= declared(inside)
                data = json.dumps(document).encode()
            yield info, inside if info.filename == record else data

    rewritten("crate.zip", "evil.zip", change)
    with pytest.raises(CrateError, match=r"no real ones do|than any real one"):
        import_crate("evil.zip", tmp_path / "received")
    assert not (tmp_path / "received").exists()


def test_many_values_in_a_parameter_are_no_bomb(project, tmp_path):
    values = random.Random(1).choices(range(10), k=400_000)
    parameters = {
        "values": Parameter("values", values, "default"),
        "texts": Parameter("texts", ["{[,"] * 999, "default"),
    }
    with project.session(parameters=parameters) as run:
        scitex_io.save("a\n", "a.txt")
    export("crate.zip", run.id)
    assert import_crate("crate.zip", tmp_path / "received").well
