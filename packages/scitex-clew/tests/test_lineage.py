"""Which run descends from which."""

import os
import shutil
from datetime import datetime, timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import scitex_io
from scitex_clew import run, status
from scitex_clew.indexing import index_file
from scitex_clew.project import Project
from scitex_clew.verifying import lineage


@pytest.fixture
def links(project):
    """Return a function that gives the ties between the runs so far, as numbers of sessions."""

    def numbered():
        with index_file.opened(Project.of(project.root).database) as opened:
            return [(int(link.parent[14:15]), int(link.child[14:15])) for link in lineage.links(opened)]

    return numbered


def test_a_run_is_the_child_of_the_run_whose_output_it_read(project, links):
    project.chain()
    assert links() == [(1, 2), (2, 3)]


def test_a_moved_and_renamed_file_ties_as_well(project, links):
    with project.session("a.py") as a:
        scitex_io.save("one\n", "a.txt")
    shutil.move(a.directory / "a.txt", project.root / "renamed.txt")
    with project.session("b.py"):
        scitex_io.load(project.root / "renamed.txt")
    assert links() == [(1, 2)]


def test_a_run_is_never_its_own_parent(project, links):
    (project.root / "a.txt").write_text("one\n")
    with project.session():
        scitex_io.load(project.root / "a.txt")
        scitex_io.save("one\n", "copy.txt")
    assert links() == []


def test_empty_files_tie_nothing_together(project, links):
    (project.root / "empty.txt").write_text("")
    with project.session("a.py"):
        scitex_io.save("", "a.txt")
    with project.session("b.py"):
        scitex_io.load(project.root / "empty.txt")
    assert links() == []


def test_a_run_is_no_child_of_one_that_wrote_the_same_content_later(project, links):
    (project.root / "a.txt").write_text("one\n")
    with project.session("reader.py"):
        scitex_io.load(project.root / "a.txt")
    with project.session("writer.py"):
        scitex_io.save("one\n", "b.txt")
    assert links() == []


def test_a_clock_that_was_set_back_does_not_cut_the_line(project, links):
    with project.session("a.py") as a:
        scitex_io.save("one\n", "a.txt")
    an_hour_ago = datetime.now().astimezone() - timedelta(hours=1)
    with project.session("b.py", started=an_hour_ago) as b:
        scitex_io.load(a.directory / "a.txt")
        b.finish = partial(finish_at, b, an_hour_ago + timedelta(minutes=1))
    assert links() == [(1, 2)]
    assert run(b.id).report.parents == (a.id,)
    assert run(b.id).record.parents.keys() == {a.id}
    assert {report.run.id: report.children for report in status().runs} == {a.id: (b.id,), b.id: ()}


def finish_at(session, ended, *arguments, **named):
    """End a run as usual, but at another time."""
    type(session).finish(session, *arguments, **named)
    session.ended = ended


def test_two_names_of_one_file_are_one_content(project, links):
    with project.session("a.py"):
        scitex_io.save("one\n", project.root / "a.txt")
    os.link(project.root / "a.txt", project.root / "b.txt")
    with project.session("b.py"):
        scitex_io.load(project.root / "b.txt")
    assert links() == [(1, 2)]
    (project.root / "b.txt").write_text("two\n")
    assert [report.verdict for report in status().runs] == ["modified", "stale"]


def test_two_runs_that_read_the_same_file_are_not_tied(project, links):
    (project.root / "a.txt").write_text("one\n")
    for script in ("a.py", "b.py"):
        with project.session(script):
            scitex_io.load(project.root / "a.txt")
    assert links() == []


def test_an_update_in_place_is_a_chain_of_versions(project, links):
    (project.root / "a.txt").write_text("0\n")
    for text in ("1\n", "2\n", "3\n"):
        with project.session():
            scitex_io.load(project.root / "a.txt")
            scitex_io.save(text, project.root / "a.txt")
    assert links() == [(1, 2), (2, 3)]


def test_a_configuration_that_a_run_wrote_ties_too(project, links, fake_config):
    with project.session("tune.py"):
        scitex_io.save({"lr": 1}, project.root / "best.json")
    with project.session("train.py", config=fake_config({}, (project.root / "best.json",))):
        pass
    assert links() == [(1, 2)]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sets(st.integers(0, 7)), min_size=1, max_size=8))
def test_ancestors_are_those_of_the_graph(tmp_path_factory, graph):
    parents = {child: {parent for parent in found if parent < child} for child, found in enumerate(graph)}
    database = tmp_path_factory.mktemp("graph") / "clew.db"
    index_file.create(database)
    with index_file.opened(database) as opened:
        opened.replace_all(graph_records(parents))
        for node in parents:
            assert lineage.ancestors(opened, f"RUN{node}") == {f"RUN{n}" for n in closure(parents, node)}


def closure(parents, node):
    """Return all that `node` can be traced back to."""
    found = set(parents[node])
    for parent in parents[node]:
        found |= closure(parents, parent)
    return found


def graph_records(parents):
    """Return a run for every node, which writes one content and reads those of its parents."""
    from datetime import UTC, datetime

    from scitex_clew.records.record import FileAccess, RunRecord

    for node, found in parents.items():
        now = datetime(2026, 1, 1, 0, node, tzinfo=UTC)
        accesses = [FileAccess("output", f"{node}.txt", f"{node:064x}", 1)]
        accesses += [FileAccess("input", f"{parent}.txt", f"{parent:064x}", 1) for parent in found]
        yield RunRecord(
            f"RUN{node}", "a.py", f"{node}", "", (), ".", now, (), {}, "h", 1, None, "u", "o", "3"
        )._replace(ended=now, outcome="success", accesses=tuple(accesses))
