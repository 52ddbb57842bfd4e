"""A figure with its whole lineage as one crate: what is in it, what is not, and nothing of the machine."""

import hashlib
import json
import os
import re
import shutil
import zipfile
from pathlib import Path
from urllib.parse import unquote

import pytest

import scitex_io
from scitex_clew import export, import_crate, reindex
from scitex_clew.errors import ExportError, UnknownFileError, UnknownRunError
from scitex_clew.exporting import secrets
from scitex_clew.exporting.names import tellable
from scitex_clew.hashing import content
from scitex_clew.records import crate
from scitex_clew.records.journal import sorted_accesses
from scitex_clew.records.record import FileAccess, Parameter


@pytest.fixture
def figure(project):
    """Return the path of a figure that two runs led to."""
    (project.root / "data").mkdir()
    (project.root / "data/raw file.txt").write_text("raw\n")
    with project.session("ingest.py") as ingest:
        scitex_io.load(project.root / "data/raw file.txt")
        scitex_io.save("clean\n", "clean.txt")
    with project.session("figure.py", parameters={"lr": Parameter("lr", 0.01, "flag --lr")}) as run:
        scitex_io.load(ingest.directory / "clean.txt")
        scitex_io.save("figure\n", "figure.txt")
        run.seed = 42
    return run.directory / "figure.txt"


def names(path):
    with zipfile.ZipFile(path) as archive:
        return archive.namelist()


def graph_of(path):
    with zipfile.ZipFile(path) as archive:
        return {entity["@id"]: entity for entity in json.loads(archive.read(crate.NAME))["@graph"]}


def listed(value):
    return [item["@id"] for item in (value if isinstance(value, list) else [value])]


def test_the_crate_holds_the_figure_and_all_that_it_came_from(project, figure):
    with project.session("unrelated.py"):
        scitex_io.save("other\n", "other.txt")
    found = export("crate.zip", figure)
    ingest, last = (f"{name}_out/FINISHED_SUCCESS/20260213_14300{n}_AB12" for n, name in ((1, "ingest"), (2, "figure")))
    assert names("crate.zip") == [
        "data/raw file.txt",
        "figure.py",
        f"{last}/",
        f"{last}/figure.log",
        f"{last}/figure.txt",
        f"{last}/{crate.NAME}",
        "ingest.py",
        f"{ingest}/",
        f"{ingest}/clean.txt",
        f"{ingest}/ingest.log",
        f"{ingest}/{crate.NAME}",
        crate.NAME,
    ]
    assert (found.well, found.files, found.changed, found.left_out, found.lost) == (True, 9, (), (), ())


def test_there_is_an_action_for_each_run_and_they_share_the_file_between_them(figure):
    export("crate.zip", figure)
    graph = graph_of("crate.zip")
    first, last = (graph[id] for id in listed(graph["./"]["mentions"]))
    assert first["@type"] == last["@type"] == "CreateAction"
    assert "data/raw%20file.txt" in listed(first["object"])
    assert set(listed(first["result"])) < set(listed(last["object"]))
    assert graph[last["instrument"]["@id"]]["@type"] == ["File", "SoftwareSourceCode"]
    assert graph[f"#parameter/{last['@id'][1:]}/lr"]["value"] == 0.01
    assert graph[f"#fact/{last['@id'][1:]}/seed"]["value"] == 42
    assert graph["./"]["mainEntity"] == last["result"]


def test_every_file_is_declared_with_its_hash_and_is_part_of_the_root(figure):
    export("crate.zip", figure)
    graph = graph_of("crate.zip")
    files = {unquote(id): entity for id, entity in graph.items() if "File" in entity["@type"]}
    with zipfile.ZipFile("crate.zip") as archive:
        assert {*files, crate.NAME} == {name for name in archive.namelist() if not name.endswith("/")}
        for name, entity in files.items():
            assert hashlib.sha256(archive.read(name)).hexdigest() == entity["sha256"]
            assert archive.getinfo(name).file_size == int(entity["contentSize"])
    assert {unquote(id) for id in listed(graph["./"]["hasPart"])} >= set(files)


