"""The page: the picture, all that is told behind it, and the look of it, in one file that needs no other.

What the page may do is closed by a policy (https://www.w3.org/TR/CSP3): it runs the one script that is in it and
fetches nothing. All that comes from records is JSON in it, which the script shows as text and never as HTML.
"""

import base64
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from html import escape
from pathlib import Path
from string import Template

from scitex_clew.drawing.graph import WRITTEN, Graph, Lineage, collapsed, identity, lineage, relative, whole
from scitex_clew.drawing.gravity import counted
from scitex_clew.drawing.node_link import well_formed
from scitex_clew.indexing.current import full_record
from scitex_clew.page.detail import Details
from scitex_clew.page.picture import picture
from scitex_clew.page.privacy import Privacy, secrets_of
from scitex_clew.page.thumbnails import thumbnails
from scitex_clew.verifying.reasons import title
from scitex_clew.wording import printable

MOST_RUNS = 400
PLACES = ("group", "paths", "script")

TEMPLATE, STYLE, SCRIPT = (
    Path(__file__).with_name(name).read_text(encoding="utf-8") for name in ("page.html", "page.css", "page.js")
)


def html(name: Path | str | None = None, directory: Path | str = ".") -> str:
    """Return the lineage of a project, or of one file or run, as one page of HTML that needs no other file.

    It shows the graph with its verdicts and small pictures of figures and, of each run that is selected, parameters,
    configuration, files, figures, the end of the log, the text of the script, environment, what came out when it was
    executed again, and how it differs from another one. Of a large graph it shows scripts instead of runs, and of each
    script the newest runs. Runs and files are found by their names, parameters and verdicts.

    Parameters
    ----------
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
    >>> print(scitex_clew.html().splitlines()[0])
    <!DOCTYPE html>
    """
    shown = lineage(name, directory)
    graph = whole(shown)
    for smaller in collapsed(shown):
        if not graph.large:
            break
        graph = smaller
    detailed = runs_in_detail(shown, graph)
    notes = [graph.note] if graph.note else []
    if len(detailed) < len(shown.reports):
        notes.append(f"the newest runs of each, {len(detailed)} of {len(shown.reports)}, are told of in detail")
    return page(shown, graph, detailed, "; ".join(notes))


def runs_in_detail(shown: Lineage, graph: Graph) -> set[str]:
    """Return the ids of the runs that the page tells everything of: of each group the newest."""
    groups = [node.facts["newest"] for node in graph.nodes if node.kind == "group"]
    if not groups:
        return {report.run.id for report in shown.reports}
    each = max(1, MOST_RUNS // len(groups))
    newest = {id for ids in groups for id in ids[:each]}  # type: ignore[index]
    chosen = [report.run.id for report in shown.reports if report.run.id in newest]
    return {*chosen[-MOST_RUNS:], *([shown.last] if shown.last else [])}


def page(shown: Lineage, graph: Graph, detailed: set[str], note: str) -> str:
    """Return the text of the page."""
    name = printable(shown.project.root.name) or "project"
    secrets = secrets_of(shown.project, (report for report in shown.reports if report.run.id in detailed))
    privacy = Privacy(shown.project, secrets)
    data = json.dumps(well_formed(told(shown, graph, detailed, name, note, privacy))).replace("<", "\\u003c")
    return Template(TEMPLATE).substitute(
        title=escape(name),
        policy=f"default-src 'none'; img-src data:; script-src {source(SCRIPT)}; style-src {source(STYLE)}; "
        "base-uri 'none'; form-action 'none'",
        style=STYLE,
        picture=picture(graph, thumbnails(shown.project, graph, shown.reports, privacy)),
        data=data,
        script=SCRIPT,
    )


def source(text: str) -> str:
    """Return how a policy names what it allows."""
    return f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"


def told(shown: Lineage, graph: Graph, detailed: set[str], name: str, note: str, privacy: Privacy) -> dict[str, object]:
    """Return all that the page tells."""
    titles = {report.run.id: title(report.run) for report in shown.reports}
    details = Details(shown.project, titles, privacy)
    runs = {
        report.run.id: details.run(report, full_record(shown.project, report.run))
        for report in reversed(shown.reports)
        if report.run.id in detailed
    }
    last = None if shown.last is None else printable(titles[shown.last])
    return {
        "name": name,
        "last": last,
        "note": note,
        "looked": datetime.now(UTC).isoformat(timespec="seconds"),
        "number": len(shown.reports),
        "verdicts": counted(report.verdict for report in shown.reports),
        "titles": {id: printable(title) for id, title in titles.items()},
        "nodes": nodes(shown, graph, privacy),
        "runs": runs,
        "packages": details.packages,
        "sources": details.sources,
        "figures": details.figures.urls,
    }


def nodes(shown: Lineage, graph: Graph, privacy: Privacy) -> dict[str, object]:
    """Return what is told of each node; of a content also who wrote and read it."""
    used: dict[tuple[str, str], dict[str, list[str]]] = {}
    for step in shown.steps if not graph.note else ():
        ways = used.setdefault(identity(step), {"written": [], "read": []})
        ways["written" if step.role == WRITTEN else "read"].append(step.run)
    contents = iter(used.values())
    found: dict[str, object] = {}
    for node in graph.nodes:
        facts = {key: lines(value, privacy) if key in PLACES else value for key, value in node.facts.items()}
        kin = next(contents) if node.kind == "content" else {}
        found[node.id] = {"kind": node.kind, "name": privacy.line(node.name), "verdict": node.verdict, **facts, **kin}
    return found


def lines(value: object, privacy: Privacy) -> object:
    """Return a path or several as they are shown."""
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [privacy.line(relative(str(path))) for path in value]
    return privacy.line(relative(str(value)))
