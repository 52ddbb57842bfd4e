"""The lineage as a graph, for everything that draws it: runs, the contents that they read and wrote, and who did which.

A content is one node under whatever names it has, but empty files are told apart by their paths. An edge from a
content to a run says that the run read it, one from a run to a content that the run wrote it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Literal, NamedTuple

from scitex_clew.drawing.gravity import counted, gravest
from scitex_clew.indexing.current import current_index
from scitex_clew.indexing.index import IndexedRun
from scitex_clew.project import Project
from scitex_clew.stores import gathered, store_of
from scitex_clew.verifying.lineage import Link, Step, ancestors, links, steps
from scitex_clew.verifying.origins import project_named, run_named
from scitex_clew.verifying.reports import RunReport
from scitex_clew.verifying.verification import Verification
from scitex_clew.wording import plural
from scitex_io.paths import is_remote

MOST_EDGES = 300  # Mermaid itself stops at 500 edges, or 50 kB
MOST_NODES = 400
MOST_TOPS = (100, 40, 15)  # how many folders are left when they are too many; 16 nodes have no 300 edges
EVERYTHING = "the whole project"
NEWEST = 20  # how many runs of a group are named
WRITTEN = "output"

Identity = tuple[str, str]


class Node(NamedTuple):
    """A run, a content, or all runs of a group of scripts.

    Attributes
    ----------
    id : str
        Letters and digits.
    kind : {"content", "group", "run"}
        What it is.
    name : str
        What it is called; any text.
    lines : tuple of str
        What else is to be read in its box.
    verdict : str
        Of a content the gravest of those on the files that hold it, of a group the gravest of those on its runs.
    facts : mapping
        What else is known of it, as JSON can hold it.
    """

    id: str
    kind: Literal["content", "group", "run"]
    name: str
    lines: tuple[str, ...]
    verdict: str
    facts: Mapping[str, object]


class Edge(NamedTuple):
    """The way of a content; between groups that of several, and `role` is empty."""

    source: str
    target: str
    role: str
    number: int = 1


class Graph(NamedTuple):
    """Nodes and edges, and what is to be said of them: empty if everything is shown."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    note: str = ""

    @property
    def large(self) -> bool:
        """Whether nobody could read it."""
        return len(self.edges) > MOST_EDGES or len(self.nodes) > MOST_NODES

    @property
    def full(self) -> bool:
        """Whether it has as much as a drawing of another program is to have: such a one shows less from here on."""
        return len(self.edges) >= MOST_EDGES or len(self.nodes) >= MOST_NODES


class Lineage(NamedTuple):
    """Runs of a project, oldest first, with their verdicts, what they read and wrote, and the ties between them.

    `last` is the run that was asked for, if it was one.
    """

    project: Project
    reports: tuple[RunReport, ...]
    steps: tuple[Step, ...]
    ties: tuple[Link, ...]
    last: str | None


def lineage(name: Path | str | None = None, directory: Path | str = ".") -> Lineage:
    """Return the verified lineage of a whole project, or of the run of one file or id with all that it descends from.

    Of an ancestor only those outputs are among the steps that one of the runs has read.
    """
    project = Project.of(Path(directory)) if name is None else project_named(name, directory)
    with current_index(project) as index:
        last = None if name is None else run_named(index, project, directory, name)
        ids = None if last is None else {last, *ancestors(index, last)}
        reports = Verification(index, project, ids).reports()
        taken, ties = list(gathered(steps(index))), links(index, ids)
    if ids is not None:
        taken = [step for step in taken if step.run in ids]
        read = {identity(step) for step in taken if step.role != WRITTEN}
        taken = [step for step in taken if step.role != WRITTEN or step.run == last or identity(step) in read]
        ties = [tie for tie in ties if tie.parent in ids and tie.child in ids]
    return Lineage(project, reports, tuple(taken), tuple(ties), last)


def identity(step: Step) -> Identity:
    """Return what makes a content the same as another one."""
    return step.sha256, "" if step.size else step.path


def whole(shown: Lineage) -> Graph:
    """Return the graph with every run and every content."""
    runs = {report.run.id: f"run{number}" for number, report in enumerate(shown.reports)}
    contents: dict[Identity, list[Step]] = {}
    for step in shown.steps:
        contents.setdefault(identity(step), []).append(step)
    numbers = {same: f"file{number}" for number, same in enumerate(contents)}
    verdicts = file_verdicts(shown.reports)
    nodes = [
        *(run_node(runs[report.run.id], report) for report in shown.reports),
        *(content_node(numbers[same], taken, verdicts) for same, taken in contents.items()),
    ]
    edges = [
        Edge(runs[step.run], numbers[identity(step)], step.role)
        if step.role == WRITTEN
        else Edge(numbers[identity(step)], runs[step.run], step.role)
        for step in shown.steps
    ]
    return Graph(tuple(nodes), tuple(dict.fromkeys(edges)))


def run_node(id: str, report: RunReport) -> Node:
    """Return the node of a run."""
    run = report.run
    marks = dict.fromkeys(("failed",) * report.failed + (report.verdict,) * (report.verdict != "verified"))
    facts = {
        "run": run.id,
        "script": relative(run.script),
        "started": run.started.isoformat(),
        "ended": run.ended and run.ended.isoformat(),
        "outcome": run.outcome,
        "exit_code": run.exit_code,
    }
    lines = (run.id, ", ".join(marks)) if marks else (run.id,)
    return Node(id, "run", PurePosixPath(run.script).name, lines, report.verdict, facts)


