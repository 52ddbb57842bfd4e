"""A lineage as W3C PROV-JSON (https://www.w3.org/submissions/prov-json/).

Runs are activities, files are entities, users are agents, and a script is the plan that its run followed. Names are
those of the crate: as the zip file has no web address, they begin with an arcp URI (https://w3id.org/arcp) that is made
of the hash of the last run's record.
"""

import json
import uuid
from bisect import bisect_right
from operator import attrgetter
from typing import Any
from urllib.parse import quote

from scitex_clew.exporting.metadata import Graph
from scitex_clew.exporting.selection import Handed, Lineage
from scitex_clew.records import crate
from scitex_clew.records.record import FileAccess, RunRecord

READ = ("config", "input", "module", "script")
WRITTEN = ("diff", "log", "output")
MOST_DERIVATIONS = 10_000
NI = "ni:///"
SCHEMA_ORG = "http://schema.org/"

Statements = dict[str, dict[str, Any]]


def prov_json(lineage: Lineage) -> str:
    """Return the PROV-JSON text of a lineage."""
    return json.dumps(Provenance(lineage).document(), indent=1, ensure_ascii=False) + "\n"


class Provenance:
    """The statements about a lineage."""

    def __init__(self, lineage: Lineage) -> None:
        self.lineage = lineage
        self.graph = Graph(lineage)
        # (content, path, run) of every output, oldest run first, and who wrote a file first.
        self.writings: dict[str, list[tuple[RunRecord, FileAccess]]] = {}
        self.firsts: dict[str, str] = {}
        for record in sorted(lineage.records, key=attrgetter("started", "id")):
            for access in record.accesses:
                if access.role in WRITTEN:
                    self.firsts.setdefault(self.plain_id(lineage.known_as(access)), record.id)
                if access.role == "output" and access.size > 0:
                    self.writings.setdefault(access.sha256, []).append((record, access))

    def document(self) -> dict[str, Any]:
        """Return the whole document."""
        own = self.lineage.own[self.lineage.records[-1].id].sha256
        base = f"arcp://uuid,{uuid.uuid5(uuid.NAMESPACE_URL, crate.named_by_hash(own, ''))}/"
        found: dict[str, Statements] = {
            "entity": {},
            "activity": {},
            "agent": {},
            "used": {},
            "wasGeneratedBy": {},
            "wasAssociatedWith": {},
            "wasDerivedFrom": {},
        }
        for record in self.lineage.records:
            self.add_run(record, found)
        self.add_copy(found)
        prefix = {"file": base, "ni": NI, "run": f"{base}#", "schema": SCHEMA_ORG, "user": f"{base}#user/"}
        return {"prefix": prefix, **{kind: statements for kind, statements in found.items() if statements}}

    def add_run(self, record: RunRecord, found: dict[str, Statements]) -> None:
        """Add what one run did."""
        run, user = run_id(record), user_id(record)
        found["activity"][run] = {
            "prov:startTime": crate.time_text(record.started),
            **({"prov:endTime": crate.time_text(record.ended)} if record.ended else {}),
            "prov:label": self.graph.told(f"{record.script} {record.id}"),
            "schema:description": self.graph.told(" ".join(record.command)),
        }
        found["agent"][user] = {"prov:type": name("prov:Person"), "prov:label": record.user}
        association = {"prov:activity": run, "prov:agent": user}
        read, written = [], []
        for access in record.accesses:
            if access.role in READ:
                id = self.used_id(record, access)
                add(found["entity"], id, self.entity(self.lineage.known_as(access)))
                add(found["used"], blank("u", found["used"]), {"prov:activity": run, "prov:entity": id})
                self.add_origin(id, record, access, found)
                read += [id] if access.role in ("config", "input") else []
                if access.role == "script":
                    found["entity"][id]["prov:type"] = name("prov:Plan")
                    association["prov:plan"] = id
            else:
                id = self.written_id(record, access)
                add(found["entity"], id, self.entity(self.lineage.known_as(access)))
                generation = {"prov:entity": id, "prov:activity": run}
                add(found["wasGeneratedBy"], blank("g", found["wasGeneratedBy"]), generation)
                written += [id] if access.role == "output" else []
        add(found["wasAssociatedWith"], blank("a", found["wasAssociatedWith"]), association)
        if len(read) * len(written) <= MOST_DERIVATIONS:
            for output in dict.fromkeys(written):
                for source in dict.fromkeys(read):
                    add_derivation(found, output, source, run)

    def add_origin(self, id: str, reader: RunRecord, access: FileAccess, found: dict[str, Statements]) -> None:
        """Say that what a run read is a copy of what another one wrote, if it lay in another place."""
        if (origin := self.origin(reader, access)) is not None and (written := self.written_id(*origin)) != id:
            add(found["entity"], written, self.entity(self.lineage.known_as(origin[1])))
            if not any(known.get("prov:generatedEntity") == id for known in found["wasDerivedFrom"].values()):
                add_derivation(found, id, written)

    def add_copy(self, found: dict[str, Statements]) -> None:
        """Say of what the file is a copy that was asked for, if no run wrote it there."""
        file = self.lineage.file
        if file is None or (id := self.plain_id(file)) in found["entity"]:
            return
        found["entity"][id] = self.entity(file)
        if file.sha256 in self.writings:
            add_derivation(found, id, self.written_id(*self.writings[file.sha256][-1]))

    def origin(self, reader: RunRecord, access: FileAccess) -> tuple[RunRecord, FileAccess] | None:
        """Return the run that gave another one what it read, and what it wrote; None if no run did.

        Of those that began before the reader it is the last that wrote it to the very path, else anywhere.
        """
        known = self.writings.get(access.sha256, [])
        before = known[: bisect_right(known, reader.started, key=lambda writing: writing[0].started)]
        before = [writing for writing in before if writing[0].id != reader.id]
        return next((writing for writing in reversed(before) if writing[1].path == access.path), None) or next(
            reversed(before), None
        )

    def used_id(self, reader: RunRecord, access: FileAccess) -> str:
        """Return the name of what a run read."""
        origin = self.origin(reader, access)
        if origin is not None and origin[1].path == access.path:
            return self.written_id(*origin)
        return self.plain_id(self.lineage.known_as(access))

    def written_id(self, record: RunRecord, access: FileAccess) -> str:
        """Return the name of what a run wrote: if another wrote the same there before, it is another entity."""
        file = self.lineage.known_as(access)
        id = self.plain_id(file)
        if self.firsts[id] == record.id:
            return id
        return f"{hash_id(file)}&run={quote(record.id)}"

    def plain_id(self, file: Handed) -> str:
        """Return the name of a file, as the crate has it."""
        id = self.graph.ids[file]
        return f"file:{id}" if file.source is not None else hash_id(file)

    def entity(self, file: Handed) -> dict[str, Any]:
        """Return what is told of a file."""
        told = {
            "prov:label": crate.shown(file.name),
            "schema:sha256": file.sha256,
            "schema:contentSize": str(file.size),
        }
        return told | ({"schema:description": file.reason} if file.reason else {})


def hash_id(file: Handed) -> str:
    """Return a name that is made of the hash of a file and its path."""
    return "ni:" + crate.named_by_hash(file.sha256, file.name).removeprefix(NI)


def run_id(record: RunRecord) -> str:
    """Return the name of a run."""
    return f"run:{quote(record.id)}"


def user_id(record: RunRecord) -> str:
    """Return the name of a user."""
    return f"user:{quote(record.user)}"


def name(text: str) -> dict[str, str]:
    """Return a name as a value."""
    return {"$": text, "type": "prov:QUALIFIED_NAME"}


def blank(letter: str, statements: Statements) -> str:
    """Return the name of the next statement, by which nothing else will call it."""
    return f"_:{letter}{len(statements) + 1}"


def add(statements: Statements, id: str, statement: dict[str, Any]) -> None:
    """Add a statement unless it is there."""
    statements.setdefault(id, statement)


def add_derivation(found: dict[str, Statements], output: str, source: str, run: str | None = None) -> None:
    """Say that one file was made of another."""
    statement = {"prov:generatedEntity": output, "prov:usedEntity": source} | ({"prov:activity": run} if run else {})
    add(found["wasDerivedFrom"], blank("d", found["wasDerivedFrom"]), statement)
