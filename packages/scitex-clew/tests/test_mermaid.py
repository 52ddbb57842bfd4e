"""The lineage as a flowchart."""

import re

import scitex_io
from scitex_clew import flowchart, graph

LINE = re.compile(
    r"""flowchart\ LR
    |\ {4}%%\ [^\n]*
    |\ {4}note>"[^"<>]+"\]
    |\ {4}\w+(\["[^"\[\]<>]+(<br/>)[^"\[\]<>]+"\]|\("[^"()<>]+"\))
    |\ {4}\w+\ (-->|-\.->)(\|"[^"|]+"\|)?\ \w+
    |\ {4}classDef\ \w+\ [\w:#,]+
    |\ {4}class\ [\w,]+\ \w+""",
    re.VERBOSE,
)


def test_runs_and_files_are_nodes_and_accesses_are_edges(project):
    ingest, *_ = project.chain()
    lines = flowchart().splitlines()
    assert lines[0] == "flowchart LR"
    assert f'    run0["ingest.py<br/>{ingest.id}"]' in lines
    assert '    file1("clean.txt")' in lines
    assert {"    file0 --> run0", "    run0 --> file1", "    file1 --> run1"} <= set(lines)


def test_a_living_run_has_its_edges_too(project):
    with project.session("a.py"):
        scitex_io.save("one\n", "a.txt")
        assert "    run0 --> file0\n" in flowchart()


def test_one_content_under_two_names_is_one_node(project):
    with project.session("a.py"):
        scitex_io.save("one\n", "a.txt")
        scitex_io.save("one\n", project.root / "copy.txt")
    assert flowchart().count('("') == 1


def test_two_empty_files_are_two_nodes(project):
    with project.session("a.py"):
        scitex_io.save("", "a.txt")
        scitex_io.save("", "b.txt")
    assert flowchart().count('("') == 2


def test_a_configuration_is_a_dotted_edge(project, fake_config):
    file = project.root / "experiment.yaml"
    file.write_text("lr: 1\n")
    with project.session(config=fake_config({}, (file,))):
        pass
    assert "    file0 -.-> run0\n" in flowchart()


def test_names_are_escaped(project, nasty):
    with project.session("a.py"):
        scitex_io.save("one\n", f"{nasty.replace('/', '|')}.txt")
    lines = flowchart().splitlines()
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    assert len(lines) == 6


def test_verdicts_are_classes(project):
    ingest, analyse, _ = project.chain()
    (ingest.directory / "clean.txt").write_text("other\n")
    lines = flowchart().splitlines()
    assert "    class run1,run2 stale" in lines
    assert "    class run0,file1 modified" in lines
    assert f'    run1["analyse.py<br/>{analyse.id}<br/>stale"]' in lines


def test_one_run_is_shown_with_what_it_descends_from(project):
    _, analyse, _ = project.chain()
    chart = flowchart(analyse.id)
    assert "ingest.py" in chart
    assert "figure.py" not in chart


def test_a_large_graph_is_shown_by_script_and_says_so(project, monkeypatch):
    monkeypatch.setattr(graph, "MOST_EDGES", 4)
    project.chain()
    lines = flowchart().splitlines()
    assert all(LINE.fullmatch(line) for line in lines)
    assert lines[1] == "    %% 3 runs, 6 edges between runs and files: shown by script"
    assert '    group0 -->|"1 file"| group1' in lines
