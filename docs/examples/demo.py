"""The main job on real input: three scripts, their lineage, and a change that is found out.

Copies the project `penguins` to the folder `demo` of the working directory, runs it there as a user would,
and leaves it to be looked at.
"""

import shutil
import subprocess
import sys
from pathlib import Path

SCITEX = str(Path(sys.executable).with_name("scitex"))
MARK = ".demo"
PROJECT = Path(__file__).with_name("penguins")


def main() -> None:
    """Run the demo."""
    folder = Path("demo")
    if folder.exists() and not (folder / MARK).exists():
        raise SystemExit(f"{folder.absolute()} is not a folder of this demo: move it away")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(PROJECT, folder, ignore=shutil.ignore_patterns("*_out", ".scitex"))
    (folder / MARK).write_text("This folder is made anew by every run of the demo.\n")
    (folder / ".scitex").mkdir()  # marks the root of the project, as .git or pyproject.toml would

    say("Three scripts, each a recorded run")
    run(folder, sys.executable, "ingest.py")
    run(folder, sys.executable, "analyse.py", "--MODEL.reference_mm", "190")
    run(folder, sys.executable, "figure.py", "--width", "6")
    say("What they left behind")
    show_tree(folder)
    say("Is everything still what it was?")
    run(folder, SCITEX, "clew", "status")
    say("Where did the figure come from?")
    run(folder, SCITEX, "clew", "mermaid")
    say("Somebody edits one intermediate file")
    table = folder / "ingest_out" / "LATEST" / "penguins.csv"
    table.write_text(table.read_text().replace("3750", "9750", 1))
    print("  in ingest_out/LATEST/penguins.csv, one mass of 3750 g became 9750 g")
    run(folder, SCITEX, "clew", "status", expected=1)
    say(f"Look around in {folder.absolute()}")


def say(headline: str) -> None:
    """Print a headline."""
    print(f"\n=== {headline}", flush=True)


def run(folder: Path, program: str, *arguments: str, expected: int = 0) -> None:
    """Run a command in the project, and stop if it does not end as expected."""
    name = "python" if program == sys.executable else Path(program).name
    print(f"$ {name} {' '.join(arguments)}", flush=True)
    code = subprocess.run([program, *arguments], cwd=folder).returncode
    if code != expected:
        raise SystemExit(f"{name} {' '.join(arguments)} exited with {code}, expected {expected}")
    if code:
        print(f"(exit code {code})", flush=True)


def show_tree(folder: Path) -> None:
    """Print the files of the runs."""
    for path in sorted(folder.glob("*_out/FINISHED_SUCCESS/*/*")):
        if not path.name.startswith("."):
            print(f"  {path.relative_to(folder)}  ({path.stat().st_size:,} bytes)")


if __name__ == "__main__":
    main()