def test_every_reference_leads_to_an_entity_and_the_root_has_all_that_is_required(figure):
    export("crate.zip", figure)
    graph = graph_of("crate.zip")
    referenced = {
        item["@id"]
        for entity in graph.values()
        for value in entity.values()
        for item in (value if isinstance(value, list) else [value])
        if isinstance(item, dict)
    }
    assert referenced - graph.keys() == {crate.SPECIFICATION}
    root = graph["./"]
    assert all(root[key] for key in ("name", "description", "datePublished", "license"))
    assert root["conformsTo"] == {"@id": crate.PROFILE}
    assert graph[crate.NAME]["about"] == {"@id": "./"}


def test_the_crates_of_the_runs_are_in_it_byte_for_byte(project, figure):
    export("crate.zip", figure)
    records = [path.relative_to(project.root) for path in project.root.glob(f"*_out/FINISHED_SUCCESS/*/{crate.NAME}")]
    assert len(records) == 2
    with zipfile.ZipFile("crate.zip") as archive:
        assert all(archive.read(str(path)) == path.read_bytes() for path in records)


def test_a_run_is_handed_on_by_a_part_of_its_id(figure):
    assert len(export("crate.zip", "01_AB12").runs) == 1
    graph = graph_of("crate.zip")
    assert graph[graph["./"]["mainEntity"]["@id"]]["@type"] == "Dataset"


def test_a_copy_of_the_figure_is_handed_on_under_its_own_name(project, figure):
    shutil.copy(figure, project.root / "fig3.txt")
    export("crate.zip", "fig3.txt")
    assert "fig3.txt" in names("crate.zip")
    assert graph_of("crate.zip")["./"]["mainEntity"] == {"@id": "fig3.txt"}


def test_the_same_lineage_gives_the_same_bytes(figure):
    export("one.zip", figure)
    os.utime(figure)
    export("two.zip", figure)
    assert Path("one.zip").read_bytes() == Path("two.zip").read_bytes()


def test_without_inputs_raw_data_stay_but_what_runs_wrote_goes(figure):
    found = export("crate.zip", figure, without_inputs=True)
    assert found.left_out == ("data/raw file.txt",)
    assert "data/raw file.txt" not in names("crate.zip")
    assert any(name.endswith("clean.txt") for name in names("crate.zip"))
    (entity,) = (entity for id, entity in graph_of("crate.zip").items() if id.startswith("ni:"))
    assert entity["sha256"] == hashlib.sha256(b"raw\n").hexdigest()


def test_a_file_that_was_changed_is_told_by_its_recorded_hash_alone(project, figure):
    (project.root / "data/raw file.txt").write_text("edited\n")
    found = export("crate.zip", figure)
    assert (found.well, found.changed) == (False, ("data/raw file.txt",))
    assert "data/raw file.txt" not in names("crate.zip")


def test_a_file_that_was_moved_is_handed_on_in_its_old_place(project, figure):
    (project.root / "data/raw file.txt").rename(project.root / "elsewhere.txt")
    assert export("crate.zip", figure).well
    assert "data/raw file.txt" in names("crate.zip")
    assert "elsewhere.txt" not in names("crate.zip")


def test_of_a_log_that_has_grown_there_is_what_was_recorded(project, figure):
    log = figure.with_name("figure.log")
    recorded = log.read_bytes()
    log.write_bytes(recorded + b"a child goes on\n")
    export("crate.zip", figure)
    with zipfile.ZipFile("crate.zip") as archive:
        assert archive.read(str(log.relative_to(project.root))) == recorded


def test_an_edited_script_is_handed_on_as_it_was_recorded(project):
    (project.root / "a.py").write_text("first\n")
    with project.session("a.py", source="first\n") as run:
        scitex_io.save("a\n", "a.txt")
    (project.root / "a.py").write_text("second\n")
    export("crate.zip", run.directory / "a.txt")
    with zipfile.ZipFile("crate.zip") as archive:
        assert archive.read("a.py") == b"first\n"


