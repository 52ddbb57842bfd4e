"""A record as an RO-Crate: what the standards ask for, and that nothing is lost on the way."""

import json
import os
import re
import subprocess
from datetime import datetime, timedelta, timezone
from pathlib import Path
from shutil import which
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

import scitex_io
from scitex_clew import reindex
from scitex_clew.errors import CrateError
from scitex_clew.records import crate
from scitex_clew.records.journal import sorted_accesses
from scitex_clew.records.record import FileAccess, GitState, Parameter, RunRecord

PAGE = Path(__file__).parents[3] / "docs" / "provenance.md"
DIRECTORY = "x_out/FINISHED_SUCCESS/20260213_143022_AB12"

texts = st.text(st.characters(exclude_categories=["Cs"]))
names = texts.filter(bool)
file_names = (
    st.binary(min_size=1, max_size=8)
    .filter(lambda name: b"\0" not in name and b"/" not in name and name not in (b".", b".."))
    .map(os.fsdecode)
)
hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)
sizes = st.integers(0, 2**40)
times = st.builds(
    lambda when, offset: when.replace(microsecond=when.microsecond // 1000 * 1000, tzinfo=timezone(offset)),
    st.datetimes(datetime(1971, 1, 1), datetime(2999, 1, 1)),
    st.integers(-14 * 60, 14 * 60).map(lambda minutes: timedelta(minutes=minutes)),
)
seconds = st.floats(0, 1e9)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)
places = file_names | st.sampled_from([*"ab", "a b", "%", "?path="]).map(lambda name: f"s3://bucket/{name}")
outside = st.builds(FileAccess, st.sampled_from(["config", "input", "output"]), places, hashes, sizes)
inside = st.builds(
    FileAccess, st.sampled_from(["output", "log"]), file_names.map(lambda name: f"{DIRECTORY}/{name}"), hashes, sizes
)
own = st.builds(FileAccess, st.just("module"), file_names.map(lambda name: f"lib/{name}"), hashes, sizes)


@st.composite
def records(draw):
    script = draw(names)
    scripts = draw(st.lists(st.builds(FileAccess, st.just("script"), st.just(script), hashes, sizes), max_size=1))
    files = draw(st.lists(inside, max_size=4, unique_by=lambda access: access.path))
    diffs = draw(st.lists(st.just(FileAccess("diff", f"{DIRECTORY}/git.diff", 64 * "a", 3)), max_size=1))
    modules = draw(st.lists(own, max_size=3, unique_by=lambda access: access.path))
    others = draw(st.lists(outside, max_size=8, unique_by=lambda access: (access.path, access.sha256)))
    ended = draw(st.none() | times)
    return RunRecord(
        id=draw(names),
        script=script,
        directory=DIRECTORY,
        description=draw(texts),
        command=tuple(draw(st.lists(texts, max_size=3))),
        working_directory=draw(names),
        started=draw(times),
        parameters=tuple(
            Parameter(name, draw(values), draw(texts)) for name in draw(st.lists(names, max_size=3, unique=True))
        ),
        config=draw(st.dictionaries(names, values, max_size=3)),
        host=draw(names),
        pid=draw(st.integers(1, 2**22)),
        process=draw(st.none() | names),
        user=draw(names),
        platform=draw(names),
        python=draw(names),
        config_sources=draw(st.dictionaries(texts, texts, max_size=3)),
        source=draw(texts),
        modules={access.path: text for access in modules if (text := draw(texts))},
        seed=draw(st.none() | st.integers()),
        ended=ended,
        outcome=draw(st.sampled_from(["success", "error"])) if ended else None,
        exit_code=draw(st.none() | st.integers(0, 255)),
        error=draw(st.none() | texts),
        traceback=draw(st.none() | texts),
        wall_time=draw(st.none() | seconds),
        cpu_time=draw(st.none() | seconds),
        peak_memory=draw(st.none() | st.integers(1, 2**50)),
        unaudited=tuple(draw(st.lists(texts, max_size=3))),
        packages=draw(st.dictionaries(names, names, max_size=3)),
        git=draw(st.none() | st.builds(GitState, st.none() | names, st.none() | names, st.booleans(), st.booleans())),
        accesses=sorted_accesses(scripts, files, others, diffs, modules),
    )


