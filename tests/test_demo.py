"""The demo's chain: three scripts, one lineage, one change found with all that depends on it."""

import subprocess
import sys
from pathlib import Path

import pytest

DEMO = Path(__file__).parents[1] / "docs/examples/demo.py"


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Run the demo once; return its folder and what it printed."""
    folder = tmp_path_factory.mktemp("with space ü")
    result = subprocess.run([sys.executable, str(DEMO)], cwd=folder, capture_output=True, text=True, timeout=300)
    assert result.returncode == 0, result.stdout + result.stderr
    return folder / "demo", result.stdout


def section(text: str, headline: str) -> str:
    """Return what the demo printed under a headline."""
    _, found, rest = text.partition(f"=== {headline}")
    assert found
    return rest.partition("\n===")[0]


def test_every_script_succeeded_once(shown: tuple[Path, str]) -> None:
    folder, _ = shown

    runs = [path.relative_to(folder).parts[:2] for path in folder.glob("*_out/FINISHED_*/*")]

    assert sorted(runs) == [(f"{name}_out", "FINISHED_SUCCESS") for name in ("analyse", "figure", "ingest")]


def test_the_figure_carries_its_data_and_its_recipe(shown: tuple[Path, str]) -> None:
    folder, _ = shown

    names = {path.name for path in (folder / "figure_out/LATEST").iterdir()}

    assert {"figure.png", "figure.csv", "figure.yaml", "figure.log", "ro-crate-metadata.json"} == names


def test_the_lineage_leads_from_the_raw_data_to_the_figure(shown: tuple[Path, str]) -> None:
    _, text = shown
    graph = section(text, "Where did the figure come from?")

    for name in ("penguins-raw.csv", "ingest.py", "penguins.csv", "analyse.py", "fits.csv", "figure.py", "figure.png"):
        assert name in graph


def test_at_first_all_is_well(shown: tuple[Path, str]) -> None:
    _, text = shown
    before = section(text, "Is everything still what it was?")

    assert before.splitlines()[-1] == "3 runs: 3 verified"


def test_the_change_is_found_with_what_depends_on_it(shown: tuple[Path, str]) -> None:
    _, text = shown
    after = section(text, "Somebody edits one intermediate file")

    (modified,) = (line for line in after.splitlines() if line.startswith("modified "))
    assert "/penguins.csv " in modified
    assert "3 runs: 2 stale, 1 modified" in after
    for script in ("analyse.py", "figure.py"):
        assert any(script in line and "stale" in line for line in after.splitlines())
    assert "(exit code 1)" in after


def test_the_picture_can_be_drawn_again_from_its_recipe(shown: tuple[Path, str], tmp_path: Path) -> None:
    folder, _ = shown
    code = (
        "import sys, matplotlib; matplotlib.use('Agg'); import scitex as stx\n"
        "stx.io.save(stx.plt.reproduce(sys.argv[1]), 'again.png', dpi=150)\n"
        "print((stx.io.load('again.png') == stx.io.load(sys.argv[2])).all())"
    )
    figure = folder / "figure_out/LATEST/figure.yaml"

    command = [sys.executable, "-c", code, str(figure), str(figure.with_suffix(".png"))]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)

    assert result.stdout == "True\n", result.stderr


def test_a_folder_that_is_not_the_demos_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo/thesis.tex").touch()
    (tmp_path / "demo/.scitex").mkdir()

    result = subprocess.run([sys.executable, str(DEMO)], cwd=tmp_path, capture_output=True, text=True)

    assert result.returncode == 1
    assert "is not a folder of this demo" in result.stderr
    assert (tmp_path / "demo/thesis.tex").exists()
