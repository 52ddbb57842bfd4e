"""The lineage of a project as a Mermaid flowchart (https://mermaid.js.org/syntax/flowchart.html)."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from scitex_clew.current import current_index
from scitex_clew.index import IndexedRun
from scitex_clew.lineage import Link, Step, links, steps
from scitex_clew.project import Project
from scitex_clew.stores import gathered
from scitex_clew.wording import plural

ARROWS = {"config": "-.->", "input": "-->"}
MOST_EDGES = 300  # Mermaid itself stops at 500


def flowchart(directory: Path | str = ".") -> str:
    """Return the runs of the project around `directory`, and the files between them, as Mermaid text.

    With more than 300 edges it shows scripts instead of runs, and how many files went from one to the other.

    Parameters
    ----------
    directory : path
        Anywhere in the project; the working directory by default.

    Raises
    ------
    NoIndexError
        If no run has been recorded there.

    Examples
    --------
    >>> import scitex_clew
    >>> rebuilt = scitex_clew.reindex()
    >>> scitex_clew.flowchart().splitlines()[0]
    'flowchart LR'
    """
    with current_index(Project.of(Path(directory))) as index:
        runs, taken, ties = index.runs(), list(gathered(steps(index))), links(index)
    return by_run(runs, taken) if len(taken) <= MOST_EDGES else by_script(runs, ties, len(taken))


def by_run(runs: Iterable[IndexedRun], taken: Iterable[Step]) -> str:
    """Return a chart with a box for every run and a rounded one for every content."""
    run_nodes = {run.id: f"run{number}" for number, run in enumerate(runs)}
    lines = [f'{run_nodes[run.id]}["{label(PurePosixPath(run.script).name)}<br/>{run.id}"]' for run in runs]
    file_nodes: dict[tuple[str, str], str] = {}
    edges = []
    for step in taken:
        identity = (step.sha256, "" if step.size else step.path)
        if identity not in file_nodes:
            file_nodes[identity] = f"file{len(file_nodes)}"
            lines.append(f'{file_nodes[identity]}("{label(PurePosixPath(step.path).name)}")')
        run, file = run_nodes[step.run], file_nodes[identity]
        edges.append(f"{run} --> {file}" if step.role == "output" else f"{file} {ARROWS[step.role]} {run}")
    return chart(lines + edges)


def by_script(runs: Iterable[IndexedRun], ties: Iterable[Link], edges: int) -> str:
    """Return a chart with a box for every script, and how many files went from one to the other."""
    script_of = {run.id: run.script for run in runs}
    nodes = {script: f"script{number}" for number, script in enumerate(dict.fromkeys(script_of.values()))}
    counts = Counter(script_of.values())
    flows = {(script_of[tie.parent], script_of[tie.child], tie.sha256) for tie in ties}
    files = Counter((parent, child) for parent, child, _ in flows)
    return chart(
        [f"%% {edges} edges between runs and files: shown by script"]
        + [f'{nodes[script]}["{label(script)}<br/>{plural(counts[script], "run")}"]' for script in nodes]
        + [
            f'{nodes[parent]} -->|"{plural(number, "file")}"| {nodes[child]}'
            for (parent, child), number in sorted(files.items())
        ]
    )


def chart(lines: Iterable[str]) -> str:
    """Return the text of a flowchart from left to right."""
    return "\n".join(["flowchart LR", *(f"    {line}" for line in lines)]) + "\n"


def label(text: str) -> str:
    """Return `text` as it may stand in a quoted label: all but letters, digits and plain marks as entities."""
    return "".join(sign if sign.isalnum() or sign in " ._-/" else f"#{ord(sign)};" for sign in text)
