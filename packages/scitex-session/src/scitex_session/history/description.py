"""All that is known of one run, for people."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from scitex_session.history.conditions import flat
from scitex_session.history.past_run import PastRun
from scitex_session.history.wording import amount, duration, nearby

WHAT_THAT_MEANS = {
    "dead": "it ended without an outcome, killed or crashed: scitex session clean puts it away",
    "elsewhere": "it belongs to another host or container, where it may live",
    "running": "it lives",
    "unknown": "nobody can tell how it stands",
}


def lines_of(run: PastRun) -> Iterator[str]:
    """Yield what is known of a run."""
    record = run.record
    code = f", exit code {record['exit_code']}" if record and record["exit_code"] is not None else ""
    yield f"{run.script.name} {run.id}: {run.state}{code}"
    if record and record["description"]:
        yield f"  {record['description']}"
    if run.state in WHAT_THAT_MEANS:
        yield f"  {WHAT_THAT_MEANS[run.state]}"
    yield from rows(facts(run))
    if record is None:
        yield f"no record: {run.problem}"
        return
    yield from section("parameters", (f"{p['name']} = {p['value']!r}  ({p['source']})" for p in record["parameters"]))
    sources = record["config_sources"]
    settings = flat(record["config"]).items()
    yield from section("configuration", (f"{key} = {value!r}{source(sources.get(key))}" for key, value in settings))
    yield from section("packages", (f"{name} {version}" for name, version in record["packages"].items()))
    for heading, role in (("modules", "module"), ("inputs", "input"), ("outputs", "output")):
        yield from section(heading, files(record, role))
    yield from section("read or written, and changed before it was hashed", record["unhashed"])
    yield from section("not audited", record["unaudited"])
    if record["traceback"]:
        yield from section("traceback", record["traceback"].rstrip().split("\n"))


def source(found: str | None) -> str:
    """Return where a configuration value came from, in brackets; empty mappings come from nowhere."""
    return f"  ({found})" if found else ""


def section(heading: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield a heading and its lines, if there are any."""
    lines = list(lines)
    if lines:
        yield heading
        yield from (f"  {line}" for line in lines)


def rows(facts: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield a line for each fact."""
    yield from (f"  {name:10}  {value}" for name, value in facts)


def facts(run: PastRun) -> Iterator[tuple[str, str]]:
    """Yield (name, value) of what a reader wants to know first."""
    record = run.record
    if record is not None:
        yield "started", record["started"].replace("T", " ")
        if record["ended"]:
            yield "ended", record["ended"].replace("T", " ")
        if (used := usage(run, record)) != "":
            yield "used", used
        if record["error"]:
            yield "error", record["error"]
    yield "directory", nearby(run.directory)
    yield "log", nearby(run.log) if run.log.exists() else "none"
    if record is None:
        return
    yield "command", " ".join(record["command"])
    yield "in", record["working_directory"]
    yield "host", f"{record['host']}, process {record['pid']}, user {record['user']}"
    yield "python", f"{record['python']} on {record['platform']}"
    if record["seed"] is not None:
        yield "seed", str(record["seed"])
    for entry in record["accesses"]:
        if entry["role"] == "script":
            yield "script", f"{entry['path']}, SHA-256 {entry['sha256']}"
    if record["git"] is not None:
        yield "git", repository(record)


def usage(run: PastRun, record: Mapping[str, Any]) -> str:
    """Return what a run used, as far as that is known."""
    parts = [duration(run.seconds)]
    if record["cpu_time"] is not None:
        parts.append(f"{duration(record['cpu_time'])} of processors")
    if record["peak_memory"] is not None:
        parts.append(f"{amount(record['peak_memory'])} of memory at most")
    return ", ".join(filter(None, parts))


def repository(record: Mapping[str, Any]) -> str:
    """Return the commit, and how far it says what was run."""
    git = record["git"]
    parts = [f"{git['commit'] or 'no commit yet'}{' on ' + git['branch'] if git['branch'] else ''}"]
    if git["commit"] and not git["tracked"]:
        parts.append("which does not hold the script")
    if git["dirty"]:
        diff = next((entry["path"] for entry in record["accesses"] if entry["role"] == "diff"), None)
        parts.append(f"tracked files changed: {f'see {diff}' if diff else 'how is not kept'}")
    return ", ".join(parts)


def files(record: Mapping[str, Any], role: str) -> Iterator[str]:
    """Yield a line for each file of a role."""
    for entry in record["accesses"]:
        if entry["role"] == role:
            yield f"{entry['sha256'][:12]}  {amount(entry['size']):>7}  {entry['path']}"