def content_node(id: str, taken: list[Step], verdicts: Mapping[tuple[str, str, str, str], list[str]]) -> Node:
    """Return the node of a content, which has the name under which it was first met."""
    first = taken[0]
    # What a run read and then wrote anew is not judged as read.
    found = gravest(verdict for step in taken for verdict in verdicts.get(key(step), ["superseded"]))
    facts = {
        "paths": list(dict.fromkeys(relative(step.path) for step in taken)),
        "sha256": first.sha256,
        "size": first.size,
    }
    lines = () if found == "verified" else (found,)
    return Node(id, "content", PurePosixPath(first.path).name, lines, found, facts)


def key(step: Step) -> tuple[str, str, str, str]:
    """Return what a step has in common with the files that it tells of."""
    is_store = step.path.endswith("/")
    return step.run, step.role, step.path, "" if is_store else step.sha256


def file_verdicts(reports: Iterable[RunReport]) -> dict[tuple[str, str, str, str], list[str]]:
    """Return the verdicts on the files of every step."""
    found: dict[tuple[str, str, str, str], list[str]] = {}
    for report in reports:
        for file in report.files:
            _, path, sha256, _ = file.access
            store = store_of(path)
            place = (report.run.id, file.access.role, store or path, "" if store else sha256)
            found.setdefault(place, []).append(file.verdict)
    return found


def relative(path: str) -> str:
    """Return a path for others to read: of one outside of the project only the name."""
    return f"…/{PurePosixPath(path).name}" if path.startswith("/") and not is_remote(path) else path


def collapsed(shown: Lineage) -> Iterator[Graph]:
    """Yield ever smaller graphs, the last of which is one node.

    There is a node for all runs of a script, then for all of a folder, then of a top folder, then of the top folders
    with the most runs, and one for the others.
    """
    edges = len(shown.steps)
    size = f"{plural(len(shown.reports), 'run')}, {edges} edges between runs and files"
    yield grouped(shown, script_of, f"{size}: shown by script")
    yield grouped(shown, folder_of, f"{size}: shown by folder")
    yield grouped(shown, top_of, f"{size}: shown by top folder")
    tops = Counter(top_of(report.run) for report in shown.reports)
    for number in MOST_TOPS:
        if number < len(tops):
            yield grouped(
                shown,
                largest_of(tops, number),
                f"{size}: shown by top folder, of {len(tops)} the {number} with the most runs",
            )
    yield grouped(shown, lambda _: EVERYTHING, f"{size}: shown as one")


def script_of(run: IndexedRun) -> str:
    """Return the name of the group of a run when runs are shown by script."""
    return relative(run.script)


def folder_of(run: IndexedRun) -> str:
    """Return the folder of the script of a run."""
    return f"{PurePosixPath(relative(run.script)).parent}/"


def top_of(run: IndexedRun) -> str:
    """Return the folder at the project's root in which the script of a run is."""
    return f"{(PurePosixPath(relative(run.script)).parent.parts or ('.',))[0]}/"


def largest_of(tops: Counter[str], number: int) -> Callable[[IndexedRun], str]:
    """Return a function that gives a run's top folder if it is one of those with the most runs."""
    largest = {name for name, _ in tops.most_common(number)}
    others = f"{len(tops) - number} other folders"
    return lambda run: top if (top := top_of(run)) in largest else others


def grouped(shown: Lineage, group_of: Callable[[IndexedRun], str], note: str) -> Graph:
    """Return the graph with a node for each group of runs; an edge tells how many contents went from one to another."""
    groups: dict[str, list[RunReport]] = {}
    for report in shown.reports:
        groups.setdefault(group_of(report.run), []).append(report)
    names = {report.run.id: name for name, reports in groups.items() for report in reports}
    ids = {name: f"group{number}" for number, name in enumerate(groups)}
    flows = {(names[tie.parent], names[tie.child], tie.sha256) for tie in shown.ties}
    counts = Counter((parent, child) for parent, child, _ in flows)
    return Graph(
        tuple(group_node(ids[name], name, reports) for name, reports in groups.items()),
        tuple(Edge(ids[parent], ids[child], "", number) for (parent, child), number in sorted(counts.items())),
        note,
    )


def group_node(id: str, name: str, reports: list[RunReport]) -> Node:
    """Return the node of a group of runs."""
    verdicts = counted(report.verdict for report in reports)
    untold = ("failed", "verified")
    marks = ", ".join(f"{number} {verdict}" for verdict, number in verdicts.items() if verdict not in untold)
    failed = sum(report.failed for report in reports)
    told = ", ".join(filter(None, (f"{failed} failed" if failed else "", marks)))
    newest = [report.run.id for report in reports[: -NEWEST - 1 : -1]]
    facts = {"group": name, "runs": len(reports), "failed": failed, "verdicts": verdicts, "newest": newest}
    lines = (plural(len(reports), "run"), *((told,) if told else ()))
    return Node(id, "group", name, lines, gravest(verdicts), facts)
