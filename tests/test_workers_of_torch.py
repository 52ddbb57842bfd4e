"""What the workers of torch's DataLoader read and write belongs to the run, however they are started and kept."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch", reason="torch is not installed")

SCRIPT = """
import scitex as stx
import torch


class Data(torch.utils.data.Dataset):
    def __len__(self):
        return 4

    def __getitem__(self, i):
        print(f"item {i}\\n", end="", flush=True)
        value = stx.io.load(f"data/{i}.json")
        stx.io.save(value, f"items/{i}.json")
        return value


@stx.session
def main(method: str, persistent=False):
    loader = torch.utils.data.DataLoader(
        Data(), num_workers=2, multiprocessing_context=method, persistent_workers=persistent
    )
    for epoch in range(2):
        print(sorted(int(value) for batch in loader for value in batch))


if __name__ == "__main__":
    main()
"""


def action(run: Path) -> dict[str, Any]:
    """Return what the crate says of the run itself."""
    graph = json.loads((run / "ro-crate-metadata.json").read_text())["@graph"]
    return next(entity for entity in graph if entity["@type"] == "CreateAction")


@pytest.mark.parametrize(
    ("method", "flag"),
    [
        ("fork", "--persistent"),
        ("forkserver", "--persistent"),
        ("forkserver", "--no-persistent"),
        ("spawn", "--persistent"),
    ],
)
def test_what_a_data_loaders_workers_do_belongs_to_the_run(tmp_path: Path, method: str, flag: str) -> None:
    (tmp_path / "train.py").write_text(SCRIPT)
    (tmp_path / "data").mkdir()
    for i in range(4):
        (tmp_path / f"data/{i}.json").write_text(f"{10 * i}")

    command = [sys.executable, "train.py", "--method", method, flag]
    done = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True, timeout=120)

    run = (tmp_path / "train_out/LATEST").resolve()
    items = [f"items/{i}.json" for i in range(4)]
    assert [line for line in done.stdout.splitlines() if line[0] == "["] == 2 * ["[0, 10, 20, 30]"]
    assert sorted(str(path.relative_to(run)) for path in run.rglob("?.json")) == items
    assert sorted(result["@id"] for result in action(run)["result"]) == items
    assert [f"path=data/{i}.json" in str(action(run)["object"]) for i in range(4)] == 4 * [True]
    assert (run / "train.log").read_text().count("item ") == 8
