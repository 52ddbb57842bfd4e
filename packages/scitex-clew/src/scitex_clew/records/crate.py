"""A run as an RO-Crate, and back.

The metadata file makes the run directory a crate after RO-Crate 1.1 (https://w3id.org/ro/crate/1.1) and
Process Run Crate 0.5 (https://w3id.org/ro/wfrun/process/0.5). What lies in the directory has its relative path
for an id, a remote file its URL; everything else is named by its hash (`ni:///sha-256;...`, RFC 6920) and its path.
"""

import binascii
import json
import re
import reprlib
import textwrap
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import chain, starmap
from operator import attrgetter
from pathlib import Path, PurePosixPath
from typing import Any, get_args
from urllib.parse import quote, unquote

from scitex_clew.errors import CrateError
from scitex_clew.records.journal import sorted_accesses
from scitex_clew.records.media import media_type
from scitex_clew.records.record import FileAccess, GitState, Outcome, Parameter, Role, RunRecord
from scitex_io.atomic import replacing
from scitex_io.paths import is_remote

NAME = "ro-crate-metadata.json"
SPECIFICATION = "https://w3id.org/ro/crate/1.1"
PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
CONTEXT = (f"{SPECIFICATION}/context", "https://w3id.org/ro/terms/workflow-run/context")
STATUS: dict[Outcome | None, str] = {
    "error": "http://schema.org/FailedActionStatus",
    "success": "http://schema.org/CompletedActionStatus",
}
URI = r"(?ai)[a-z][a-z0-9+.-]*://(?:[\w.~!$&'()*+,;=:@/?#-]|%[0-9a-f]{2})*"  # RFC 3986
BASE64URL = str.maketrans("+/", "-_")
PYPI = "https://pypi.org/project/"
PYTHON = "https://www.python.org/"
UNITS = {"cpu time": "s", "peak memory": "byte", "wall time": "s"}

Entity = dict[str, Any]

DESCRIPTOR: Entity = {
    "@id": NAME,
    "@type": "CreativeWork",
    "conformsTo": {"@id": SPECIFICATION},
    "about": {"@id": "./"},
}
PROCESS_RUN_CRATE: Entity = {"@id": PROFILE, "@type": "CreativeWork", "name": "Process Run Crate", "version": "0.5"}
LICENSE: Entity = {
    "@id": "#license",
    "@type": "CreativeWork",
    "name": "No licence stated",
    "description": "The author of these files has not said how they may be used.",
}


def write(directory: Path, record: RunRecord) -> Path:
    """Write the crate of `record` into its run directory, whole or not at all, and return its path."""
    path = directory / NAME
    context, graph = json.dumps(CONTEXT), ",\n".join(json.dumps(entity) for entity in entities(record))
    with replacing(path) as temporary:
        temporary.write_text(f'{{"@context": {context}, "@graph": [\n{graph}\n]}}\n', encoding="ascii")
    return path


def read(path: Path, directory: str | None = None) -> RunRecord:
    """Return the run whose crate is at `path`, its run directory being `directory`, by default the one it had.

    Raises
    ------
    CrateError
        If the file is not the crate of one run as `write` makes it.
    """
    try:
        return parse(json.loads(path.read_bytes()), directory)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
        raise CrateError(f"{path} is not the crate of a run: {in_words(error)}") from error


def in_words(error: Exception) -> str:
    """Return why a crate cannot be read, on one short line."""
    if isinstance(error, UnicodeError):
        return "it is not text"
    if isinstance(error, KeyError):
        return f"there is no {reprlib.repr(error.args[0])} where one should be"
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    return textwrap.shorten(str(error), 200, placeholder=" ...")


def entities(record: RunRecord) -> list[Entity]:
    """Return the entities of the crate of `record`, the metadata file and the root first."""
    files = {file_id(access, record): file_entity(access, record) for access in record.accesses}
    for access in record.accesses:
        if access.role == "module" and (text := record.text_of(access)):
            files[file_id(access, record)]["text"] = text
    return [
        DESCRIPTOR,
        root_entity(record, files),
        PROCESS_RUN_CRATE,
        LICENSE,
        action_entity(record),
        {"@id": agent_id(record), "@type": "Person", "name": record.user},
        *(files | {script_id(record): script_entity(record)}).values(),
        *map(parameter_entity, record.parameters),
        config_entity(record),
        *starmap(fact_entity, known_facts(record).items()),
        {"@id": PYTHON, "@type": "SoftwareApplication", "name": "Python", "url": PYTHON, "version": record.python},
        *starmap(software_entity, record.packages.items()),
    ]


