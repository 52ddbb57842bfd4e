"""The lineage in the forms that other programs draw."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from scitex_clew.drawing import dot, mermaid, node_link
from scitex_clew.drawing.graph import Graph, collapsed, lineage, whole

MOST_BYTES = 40_000


class Form(NamedTuple):
    """How a graph is written, and whether a large one is collapsed, because people are to read it."""

    write: Callable[[Graph], str]
    collapses: bool


FORMS = {
    "dot": Form(dot.digraph, collapses=True),
    "json": Form(node_link.document, collapses=False),
    "mermaid": Form(mermaid.chart, collapses=True),
}


def draw(form: str, name: Path | str | None = None, directory: Path | str = ".") -> str:
    """Return the lineage of a project, or of one file or run, as text for another program.

    In `"dot"` and `"mermaid"` a graph is collapsed from 300 edges, 400 nodes or 40 kB on: it shows scripts instead of
    runs, or folders if there are too many of them, or only the largest of these, and says so.

    Parameters
    ----------
    form : {"dot", "json", "mermaid"}
        The language of Graphviz, JSON in the node-link form that networkx and D3 read, or that of Mermaid.
    name : path, optional
        A file, or the id or the directory of a run: only that and everything it descends from; by default everything.
    directory : path
        Anywhere in the project; the working directory by default.

    Raises
    ------
    AmbiguousRunError, UnknownRunError
        If several runs, or none, have such an id.
    NoIndexError
        If no run has been recorded there.
    UnknownFileError
        If no run wrote what the file holds.

    Examples
    --------
    >>> import scitex_clew
    >>> rebuilt = scitex_clew.reindex()
    >>> print(scitex_clew.draw("dot").splitlines()[0])
    digraph lineage {
    """
    if form not in FORMS:
        raise ValueError(f"no form {form!r}: expected one of {', '.join(FORMS)}")
    write, collapses = FORMS[form]
    shown = lineage(name, directory)
    graph = whole(shown)
    text = write(graph)
    for smaller in collapsed(shown):
        if not collapses or not (graph.full or len(text.encode()) >= MOST_BYTES):
            break
        graph, text = smaller, write(smaller)
    return text


def flowchart(name: Path | str | None = None, directory: Path | str = ".") -> str:
    """Return what `draw("mermaid")` does: the lineage as a flowchart that Mermaid draws.

    Parameters
    ----------
    name : path, optional
        A file, or the id or the directory of a run: only that and everything it descends from; by default everything.
    directory : path
        Anywhere in the project; the working directory by default.

    Examples
    --------
    >>> import scitex_clew
    >>> rebuilt = scitex_clew.reindex()
    >>> scitex_clew.flowchart().splitlines()[0]
    'flowchart LR'
    """
    return draw("mermaid", name, directory)
