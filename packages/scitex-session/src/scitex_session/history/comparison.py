"""Two runs compared: what they were made with and of, and what came out."""

import difflib
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from scitex_session.history.conditions import flat
from scitex_session.history.past_run import PastRun
from scitex_session.history.wording import amount, value

Pair = dict[str, Any]
"""What the first run has, under `a`, and what the second has, under `b`; where one has nothing, its key is missing."""


class Comparison(NamedTuple):
    """What differs between two runs: name → what each of them has.

    Attributes
    ----------
    parameters, config : dict
        Values; configuration keys are dotted.
    code : dict
        Hashes of the script and of the project's own modules, commit, branch, uncommitted changes.
    text : tuple of str
        The texts of script and modules as unified diffs, a line each.
    environment : dict
        Python, platform, host, user, packages.
    inputs, outputs : dict
        Files, each its hash and its size.
    outcome : dict
        Outcome, exit code, error.
    """

    parameters: dict[str, Pair]
    config: dict[str, Pair]
    code: dict[str, Pair]
    text: tuple[str, ...]
    environment: dict[str, Pair]
    inputs: dict[str, Pair]
    outputs: dict[str, Pair]
    outcome: dict[str, Pair]


def compare(first: PastRun, second: PastRun) -> Comparison:
    """Return what differs between two runs that are recorded."""
    a, b = first.record, second.record
    assert a is not None
    assert b is not None
    return Comparison(
        parameters=different(parameters(a), parameters(b)),
        config=different(flat(a["config"]), flat(b["config"])),
        code=different(code(a), code(b)),
        text=tuple(text_difference(a, b)),
        environment=different(environment(a), environment(b)),
        inputs=different(files(a, "input"), files(b, "input")),
        outputs=different(files(a, "output"), files(b, "output")),
        outcome=different(outcome(a), outcome(b)),
    )


def different(a: Mapping[str, Any], b: Mapping[str, Any]) -> dict[str, Pair]:
    """Return name → both values, of the names whose values differ."""
    sides = {"a": a, "b": b}
    pairs = {name: {side: has[name] for side, has in sides.items() if name in has} for name in [*a, *b]}
    return {name: pair for name, pair in pairs.items() if len(pair) == 1 or pair["a"] != pair["b"]}


def parameters(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters by name."""
    return {entry["name"]: entry["value"] for entry in record["parameters"]}


def code(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return what tells one state of the code from another."""
    git = record["git"] or {}
    hashes = {entry["role"]: entry["sha256"] for entry in record["accesses"] if entry["role"] in ("script", "diff")}
    modules = {entry["path"]: entry["sha256"] for entry in record["accesses"] if entry["role"] == "module"}
    found = {
        "script": record["script"],
        "script sha256": hashes.get("script"),
        **{f"{path} sha256": sha256 for path, sha256 in modules.items()},
        "git commit": git.get("commit"),
        "git branch": git.get("branch"),
        "git dirty": git.get("dirty"),
        "git diff sha256": hashes.get("diff"),
    }
    return {name: told for name, told in found.items() if told is not None}


def text_difference(a: Mapping[str, Any], b: Mapping[str, Any]) -> Iterator[str]:
    """Yield the differences of the texts of the scripts, and of each module that both runs imported, a line each."""
    pairs = [((a["script"], a["source"]), (b["script"], b["source"]))]
    pairs += [((path, text), (path, b["modules"].get(path, ""))) for path, text in a["modules"].items()]
    for (first, before), (second, after) in pairs:
        if before and after:
            names = f"{first} {a['id']}", f"{second} {b['id']}"
            yield from difflib.unified_diff(before.splitlines(), after.splitlines(), *names, lineterm="")


def environment(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the script ran in."""
    own = {name: record[name] for name in ("python", "platform", "host", "user", "working_directory")}
    return own | {f"package {name}": version for name, version in record["packages"].items()}


def files(record: Mapping[str, Any], role: str) -> dict[str, Any]:
    """Return what a run read or wrote: the path, in the run directory if it lies there, → hash and size."""
    return {
        inside(entry["path"], record["directory"]): {"sha256": entry["sha256"], "size": entry["size"]}
        for entry in record["accesses"]
        if entry["role"] == role
    }


def inside(path: str, directory: str) -> str:
    """Return a path as it is called in the run directory, if it lies there."""
    pure = PurePosixPath(path)
    return str(pure.relative_to(directory)) if pure.is_relative_to(directory) else path


def outcome(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return how a run ended."""
    return {name: record[name] for name in ("outcome", "exit_code", "error")}


def lines_of(found: Comparison) -> Iterator[str]:
    """Yield what differs, for people."""
    for name, differences in found._asdict().items():
        if name == "text" or not differences:
            continue
        yield name
        for key, pair in differences.items():
            a, b = (shown(pair[side]) if side in pair else "–" for side in "ab")
            yield f"  {key}: {a} → {b}"
        if name == "code":
            yield from (f"  {line}" for line in found.text)


def shown(found: Any) -> str:
    """Return one side of a difference."""
    match found:
        case {"sha256": sha256, "size": size}:
            return f"{sha256[:12]} ({amount(size)})"
        case str() if len(found) == 64 and found.isalnum():
            return found[:12]
    return value(found)