def parse(document: Mapping[str, Any], place: str | None) -> RunRecord:
    """Return the run that the crate `document` describes."""
    graph = {entity["@id"]: entity for entity in document["@graph"]}
    action = graph[graph["./"]["mainEntity"]["@id"]]
    script = graph[action["instrument"]["@id"]]
    config = graph["#config"]

    def referenced(entity: Entity, key: str) -> list[Entity]:
        value = entity[key]
        return [graph[entry["@id"]] for entry in (value if isinstance(value, list) else [value])]

    def accesses(role: Role, found: Iterable[Entity]) -> list[FileAccess]:
        return [parse_file(entity, role, directory) for entity in found if "File" in entity["@type"]]

    facts = {fact["name"]: read_value(fact) for fact in referenced(action, "additionalProperty")}
    directory = str(facts["run directory"]) if place is None else place
    software = referenced(script, "softwareRequirements")
    objects = referenced(action, "object")
    config_files = referenced(config, "isBasedOn")
    modules = referenced(script, "hasPart") if "hasPart" in script else []

    return RunRecord(
        id=unquote(action["@id"][1:]),
        script=script["alternateName"],
        directory=directory,
        description=script.get("description", ""),
        command=tuple(facts["command"]),
        working_directory=facts["working directory"],
        started=datetime.fromisoformat(action["startTime"]),
        ended=datetime.fromisoformat(action["endTime"]) if "endTime" in action else None,
        outcome=next((outcome for outcome, uri in STATUS.items() if uri == action.get("actionStatus")), None),
        exit_code=facts.get("exit code"),
        error=action.get("error"),
        traceback=facts.get("traceback"),
        parameters=tuple(
            Parameter(entity["name"], read_value(entity), entity["description"])
            for entity in objects
            if entity["@id"].startswith("#parameter/")
        ),
        config=read_value(config),
        config_sources=facts.get("config sources", {}),
        source=script.get("text", ""),
        modules={
            parse_file(entity, "module", directory).path: entity["text"] for entity in modules if "text" in entity
        },
        wall_time=facts.get("wall time"),
        cpu_time=facts.get("cpu time"),
        peak_memory=facts.get("peak memory"),
        seed=facts.get("seed"),
        unhashed=tuple(facts.get("unhashed", ())),
        unaudited=tuple(facts.get("unaudited", ())),
        parents=facts.get("parents", {}),
        host=facts["host"],
        pid=facts["process id"],
        process=facts.get("process"),
        user=graph[action["agent"]["@id"]]["name"],
        platform=facts["platform"],
        python=graph[PYTHON]["version"],
        packages={entity["name"]: entity["version"] for entity in software if entity["@id"] != PYTHON},
        git=GitState(facts.get("git commit"), facts.get("git branch"), facts["git dirty"], facts["git script tracked"])
        if "git dirty" in facts
        else None,
        accesses=sorted_accesses(
            accesses("script", [script]),
            accesses("module", modules),
            accesses("config", config_files),
            accesses("input", (entity for entity in objects if entity not in config_files)),
            accesses("output", referenced(action, "result")),
            accesses("log", referenced(action, "subjectOf")),
            accesses("diff", referenced(script, "subjectOf") if "subjectOf" in script else ()),
        ),
    )


def root_entity(record: RunRecord, files: Iterable[str]) -> Entity:
    """Return the entity of the run directory, whose parts are `files`."""
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": shown(f"{record.script} {record.id}"),
        "description": shown(record.description) or shown(f"A run of {record.script}."),
        "datePublished": time_text(record.ended or record.started),
        "license": references([LICENSE["@id"]]),
        "author": references([agent_id(record)]),
        "conformsTo": references([PROFILE]),
        "mainEntity": references([action_id(record)]),
        "mentions": references([action_id(record)]),
        "hasPart": references(files),
    }


def action_entity(record: RunRecord) -> Entity:
    """Return the entity of the run itself."""
    parameters = (parameter_id(parameter) for parameter in record.parameters)
    entity: Entity = {
        "@id": action_id(record),
        "@type": "CreateAction",
        "name": shown(f"{record.script} {record.id}"),
        "description": shown(" ".join(record.command)),
        "startTime": time_text(record.started),
        "instrument": references([script_id(record)]),
        "agent": references([agent_id(record)]),
        "object": references(file_ids(record, "config", "input"), parameters, ["#config"]),
        "result": references(file_ids(record, "output")),
        "subjectOf": references(file_ids(record, "log")),
        "additionalProperty": references(map(fact_id, known_facts(record))),
    }
    if record.ended is not None:
        entity["endTime"] = time_text(record.ended)
    if record.outcome is not None:
        entity["actionStatus"] = STATUS[record.outcome]
    if record.error is not None:
        entity["error"] = record.error
    return entity


