"""The metadata of a crate that is handed on: one RO-Crate with an action for each run of a lineage.

It follows RO-Crate 1.1 and Process Run Crate 0.5, as the crates of the runs do, which lie in it as they are. Its main
entity is what was asked for, a file or a run directory, where theirs is the action.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote, unquote

from scitex_clew.exporting.names import folder_name, tellable
from scitex_clew.exporting.selection import Handed, Lineage
from scitex_clew.records import crate
from scitex_clew.records.crate import Entity, references, shown, time_text
from scitex_clew.records.media import media_type
from scitex_clew.records.record import Parameter, Role, RunRecord
from scitex_io.paths import is_remote

# What tells of the machine alone, or has a place of its own here.
UNTOLD_FACTS = (
    "command",
    "config sources",
    "parents",
    "process",
    "process id",
    "run directory",
    "traceback",
    "unhashed",
    "working directory",
)


def metadata(lineage: Lineage) -> bytes:
    """Return the metadata file of a lineage."""
    context, graph = json.dumps(crate.CONTEXT), ",\n".join(json.dumps(entity) for entity in Graph(lineage).entities())
    return f'{{"@context": {context}, "@graph": [\n{graph}\n]}}\n'.encode("ascii")


def is_export(path: Path) -> bool:
    """Say whether a metadata file is of a crate that was handed on, and not of a run."""
    try:
        return bool(mentioned(json.loads(path.read_bytes())))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return False


def mentioned(document: Mapping[str, Any]) -> list[str]:
    """Return the ids of the runs that a crate was handed on with; those of another crate are none.

    Raises
    ------
    KeyError, TypeError, ValueError
        If it is no crate at all.
    """
    graph = {entity["@id"]: entity for entity in document["@graph"]}
    root = graph["./"]
    if graph[root["mainEntity"]["@id"]]["@type"] == "CreateAction":
        return []
    told = root["mentions"]
    return [unquote(item["@id"].removeprefix("#")) for item in (told if isinstance(told, list) else [told])]


class Graph:
    """The entities of a lineage."""

    def __init__(self, lineage: Lineage) -> None:
        self.lineage = lineage
        every = [*lineage.files.values(), *([lineage.file] if lineage.file else [])]
        contents: dict[str, set[str]] = {}
        for file in every:
            contents.setdefault(file.name, set()).add(file.sha256)
        self.ids = {file: identity(file, alone=len(contents[file.name]) == 1) for file in every}

    def entities(self) -> list[Entity]:
        """Return all entities, the metadata file and the root first."""
        found: dict[str, Entity] = {}
        for file, id in self.ids.items():
            found[id] = self.file_entity(file, id)
        for record in self.lineage.records:
            for entity in self.run_entities(record):
                found[entity["@id"]] = joined(found.get(entity["@id"], {}), entity)
        held = [id for id, entity in found.items() if "File" in entity["@type"]]
        ahead = [crate.DESCRIPTOR, self.root_entity(held), crate.PROCESS_RUN_CRATE, crate.LICENSE]
        return [*ahead, *found.values()]

    def root_entity(self, files: Iterable[str]) -> Entity:
        """Return the entity of the whole."""
        records, last = self.lineage.records, self.lineage.records[-1]
        main = self.lineage.file
        title = main.name if main else self.told(f"{last.script} {last.id}")
        return {
            "@id": "./",
            "@type": "Dataset",
            "name": shown(title),
            "description": shown(f"{title} and all that it came from: {len(records)} runs, oldest first."),
            "datePublished": time_text(max(record.ended or record.started for record in records)),
            "license": references([crate.LICENSE["@id"]]),
            "author": references(dict.fromkeys(map(crate.agent_id, records))),
            "conformsTo": references([crate.PROFILE]),
            "mainEntity": references([self.ids[main] if main else directory_id(last)]),
            "mentions": references(map(crate.action_id, records)),
            "hasPart": references(files, map(directory_id, records)),
        }

    def run_entities(self, record: RunRecord) -> Iterable[Entity]:
        """Yield what is told of one run: its directory, its record, itself, its script and its values."""
        own = self.lineage.own[record.id]
        inside = directory_id(record)
        yield {
            "@id": directory_id(record),
            "@type": "Dataset",
            "name": self.told(f"{record.script} {record.id}"),
            "description": "A run directory, which is a crate of its own.",
            "subjectOf": references([quote(own.name)]),  # whose `about` would make it another root
            "hasPart": references([quote(own.name)], (id for id in self.ids.values() if id.startswith(inside))),
        }
        yield {**self.file_entity(own, quote(own.name)), "encodingFormat": "application/ld+json"}
        yield self.action_entity(record)
        yield {"@id": crate.agent_id(record), "@type": "Person", "name": record.user}
        yield self.script_entity(record)
        yield {
            "@id": python_id(record),
            "@type": "SoftwareApplication",
            "name": "Python",
            "url": crate.PYTHON,
            "version": record.python,
        }
        yield from (crate.software_entity(name, version) for name, version in record.packages.items())
        for parameter in record.parameters:
            entity = self.property_entity(parameter_id(record, parameter), parameter.name, parameter.value)
            yield {**entity, "description": self.told(parameter.source)}
        config = self.property_entity(config_id(record), "CONFIG", dict(record.config))
        yield {**config, "isBasedOn": references(self.file_ids(record, "config"))}
        for name, value in facts(record).items():
            unit = {"unitText": crate.UNITS[name]} if name in crate.UNITS else {}
            yield {**self.property_entity(fact_id(record, name), name, value), **unit}

    def action_entity(self, record: RunRecord) -> Entity:
        """Return the entity of one run."""
        parameters = (parameter_id(record, parameter) for parameter in record.parameters)
        entity: Entity = {
            "@id": crate.action_id(record),
            "@type": "CreateAction",
            "name": self.told(f"{record.script} {record.id}"),
            "description": self.told(" ".join(record.command)),
            "startTime": time_text(record.started),
            "instrument": references([self.script_id(record)]),
            "agent": references([crate.agent_id(record)]),
            "object": references(self.file_ids(record, "config", "input"), parameters, [config_id(record)]),
            "result": references(self.file_ids(record, "output")),
            "subjectOf": references(self.file_ids(record, "log")),
            "additionalProperty": references(fact_id(record, name) for name in facts(record)),
        }
        if record.ended is not None:
            entity["endTime"] = time_text(record.ended)
        if record.outcome is not None:
            entity["actionStatus"] = crate.STATUS[record.outcome]
        if record.error is not None:
            entity["error"] = self.told(record.error)
        return entity

    def script_entity(self, record: RunRecord) -> Entity:
        """Return the entity of a script; several runs may have the same."""
        packages = (crate.software_id(name, version) for name, version in record.packages.items())
        scripts = self.file_ids(record, "script")
        entity: Entity = {
            "@id": self.script_id(record),
            "@type": ["File", "SoftwareSourceCode"] if scripts else "SoftwareSourceCode",
            "name": shown(PurePosixPath(record.script).name),
            "programmingLanguage": references([python_id(record)]),
            "softwareRequirements": references([python_id(record)], packages),
        }
        if record.description:
            entity["description"] = self.told(record.description)
        if modules := self.file_ids(record, "module"):
            entity["hasPart"] = references(modules)
        if diff := self.file_ids(record, "diff"):
            entity["subjectOf"] = references(diff)
        if record.git and record.git.commit and record.git.tracked:
            entity["version"] = record.git.commit
        return entity

    def script_id(self, record: RunRecord) -> str:
        """Return the id of a run's script."""
        return next(iter(self.file_ids(record, "script")), f"#script/{quote(record.id)}")

    def file_ids(self, record: RunRecord, *roles: Role) -> list[str]:
        """Return the ids of what a run accessed in one of `roles`."""
        files = (self.lineage.known_as(access) for access in record.accesses if access.role in roles)
        return list(dict.fromkeys(self.ids[file] for file in files))

    def file_entity(self, file: Handed, id: str) -> Entity:
        """Return the entity of one file."""
        entity: Entity = {
            "@id": id,
            "@type": "File",
            "name": shown(PurePosixPath(file.name).name),
            "encodingFormat": media_type(file.name.partition("?")[0] if is_remote(file.name) else file.name),
            "contentSize": str(file.size),
            "sha256": file.sha256,
        }
        if file.source is None:
            entity["alternateName"] = shown(file.name)
            entity["description"] = file.reason
            entity["sdDatePublished"] = time_text(self.lineage.records[-1].started)
        return entity

    def property_entity(self, id: str, name: str, value: object) -> Entity:
        """Return a named value, as it may be told."""
        return crate.property_entity(id, name, self.told(value))

    def told(self, value: Any) -> Any:
        """Return a value without places of the machine and without secrets."""
        return tellable(value, self.lineage.project.root, self.lineage.secrets)