def test_an_edited_module_is_handed_on_as_it_was_recorded(project, imported):
    helper = imported("helper", "FIRST = 1\n")
    with project.session("a.py") as run:
        scitex_io.save("a\n", "a.txt")
    helper.write_text("second\n")
    export("crate.zip", run.directory / "a.txt")
    with zipfile.ZipFile("crate.zip") as archive:
        assert archive.read("helper.py") == b"FIRST = 1\n"


def test_a_module_of_which_the_record_has_masked_something_is_left_out(project, imported):
    imported("helper", "word = 'sesame'\n")
    with project.session("a.py") as run:
        scitex_io.save("a\n", "a.txt")
    found = export("crate.zip", run.directory / "a.txt")
    assert (found.left_out, found.well) == (("helper.py",), True)
    with zipfile.ZipFile("crate.zip") as archive:
        assert not any(b"sesame" in archive.read(name) for name in archive.namelist())


def test_a_script_that_holds_a_secret_is_left_out(project):
    (project.root / "a.py").write_text("token = 'sesame'\n")
    with project.session("a.py", source="token = '***'\n") as run:
        scitex_io.save("a\n", "a.txt")
    found = export("crate.zip", run.directory / "a.txt")
    assert (found.left_out, found.well) == (("a.py",), True)
    with zipfile.ZipFile("crate.zip") as archive:
        assert not any(b"sesame" in archive.read(name) for name in archive.namelist())


def test_a_configuration_that_holds_a_secret_is_left_out_and_another_is_not(project, fake_config):
    files = tuple(project.root / name for name in ("config.yaml", "nested.yaml", "other.yaml"))
    for file, text in zip(files, ("hf_token: sesame\n", "secrets:\n  hf: sesame\n", "max_tokens: 100\n"), strict=True):
        file.write_text(f"# {file.name}\n{text}")

    class Config(fake_config):
        def leaves(self):
            yield "secrets", Parameter("secrets", "***", "nested.yaml:2")

    config = Config({"a": 1, "secrets": "***"}, files)
    with project.session("a.py", config=config) as run:
        scitex_io.save("a\n", "a.txt")
    found = export("crate.zip", run.directory / "a.txt")
    assert found.left_out == found.secret == ("config.yaml", "nested.yaml")
    assert "other.yaml" in names("crate.zip")
    with zipfile.ZipFile("crate.zip") as archive:
        assert not any(b"sesame" in archive.read(name) for name in archive.namelist())


SCANNED = {
    "module": ("helper.py", 'def login():\n    return connect(user="ada", password="sesame")\n'),
    "script": ("tool.py", "HF_TOKEN = 'sesame'\n"),
    "config": ("db.yaml", "url: postgres://ada:sesame@db/y\n"),
    "diff": ("git.diff", "+++ b/my.env\n+S3_KEY=sesame\n"),
}


@pytest.fixture
def with_file(project):
    """Return a function that runs a script, says that it read a file in some role, and returns its output."""

    def run_with(role, name, text, output="a\n"):
        path = project.root / name
        path.write_text(text)
        with project.session("main.py") as run:
            scitex_io.save(output, "a.txt")
        present = content(path)
        record = crate.read(run.directory / crate.NAME, f"main_out/FINISHED_SUCCESS/{run.id}")
        access = FileAccess(role, name, present.sha256, present.size)
        kept = [known for known in record.accesses if known.role != role]
        crate.write(run.directory, record._replace(accesses=sorted_accesses(kept, [access])))
        reindex()
        return run.directory / "a.txt"

    return run_with


@pytest.mark.parametrize("role", SCANNED)
def test_code_configuration_and_diffs_are_looked_through_for_secrets(with_file, role):
    name, text = SCANNED[role]
    output = with_file(role, name, text)
    found = export("crate.zip", output)
    assert (found.secret, found.left_out, found.changed, found.well) == ((name,), (name,), (), True)
    with zipfile.ZipFile("crate.zip") as archive:
        assert not any(b"sesame" in archive.read(name) for name in archive.namelist())
    (entity,) = (entity for entity in graph_of("crate.zip").values() if entity.get("alternateName") == name)
    assert entity["sha256"] == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("role", SCANNED)
