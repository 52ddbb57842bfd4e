"""The same script, run twice with one seed, writes the same bytes."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import random
import scitex as stx

@stx.session
def main(torch=False, plt=stx.INJECTED, rng=stx.INJECTED):
    import numpy
    drawn = {
        "python": random.random(),
        "global": numpy.random.random(),
        "rng": rng.random(),
        "stream": stx.repro.stream("init").random(),
    }
    stx.io.save(drawn, "drawn.json")
    stx.io.save(rng.normal(size=100), "noise.npy")
    stx.io.save({"a": rng.normal(size=3), "b": rng.normal(size=3)}, "noise.npz")
    fig, ax = plt.subplots()
    ax.scatter(*rng.normal(size=(2, 50)), label="noise")
    ax.legend()
    for extension in ("eps", "jpg", "pdf", "png", "svg", "tiff", "webp"):
        stx.io.save(fig, f"figure.{extension}")
    if torch:
        import torch
        model = torch.nn.Linear(3, 2)
        stx.io.save(model.state_dict(), "model.pt")

if __name__ == "__main__":
    main()
"""


def outputs(project: Path, *arguments: str) -> dict[str, str]:
    """Run the script; return the hash of each file that it saved."""
    (project / "train.py").write_text(SCRIPT)
    subprocess.run([sys.executable, "train.py", *arguments], cwd=project, check=True, capture_output=True)
    run = (project / "train_out/LATEST").resolve()
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in run.iterdir()
        if path.name not in ("ro-crate-metadata.json", "train.log")
    }


def test_arrays_and_figures_are_the_same_to_the_byte(tmp_path: Path) -> None:
    first = outputs(tmp_path)

    figures = {f"figure.{extension}" for extension in ("eps", "jpg", "pdf", "png", "svg", "tiff", "webp")}
    assert {"drawn.json", "noise.npy", "noise.npz", *figures} <= first.keys()
    assert outputs(tmp_path) == first


def test_weights_of_torch_are_the_same_to_the_byte(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    first = outputs(tmp_path, "--torch")

    assert "model.pt" in first
    assert outputs(tmp_path, "--torch") == first


def test_another_seed_is_another_result(tmp_path: Path) -> None:
    first, second = outputs(tmp_path), outputs(tmp_path, "--seed", "7")

    assert {name for name in first if first[name] == second[name]} <= {"figure.yaml"}


def test_without_a_seed_every_run_is_its_own(tmp_path: Path) -> None:
    assert outputs(tmp_path, "--seed", "none")["drawn.json"] != outputs(tmp_path, "--seed", "none")["drawn.json"]
