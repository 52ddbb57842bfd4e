"""The lineage as a flowchart."""

import hashlib
import re
from datetime import UTC, datetime, timedelta

import pytest

import scitex_io
from scitex_clew import flowchart
from scitex_clew.drawing import graph
from scitex_clew.indexing import index_file
from scitex_clew.records.record import FileAccess, RunRecord

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
    monkeypatch.setattr(graph, "MOST_EDGES", 6)
    project.chain()
    lines = flowchart().splitlines()
    assert all(LINE.fullmatch(line) for line in lines)
    assert lines[1] == "    %% 3 runs, 6 edges between runs and files: shown by script"
    assert '    group0 -->|"1 file"| group1' in lines


def test_a_failed_run_is_a_class_and_says_so(project):
    with project.session("a.py", outcome="error") as failed:
        scitex_io.save("one\n", "a.txt")
    with project.session("b.py") as reader:
        scitex_io.load(failed.directory / "a.txt")
    lines = flowchart().splitlines()
    assert f'    run0["a.py<br/>{failed.id}<br/>failed"]' in lines
    assert f'    run1["b.py<br/>{reader.id}<br/>doubtful"]' in lines
    assert {"    class run0 failed", "    class run1 doubtful"} <= set(lines)


@pytest.mark.parametrize(("files", "shown"), [(299, 299), (300, 0)])
def test_from_three_hundred_edges_on_a_graph_is_collapsed(project, files, shown):
    with project.session("a.py"):
        for number in range(files):
            scitex_io.save(f"{number}\n", f"{number}.txt")
    lines = flowchart().splitlines()
    assert sum(" --> " in line for line in lines) == shown
    assert ("300 edges between runs and files: shown by script" in lines[1]) is (files == 300)


def indexed(project, scripts, sources):
    """Put a run of each script into the index, which read what those at the given places before it wrote."""
    began = datetime(2026, 2, 13, tzinfo=UTC)
    records = []
    for number, script in enumerate(scripts):
        (project.root / f"{number}.txt").write_text(f"{number}\n")
        read = [access("input", source) for source in sources(number)]
        started = began + timedelta(minutes=number)
        given = (
            f"{number:06}",
            script,
            f"out/{number}",
            "",
            (script, f"{number}"),
            ".",
            started,
            (),
            {},
            "host",
            1,
            None,
        )
        record = RunRecord(*given, "me", "os", "3", ended=started, outcome="success", exit_code=0)
        records.append(record._replace(accesses=(*read, access("output", number))))
    index_file.create(project.root / ".scitex/clew.db")
    with index_file.opened(project.root / ".scitex/clew.db") as opened:
        opened.replace_all(records)


def access(role, number):
    """Return the access of the file of a number."""
    content = f"{number}\n".encode()
    return FileAccess(role, f"{number}.txt", hashlib.sha256(content).hexdigest(), len(content))


def before(most):
    """Return a function that gives the places of the last so many runs before one."""
    return lambda number: range(max(0, number - most), number)


def counted(lines):
    """Return how many nodes and how many edges a flowchart has."""
    assert [line for line in lines if not LINE.fullmatch(line)] == []
    return sum('["' in line for line in lines), sum(" -->" in line for line in lines)


def test_a_chain_of_more_folders_than_anybody_can_see_shows_the_largest(project):
    folders = [f"part{number:03}" for number in range(520)]
    indexed(project, [f"{folder}/a.py" for folder in folders], before(1))
    lines = flowchart().splitlines()
    assert "shown by top folder, of 520 the 100 with the most runs" in lines[1]
    assert counted(lines) == (101, 101)
    assert any("420 other folders" in line for line in lines)


def test_many_folders_that_all_read_from_each_other_stay_below_the_limit(project):
    indexed(project, [f"part{number % 60}/a.py" for number in range(180)], before(60))
    lines = flowchart().splitlines()
    assert "shown by top folder, of 60 the 15 with the most runs" in lines[1]
    assert counted(lines)[1] < 300


def test_the_last_resort_is_one_box(project, monkeypatch):
    monkeypatch.setattr(graph, "MOST_EDGES", 2)
    indexed(project, [f"part{number}/a.py" for number in range(20)], before(3))
    lines = flowchart().splitlines()
    assert lines[1] == "    %% 20 runs, 74 edges between runs and files: shown as one"
    assert counted(lines) == (1, 1)
    assert '    group0["the whole project<br/>20 runs"]' in lines


@pytest.mark.parametrize("folders", [1, 15, 16, 17, 40, 41, 100, 101, 700])
def test_no_number_of_folders_makes_a_chart_that_mermaid_refuses(project, folders):
    indexed(project, [f"part{number}/a.py" for number in range(folders)], before(9))
    lines = flowchart().splitlines()
    assert counted(lines)[1] < 300
    assert len("\n".join(lines).encode()) < 40_000