def test_what_holds_a_secret_is_handed_on_unaltered_if_that_is_asked_for(with_file, clew, role):
    name, text = SCANNED[role]
    output = with_file(role, name, text)
    assert clew("export", "crate.zip", output)[1][0] == (
        f"secret      {name}  (it holds what looks like a secret, and is left out: its hash alone is in the crate)"
    )
    code, lines = clew("export", "crate.zip", output, "--with-secrets")
    assert (code, lines[0]) == (
        0,
        f"secret      {name}  (it holds what looks like a secret, and is handed on as you asked)",
    )
    with zipfile.ZipFile("crate.zip") as archive:
        assert archive.read(name) == text.encode()


@pytest.mark.parametrize(
    "text", ["rows.sort(key=first)\n", "token = read('token.txt')\n", "max_tokens = '8'\n", "é = 1\n"]
)
def test_code_without_a_secret_is_handed_on(with_file, text):
    assert export("crate.zip", with_file("module", "helper.py", text)).secret == ()
    assert "helper.py" in names("crate.zip")


def test_what_is_written_in_code_as_a_secret_is_not_handed_on_in_any_other_file(with_file):
    output = with_file("module", "helper.py", "API_TOKEN = 'abc\"-é12345'\n", output='{"sent": "abc\\"-\\u00e912345"}')
    found = export("crate.zip", output)
    assert found.secret == ("helper.py", str(output.relative_to(Path.cwd())))


@pytest.mark.parametrize("assigned", ["sort_key = 'group_12'", "password = 'elsewhere'", "token = 'ab12'"])
def test_a_word_that_may_stand_anywhere_is_not_looked_for_in_other_files(with_file, assigned):
    value = assigned.split("'")[1]
    assert export("crate.zip", with_file("module", "helper.py", f"{assigned}\n", output=f"{value}\n")).secret == (
        "helper.py",
    )


def test_a_secret_across_the_pieces_in_which_a_file_is_read_is_found(with_file, monkeypatch):
    monkeypatch.setattr(secrets, "PIECE", 7)
    assert (
        len(export("crate.zip", with_file("module", "helper.py", "token = 'abc-12345'\n", "xxxx abc-12345\n")).secret)
        == 2
    )


def test_metadata_and_prov_hold_no_secret(project, with_file):
    output = with_file("module", "helper.py", "token = 'abc-12345'\n")
    path = output.parent / crate.NAME
    record = crate.read(path, str(output.parent.relative_to(project.root)))
    told = record._replace(
        error="OSError: abc-12345 at https://ada:pw@example.org/x",
        command=("main.py", "abc-12345", "https://ada:pw@example.org"),
        parameters=(Parameter("note", ["abc-12345"], "flag"), Parameter("url", {"a": "s3://ada:pw@b/c"}, "flag")),
        description="with abc-12345",
    )
    crate.write(output.parent, told)
    reindex()
    with pytest.raises(ExportError, match="holds what looks like a secret"):
        export("crate.zip", output)
    assert not Path("crate.zip").exists()
    export("crate.zip", output, with_secrets=True, prov="prov.json")
    with zipfile.ZipFile("crate.zip") as archive:
        text = archive.read(crate.NAME).decode() + Path("prov.json").read_text()
    assert "abc-12345" not in text
    assert "ada:pw" not in text
    assert "OSError: *** at https://***@example.org/x" in text


def test_of_a_remote_file_no_password_is_told(with_file):
    output = with_file("input", "x.txt", "x\n")
    path = output.parent / crate.NAME
    path.write_text(path.read_text().replace("?path=x.txt", "?path=https%3A//ada%3Apw@example.org/x.txt"))
    reindex()
    with pytest.raises(ExportError, match="holds what looks like a secret"):
        export("crate.zip", output)
    export("crate.zip", output, with_secrets=True, prov="prov.json")
    with zipfile.ZipFile("crate.zip") as archive:
        text = archive.read(crate.NAME).decode() + Path("prov.json").read_text()
    assert not re.search("ada(:|%3A)pw", text)
    assert "example.org/x.txt" in text


