"""One hash names a file and all that it came from; whoever changes any of it is found out."""

import hashlib
import json
import shutil
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest

import scitex_io
from scitex_clew import check, reindex, seal, status
from scitex_clew.errors import SealError, UnknownFileError
from scitex_clew.indexing.current import current_index
from scitex_clew.project import Project
from scitex_clew.records import crate
from scitex_clew.sealing.ties import Contradiction, contradictions


@pytest.fixture
def chain(project):
    """Return the three runs of a chain, and the seal of its figure."""
    runs = project.chain()
    return runs, seal(runs[2].directory / "figure.txt").seal


def test_a_run_records_the_hashes_of_the_records_that_it_descends_from(project):
    ingest, analyse, _ = project.chain()
    record = crate.read(analyse.directory / crate.NAME, "x")
    digest = subprocess.check_output(["sha256sum", ingest.directory / crate.NAME], text=True).split()[0]
    assert record.parents == {ingest.id: digest}


def test_a_seal_holds_as_long_as_nothing_is_changed(project, chain):
    (ingest, analyse, figure), name = chain
    found = check(name)
    assert (found.well, found.runs) == (True, (figure.id, analyse.id, ingest.id))
    assert check(name[:12]).well


def test_a_seal_holds_in_a_copy_that_was_indexed_anew(project, chain, tmp_path):
    _, name = chain
    shutil.copytree(project.root, tmp_path / "copy", symlinks=True)
    shutil.rmtree(tmp_path / "copy/.scitex")
    (tmp_path / "copy/.scitex").mkdir()
    reindex(tmp_path / "copy")
    assert check(name, tmp_path / "copy").well


def test_who_edits_file_index_and_record_of_an_ancestor_is_found_out(project, chain):
    (ingest, analyse, _), name = chain
    path = ingest.directory / "clean.txt"
    old = subprocess.check_output(["sha256sum", path], text=True).split()[0]
    path.write_text("CLEAN\n")
    new = subprocess.check_output(["sha256sum", path], text=True).split()[0]
    for record in project.root.glob("*_out/FINISHED_SUCCESS/*/ro-crate-metadata.json"):
        if ingest.id in str(record):
            record.write_text(record.read_text().replace(old, new))
    reindex()

    found = check(name)

    assert not found.well
    assert found.faults == (
        f"the record of run {ingest.id} was changed: ingest_out/FINISHED_SUCCESS/{ingest.id}/{crate.NAME}",
        f"ingest_out/FINISHED_SUCCESS/{ingest.id}/clean.txt was changed (read by run {analyse.id})",
    )


def test_a_seal_holds_where_runs_that_overlap_wrote_one_file(project):
    now = datetime.now().astimezone()
    for ago, text in ((1, "began second\n"), (2, "ended last\n")):
        with project.session(f"{ago}.py", started=now - timedelta(minutes=ago)) as last:
            scitex_io.save(text, project.root / "shared.txt")
            scitex_io.save(text, "own.txt")
    with project.session("figure.py") as figure:
        for path in sorted(project.root.glob("*_out/*/*/own.txt")):
            scitex_io.load(path)
        scitex_io.save("figure\n", "figure.txt")
    found = check(seal(figure.directory / "figure.txt").seal)
    assert (found.faults, last.id in found.runs) == ((), True)


def test_an_edited_file_of_an_ancestor_is_named(project, chain):
    (ingest, *_), name = chain
    (ingest.directory / "clean.txt").write_text("CLEAN\n")
    assert check(name).faults == (
        f"ingest_out/FINISHED_SUCCESS/{ingest.id}/clean.txt was changed (written by run {ingest.id})",
    )


def test_a_missing_ancestor_is_named(project, chain):
    (ingest, *_), name = chain
    shutil.rmtree(ingest.directory)
    reindex()
    assert check(name).faults[0] == f"run {ingest.id} is not in the index"


