"""From a script to the rows of its figures: three processes, and what their pictures say when compared."""

import json
import multiprocessing
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import drawing
import recipes
from comparing import compared, write_difference
from corpora import Script

PRELOADED = ["matplotlib.pyplot", "pandas", "scitex_io", "scitex_plt.companions", "scitex_plt.reproduction"]
"""What the server of processes imports once, so that no process has to, and no save is charged for it."""

CONTEXT = multiprocessing.get_context("forkserver")

Row = dict[str, Any]


@dataclass(frozen=True)
class Options:
    """How to measure."""

    folder: Path
    """Where each script has a folder for what is drawn."""
    jobs: int
    limit: float
    """Seconds a process may take."""
    pairs: int
    """How often a save with companions and a bare one are timed."""


def measured(scripts: list[Script], options: Options) -> Iterator[tuple[Script, list[Row]]]:
    """Yield each script with the rows of its figures, in the order of the scripts."""
    CONTEXT.set_forkserver_preload(PRELOADED)
    with ThreadPoolExecutor(options.jobs) as pool:
        yield from zip(scripts, pool.map(lambda script: rows_of(script, options), scripts), strict=True)


def rows_of(script: Script, options: Options) -> list[Row]:
    """Return one row for each figure of a script; of a script that fails, one row that says why."""
    folder = options.folder / script.name
    if folder.exists():  # kept of an earlier run
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    saved = result_of(drawing.save_figures, script, folder, options, "saved")
    again = result_of(drawing.redraw_figures, script, folder, options, "redrawn") if saved["figures"] else {}
    rows = [row_of(script, folder, found, again) for found in saved["figures"]]
    if any(row.get("steady") is False for row in rows):
        result_of(drawing.save_plainly, script, folder, options, "plainly")
        for row in rows:
            note_effect(row, folder / str(row["figure"]))
    if "error" in saved or not saved["finished"]:
        rows.append({"name": script.name, "corpus": script.corpus, "status": "not run", **reason(saved)})
    return rows


def result_of(
    work: Callable[[Path, Path, int], None], script: Script, folder: Path, options: Options, name: str
) -> dict[str, Any]:
    """Do `work` in a process of its own, and return what it wrote as `name`; it is stopped at the time limit."""
    result = folder / f"{name}.json"
    result.unlink(missing_ok=True)
    process = CONTEXT.Process(target=work, args=(script.path, folder, options.pairs))
    process.start()
    process.join(options.limit)
    stopped = process.is_alive()
    if stopped:
        process.kill()
        process.join()
    found: dict[str, Any] = json.loads(result.read_text()) if result.exists() else {"figures": [], "finished": False}
    if not found["finished"]:
        found["stage"] = "time limit" if stopped else f"exit status {process.exitcode}"
    return found


def row_of(script: Script, folder: Path, found: dict[str, Any], again: dict[str, Any]) -> Row:
    """Return the row of one figure, from what was found when it was saved and when all were drawn again."""
    number = found["figure"]
    here = folder / str(number)
    row = {"name": f"{script.name}#{number}", "corpus": script.corpus, **found}
    if "error" not in row:
        row["recipe"] = recipes.content(here / "f.yaml")
        row["steady"] = compared(here / "plain1.png", here / "plain2.png").identical
        if row["steady"] and not compared(here / "plain1.png", here / "f.png").identical:
            row["changed"] = True
        back = next((one for one in again["figures"] if one["figure"] == number), again)
        row |= reason(back) if "stage" in back else likeness(here)
    row["status"] = status_of(row)
    return row


def reason(found: dict[str, Any]) -> dict[str, str]:
    """Return where something failed, and how."""
    return {"stage": found.get("stage", "?"), "error": found.get("error", found.get("stage", "?"))}


def likeness(folder: Path) -> dict[str, Any]:
    """Compare the picture drawn again with the one saved, and with those that were saved plainly."""
    best: dict[str, Any] = {}
    again = folder / "again.png"
    for name in ("f", "plain1", "plain2"):
        found = compared(folder / f"{name}.png", again)
        if not best or rank(found.rms) < rank(best["rms"]):
            best = {"rms": found.rms, "identical": found.identical, "like": name}
            if found.rms is None:
                best["sizes"] = found.sizes
    if not best["identical"]:
        write_difference(folder / f"{best['like']}.png", again, folder / "difference.png")
    return best


def rank(rms: float | None) -> float:
    """Return a difference as a number: pictures of different sizes differ most."""
    return float("inf") if rms is None else rms


def status_of(row: Row) -> str:
    """Return in one word how a figure came back."""
    if row.get("stage") == "savefig":  # matplotlib itself cannot save it
        return "not run"
    if "error" in row:
        return "failed"
    if row["identical"]:
        return "identical"
    if row["recipe"]["omitted"]:
        return "refused"
    return "close" if rank(row["rms"]) < 1 else "different"


def note_effect(row: Row, folder: Path) -> None:
    """Note whether a figure repeats itself when we have no hand in it, and whether saving had an effect on it."""
    names = ("plain1.png", "plain2.png", "alone1.png", "alone2.png", "alone3.png")
    if row.get("steady") is not False or not all((folder / name).exists() for name in names):
        return
    first, second, alone, next_alone, last_alone = (folder / name for name in names)
    row["repeats"] = compared(alone, next_alone).identical
    row["same elsewhere"] = compared(first, alone).identical
    row["changed"] = row["same elsewhere"] and not compared(second, last_alone).identical
