"""All that the page tells of one run, as JSON can hold it."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from scitex_clew.drawing.graph import relative
from scitex_clew.page.figures import Figures
from scitex_clew.page.privacy import Privacy
from scitex_clew.project import Project
from scitex_clew.records.record import RunRecord
from scitex_clew.rerunning.recorded import reruns_of
from scitex_clew.rerunning.reports import Rerun
from scitex_clew.stores import store_of
from scitex_clew.verifying.reasons import git_text, reasons, shown_path
from scitex_clew.verifying.reports import FileReport, RunReport
from scitex_clew.wording import plural

LOG_BYTES = 16_384
MOST_FILES = 200
MOST_RERUNS = 10
MOST_LETTERS = 2_000

Entry = dict[str, object]
Shared = TypeVar("Shared")


class Details:
    """What is told of some runs, and what they have in common: packages and texts of code are told once.

    Parameters
    ----------
    project : Project
        Their project.
    titles : mapping of str to str
        Id of every run → what it is called.
    privacy : Privacy
        What is taken out of texts.
    """

    def __init__(self, project: Project, titles: Mapping[str, str], privacy: Privacy) -> None:
        self.project = project
        self.titles = titles
        self.privacy = privacy
        self.figures = Figures(project, privacy)
        self.packages: list[Mapping[str, str]] = []
        self.sources: list[str] = []

    def run(self, report: RunReport, record: RunRecord | None) -> Entry:
        """Return what is told of a run, whose record may be gone."""
        run, line = report.run, self.privacy.line
        reruns = reruns_of(self.project.locate(run.directory), self.project.root)
        told: Entry = {
            "id": run.id,
            "script": line(relative(run.script)),
            "verdict": report.verdict,
            "supersededBy": report.superseded_by,
            "outcome": run.outcome,
            "exitCode": run.exit_code,
            "error": run.error and line(run.error),
            "started": run.started.isoformat(),
            "ended": run.ended and run.ended.isoformat(),
            "directory": line(relative(run.directory)),
            "host": line(run.host),
            "why": [line(reason) for reason in reasons(report.causes, report, self.titles)],
            "code": [line(relative(shown_path(file))) for file in report.code],
            "read": self.files(report, "config", "input", "script", "module"),
            "written": self.files(report, "output", "log", "diff"),
            "parents": self.kin(report.parents),
            "children": self.kin(report.children),
            "figures": list(self.figures.of(report)),
            "log": self.log(report),
            "reruns": [self.rerun(known) for known in reruns[: -MOST_RERUNS - 1 : -1]],
            "recorded": record is not None,
        }
        return told if record is None else told | self.recorded(record)

    def recorded(self, record: RunRecord) -> Entry:
        """Return what is told of a run by its record alone."""
        line = self.privacy.line
        return {
            "description": line(record.description),
            "command": line(" ".join(record.command)),
            "workingDirectory": line(relative(record.working_directory)),
            "wallTime": record.wall_time,
            "cpuTime": record.cpu_time,
            "peakMemory": record.peak_memory,
            "platform": line(record.platform),
            "python": line(record.python),
            "packages": interned(self.packages, {line(name): line(text) for name, text in record.packages.items()}),
            "git": record.git and line(git_text(record.git)),
            "branch": record.git and record.git.branch and line(record.git.branch),
            "seed": record.seed,
            "parameters": [self.value(*parameter) for parameter in record.parameters],
            "config": [self.value(*leaf) for leaf in leaves(record)],
            "traceback": record.traceback and self.privacy.text(record.traceback),
            "unaudited": [self.privacy.text(command) for command in record.unaudited],
            "unhashed": [line(relative(path)) for path in record.unhashed],
            "source": self.source(record.source) if record.source else None,
            "modules": [
                {"path": line(relative(path)), "source": self.source(text)} for path, text in record.modules.items()
            ],
        }

    def source(self, text: str) -> int:
        """Return the place of the text of a script or a module among all."""
        return interned(self.sources, self.privacy.code(text))

    def value(self, name: str, value: object, source: str) -> Entry:
        """Return a value with its name and its source."""
        text = self.privacy.line(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
        if len(text) > MOST_LETTERS:
            text = f"{text[:MOST_LETTERS]}… ({len(text):,} letters)"
        return {"name": self.privacy.line(name), "value": text, "source": self.privacy.line(source)}

    def files(self, report: RunReport, *roles: str) -> list[Entry]:
        """Return the files of a run in some roles; those of one stored directory are one."""
        files = [file for file in report.files if file.access.role in roles]
        numbers = Counter(map(self.file, files))
        told: list[Entry] = [
            {
                "verdict": verdict,
                "role": role,
                "path": path,
                "sha256": sha256,
                "size": None if sha256 is None else size,
                "note": note if sha256 else ", ".join(filter(None, (plural(number, "file"), note))),
            }
            for (verdict, role, path, sha256, size, note), number in list(numbers.items())[:MOST_FILES]
        ]
        return told + self.rest(len(numbers) - MOST_FILES)

    def file(self, file: FileReport) -> tuple[str, str, str, str | None, int, str]:
        """Return what is told of a file."""
        access = file.access
        store = store_of(access.path)
        note = ""
        if file.moved_to:
            note = f"now {self.privacy.line(file.moved_to)}"
        elif file.superseded_by:
            note = f"by {self.titles.get(file.superseded_by, file.superseded_by)}"
        path = self.privacy.line(relative(store or access.path))
        return file.verdict, access.role, path, None if store else access.sha256, 0 if store else access.size, note

    def kin(self, ids: tuple[str, ...]) -> Entry:
        """Return the newest of some runs, and how many there are."""
        return {"ids": list(ids[: -MOST_FILES - 1 : -1]), "number": len(ids)}

    def rest(self, number: int) -> list[Entry]:
        """Return an entry that says how many files are left out."""
        told: Entry = {
            "verdict": "",
            "role": "",
            "path": f"and {number:,} more",
            "sha256": None,
            "size": None,
            "note": "",
        }
        return [told] if number > 0 else []

    def rerun(self, known: Rerun) -> Entry:
        """Return what came out when a run was executed again."""
        line = self.privacy.line
        outputs = [
            {"verdict": output.verdict, "path": line(relative(output.path)), "detail": line(output.detail)}
            for output in known.outputs[:MOST_FILES]
        ]
        return {
            "verdict": known.verdict,
            "started": known.started.isoformat(),
            "outputs": outputs,
            "more": len(known.outputs) - len(outputs),
            "faults": list(map(line, known.faults[:MOST_FILES])),
            "notes": list(map(line, known.notes[:MOST_FILES])),
        }

    def log(self, report: RunReport) -> Entry | None:
        """Return the end of a run's log, if that is still in its place."""
        path = next((file.access.path for file in report.files if file.access.role == "log"), None)
        place = None if path is None else own_file(self.project, report, path)
        if place is None:
            return None
        try:
            with place.open("rb") as file:
                size = file.seek(0, 2)
                file.seek(max(0, size - LOG_BYTES))
                text = file.read(LOG_BYTES).decode("utf-8", "replace")
        except OSError:
            return None
        whole = size <= LOG_BYTES
        return {"text": self.privacy.text(text if whole else text.partition("\n")[2]), "whole": whole, "size": size}


def own_file(project: Project, report: RunReport, path: str) -> Path | None:
    """Return where a file of a run is, if it really lies in the run's directory, and this in the project.

    A record that came from elsewhere may name any file: such a one is not shown to others.
    """
    place = project.locate(path).resolve()
    directory = project.locate(report.run.directory).resolve()
    is_own = place.is_relative_to(directory) and directory.is_relative_to(project.root)
    return place if is_own and place.is_file() else None


def interned(known: list[Shared], value: Shared) -> int:
    """Return the place of a value in a list to which it is added if it is not yet there."""
    if value not in known:
        known.append(value)
    return known.index(value)


def leaves(record: RunRecord) -> Iterator[tuple[str, object, str]]:
    """Yield dotted key, value and source of all that is in the merged configuration."""

    def within(value: object, keys: tuple[str, ...]) -> Iterator[tuple[str, object, str]]:
        if isinstance(value, Mapping) and value:
            for key, item in value.items():
                yield from within(item, (*keys, str(key)))
        elif keys:
            name = ".".join(keys)
            yield name, value, record.config_sources.get(name, "")

    yield from within(record.config, ())
