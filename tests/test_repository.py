"""The repository itself: what lies where, what things are called, and that its commands exist."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
TOP_LEVEL = {
    ".ci",
    ".github",
    ".gitignore",
    ".pre-commit-config.yaml",
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "docs",
    "hatch.toml",
    "packages",
    "pyproject.toml",
    "tests",
}
PACKAGES = sorted(path for path in (ROOT / "packages").iterdir() if path.is_dir())
WORKFLOW = ROOT / ".github" / "workflows" / "ci.yml"
VAGUE = {"base", "common", "core", "helper", "helpers", "misc", "util", "utils"}
# Absolute paths that only mean something to an author: written so that this line is not one of them.
PRIVATE = re.compile(r"(?<![\w.}~-])/(?:root|tmp/dev|Users|work)\b")

packages = pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.name)


def files() -> list[Path]:
    """Return every file that is in the repository or would be by `git add`."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.check_output(listing, cwd=ROOT, text=True).split("\0")
    return [ROOT / name for name in sorted(set(names)) if name and (ROOT / name).is_file()]


def text(path: Path) -> str | None:
    """Return what a file says, or None if it is not text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def project(package: Path) -> dict[str, Any]:
    return tomllib.loads((package / "pyproject.toml").read_text(encoding="utf-8"))["project"]  # type: ignore[no-any-return]


def hatch() -> dict[str, Any]:
    return tomllib.loads((ROOT / "hatch.toml").read_text(encoding="utf-8"))["envs"]  # type: ignore[no-any-return]


def scripts() -> set[str]:
    """Return what may follow `hatch run`, of every environment."""
    named = {f"{name}:{script}" for name, table in hatch().items() for script in table.get("scripts", {})}
    return named | set(hatch()["default"]["scripts"])


def pythons(package: Path) -> list[str]:
    """Return the Python versions that a package says it is for."""
    classifier = re.compile(r"Programming Language :: Python :: (3\.\d+)")
    return [found[1] for line in project(package)["classifiers"] if (found := classifier.fullmatch(line))]


def workflow() -> dict[str, Any]:
    return yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def test_nothing_unexpected_lies_at_the_top() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in files()} == TOP_LEVEL


def test_the_root_configuration_is_of_tools_alone() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8")).keys() == {"tool"}


@packages
def test_a_package_is_complete(package: Path) -> None:
    module = package.name.replace("-", "_")
    present = {path.relative_to(package).parts[0] for path in files() if package in path.parents}
    assert present == {"LICENSE", "README.md", "pyproject.toml", "src", "tests"}
    assert [path.name for path in (package / "src").iterdir()] == [module]
    assert list((package / "tests").glob("test_*.py"))


@packages
def test_a_package_carries_the_licence(package: Path) -> None:
    assert (package / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()
    assert project(package)["license"] == "AGPL-3.0-or-later"


@packages
def test_a_readme_says_how_to_install_and_shows_an_example(package: Path) -> None:
    page = (package / "README.md").read_text(encoding="utf-8")
    assert page.startswith(f"# {package.name}\n")
    assert f"packages/{package.name}" in page
    assert "```python" in page


@packages
def test_the_changelog_has_the_version(package: Path) -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## \[?{re.escape(project(package)['version'])}\b", changelog, re.MULTILINE)


def test_modules_are_named_for_their_idea() -> None:
    stems = {path: path.stem for path in files() if path.suffix == ".py"}
    vague = [path for path, stem in stems.items() if stem in VAGUE]
    private = [path for path, stem in stems.items() if stem.startswith("_") and not stem.startswith("__")]
    assert vague + private == []


def test_every_module_says_what_it_is() -> None:
    modules = [path for path in files() if path.suffix == ".py" and "src" in path.parts]
    assert [path for path in modules if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))] == []


def test_tests_are_no_packages() -> None:
    assert [path for path in files() if path.name == "__init__.py" and path.parent.name == "tests"] == []


def test_no_file_names_a_place_on_its_authors_machine() -> None:
    found = [(path, place[0]) for path in files() for place in PRIVATE.finditer(text(path) or "")]
    assert found == []


def test_the_workflow_runs_hatch_alone() -> None:
    steps = [step for job in workflow()["jobs"].values() for step in job["steps"]]
    commands = [step["run"] for step in steps if "run" in step]
    assert [line for line in commands if not re.match(r"(pip install hatch$|hatch (run|test)\b)", line)] == []


def test_the_workflow_covers_every_package_on_every_python() -> None:
    matrix = workflow()["jobs"]["package"]["strategy"]["matrix"]
    assert matrix["package"] == [package.name for package in PACKAGES]
    assert matrix["python"] == hatch()["hatch-test"]["matrix"][0]["python"]
    assert {tuple(pythons(package)) for package in PACKAGES} == {tuple(matrix["python"])}


def test_the_workflow_and_the_ci_script_run_the_same() -> None:
    kind = re.compile(r"\bhatch (test|run \S+)")
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert set(kind.findall(script)) == set(kind.findall(WORKFLOW.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    "name",
    [
        ".ci/run",
        ".github/CONTRIBUTING.md",
        ".github/workflows/ci.yml",
        ".pre-commit-config.yaml",
        "README.md",
    ],
)
def test_every_hatch_command_that_is_named_exists(name: str) -> None:
    page = (ROOT / name).read_text(encoding="utf-8")
    assert set(re.findall(r"\bhatch run ([\w:-]+)", page)) <= scripts()


def test_every_environment_is_installed_by_pip() -> None:
    """Any other fetches the CUDA build of torch, several gigabytes, where pip finds the small one."""
    inherited = hatch()["default"]["installer"]
    alone = {name for name, table in hatch().items() if table.get("detached") or name == "hatch-test"}
    installers = {name: table.get("installer", None if name in alone else inherited) for name, table in hatch().items()}
    assert installers == dict.fromkeys(hatch(), "pip")


def test_the_ci_script_can_be_run() -> None:
    subprocess.run(["bash", "-n", ROOT / ".ci" / "run"], check=True)
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111
