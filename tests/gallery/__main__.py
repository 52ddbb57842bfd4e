"""Every figure of a large corpus, saved with its data and its recipe, drawn again in another process, and compared.

    hatch run gallery [--corpus NAME …] [--only PATTERN …] [--jobs N] [--keep FOLDER] [--json FILE] [--against OLD.json]

The corpus is matplotlib's own gallery, from its source distribution, and scripts of ours for the libraries on top.
"""

import argparse
import json
import os
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import fetching
import reporting
from corpora import chosen, scripts
from measuring import Options, measured


def main() -> None:
    """Measure the figures chosen on the command line, print the tables, and write a row for each as JSON."""
    given = arguments()
    only_own = given.corpus and "matplotlib" not in given.corpus
    found = chosen(scripts(None if only_own else fetching.examples()), given.corpus, given.only)
    if given.list:
        print("\n".join(script.name for script in found))
        return
    rows: list[dict[str, Any]] = []
    start = time.monotonic()
    with nullcontext(given.keep) if given.keep else tempfile.TemporaryDirectory(prefix="scitex-gallery-") as folder:
        options = Options(Path(folder).absolute(), given.jobs, given.limit, given.pairs)
        for number, (script, its) in enumerate(measured(found, options), start=1):
            rows += its
            words = ", ".join(row["status"] for row in its) or "no figure"
            print(f"[{number}/{len(found)}] {script.name}: {words}", flush=True)
    given.json.parent.mkdir(parents=True, exist_ok=True)
    given.json.write_text(json.dumps({"figures": rows}, indent=1) + "\n", encoding="utf-8")
    report(rows, given.against)
    print(f"\n{len(found)} scripts in {time.monotonic() - start:.0f} s; a row for each figure is in {given.json}")


def arguments() -> argparse.Namespace:
    """Return what the command line says."""
    parser = argparse.ArgumentParser(prog="gallery", description="Save figures, draw them again, and compare.")
    parser.add_argument("--corpus", nargs="+", default=[], help="such as matplotlib, seaborn or pandas; all by default")
    parser.add_argument("--only", nargs="+", default=[], metavar="PATTERN", help="parts of the names of scripts")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="how many scripts run at once")
    parser.add_argument("--limit", type=float, default=60, help="seconds that a process may take")
    parser.add_argument("--pairs", type=int, default=3, help="how often saves are timed; 1 is quickest")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep pictures, recipes and differences there")
    parser.add_argument("--json", type=Path, default=fetching.cache() / "last.json", help="where results are written")
    parser.add_argument("--against", type=Path, metavar="OLD.json", help="say what became better and worse")
    parser.add_argument("--list", action="store_true", help="say which scripts there are, and run none")
    return parser.parse_args()


def report(rows: list[dict[str, Any]], earlier: Path | None) -> None:
    """Print what was measured."""
    print("\n" + "\n".join(reporting.failures(rows)))
    print(f"\nleft out, or held as a drawing:\n{reporting.omissions(rows)}")
    print(f"\nartists: {reporting.kinds(rows)}")
    if earlier:
        before = json.loads(earlier.read_text(encoding="utf-8"))["figures"]
        names = {row["name"].partition("#")[0] for row in rows}
        compared = [row for row in before if row["name"].partition("#")[0] in names]
        print(f"\nagainst {earlier}:\n" + "\n".join(reporting.against(rows, compared)))
    print(f"\n{reporting.table(rows)}")


if __name__ == "__main__":
    main()
