"""What a recorded run costs: the whole process against a bare script that does the same work.

    hatch run bench:run [--rounds N]

The script has parameters, reads a YAML configuration, logs one line and saves `params.yaml`, in a git repository.
The bare one does so with argparse, PyYAML and logging; ours is a session with everything switched on: run
directory, log capture, hashes, git state, RO-Crate, index. All variants are measured in turn (A B C A B C …), and the
median of each is divided by the bare one's.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

CONFIG = "DATA_DIR: ./data\nMODEL:\n  hidden_size: 256\n  dropout: 0.1\n"

BARE = """
import argparse, logging, os
from pathlib import Path
import yaml

def main():
    parser = argparse.ArgumentParser(description="Train a model.")
    parser.add_argument("--lr", type=float, default=0.001)
    parser.add_argument("--epochs", type=int, default=100)
    args = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    loader, dumper = getattr(yaml, "CSafeLoader", yaml.SafeLoader), getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    config = {}
    for path in sorted(Path("config").glob("*.yaml")):
        config.update(yaml.load(os.path.expandvars(path.read_text()), Loader=loader))
    logging.info("Training with lr=%s, epochs=%s", args.lr, args.epochs)
    Path("bare_out").mkdir(exist_ok=True)
    with open("bare_out/params.yaml", "w") as file:
        yaml.dump({"lr": args.lr, "epochs": args.epochs}, file, Dumper=dumper)

if __name__ == "__main__":
    main()
"""

SESSION = '''
import scitex as stx

@stx.session
def main(lr=0.001, epochs=100, CONFIG=stx.INJECTED, logger=stx.INJECTED):
    """Train a model."""
    logger.info("Training with lr=%s, epochs=%s", lr, epochs)
    stx.io.save({"lr": lr, "epochs": epochs}, "params.yaml")
    return 0

if __name__ == "__main__":
    main()
'''

FLAGS = ["--lr", "0.01", "--epochs", "50"]

# Each variant adds to the one before; the differences say where the time goes.
IMPORTS = {
    "python": "pass",
    "+ argparse, logging, PyYAML": "import argparse, logging, pathlib, yaml",
    "+ inspect, json, sqlite3": "import argparse, logging, pathlib, yaml, inspect, json, sqlite3",
}


def project(folder: Path) -> None:
    """Make the project, under version control."""
    (folder / "config").mkdir()
    (folder / "config/experiment.yaml").write_text(CONFIG)
    (folder / ".gitignore").write_text("*_out/\n.scitex/\n")
    for name, text in {"bare.py": BARE, "session.py": SESSION, "unrecorded.py": unrecorded()}.items():
        (folder / name).write_text(text)
    author = ["-c", "user.name=bench", "-c", "user.email=bench@example.org"]
    for command in (["init", "-q"], ["add", "."], [*author, "commit", "-qm", "Start"]):
        subprocess.run(["git", *command], cwd=folder, check=True)


def unrecorded() -> str:
    """Return the session's script with the recorders left out."""
    return "import scitex_session.recorders\nscitex_session.recorders.GROUP = 'scitex_session.none'\n" + SESSION


def measure(variants: dict[str, list[str]], folder: Path, rounds: int) -> dict[str, float]:
    """Return the median wall time in seconds of each variant, run in turn; the first round is not counted."""
    times: dict[str, list[float]] = {name: [] for name in variants}
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    for number in range(rounds + 1):
        for name, arguments in variants.items():
            begun = time.perf_counter()
            subprocess.run([sys.executable, *arguments], cwd=folder, env=environment, check=True, capture_output=True)
            if number:
                times[name].append(time.perf_counter() - begun)
    return {name: statistics.median(values) for name, values in times.items()}


def report(title: str, medians: dict[str, float], reference: str, echo: Callable[[str], object] = print) -> None:
    """Print times and their ratios to the reference."""
    echo(f"\n{title}")
    for name, seconds in medians.items():
        echo(f"  {name:34} {seconds * 1e3:7.1f} ms   {seconds / medians[reference]:5.2f}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=30, help="how often each variant is run")
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        project(folder)
        scripts = {"bare script": "bare.py", "session, not recorded": "unrecorded.py", "session": "session.py"}
        runs = measure({title: [file, *FLAGS] for title, file in scripts.items()}, folder, rounds)
        report("Whole process, ratio to the bare script", runs, "bare script")
        imports = measure({title: ["-c", code] for title, code in IMPORTS.items()}, folder, rounds)
        report(
            "Of which imports, ratio to the bare script", {"bare script": runs["bare script"], **imports}, "bare script"
        )


if __name__ == "__main__":
    main()