@given(records())
def test_reading_a_crate_back_gives_the_same_record(record):
    text = json.dumps({"@graph": crate.entities(record)})
    assert crate.parse(json.loads(text), DIRECTORY) == record


@given(records())
def test_every_entity_is_described_once_and_every_reference_leads_to_one(record):
    graph = crate.entities(record)
    described = [entity["@id"] for entity in graph]
    referenced = {
        item["@id"]
        for entity in graph
        for value in entity.values()
        for item in (value if isinstance(value, list) else [value])
        if isinstance(item, dict)
    }
    assert len(described) == len(set(described))
    assert referenced - set(described) == {crate.SPECIFICATION}


@pytest.fixture
def graph(project):
    (project.root / "raw file.txt").write_text("Hello World!")
    with project.session() as run:
        scitex_io.load(project.root / "raw file.txt")
        scitex_io.save("one\n", "50% [a].txt")
        run.seed = 42
    document = json.loads((run.directory / crate.NAME).read_text())
    return {entity["@id"]: entity for entity in document["@graph"]}


def test_the_metadata_file_says_which_specification_it_follows(graph):
    assert graph["ro-crate-metadata.json"] == {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        "about": {"@id": "./"},
    }


def test_the_root_has_all_that_ro_crate_requires(graph):
    root = graph["./"]
    assert root["@type"] == "Dataset"
    assert all(root[key] for key in ("name", "description", "datePublished", "license"))
    assert graph[root["conformsTo"]["@id"]]["@type"] == "CreativeWork"
    assert root["conformsTo"] == {"@id": "https://w3id.org/ro/wfrun/process/0.5"}


def test_every_file_is_part_of_the_root(graph):
    files = {id for id, entity in graph.items() if "File" in entity["@type"]}
    assert {part["@id"] for part in graph["./"]["hasPart"]} == files


def test_every_relative_id_is_a_file_of_the_directory(project):
    with project.session() as run:
        scitex_io.save("one\n", "50% [a]:#b.txt")
        (run.directory / "own").mkdir()
        (run.directory / "own" / "model.bin").write_bytes(b"1")
    document = json.loads((run.directory / crate.NAME).read_text())
    ids = [entity["@id"] for entity in document["@graph"] if "File" in entity["@type"]]
    inside = {unquote(id) for id in ids if not id.startswith("ni:")}
    assert inside == {"50% [a]:#b.txt", "own/model.bin", "train.log"}
    assert all((run.directory / name).is_file() for name in inside)


def test_every_file_has_its_hash_and_its_size(graph):
    files = [entity for entity in graph.values() if "File" in entity["@type"]]
    assert len(files) == 4
    assert all(len(entity["sha256"]) == 64 and entity["contentSize"].isdecimal() for entity in files)


def test_the_action_names_tool_agent_inputs_outputs_and_outcome(graph):
    action = graph[graph["./"]["mentions"]["@id"]]
    assert action["@type"] == "CreateAction"
    assert "SoftwareSourceCode" in graph[action["instrument"]["@id"]]["@type"]
    assert graph[action["agent"]["@id"]]["@type"] == "Person"
    assert [graph[item["@id"]]["name"] for item in action["object"]] == ["raw file.txt", "CONFIG"]
    assert action["result"] == {"@id": "50%25%20%5Ba%5D.txt"}
    assert action["actionStatus"] == "http://schema.org/CompletedActionStatus"


def test_a_file_outside_of_the_run_directory_is_named_by_its_hash(graph):
    """The name is that of the example in RFC 6920, section 8.1."""
    names = {entity.get("alternateName"): id for id, entity in graph.items()}
    assert names["raw file.txt"] == "ni:///sha-256;f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk?path=raw%20file.txt"


