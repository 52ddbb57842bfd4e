"""The lineage as a graph: which nodes, which edges, which verdicts."""

import json

import pytest

import scitex_io
from scitex_clew.drawing import graph
from scitex_clew.drawing.forms import draw
from scitex_clew.drawing.graph import Edge, collapsed, lineage, whole


def named(found):
    """Return name → node of a graph."""
    return {node.name: node for node in found.nodes}


def arrows(found):
    """Return (name, name) of every edge of a graph."""
    names = {node.id: node.name for node in found.nodes}
    return {(names[edge.source], names[edge.target]) for edge in found.edges}


def test_a_run_stands_between_what_it_read_and_what_it_wrote(project):
    project.chain()
    assert arrows(whole(lineage())) == {
        ("raw.txt", "ingest.py"),
        ("ingest.py", "clean.txt"),
        ("clean.txt", "analyse.py"),
        ("analyse.py", "fit.txt"),
        ("fit.txt", "figure.py"),
        ("figure.py", "figure.txt"),
    }


def test_nodes_have_the_verdicts_of_what_they_stand_for(project):
    ingest, *_ = project.chain()
    (ingest.directory / "clean.txt").write_text("other\n")
    assert {name: node.verdict for name, node in named(whole(lineage())).items()} == {
        "ingest.py": "modified",
        "clean.txt": "modified",
        "analyse.py": "stale",
        "figure.py": "stale",
        "raw.txt": "verified",
        "fit.txt": "verified",
        "figure.txt": "verified",
    }


def test_a_content_that_was_moved_says_so(project):
    ingest, *_ = project.chain()
    (ingest.directory / "clean.txt").rename(project.root / "elsewhere.txt")
    assert named(whole(lineage()))["clean.txt"].lines == ("moved",)


def test_a_file_is_shown_with_all_that_it_descends_from_and_nothing_else(project):
    _, analyse, _ = project.chain()
    with project.session("unrelated.py"):
        scitex_io.save("else\n", "else.txt")
    expected = {"raw.txt", "ingest.py", "clean.txt", "analyse.py", "fit.txt"}
    assert named(whole(lineage(str(analyse.directory / "fit.txt")))).keys() == expected
    assert named(whole(lineage(analyse.id))).keys() == expected


def test_of_an_ancestor_only_what_was_read_is_shown(project):
    with project.session("a.py") as first:
        scitex_io.save("one\n", "one.txt")
        scitex_io.save("two\n", "two.txt")
    with project.session("b.py") as second:
        scitex_io.load(first.directory / "one.txt")
    assert named(whole(lineage(second.id))).keys() == {"a.py", "one.txt", "b.py"}


def test_a_file_rewritten_in_place_leads_from_one_version_to_the_next(project):
    path = project.root / "table.txt"
    path.write_text("v1\n")
    with project.session("update.py"):
        scitex_io.load(path)
        scitex_io.save("v2\n", path)
    found = whole(lineage())
    assert found.edges == (Edge("file0", "run0", "input"), Edge("run0", "file1", "output"))
    assert [node.verdict for node in found.nodes] == ["verified", "superseded", "verified"]


def test_a_script_that_a_run_wrote_is_an_edge(project):
    with project.session("write.py"):
        scitex_io.save("# made\n", project.root / "made.txt")
    (project.root / "made.txt").rename(project.root / "made.py")
    with project.session("made.py"):
        pass
    assert Edge("file0", "run1", "script") in whole(lineage()).edges


def test_a_failed_run_says_so(project):
    with project.session("a.py", outcome="error"):
        pass
    node = named(whole(lineage()))["a.py"]
    assert (node.verdict, node.lines[1:], node.facts["exit_code"]) == ("failed", ("failed",), 1)


def test_what_read_from_a_failed_run_says_so(project):
    with project.session("a.py", outcome="error") as failed:
        scitex_io.save("one\n", "a.txt")
    with project.session("b.py"):
        scitex_io.load(failed.directory / "a.txt")
    node = named(whole(lineage()))["b.py"]
    assert (node.verdict, node.lines[1:]) == ("doubtful", ("doubtful",))


def test_a_script_counts_its_failed_runs_once(project):
    for outcome in ("error", "success", "error"):
        with project.session("a.py", outcome=outcome):
            pass
    scripts, *_ = collapsed(lineage())
    assert [(node.verdict, node.lines) for node in scripts.nodes] == [("failed", ("3 runs", "2 failed"))]


def test_runs_collapse_to_scripts_with_their_numbers(project):
    project.chain()
    project.chain()
    scripts, *_ = collapsed(lineage())
    assert scripts.note == "6 runs, 12 edges between runs and files: shown by script"
    assert arrows(scripts) == {("ingest.py", "analyse.py"), ("analyse.py", "figure.py")}
    assert [node.facts["runs"] for node in scripts.nodes] == [2, 2, 2]


def test_scripts_collapse_to_folders_if_there_are_too_many(project, monkeypatch):
    monkeypatch.setattr(graph, "MOST_NODES", 3)
    for number in range(3):
        (project.root / f"part{number}").mkdir()
        for name in "ab":
            with project.session(f"part{number % 2}/{name}{number}.py"):
                pass
    assert "shown by folder" in draw("dot")


def test_a_text_that_is_too_long_collapses_too(project):
    with project.session("long.py"):
        for number in range(250):
            scitex_io.save(number, f"{'x' * 180}{number}.json")
    assert "shown by script" in draw("mermaid")


def test_json_is_never_collapsed(project, monkeypatch):
    monkeypatch.setattr(graph, "MOST_EDGES", 1)
    project.chain()
    assert len(json.loads(draw("json"))["edges"]) == 6


def test_json_is_in_the_node_link_form(project):
    ingest, *_ = project.chain()
    found = json.loads(draw("json", ingest.id))
    assert found["directed"]
    assert found["edges"] == [
        {"source": "file0", "target": "run0", "role": "input"},
        {"source": "run0", "target": "file1", "role": "output"},
    ]
    assert [node["name"] for node in found["nodes"]] == ["ingest.py", "raw.txt", "clean.txt"]


def test_json_of_any_name_is_well_formed_unicode(nasty_project):
    names = [node["name"] for node in json.loads(draw("json"))["nodes"]]
    assert "\\ud" not in json.dumps(names).replace("\\\\u", "")
    assert "<img src=x onerror=alert(1)>.txt" in names
    assert "broken\\udcff.txt" in names


def test_no_drawing_names_a_place_outside_of_the_project(project, tmp_path):
    elsewhere = tmp_path / "elsewhere.txt"
    elsewhere.write_text("far\n")
    with project.session():
        scitex_io.load(elsewhere)
    for form in ("dot", "json", "mermaid"):
        assert str(tmp_path) not in draw(form)
    assert json.loads(draw("json"))["nodes"][1]["paths"] == ["…/elsewhere.txt"]


def test_an_unknown_form_is_an_error_that_names_those_there_are(project):
    with pytest.raises(ValueError, match="no form 'svg': expected one of dot, json, mermaid"):
        draw("svg")
