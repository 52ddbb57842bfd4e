"""Who may import whom, and what each distribution declares: the shape that lets every package stand alone."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PACKAGES = Path(__file__).parents[1] / "packages"
SIBLINGS = {
    "scitex": {
        "scitex_clew",
        "scitex_config",
        "scitex_io",
        "scitex_plt",
        "scitex_repro",
        "scitex_session",
    },
    "scitex_clew": {"scitex_io"},
    "scitex_config": set(),
    "scitex_io": set(),
    "scitex_plt": set(),
    "scitex_repro": set(),
    "scitex_session": {"scitex_config", "scitex_io"},
}
# What the host of a group has imported before it imports a plug-in, which therefore need not declare it.
HOSTS = {
    "scitex.commands": {"click"},
    "scitex_io.companions": set(),
    "scitex_io.formats": set(),
    "scitex_session.recorders": set(),
    "scitex_session.resources": set(),
}
# What is built in differs between the Pythons that we support.
STANDARD_LIBRARY = sys.stdlib_module_names | {"_sha2", "_sha256", "compression"}  # the last from 3.14 on
DISTRIBUTIONS = {"PIL": "pillow", "mpl_toolkits": "matplotlib", "yaml": "pyyaml"}

packages = pytest.mark.parametrize("package", sorted(SIBLINGS))


class Import(NamedTuple):
    """A module that some line of a package imports."""

    name: str
    module: str
    line: int
    typing_only: bool

    @property
    def top(self) -> str:
        return self.name.partition(".")[0]

    def __str__(self) -> str:
        return f"{self.module}:{self.line} imports {self.name}"


def folder(package: str) -> Path:
    return PACKAGES / package.replace("_", "-")


def project(package: str) -> dict[str, Any]:
    return tomllib.loads((folder(package) / "pyproject.toml").read_text(encoding="utf-8"))["project"]  # type: ignore[no-any-return]


def modules(package: str) -> dict[str, Path]:
    """Return dotted name → file of every module of a package."""
    source = folder(package) / "src"
    return {
        ".".join(path.relative_to(source).with_suffix("").parts).removesuffix(".__init__"): path
        for path in sorted((source / package).rglob("*.py"))
    }


def imports(package: str) -> Iterator[Import]:
    """Yield every import of a package, at whatever depth, and every `import_module` of a literal."""
    for module, path in modules(package).items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        typing_only = {id(inner) for node in ast.walk(tree) if for_typing(node) for inner in ast.walk(node)}
        inside = module if path.name == "__init__.py" else module.rpartition(".")[0]
        for node in ast.walk(tree):
            for name in imported(node, inside):
                yield Import(name, module, node.lineno, id(node) in typing_only)  # type: ignore[attr-defined]


def for_typing(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING")


def imported(node: ast.AST, inside: str) -> list[str]:
    """Return the modules that one node imports; `inside` is where a relative import starts from."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        ancestor = inside.rsplit(".", node.level - 1)[0] if node.level else ""
        return [".".join(filter(None, (ancestor, node.module)))]
    if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("import_module", "__import__")):
        return [str(argument.value) for argument in node.args[:1] if isinstance(argument, ast.Constant)]
    return []


def declared(package: str, *, extras: bool) -> dict[str, Requirement]:
    """Return name → requirement of a package's dependencies, those of its extras too if asked for."""
    table = project(package)
    lines = list(table["dependencies"])
    if extras:
        lines += [line for extra in table.get("optional-dependencies", {}).values() for line in extra]
    return {canonicalize_name(Requirement(line).name): Requirement(line) for line in lines}


def plugins(package: str) -> Iterator[tuple[str, str]]:
    """Yield (group, value) of every entry point of a package, its programs among them."""
    table = project(package)
    for group, entries in {
        "console_scripts": table.get("scripts", {}),
        **table.get("entry-points", {}),
    }.items():
        for value in entries.values():
            yield group, value


