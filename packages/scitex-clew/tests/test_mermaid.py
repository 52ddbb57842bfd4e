"""The lineage as a flowchart."""

import re

import pytest

import scitex_io
from scitex_clew import flowchart, mermaid

LINE = re.compile(
    r"""flowchart\ LR
    |\ {4}%%\ [^\n]*
    |\ {4}\w+(\["[^"\[\]<>]+(<br/>)[^"\[\]<>]+"\]|\("[^"()<>]+"\))
    |\ {4}\w+\ (-->|-\.->)(\|"[^"|]+"\|)?\ \w+""",
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


@pytest.mark.parametrize("name", ['a"b', "a]b[c", "<script>", "a;b", "a`b`", "end", "a#b", "x\ny", "%%", "été 数"])
def test_names_are_escaped(project, name):
    with project.session("a.py"):
        scitex_io.save("one\n", f"{name}.txt")
    lines = flowchart().splitlines()
    assert all(LINE.fullmatch(line) for line in lines)
    assert len(lines) == 4


def test_a_large_graph_is_shown_by_script_and_says_so(project, monkeypatch):
    monkeypatch.setattr(mermaid, "MOST_EDGES", 4)
    project.chain()
    lines = flowchart().splitlines()
    assert all(LINE.fullmatch(line) for line in lines)
    assert lines[1] == "    %% 6 edges between runs and files: shown by script"
    assert '    script0 -->|"1 file"| script1' in lines
