"""A record as an RO-Crate: what the standards ask for, and that nothing is lost on the way."""

import json
import os
from datetime import datetime, timedelta, timezone
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

import scitex_io
from scitex_clew import crate
from scitex_clew.errors import CrateError
from scitex_clew.journal import sorted_accesses
from scitex_clew.record import FileAccess, GitState, Parameter, RunRecord

DIRECTORY = "x_out/FINISHED_SUCCESS/20260213_143022_AB12"

texts = st.text(st.characters(exclude_categories=["Cs"]))
names = texts.filter(bool)
file_names = (
    st.binary(min_size=1, max_size=8).filter(lambda name: b"\0" not in name and b"/" not in name).map(os.fsdecode)
)
hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)
sizes = st.integers(0, 2**40)
times = st.builds(
    lambda when, offset: when.replace(microsecond=when.microsecond // 1000 * 1000, tzinfo=timezone(offset)),
    st.datetimes(datetime(1971, 1, 1), datetime(2999, 1, 1)),
    st.integers(-14 * 60, 14 * 60).map(lambda minutes: timedelta(minutes=minutes)),
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)
outside = st.builds(FileAccess, st.sampled_from(["config", "input", "output"]), file_names, hashes, sizes)
inside = st.builds(
    FileAccess, st.sampled_from(["output", "log"]), file_names.map(lambda name: f"{DIRECTORY}/{name}"), hashes, sizes
)


@st.composite
def records(draw):
    script = draw(names)
    scripts = draw(st.lists(st.builds(FileAccess, st.just("script"), st.just(script), hashes, sizes), max_size=1))
    files = draw(st.lists(inside, max_size=4, unique_by=lambda access: access.path))
    others = draw(st.lists(outside, max_size=4, unique_by=lambda access: (access.path, access.sha256)))
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
        seed=draw(st.none() | st.integers()),
        ended=ended,
        outcome=draw(st.sampled_from(["success", "error"])) if ended else None,
        exit_code=draw(st.none() | st.integers(0, 255)),
        error=draw(st.none() | texts),
        traceback=draw(st.none() | texts),
        packages=draw(st.dictionaries(names, names, max_size=3)),
        git=draw(st.none() | st.builds(GitState, st.none() | names, st.none() | names, st.booleans())),
        accesses=sorted_accesses(scripts, files, others),
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


def test_a_name_that_is_not_utf8_is_kept_in_the_id_and_the_text_stays_unicode(project):
    name = os.fsdecode(b"caf\xe9.txt")
    with project.session() as run:
        scitex_io.save("one\n", name)
    text = json.dumps(json.loads((run.directory / crate.NAME).read_text()), ensure_ascii=False)
    assert '"caf%E9.txt"' in text.encode().decode()
    record = crate.read(run.directory / crate.NAME, "x")
    assert [access.path for access in record.accesses if access.role == "output"] == [f"x/{name}"]


def test_a_file_that_is_no_crate_of_ours_is_an_error_that_names_it(tmp_path):
    path = tmp_path / crate.NAME
    path.write_text('{"@graph": []}')
    with pytest.raises(CrateError, match=r"ro-crate-metadata\.json"):
        crate.read(path, "somewhere")
