"""What the three scripts cost under each tool: whole processes, each round beside a round of the plain scripts.

Each tool has a virtual environment of its own, with numpy, pandas and matplotlib, or with the tool alone if it
runs the plain scripts: `python cost.py plain=PLAIN/bin dvc=DVC/bin datalad=DATALAD/bin sacred=SACRED/bin
mlflow=MLFLOW/bin scitex=SCITEX/bin`.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
ROUNDS = 7
QUIET = {"DO_NOT_TRACK": "true", "DVC_NO_ANALYTICS": "true", "MLFLOW_DISABLE_TELEMETRY": "true", "MPLBACKEND": "agg"}
SCRIPTS = [["python", "make_data.py"], ["python", "fit.py"], ["python", "draw.py"]]
FORMS = {"mlflow": "mlflow", "sacred": "sacred", "scitex": "."}
BEFORE = {
    "plain": [],
    "dvc": [["git", "init", "-q"], ["dvc", "init", "-q"]],
    "datalad": [["datalad", "create", "-c", "text2git", "--force", "."]],
    "sacred": [["git", "init", "-q"], ["git", "add", "-A"], ["git", "commit", "-qm", "scripts"]],
    "mlflow": [["git", "init", "-q"], ["git", "add", "-A"], ["git", "commit", "-qm", "scripts"]],
    "scitex": [["git", "init", "-q"], ["git", "add", "-A"], ["git", "commit", "-qm", "scripts"]],
}
COMMANDS = {
    "dvc": [["dvc", "repro"]],
    "datalad": [
        ["datalad", "run", "-i", "sensor.json", "-o", "data.csv", "python make_data.py"],
        ["datalad", "run", "-i", "data.csv", "-i", "model.py", "-o", "fit.json", "python fit.py"],
        ["datalad", "run", "-i", "data.csv", "-i", "fit.json", "-i", "model.py", "-o", "figure.png", "python draw.py"],
    ],
}


def main() -> None:
    """Print the median ratio of each tool."""
    bins = dict(argument.split("=", 1) for argument in sys.argv[1:])
    with tempfile.TemporaryDirectory() as directory:
        projects = {tool: prepared(tool, Path(directory), bins) for tool in bins}
        for tool in bins.keys() - {"plain"}:
            pairs = [
                (timed("plain", projects, bins, number), timed(tool, projects, bins, number))
                for number in range(ROUNDS + 1)
            ][1:]  # the first round compiles, and makes databases
            bare, with_tool = (statistics.median(times) for times in zip(*pairs, strict=True))
            ratios = [tool_time / plain_time for plain_time, tool_time in pairs]
            print(
                f"{tool:8} {bare:.2f} s -> {with_tool:.2f} s, ratio {statistics.median(ratios):.2f}"
                f" ({min(ratios):.2f} to {max(ratios):.2f})",
                flush=True,
            )


def prepared(tool: str, directory: Path, bins: dict[str, str]) -> Path:
    """Return a project with the scripts in the form for the tool."""
    project = directory / tool
    project.mkdir()
    for name in ("make_data.py", "fit.py", "draw.py"):
        shutil.copy(HERE / FORMS.get(tool, "plain") / name, project)
    for path in (HERE / "model.py", HERE / "sensor.json", *HERE.glob(f"{tool}/*.yaml")):
        shutil.copy(path, project)
    (project / ".gitignore").write_text("__pycache__\n*_out\nruns\nmlruns\nmlflow.db\n.scitex\n")
    for command in BEFORE[tool]:
        execute(command, project, tool, bins)
    if tool == "datalad":
        execute(["datalad", "save", "-m", "scripts"], project, tool, bins)
    return project


def timed(tool: str, projects: dict[str, Path], bins: dict[str, str], number: int) -> float:
    """Return the seconds that the three scripts take on an input that is new."""
    project = projects[tool]
    (project / "sensor.json").write_text(json.dumps({"slope": 2.0, "offset": 1.0, "noise": 0.5 + number / 100}))
    if tool == "datalad":
        execute(["datalad", "save", "-m", f"round {number}"], project, tool, bins)
    start = time.perf_counter()
    for command in COMMANDS.get(tool, SCRIPTS):
        execute(command, project, tool, bins)
    return time.perf_counter() - start


def execute(command: list[str], project: Path, tool: str, bins: dict[str, str]) -> None:
    """Run a command with the tool's programs, and the plain Python if the tool brings none for the scripts."""
    first = [bins["plain"], bins[tool]] if tool in COMMANDS else [bins[tool]]
    environment = {**os.environ, **QUIET, "PATH": os.pathsep.join([*first, os.environ["PATH"]])}
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{tool}: {' '.join(command)} exited with {done.returncode}\n{done.stdout}{done.stderr}")


if __name__ == "__main__":
    main()
