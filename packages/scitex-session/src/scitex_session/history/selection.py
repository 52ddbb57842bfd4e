"""Those of many runs that somebody asks for."""

from collections.abc import Sequence
from pathlib import Path

from scitex_session.history.conditions import Condition, refuse_unknown, values_of
from scitex_session.history.past_run import PastRun


def selected(
    runs: list[PastRun], scripts: Sequence[str] = (), outcomes: Sequence[str] = (), conditions: Sequence[str] = ()
) -> list[PastRun]:
    """Return the runs of one of some scripts, that stand in one of some ways, and for which all conditions hold.

    Raises
    ------
    ConditionError
        If a condition is none, or names what no run has.
    """
    asked = [Condition.parse(text) for text in conditions]
    if scripts:
        runs = [run for run in runs if any(is_of(run, script) for script in scripts)]
    if outcomes:
        runs = [run for run in runs if run.state in outcomes]
    if asked:
        known = [values_of(run.record) for run in runs]
        refuse_unknown(asked, known)
        pairs = zip(runs, known, strict=True)
        runs = [run for run, values in pairs if all(condition.holds(values) for condition in asked)]
    return runs


def is_of(run: PastRun, script: str) -> bool:
    """Say whether a run is one of a script, which is named by its file or by its path."""
    path = Path(script)
    return script in (run.stem, f"{run.stem}.py") if path.name == script else run.is_of(path)
