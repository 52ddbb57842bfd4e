"""A session leaves the names of a script as it found them."""

import json
import subprocess
import sys
from pathlib import Path

SCRIPT = """
import json
import sys

import scitex as stx

LIMIT = 3


@stx.session
def main(lr=0.1, CONFIG=stx.INJECTED, logger=stx.INJECTED, plt=stx.INJECTED, rng=stx.INJECTED, run=stx.INJECTED):
    during = snapshot()
    global EPOCHS
    EPOCHS = 7
    stx.io.save([before == during, during == snapshot()], "same.json")


def snapshot():
    names = sys.modules["__main__"].__dict__
    return {name: id(value) for name, value in names.items() if name not in ("before", "after")}


if __name__ == "__main__":
    before = after = None
    before = snapshot()
    main()
    after = snapshot()
    changed = [name for name in before if before[name] != after[name]]
    print(json.dumps([sorted(after.keys() - before.keys()), changed]))
"""


def test_names_change_only_where_the_script_changes_them(tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(SCRIPT)

    done = subprocess.run([sys.executable, "train.py"], cwd=tmp_path, check=True, capture_output=True, text=True)

    assert json.loads((tmp_path / "train_out/LATEST/same.json").read_text()) == [True, False]
    assert json.loads(done.stdout) == [["EPOCHS"], []]