def third_party(package: str) -> dict[str, Import]:
    """Return distribution → an import that needs it at run time, hosts of plug-ins not counted."""
    plugged = {module(value): HOSTS[group] for group, value in plugins(package) if group in HOSTS}
    brought = {
        name: plugged.get(name, set()).union(
            *(found for plugin, found in plugged.items() if name.startswith(f"{plugin}."))
        )
        for name in modules(package)
    }
    return {
        canonicalize_name(DISTRIBUTIONS.get(found.top, found.top)): found
        for found in imports(package)
        if found.top not in STANDARD_LIBRARY | SIBLINGS.keys() | brought.get(found.module, set())
        and not found.typing_only
    }


def module(entry_point: str) -> str:
    return entry_point.partition(":")[0]


def test_the_table_names_every_package() -> None:
    assert sorted(SIBLINGS) == sorted(path.name.replace("-", "_") for path in PACKAGES.iterdir() if path.is_dir())


@packages
def test_a_package_imports_only_the_siblings_it_may(package: str) -> None:
    allowed = SIBLINGS[package] | {package}
    assert [str(found) for found in imports(package) if found.top in SIBLINGS.keys() - allowed] == []


@packages
def test_a_package_declares_its_siblings(package: str) -> None:
    major = int(project(package)["version"].partition(".")[0])
    asked = {name: requirement for name, requirement in declared(package, extras=False).items() if "scitex" in name}
    assert {name: str(requirement.specifier) for name, requirement in asked.items()} == {
        canonicalize_name(sibling): f"<{major + 1},>={major}" for sibling in SIBLINGS[package]
    }


@packages
def test_a_package_declares_every_library_it_imports(package: str) -> None:
    known = declared(package, extras=True)
    assert [str(found) for name, found in third_party(package).items() if name not in known] == []


@packages
def test_a_package_imports_every_library_it_declares(package: str) -> None:
    libraries = {name for name in declared(package, extras=False) if not name.startswith("scitex")}
    assert libraries - third_party(package).keys() == set()


@packages
def test_a_package_registers_only_in_groups_that_have_a_host(package: str) -> None:
    assert {group for group, _ in plugins(package)} - HOSTS.keys() - {"console_scripts"} == set()


@packages
def test_every_entry_point_leads_to_something_of_its_own_package(package: str) -> None:
    for _, value in plugins(package):
        found: Any = import_module(module(value))
        for attribute in filter(None, value.partition(":")[2].split(".")):
            found = getattr(found, attribute)
        assert callable(found) or isinstance(found, ModuleType)
        assert module(value) in modules(package)


def test_all_packages_carry_one_version() -> None:
    told = {import_module(package).__dict__.get("__version__") for package in SIBLINGS} - {None}
    assert len(told | {project(package)["version"] for package in SIBLINGS}) == 1


@packages
def test_a_package_is_typed(package: str) -> None:
    assert (folder(package) / "src" / package / "py.typed").is_file()


@packages
def test_what_a_package_offers_is_sorted_and_there(package: str) -> None:
    """Sorted as ruff sorts: constants, then classes, then functions."""
    offered = import_module(package).__all__
    assert list(offered) == sorted(set(offered), key=lambda name: (not name.isupper(), not name[0].isupper(), name))
    assert [name for name in offered if not hasattr(import_module(package), name)] == []


@packages
def test_importing_a_module_never_hides_what_the_package_offers(package: str) -> None:
    """A submodule that bears the name of a function takes its place when it is imported last."""
    lines = [
        f"import {package} as package",
        "offered = {name: getattr(package, name) for name in package.__all__}",
        "import contextlib, importlib",
        "def offer(name):",
        "    with contextlib.suppress(ModuleNotFoundError): importlib.import_module(name)  # torch may be missing",
        *(f"offer({name!r})" for name in modules(package) if not name.endswith("__main__")),
        "print([name for name in offered if getattr(package, name) is not offered[name]])",
    ]
    environment = {**os.environ, "MPLBACKEND": "agg"}
    program = [sys.executable, "-c", "\n".join(lines)]
    assert subprocess.check_output(program, env=environment, text=True) == "[]\n"


def test_importing_scitex_imports_no_other_package() -> None:
    program = "import scitex, sys; print(*sys.modules)"
    loaded = subprocess.check_output([sys.executable, "-c", program], text=True).split()
    assert sorted({name.partition(".")[0] for name in loaded if re.match(r"scitex_", name)}) == []