def test_a_crate_without_what_held_a_secret_is_well_for_who_receives_it(with_file, tmp_path):
    export("crate.zip", with_file("module", "helper.py", "token = 'abc-12345'\n"))
    found = import_crate("crate.zip", tmp_path / "received")
    assert (found.well, found.left_out) == (True, ("helper.py",))


def test_a_log_is_handed_on_as_it_is_and_no_place_is_told_of_it(project):
    with project.session() as run:
        scitex_io.save("a\n", "a.txt")
    log = run.directory / "train.log"
    log.write_text(f"reading {project.root}/data/raw.csv\n")
    present = content(log)
    record = crate.read(run.directory / crate.NAME, str(run.directory.relative_to(project.root)))
    kept = [known for known in record.accesses if known.role != "log"]
    access = FileAccess("log", str(log.relative_to(project.root)), present.sha256, present.size)
    crate.write(run.directory, record._replace(accesses=sorted_accesses(kept, [access])))
    reindex()
    export("crate.zip", run.id, prov="prov.json")
    with zipfile.ZipFile("crate.zip") as archive:
        assert archive.read(access.path) == log.read_bytes()
        assert str(project.root) not in archive.read(crate.NAME).decode() + Path("prov.json").read_text()


def test_a_file_outside_of_the_project_is_named_by_its_hash_and_no_place_is_told(project, tmp_path):
    outside = tmp_path / "elsewhere" / "raw.txt"
    outside.parent.mkdir()
    outside.write_text("raw\n")
    parameters = {"data": Parameter("data", str(outside), "flag --data")}
    with project.session(command=("a.py", f"--data={outside}"), parameters=parameters, outcome="error") as run:
        scitex_io.load(outside)
        scitex_io.save("a\n", "a.txt")
        run.error = f"OSError: {outside}"
    export("crate.zip", run.directory / "a.txt")
    digest = hashlib.sha256(b"raw\n").hexdigest()
    assert f"outside/{digest}/raw.txt" in names("crate.zip")
    with zipfile.ZipFile("crate.zip") as archive:
        assert str(tmp_path) not in archive.read(crate.NAME).decode()
        assert str(tmp_path) in archive.read(f"train_out/FINISHED_ERROR/{run.id}/{crate.NAME}").decode()


def test_one_content_from_two_places_outside_is_one_file(project, tmp_path):
    for name in "ab":
        (tmp_path / name).mkdir()
        (tmp_path / name / "raw.txt").write_text("raw\n")
    with project.session() as run:
        scitex_io.load(tmp_path / "a/raw.txt")
        scitex_io.load(tmp_path / "b/raw.txt")
        scitex_io.save("a\n", "a.txt")
    assert (export("crate.zip", run.id).changed, len(names("crate.zip"))) == ((), 7)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a.py --data=/mnt/big/raw.csv", "a.py --data=…/raw.csv"),
        ("No such file: '/mnt/big/raw.csv'", "No such file: '…/raw.csv'"),
        ("/project/data/raw.csv", "data/raw.csv"),
        ("PATH=/opt/x/bin:/opt/y/bin", "PATH=…/bin:…/bin"),
        ("file:///mnt/big/raw.csv", "…/raw.csv"),
        ("https://example.org/a/b.csv and a/b/c and 1/2", "https://example.org/a/b.csv and a/b/c and 1/2"),
        ({"a": ["/mnt/x/y"], "b": 2.5}, {"a": ["…/y"], "b": 2.5}),
    ],
)
def test_places_are_cut_out_of_texts(text, told):
    assert tellable(text, Path("/project")) == told


def test_a_remote_file_is_told_by_its_address(project):
    with project.session() as run:
        scitex_io.save("a\n", "memory://bucket/a.txt")
        scitex_io.save("a\n", "a.txt")
    assert export("crate.zip", run.directory / "a.txt").well
    assert graph_of("crate.zip")["memory://bucket/a.txt"]["sha256"] == hashlib.sha256(b"a\n").hexdigest()


def test_names_of_any_signs_are_utf8_with_forward_slashes(project):
    with project.session() as run:
        for name in ("50% ü [a].txt", "a\nb.txt", "own/日本.txt"):
            scitex_io.save("one\n", name)
    export("crate.zip", run.id)
    assert {name.removeprefix(f"train_out/FINISHED_SUCCESS/{run.id}/") for name in names("crate.zip")} >= {
        "50% ü [a].txt",
        "a\nb.txt",
        "own/日本.txt",
    }


