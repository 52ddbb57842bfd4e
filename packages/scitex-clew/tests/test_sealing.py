"""One hash names a file and all that it came from; whoever changes any of it is found out."""

import json
import shutil
import subprocess

import pytest

import scitex_io
from scitex_clew import check, crate, reindex, seal, status
from scitex_clew.errors import SealError, UnknownFileError


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
    (ingest, *_), name = chain
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
    )


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
    assert check(name).faults == (f"run {ingest.id} is not in the index",)


def test_the_record_of_the_run_itself_cannot_be_edited_either(project, chain):
    (_, _, figure), name = chain
    record = figure.directory / crate.NAME
    record.write_text(record.read_text().replace("Train a model.", "Train the model."))
    with pytest.raises(SealError, match="nothing here has the seal"):
        check(name)


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
        [f"{path}: {name}", "3 runs and all that they wrote are what they were"],
    )
    (figure.directory / "figure.txt").write_text("edited\n")
    assert clew("check", name)[0] == 1
    assert clew("check", "0" * 64)[0] == 2


def test_a_signed_seal_names_its_signer(project, chain, clew, tmp_path):
    (_, _, figure), _ = chain
    for name in ("key", "other"):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / name]
        subprocess.run(command, check=True)
    public = (tmp_path / "key.pub").read_text()
    (tmp_path / "signers").write_text(f"ada@example.org {public}")
    (tmp_path / "strangers").write_text(f"bob@example.org {(tmp_path / 'other.pub').read_text()}")
    signed = "\n".join(clew("seal", figure.directory / "figure.txt", "--sign", tmp_path / "key")[1]) + "\n"
    (tmp_path / "figure.seal").write_text(signed)

    code, lines = clew("check", tmp_path / "figure.seal", "--signers", tmp_path / "signers")

    assert (code, lines[-1]) == (0, "signed by ada@example.org")
    assert clew("check", tmp_path / "figure.seal", "--signers", tmp_path / "strangers")[0] == 2
    forged = tmp_path / "forged.seal"
    forged.write_text(("0" if signed[0] != "0" else "1") + signed[1:])
    assert clew("check", forged, "--signers", tmp_path / "signers")[0] == 2
    assert status().well