def test_the_record_of_the_run_itself_cannot_be_edited_either(project, chain, clew):
    (_, _, figure), name = chain
    record = figure.directory / crate.NAME
    record.write_text(record.read_text().replace("Train a model.", "Train the model."))
    found = check(name)
    assert (found.seal, found.well) == (None, False)
    assert found.faults[0].startswith(f"nothing in {project.root} has the seal {name!r}")
    assert clew("check", name) == (1, [found.faults[0]])


@pytest.mark.parametrize("deed", ["edited", "removed"])
def test_what_was_only_read_is_looked_at_too(project, chain, clew, deed):
    (ingest, *_), name = chain
    raw = project.root / "raw.txt"
    raw.write_text("edited\n") if deed == "edited" else raw.unlink()
    problem = "was changed" if deed == "edited" else "is gone"
    code, lines = clew("check", name)
    assert (code, lines[1:]) == (1, [f"raw.txt {problem} (read by run {ingest.id})"])


@pytest.mark.parametrize("deed", ["edited", "removed"])
def test_code_that_was_edited_is_told_and_is_no_fault(project, chain, clew, deed):
    (ingest, *_), name = chain
    script = project.root / "ingest.py"
    script.write_text("# another\n") if deed == "edited" else script.unlink()
    problem = "was changed" if deed == "edited" else "is gone"
    assert check(name).code == (f"ingest.py {problem} since run {ingest.id}",)
    code, lines = clew("check", name)
    assert (code, lines[1:]) == (
        0,
        [f"code  {check(name).code[0]}", "3 runs and all that they read and wrote but code are what they were"],
    )


def test_an_input_that_was_moved_is_well_and_so_is_a_log_that_has_grown(project, chain):
    (ingest, *_), name = chain
    (project.root / "raw.txt").rename(project.root / "elsewhere.txt")
    with (ingest.directory / "ingest.log").open("a") as log:
        log.write("a child goes on\n")
    assert check(name).well
    (ingest.directory / "ingest.log").write_text("another")
    assert check(name).faults == (
        f"ingest_out/FINISHED_SUCCESS/{ingest.id}/ingest.log was changed (written by run {ingest.id})",
    )


def test_what_a_history_rewrites_in_place_is_well_and_what_others_rewrite_is_not(project):
    table = project.root / "table.txt"
    table.write_text("one\n")
    for number in (2, 3):
        with project.session() as run:
            scitex_io.load(table)
            scitex_io.save(f"{number}\n", table)
    with project.session("last.py") as run:
        scitex_io.load(table)
        scitex_io.save("figure\n", "figure.txt")
    name = seal(run.directory / "figure.txt").seal
    assert (check(name).faults, len(check(name).runs)) == ((), 3)
    with project.session("other.py"):
        scitex_io.save("four\n", table)
    assert {fault.partition(" (")[0] for fault in check(name).faults} == {"table.txt was changed"}


def edit(run):
    """Edit the record of a run, as one does who hides something."""
    record = run.directory / crate.NAME
    record.write_text(record.read_text().replace("Train a model.", "Train the model."))
    reindex()


@pytest.mark.parametrize("sealed", [0, 1, 2])
def test_a_history_with_an_edited_record_is_not_sealed(project, chain, clew, sealed):
    runs, _ = chain
    ingest, analyse, _ = runs
    edit(ingest)
    names = ("clean.txt", "fit.txt", "figure.txt")
    code, lines = clew("seal", runs[sealed].directory / names[sealed])
    record = f"ingest_out/FINISHED_SUCCESS/{ingest.id}/{crate.NAME}"
    assert (code, len(lines)) == (1, 1)
    assert lines[0].endswith(
        f"cannot be sealed: the record of run {ingest.id} is not what run {analyse.id} recorded of it: {record}"
    )


def test_a_history_without_one_of_its_records_is_not_sealed(chain, clew):
    (ingest, analyse, figure), _ = chain
    shutil.rmtree(ingest.directory)
    reindex()
    code, lines = clew("seal", figure.directory / "figure.txt")
    assert code == 1
    assert f"the record of run {ingest.id} is not here, and run {analyse.id} has read what that wrote" in lines[0]