def action_id(record: RunRecord) -> str:
    """Return the id of the run's entity."""
    return f"#{quote(record.id)}"


def agent_id(record: RunRecord) -> str:
    """Return the id of the user's entity."""
    return f"#user/{quote(record.user)}"


def known_facts(record: RunRecord) -> dict[str, object]:
    """Return what neither schema.org nor the profile has a word for, as name → value."""
    facts = {
        "command": list(record.command),
        "config sources": dict(record.config_sources) or None,
        "cpu time": record.cpu_time,
        "exit code": record.exit_code,
        "git branch": record.git and record.git.branch,
        "git commit": record.git and record.git.commit,
        "git dirty": record.git and record.git.dirty,
        "git script tracked": record.git and record.git.tracked,
        "host": record.host,
        "parents": dict(record.parents) or None,
        "peak memory": record.peak_memory,
        "platform": record.platform,
        "process": record.process,
        "process id": record.pid,
        "run directory": record.directory,
        "seed": record.seed,
        "traceback": record.traceback,
        "unaudited": list(record.unaudited) or None,
        "unhashed": list(record.unhashed) or None,
        "wall time": record.wall_time,
        "working directory": record.working_directory,
    }
    return {name: value for name, value in facts.items() if value is not None}


def file_entity(access: FileAccess, record: RunRecord) -> Entity:
    """Return the entity of one file."""
    entity: Entity = {
        "@id": file_id(access, record),
        "@type": "File",
        "name": shown(PurePosixPath(access.path).name),
        "encodingFormat": media_type(access.path.partition("?")[0] if is_remote(access.path) else access.path),
        "contentSize": str(access.size),
        "sha256": access.sha256,
    }
    if entity["@id"].startswith("ni:"):
        entity["alternateName"] = shown(access.path)
    if entity["@id"].startswith("ni:") or is_remote(access.path):
        entity["sdDatePublished"] = time_text(record.started)
    return entity


def parse_file(entity: Entity, role: Role, directory: str) -> FileAccess:
    """Return what `file_entity` has described."""
    id = entity["@id"]
    if id.startswith("ni:"):
        path = unquote(id.partition("?path=")[2], errors="surrogateescape")
    elif is_remote(id):
        path = id
    else:
        path = f"{directory}/{inside(unquote(id, errors='surrogateescape'))}"
    return FileAccess(role, path, entity["sha256"], int(entity["contentSize"]))


def inside(name: str) -> str:
    """Return the name of a file in the run directory.

    Raises
    ------
    ValueError
        If it leads elsewhere.
    """
    if not {"", ".", ".."}.isdisjoint(name.split("/")):
        raise ValueError(f"it names as a file of its directory what is none: {reprlib.repr(name)}")
    return name


def file_id(access: FileAccess, record: RunRecord) -> str:
    """Return the relative path of a file in the run directory, a proper URL, else a name made of hash and path."""
    if is_remote(access.path) and is_address(access.path) and len(contents(access.path, record)) == 1:
        return access.path
    if access.path.startswith(f"{record.directory}/") and access.role in ("output", "log", "diff"):
        return quote(access.path[len(record.directory) + 1 :], errors="surrogateescape")
    return named_by_hash(access.sha256, access.path)


def named_by_hash(sha256: str, path: str) -> str:
    """Return the name of a file that is made of its hash and its path."""
    digest = binascii.b2a_base64(bytes.fromhex(sha256), newline=False).decode().rstrip("=")
    return f"ni:///sha-256;{digest.translate(BASE64URL)}?path={quote(path, errors='surrogateescape')}"


def is_address(url: str) -> bool:
    """Say whether a URL can be an id: it needs no escapes, is no chain as fsspec has them, and names no software."""
    return re.fullmatch(URI, url) is not None and "::" not in url and not url.startswith((PYPI, PYTHON, PROFILE))