def test_the_seed_is_among_the_facts(graph):
    assert graph["#fact/seed"]["value"] == 42


@pytest.mark.parametrize(("tracked", "version"), [(True, "abc"), (False, None)])
def test_the_commit_is_the_scripts_version_only_if_it_holds_the_script(tracked, version):
    record = RunRecord(
        "1", "a.py", "a_out/1", "", (), ".", datetime.now().astimezone(), (), {}, "host", 1, None, "me", "os", "3"
    )._replace(git=GitState("abc", "main", False, tracked))
    graph = {entity["@id"]: entity for entity in crate.entities(record)}
    assert graph["#script"].get("version") == version
    assert graph["#fact/git%20commit"]["value"] == "abc"


def test_the_directory_is_told_as_seen_from_the_root_that_the_other_paths_start_from(graph):
    assert graph["#fact/run%20directory"]["value"] == "train_out/FINISHED_SUCCESS/20260213_143001_AB12"


def test_software_has_its_address_unless_others_have_its_name_there():
    assert crate.software_entity("numpy", "2.1")["url"] == "https://pypi.org/project/numpy/"
    assert crate.software_entity("scitex-clew", "3.0.0") == {
        "@id": "#software/scitex-clew/3.0.0/",
        "@type": "SoftwareApplication",
        "name": "scitex-clew",
        "version": "3.0.0",
    }


def test_a_name_that_is_not_utf8_is_kept_in_the_id_and_the_text_stays_unicode(project):
    name = os.fsdecode(b"caf\xe9.txt")
    with project.session() as run:
        scitex_io.save("one\n", name)
    text = json.dumps(json.loads((run.directory / crate.NAME).read_text()), ensure_ascii=False)
    assert '"caf%E9.txt"' in text.encode().decode()
    record = crate.read(run.directory / crate.NAME, "x")
    assert [access.path for access in record.accesses if access.role == "output"] == [f"x/{name}"]


@pytest.mark.skipif(not (PAGE.exists() and which("jq")), reason="needs jq, and the page that shows the command")
def test_the_documented_command_checks_files_of_any_name(project):
    with project.session() as run:
        for name in ("clean.txt", "50% ü [a].txt", os.fsdecode(b"caf\xe9.txt")):
            scitex_io.save("one\n", name)
    (command,) = re.findall(r"^\$ (jq.*?--check)$", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    told = subprocess.check_output(["bash", "-euo", "pipefail", "-c", command], cwd=run.directory)
    assert [line.rpartition(b": ")[2] for line in told.splitlines()] == [b"OK"] * 4


def test_a_file_that_is_no_crate_of_ours_is_an_error_that_names_it(tmp_path):
    path = tmp_path / crate.NAME
    path.write_text('{"@graph": []}')
    with pytest.raises(CrateError, match=r"ro-crate-metadata\.json"):
        crate.read(path, "somewhere")


@pytest.mark.parametrize(
    "id", ["../../data/readings.json", "/etc/passwd", "a/../b.txt", "./a.txt", "a//b.txt", "a/%2E%2E/b"]
)
def test_a_result_that_leads_out_of_the_directory_is_refused(project, id):
    with project.session() as run:
        scitex_io.save("one\n", "a.txt")
    path = run.directory / crate.NAME
    path.write_text(path.read_text().replace('"a.txt"', json.dumps(id)))
    with pytest.raises(CrateError, match="it names as a file of its directory what is none: "):
        crate.read(path, "somewhere")


def test_a_path_that_leads_out_of_the_project_is_refused(project):
    (project.root / "raw.txt").write_text("raw\n")
    with project.session() as run:
        scitex_io.load(project.root / "raw.txt")
    path = run.directory / crate.NAME
    path.write_text(path.read_text().replace("?path=raw.txt", "?path=data/../../raw.txt"))
    (complaint,) = reindex().complaints
    assert (
        complaint == f"{path} does not describe a run: path cannot be 'data/../../raw.txt'; what was known of it stays"
    )