def test_a_run_that_had_no_record_when_it_was_read_from_is_named_by_no_seal(project, chain, clew):
    (ingest, analyse, _), _ = chain
    record = crate.read(analyse.directory / crate.NAME, f"analyse_out/FINISHED_SUCCESS/{analyse.id}")
    crate.write(analyse.directory, record._replace(parents={ingest.id: None}))
    reindex()
    said = f"run {ingest.id} had no record when run {analyse.id} read what it wrote, so that no hash names it"
    code, lines = clew("seal", analyse.directory / "fit.txt")
    assert (code, f"cannot be sealed: {said}" in lines[0]) == (1, True)
    digests = [subprocess.check_output(["sha256sum", analyse.directory / name]) for name in ("fit.txt", crate.NAME)]
    by_hand = hashlib.sha256(b"".join(digest[:64] + b"\n" for digest in digests)).hexdigest()
    assert check(by_hand).faults == (said,)


def test_contradictions_are_found_in_all_runs_or_in_the_history_of_some(project, chain):
    (ingest, analyse, figure), _ = chain
    own = Project.of(project.root)
    with project.session("other.py") as other:
        scitex_io.save("other\n", "other.txt")

    def found(runs=None):
        with current_index(own) as index:
            return contradictions(index, own, runs)

    assert found() == ()
    edit(ingest)
    expected = Contradiction(ingest.id, analyse.id, f"ingest_out/FINISHED_SUCCESS/{ingest.id}/{crate.NAME}")
    assert found() == found([figure.id]) == found([analyse.id]) == (expected,)
    assert found([ingest.id]) == found([other.id]) == ()


def test_a_record_that_was_written_by_other_means_is_read_as_well(project, chain):
    (ingest, analyse, figure), _ = chain
    for run in (analyse, figure):
        path = run.directory / crate.NAME
        path.write_text(json.dumps(json.loads(path.read_text()), indent=2))
    edit(ingest)
    own = Project.of(project.root)
    with current_index(own) as index:
        assert [(found.run, found.child) for found in contradictions(index, own)] == [
            (ingest.id, analyse.id),
            (analyse.id, figure.id),
        ]


def test_two_files_of_one_run_have_two_seals(project):
    with project.session() as run:
        scitex_io.save("a\n", "a.txt")
        scitex_io.save("b\n", "b.txt")
    assert seal(run.directory / "a.txt").seal != seal(run.directory / "b.txt").seal


def test_what_no_run_wrote_cannot_be_sealed(project):
    project.chain()
    with pytest.raises(UnknownFileError):
        seal("raw.txt")


def test_a_living_run_cannot_be_sealed(project):
    with project.session() as run:
        scitex_io.save("a\n", "a.txt")
        with pytest.raises(SealError, match="cannot be sealed"):
            seal(run.directory / "a.txt")


def test_a_seal_is_printed_and_confirmed(project, chain, clew):
    (_, _, figure), name = chain
    path = f"figure_out/FINISHED_SUCCESS/{figure.id}/figure.txt"
    assert clew("seal", path) == (0, [name])
    assert json.loads(clew("seal", path, "--json")[1][0])["run"] == figure.id
    assert clew("check", name) == (
        0,
        [f"{path}: {name}", "3 runs and all that they read and wrote are what they were"],
    )
    (figure.directory / "figure.txt").write_text("edited\n")
    assert clew("check", name)[0] == 1
    assert clew("check", "0" * 64)[0] == 1


def test_eight_characters_of_a_seal_are_enough_and_less_are_refused(chain, clew):
    _, name = chain
    assert clew("check", name[:8].upper())[0] == 0
    for wrong in (name[:7], name + "0", "No seal!", ""):
        code, lines = clew("check", wrong)
        assert (code, len(lines)) == (2, 1)
        said = "is no seal: that has 64 characters of 0-9 and a-f, of which at least 8 are given"
        assert lines[0] == f"Error: {wrong!r} {said}"


