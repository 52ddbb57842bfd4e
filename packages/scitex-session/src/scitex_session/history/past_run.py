"""A run as its directory tells of it: where it stands, and what a recorder has kept."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, get_args

from scitex_io.roots import project_root
from scitex_session.history.keepers import keeper
from scitex_session.runs.liveness import MARKER, liveness
from scitex_session.runs.run_directory import FINISHED

State = Literal["success", "error", "running", "dead", "elsewhere", "unknown"]
"""How a run stands: its outcome; alive; ended without a word; of another host or container; nobody can tell."""

STATES: tuple[State, ...] = get_args(State)
OUTCOMES: dict[str, State] = {"FINISHED_ERROR": "error", "FINISHED_SUCCESS": "success"}
assert set(FINISHED.values()) == set(OUTCOMES)


@dataclass(frozen=True)
class PastRun:
    """A run that somebody looks back at.

    Attributes
    ----------
    directory : Path
        Its directory, absolute.
    """

    directory: Path

    @property
    def id(self) -> str:
        """`YYYYMMDD_HHMMSS_XXXX`."""
        return self.directory.name

    @property
    def output(self) -> Path:
        """The directory of all runs of the script, `<script>_out`."""
        return self.directory.parent.parent

    @property
    def stem(self) -> str:
        """The name of the script, without its ending."""
        return self.output.name.removesuffix("_out")

    @property
    def script(self) -> Path:
        """The script as it was named, which may be a link, as far as that is still known."""
        return self.script_elsewhere or self.script_beside

    @property
    def script_beside(self) -> Path:
        """The script as the name of its output directory tells."""
        python = self.output.with_name(f"{self.stem}.py")
        return python if python.exists() else python.with_suffix("")

    @property
    def script_elsewhere(self) -> Path | None:
        """The script that is recorded, if that is there and another one: nothing could be written beside it."""
        if self.record is None:
            return None
        beside = self.record["directory"].rpartition("_out/")[0]
        if self.record["script"] in (beside, f"{beside}.py"):
            return None
        found = Path(project_root(self.output.parent), self.record["script"])
        return found if found.exists() and found.resolve() != self.script_beside.resolve() else None

    def is_of(self, script: Path) -> bool:
        """Say whether it is a run of a script; whether that is named with its ending does not matter."""
        if script.stem != self.stem:
            return False
        other = self.script_elsewhere
        if other is not None and other.stem == self.stem and script.exists():
            return other.resolve().with_suffix("") == script.resolve().with_suffix("")
        return script.parent.resolve() == self.output.parent.resolve()

    @property
    def log(self) -> Path:
        """The log file, which need not exist."""
        log = self.directory / f"{self.stem}.log"
        logs = sorted(self.directory.glob("*.log")) if not log.exists() else []
        return logs[0] if len(logs) == 1 else log

    @cached_property
    def state(self) -> State:
        """How it stands."""
        outcome = OUTCOMES.get(self.directory.parent.name)
        if outcome is not None:
            interrupted = (self.directory / MARKER).exists() and liveness(self.directory) == "dead"
            return "dead" if interrupted else outcome
        if self.directory.parent.name == "RUNNING":
            alive = liveness(self.directory)
            return "running" if alive == "live" else alive
        return (self.record or {}).get("outcome") or "unknown"

    @cached_property
    def kept(self) -> tuple[Mapping[str, Any] | None, str | None]:
        """What a recorder has kept of it, if anything, and what is wrong with that, if something is."""
        recorder = keeper()
        if recorder is None:
            return None, "no recorder is installed that keeps records: pip install scitex-clew"
        try:
            found = recorder.record(self.directory)
        except Exception as cause:
            return None, str(cause)
        return found, None if found is not None else f"there is no record in {self.directory}"

    @property
    def record(self) -> Mapping[str, Any] | None:
        """What is recorded of it; None if nothing is that can be read."""
        return self.kept[0]

    @property
    def problem(self) -> str | None:
        """Why there is no record; None if there is one."""
        return self.kept[1]

    @property
    def seconds(self) -> float | None:
        """How long it lasted; None if nobody knows."""
        if self.record is None:
            return None
        if self.record["wall_time"] is not None:
            return float(self.record["wall_time"])
        started, ended = self.record["started"], self.record["ended"]
        return (datetime.fromisoformat(ended) - datetime.fromisoformat(started)).total_seconds() if ended else None

    @property
    def chosen(self) -> dict[str, Any]:
        """The parameters that are not what they are by default."""
        parameters = self.record["parameters"] if self.record else []
        return {entry["name"]: entry["value"] for entry in parameters if entry["source"] != "default"}

    @property
    def host(self) -> str | None:
        """The host that it runs on, by its marker, or ran on; None if nobody knows."""
        try:
            return str(json.loads((self.directory / MARKER).read_text(encoding="utf-8"))["host"])
        except (OSError, ValueError, KeyError, TypeError):
            return str(self.record["host"]) if self.record is not None else None

    def told(self) -> dict[str, Any]:
        """Return all that is known, as JSON can hold it."""
        return {
            "id": self.id,
            "state": self.state,
            "directory": str(self.directory),
            "script": str(self.script),
            "record": self.record,
        }