def contents(path: str, record: RunRecord) -> set[str]:
    """Return the hashes of all that the run read and wrote at `path`."""
    from bisect import bisect_left, bisect_right  # here, because few runs need it

    order = attrgetter("role", "path")
    found = set()
    for role in get_args(Role):
        start = bisect_left(record.accesses, (role, path), key=order)
        end = bisect_right(record.accesses, (role, path), key=order)
        found |= {access.sha256 for access in record.accesses[start:end]}
    return found


def file_ids(record: RunRecord, *roles: Role) -> list[str]:
    """Return the ids of what the run accessed in one of `roles`."""
    return [file_id(access, record) for access in record.accesses if access.role in roles]


def script_entity(record: RunRecord) -> Entity:
    """Return the entity of the script, without a hash if there is no such file (in a notebook or console)."""
    entity: Entity = {"@id": script_id(record), "@type": "SoftwareSourceCode"}
    for access in record.accesses:
        if access.role == "script":
            entity = {**file_entity(access, record), "@type": ["File", "SoftwareSourceCode"]}
    entity |= {
        "name": shown(PurePosixPath(record.script).name),
        "alternateName": record.script,
        "programmingLanguage": references([PYTHON]),
        "softwareRequirements": references([PYTHON], starmap(software_id, record.packages.items())),
    }
    if record.description:
        entity["description"] = record.description
    if record.source:
        entity["text"] = record.source
    if diff := file_ids(record, "diff"):
        entity["subjectOf"] = references(diff)
    if modules := file_ids(record, "module"):
        entity["hasPart"] = references(modules)
    if record.git and record.git.commit and record.git.tracked:
        entity["version"] = record.git.commit
    return entity


def script_id(record: RunRecord) -> str:
    """Return the id of the script's entity."""
    return next(iter(file_ids(record, "script")), "#script")


def parameter_entity(parameter: Parameter) -> Entity:
    """Return the entity of one parameter; its description says where the value came from."""
    entity = property_entity(parameter_id(parameter), parameter.name, parameter.value)
    return {**entity, "description": parameter.source}


def parameter_id(parameter: Parameter) -> str:
    """Return the id of a parameter's entity."""
    return f"#parameter/{quote(parameter.name)}"


def config_entity(record: RunRecord) -> Entity:
    """Return the entity of the merged configuration, based on the files it was merged from."""
    files = references(file_ids(record, "config"))
    return {**property_entity("#config", "CONFIG", dict(record.config)), "isBasedOn": files}


def property_entity(id: str, name: str, value: object) -> Entity:
    """Return a named value; one that is no text, number or truth value is written as JSON text."""
    entity = {"@id": id, "@type": "PropertyValue", "name": name}
    if isinstance(value, int | float) or (isinstance(value, str) and shown(value) == value):
        return {**entity, "value": value}
    return {**entity, "value": json.dumps(value), "encodingFormat": "application/json"}


def fact_entity(name: str, value: object) -> Entity:
    """Return the entity of one of the known facts."""
    unit = {"unitText": UNITS[name]} if name in UNITS else {}
    return {**property_entity(fact_id(name), name, value), **unit}


def fact_id(name: str) -> str:
    """Return the id of a fact's entity."""
    return f"#fact/{quote(name)}"


def read_value(entity: Entity) -> Any:
    """Return the value that `property_entity` has written."""
    return json.loads(entity["value"]) if "encodingFormat" in entity else entity["value"]


def software_entity(name: str, version: str) -> Entity:
    """Return the entity of an imported distribution."""
    entity = {"@id": software_id(name, version), "@type": "SoftwareApplication", "name": name, "version": version}
    return entity if is_ours(name) else {**entity, "url": f"{PYPI}{quote(name)}/"}


def software_id(name: str, version: str) -> str:
    """Return the address of one version of a distribution at the Python package index, if it is there."""
    return f"{'#software/' if is_ours(name) else PYPI}{quote(name)}/{quote(version)}/"


def is_ours(name: str) -> bool:
    """Say whether a distribution is one of SciTeX: others have its name at the Python package index."""
    return name.startswith("scitex")


def references(*identifiers: Iterable[str]) -> list[dict[str, str]] | dict[str, str]:
    """Return references to entities; a single one is no list, as RO-Crate recommends."""
    found = [{"@id": name} for name in chain(*identifiers)]
    return found[0] if len(found) == 1 else found


def shown(text: str) -> str:
    """Return a text that is for reading only, without the surrogates of names that are not UTF-8."""
    return text.encode("utf-8", "replace").decode()


def time_text(time: datetime) -> str:
    """Return a time as the profile asks for it."""
    return time.isoformat(timespec="milliseconds")