def test_a_file_with_a_seal_is_checked_from_anywhere(project, chain, clew, tmp_path, monkeypatch):
    (project.root / "figure.seal").write_text(f"{chain[1]}\n")
    monkeypatch.chdir(tmp_path)
    assert clew("check", "project/figure.seal")[0] == 0


def test_a_copy_is_checked_where_one_stands_and_not_the_original(project, chain, clew, tmp_path, monkeypatch):
    (project.root / "figure.seal").write_text(f"{chain[1]}\n")
    shutil.copytree(project.root, tmp_path / "copy")
    monkeypatch.chdir(tmp_path / "copy")
    assert clew("check", "../project/figure.seal")[0] == 0
    (next(Path().glob("ingest_out/*/*")) / "clean.txt").write_text("edited\n")
    assert clew("check", "../project/figure.seal")[0] == 1
    (next(Path().glob("figure_out/*/*")) / crate.NAME).unlink()
    code, (line,) = clew("check", "../project/figure.seal")
    assert (code, line.partition(" has ")[0]) == (1, f"nothing in {tmp_path / 'copy'}")


def test_a_file_that_is_gone_is_not_sealed_and_it_is_said_how_to_find_it(project, chain, clew):
    (figure,) = project.root.glob("figure_out/*/*/figure.txt")
    figure.rename("moved.txt")
    said = f"Error: {figure} cannot be sealed: it is not there any more; see: scitex clew file {figure}"
    assert clew("seal", figure) == (1, [said])


def test_a_signed_seal_names_its_signer(project, chain, clew, tmp_path):
    runs, _ = chain
    figure = runs[2]
    for name in ("key", "other"):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / name]
        subprocess.run(command, check=True)
    public = (tmp_path / "key.pub").read_text()
    (tmp_path / "signers").write_text(f"ada@example.org {public}")
    (tmp_path / "strangers").write_text(f"bob@example.org {(tmp_path / 'other.pub').read_text()}")
    signed = "\n".join(clew("seal", figure.directory / "figure.txt", "--sign", tmp_path / "key")[1]) + "\n"
    (tmp_path / "figure.seal").write_text(signed)
    told = json.loads(clew("seal", figure.directory / "figure.txt", "--sign", tmp_path / "key", "--json")[1][0])
    assert f"{told['seal']}\n{told['signature']}" == signed

    name, signature = signed.split("\n", 1)

    def checked(text, *arguments):
        (tmp_path / "given.seal").write_text(text)
        return clew("check", tmp_path / "given.seal", *arguments)

    code, lines = checked(signed, "--signers", tmp_path / "signers")
    assert (code, lines[-1]) == (0, "signed by ada@example.org")
    told = json.loads(checked(signed, "--signers", tmp_path / "signers", "--json")[1][0])
    assert (told["well"], told["signed"], told["signer"]) == (True, True, "ada@example.org")
    code, lines = checked(signed, "--signers", tmp_path / "strangers")
    assert (code, lines[-1].startswith("the signature is by nobody in ")) == (1, True)
    assert clew("check", tmp_path / "figure.seal") == (
        0,
        [*checked(name)[1], "the signature was not checked: --signers FILE says whose it may be"],
    )

    other = seal(runs[0].directory / "clean.txt").seal
    code, lines = checked(f"{other}\n{signature}", "--signers", tmp_path / "signers")
    assert (code, lines[-1].startswith("the signature is not one of this seal: ")) == (1, True)
    broken = signature.replace("U1NIU0lH", "V1NIU0lH", 1)
    for wrong in (("0" if name[0] != "0" else "1") + signed[1:], f"{name}\n{broken}", f"{name}\nnone\n"):
        assert checked(wrong, "--signers", tmp_path / "signers")[0] == 1
    assert checked(name, "--signers", tmp_path / "signers")[0] == 2
    assert status().well