def identity(file: Handed, *, alone: bool) -> str:
    """Return the id of a file: its name, a proper URL, or a name made of its hash."""
    if file.source is not None:
        return quote(file.name)
    if alone and is_remote(file.name) and crate.is_address(file.name):
        return file.name
    return crate.named_by_hash(file.sha256, file.name)


def joined(one: Entity, other: Entity) -> Entity:
    """Return an entity that two runs tell of: lists are put together, of other things the last counts."""
    together = {key: united(one[key], other[key]) for key in one.keys() & other.keys() if is_reference(other[key])}
    return one | other | together


def is_reference(value: object) -> bool:
    """Say whether a value leads to other entities."""
    return isinstance(value, dict) or (isinstance(value, list) and all(isinstance(item, dict) for item in value))


def united(*values: list[dict[str, str]] | dict[str, str]) -> list[dict[str, str]] | dict[str, str]:
    """Return all references, each once."""
    every = (item["@id"] for value in values for item in (value if isinstance(value, list) else [value]))
    return references(dict.fromkeys(every))


def facts(record: RunRecord) -> dict[str, object]:
    """Return what is told of a run beside the words of the standards."""
    known = {name: value for name, value in crate.known_facts(record).items() if name not in UNTOLD_FACTS}
    return known | ({"packages": dict(record.packages)} if record.packages else {})


def directory_id(record: RunRecord) -> str:
    """Return the id of a run directory."""
    return f"{quote(folder_name(record))}/"


def parameter_id(record: RunRecord, parameter: Parameter) -> str:
    """Return the id of a parameter of a run."""
    return f"#parameter/{quote(record.id)}/{quote(parameter.name)}"


def config_id(record: RunRecord) -> str:
    """Return the id of the merged configuration of a run."""
    return f"#config/{quote(record.id)}"


def fact_id(record: RunRecord, name: str) -> str:
    """Return the id of a fact of a run."""
    return f"#fact/{quote(record.id)}/{quote(name)}"


def python_id(record: RunRecord) -> str:
    """Return the id of the interpreter of a run."""
    return f"#python/{quote(record.python)}"