def test_a_name_that_is_not_utf8_cannot_be_held_and_is_told(project):
    name = os.fsdecode(b"caf\xe9.txt")
    with project.session() as run:
        scitex_io.save("one\n", name)
    found = export("crate.zip", run.id)
    held = f"train_out/FINISHED_SUCCESS/{run.id}/{name}"
    assert (found.unholdable, found.changed, found.well) == ((held,), (), True)


def test_of_what_cannot_be_held_it_is_not_said_that_it_was_changed(project, clew, tmp_path):
    name = os.fsdecode(b"c\xff.json")
    with project.session() as run:
        scitex_io.save([1], name)
        scitex_io.save([2], "d.json")
    with project.session("reader.py") as last:
        scitex_io.load(run.directory / name)
        scitex_io.save([3], "e.json")
    code, lines = clew("export", "crate.zip", last.id)
    shown = f"train_out/FINISHED_SUCCESS/{run.id}/c\\udcff.json"
    assert code == 0
    assert lines[0] == f"not held    {shown}  (a crate can hold no file of this name: its hash alone is in it)"
    code, lines = clew("import", "crate.zip", tmp_path / "received")
    assert code == 0
    assert lines[0].startswith("left out    ")
    assert not any(line.startswith("wrong") for line in lines)


def test_of_two_contents_of_one_file_the_present_one_is_handed_on(project):
    (project.root / "table.txt").write_text("one\n")
    with project.session() as run:
        scitex_io.load(project.root / "table.txt")
        scitex_io.save("two\n", project.root / "table.txt")
    assert export("crate.zip", run.id).changed == ("table.txt",)
    with zipfile.ZipFile("crate.zip") as archive:
        assert archive.read("table.txt") == b"two\n"


def test_a_record_that_was_altered_is_told(project, figure, clew):
    record = next(project.root.glob(f"ingest_out/*/*/{crate.NAME}"))
    record.write_text(record.read_text().replace("Train a model.", "Train another."))
    code, lines = clew("export", "crate.zip", figure)
    assert (code, [line.split()[0] for line in lines[:-2]]) == (1, ["altered"])
    assert lines[0].endswith(str(record.relative_to(project.root)))


def test_a_lineage_that_is_lost_further_up_is_told(project, figure):
    shutil.rmtree(project.root / "ingest_out")
    reindex()
    found = export("crate.zip", figure)
    assert (found.well, found.lost) == (False, ("20260213_143001_AB12",))


def test_what_cannot_be_handed_on_is_an_error_and_leaves_no_file(project, figure):
    with pytest.raises(UnknownFileError):
        export("crate.zip", "data/raw file.txt")
    with pytest.raises(UnknownRunError):
        export("crate.zip", "nothing")
    with project.session("b.py") as run:
        scitex_io.save("b\n", "b.txt")
        with pytest.raises(ExportError, match="still running"):
            export("crate.zip", run.id)
    (figure.parent / crate.NAME).unlink()
    with pytest.raises(ExportError, match="has no record any more"):
        export("crate.zip", figure)
    assert not (project.root / "crate.zip").exists()


def test_the_last_crate_stays_if_the_next_cannot_be_written(project, figure):
    (project.root / "prov.json").mkdir()
    with pytest.raises(ExportError, match="is a directory"):
        export("crate.zip", figure, prov="prov.json")
    assert not (project.root / "crate.zip").exists()


def test_a_received_record_that_leads_elsewhere_takes_no_file_along(project, figure, tmp_path):
    (tmp_path / "mine.txt").write_text("raw\n")
    record = next(project.root.glob(f"ingest_out/*/*/{crate.NAME}"))
    record.write_text(record.read_text().replace("?path=data/raw%20file.txt", "?path=../mine.txt"))
    (project.root / ".scitex/clew.db").unlink()
    reindex()
    export("crate.zip", figure)
    assert not any(re.search(r"mine|\.\.", name) for name in names("crate.zip"))
