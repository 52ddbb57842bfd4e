"""The lineage as PROV, read by the library of the same name."""

import json
import shutil

import pytest

import scitex_io
from scitex_clew import export
from scitex_clew.records.record import Parameter

prov_model = pytest.importorskip("prov.model")


def read(path):
    return prov_model.ProvDocument.deserialize(str(path), format="json")


def local(name):
    return None if name is None else name.localpart


def ties(document, kind):
    """Return what the statements of one kind tie together: run ids, and the last parts of paths."""
    return sorted(
        tuple(local(value).rpartition("/")[2] for _, value in record.formal_attributes[:2])
        for record in document.get_records(kind)
    )


@pytest.fixture
def document(project):
    project.chain()
    export("crate.zip", "03_AB12", prov="prov.json")
    return read("prov.json")


def run(number):
    return f"20260213_1430{number:02}_AB12"


def test_runs_used_and_generated_what_was_recorded(document):
    assert ties(document, prov_model.ProvUsage) == sorted(
        [
            (run(1), "raw.txt"),
            (run(1), "ingest.py"),
            (run(2), "clean.txt"),
            (run(2), "analyse.py"),
            (run(3), "fit.txt"),
            (run(3), "figure.py"),
        ]
    )
    assert ties(document, prov_model.ProvGeneration) == sorted(
        [
            ("clean.txt", run(1)),
            ("ingest.log", run(1)),
            ("fit.txt", run(2)),
            ("analyse.log", run(2)),
            ("figure.txt", run(3)),
            ("figure.log", run(3)),
        ]
    )


def test_outputs_derive_from_inputs_and_not_from_scripts(document):
    assert ties(document, prov_model.ProvDerivation) == [
        ("clean.txt", "raw.txt"),
        ("figure.txt", "fit.txt"),
        ("fit.txt", "clean.txt"),
    ]


def test_a_run_is_associated_with_its_user_by_the_plan_that_its_script_is(document):
    found = {
        local(record.formal_attributes[0][1]): [local(value) for _, value in record.formal_attributes[1:]]
        for record in document.get_records(prov_model.ProvAssociation)
    }
    assert {name: plan for name, (_, plan) in found.items()} == {
        run(1): "ingest.py",
        run(2): "analyse.py",
        run(3): "figure.py",
    }
    (agent,) = {agent for agent, _ in found.values()}
    assert [local(record.identifier) for record in document.get_records(prov_model.ProvAgent)] == [agent]


def test_runs_have_their_times(document):
    times = [(record.get_startTime(), record.get_endTime()) for record in document.get_records(prov_model.ProvActivity)]
    assert len(times) == 3
    assert all(start.tzinfo is not None and start <= end for start, end in times)


def test_a_copy_that_was_read_derives_from_what_was_written(project):
    with project.session("a.py") as first:
        scitex_io.save("a\n", "a.txt")
    shutil.copy(first.directory / "a.txt", project.root / "copy.txt")
    with project.session("b.py") as second:
        scitex_io.load(project.root / "copy.txt")
        scitex_io.save("b\n", "b.txt")
    shutil.copy(second.directory / "b.txt", project.root / "fig.txt")
    export("crate.zip", "fig.txt", prov="prov.json")
    assert ties(read("prov.json"), prov_model.ProvDerivation) == [
        ("b.txt", "copy.txt"),
        ("copy.txt", "a.txt"),
        ("fig.txt", "b.txt"),
    ]


def test_what_is_rewritten_in_place_goes_from_one_version_to_the_next(project):
    (project.root / "table.txt").write_text("one\n")
    with project.session() as last:
        scitex_io.load(project.root / "table.txt")
        scitex_io.save("two\n", project.root / "table.txt")
    export("crate.zip", last.id, prov="prov.json")
    (derived,) = read("prov.json").get_records(prov_model.ProvDerivation)
    new, old = (value for _, value in derived.formal_attributes[:2])
    assert (new.localpart, old.namespace.prefix) == ("table.txt", "ni")


def test_nothing_is_generated_twice_though_two_runs_wrote_the_same_there(project):
    for _ in range(2):
        with project.session("a.py"):
            scitex_io.save("same\n", project.root / "same.txt")
    with project.session("b.py") as last:
        scitex_io.load(project.root / "same.txt")
    export("crate.zip", last.id, prov="prov.json")
    document = read("prov.json")
    generated = [record.formal_attributes[0][1] for record in document.get_records(prov_model.ProvGeneration)]
    assert len(generated) == len(set(generated)) == 5
    (read_by_last,) = (
        record.formal_attributes[1][1]
        for record in document.get_records(prov_model.ProvUsage)
        if local(record.formal_attributes[0][1]) == last.id and "same" in str(record.formal_attributes[1][1])
    )
    assert read_by_last in generated


def test_every_name_that_is_used_is_described(document):
    described = {record.identifier for record in document.get_records(prov_model.ProvElement)}
    used = {
        value
        for record in document.get_records(prov_model.ProvRelation)
        for _, value in record.formal_attributes
        if value is not None and hasattr(value, "localpart")
    }
    assert used <= described


def test_names_of_any_signs_can_be_read_and_no_place_is_told(project, tmp_path):
    (tmp_path / "raw.txt").write_text("raw\n")
    command = ("train.py", str(tmp_path / "raw.txt"))
    with project.session(command=command, parameters={"a": Parameter("a", str(tmp_path), "default")}) as last:
        scitex_io.load(tmp_path / "raw.txt")
        for name in ("50% ü [a]:b#c?d.txt", "a b\n.txt", "'\"\\.txt"):
            scitex_io.save("one\n", name)
    export("crate.zip", last.id, prov="prov.json")
    labels = {str(label) for record in read("prov.json").get_records() for label in record.get_attribute("prov:label")}
    assert f"train_out/FINISHED_SUCCESS/{last.id}/50% ü [a]:b#c?d.txt" in labels
    assert str(tmp_path) not in (project.root / "prov.json").read_text()


def test_the_same_lineage_gives_the_same_text(project, document):
    first = (project.root / "prov.json").read_text()
    export("crate.zip", "03_AB12", prov="prov.json")
    assert (project.root / "prov.json").read_text() == first
    assert set(json.loads(first)) >= {"prefix", "used", "wasGeneratedBy", "wasAssociatedWith", "wasDerivedFrom"}
