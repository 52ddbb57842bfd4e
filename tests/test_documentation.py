"""What the pages show runs as it stands there, and nothing that exists is left out of them.

A block of code is told what to do with it by the words behind its language:

- `python` runs as a script;
- `python file=train.py`, or any other language with `file=`, is written to that file instead;
- `console run` has its lines after `$ ` run in one shell, and must succeed, or end with the code of `exit=1`.

The blocks of a page share a working directory, in their order. Any other block is only text.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import NamedTuple

import click
import pytest
from click.testing import CliRunner

import scitex_io
from scitex_io.commands import io

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", *ROOT.glob("packages/*/README.md"), *ROOT.glob("docs/**/*.md")])
FENCED = re.compile(r"^(?P<fence>`{3,})(?P<info>[^`\n]*)\n(?P<text>.*?)^(?P=fence) *$", re.MULTILINE | re.DOTALL)
SECONDS = 120
DOCTESTS = """
import doctest, importlib, sys

modules = map(importlib.import_module, sys.argv[1:])
sys.exit(sum(doctest.testmod(module, optionflags=doctest.ELLIPSIS).failed for module in modules))
"""


class Block(NamedTuple):
    """A fenced block: its language, the words behind that, what it says, and where it stands."""

    language: str
    words: tuple[str, ...]
    text: str
    line: int

    def option(self, name: str, default: str = "") -> str:
        return dict(word.split("=", 1) for word in self.words if "=" in word).get(name, default)


def blocks(page: Path) -> Iterator[Block]:
    content = page.read_text(encoding="utf-8")
    for found in FENCED.finditer(content):
        language, *words = found["info"].split() or [""]
        yield Block(language, tuple(words), found["text"], content.count("\n", 0, found.start()) + 1)


def do(block: Block, directory: Path) -> None:
    """Write the block to its file, run it, or leave it alone."""
    if name := block.option("file"):
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_text(block.text, encoding="utf-8")
    elif block.language == "python":
        script = directory / f"line_{block.line}.py"
        script.write_text(block.text, encoding="utf-8")
        run([sys.executable, "-W", "error", script.name], directory, 0)
    elif block.language == "console" and "run" in block.words:
        run(["bash", "-euo", "pipefail", "-c", typed(block)], directory, int(block.option("exit", "0")))


def typed(block: Block) -> str:
    """Return what a person types: the lines after `$ `, with those that a backslash continues."""
    lines = re.findall(r"^\$ ((?:.*\\\n)*.*)$", block.text, re.MULTILINE)
    return "\n".join(lines)


def run(command: list[str], directory: Path, expected: int) -> None:
    """Run a command with this environment's programs first on the path."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "MPLBACKEND": "agg", "PATH": path}
    done = subprocess.run(
        command, cwd=directory, env=environment, capture_output=True, text=True, check=False, timeout=SECONDS
    )
    assert done.returncode == expected, done.stdout + done.stderr


@cache
def everything_written() -> str:
    return "\n".join(page.read_text(encoding="utf-8") for page in PAGES)


def commands() -> Iterator[str]:
    """Yield every command of the program as it is typed, such as `scitex clew status`."""
    for found in entry_points(group="scitex.commands"):
        yield from spelled(found.load(), f"scitex {found.name}")


def spelled(command: click.Command, name: str) -> Iterator[str]:
    if isinstance(command, click.Group):
        context = click.Context(command)
        for inner in command.list_commands(context):
            subcommand = command.get_command(context, inner)
            assert subcommand is not None
            yield from spelled(subcommand, f"{name} {inner}")
    else:
        yield name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_blocks_of_a_page_run(page: Path, tmp_path: Path) -> None:
    for block in blocks(page):
        try:
            do(block, tmp_path)
        except (AssertionError, subprocess.TimeoutExpired) as failure:
            pytest.fail(f"{page.relative_to(ROOT)}:{block.line}\n{failure}", pytrace=False)


@pytest.mark.parametrize("source", sorted(ROOT.glob("packages/*/src")), ids=lambda source: source.parent.name)
def test_the_examples_in_docstrings_run(source: Path, tmp_path: Path) -> None:
    modules = [path for path in sorted(source.rglob("*.py")) if ">>> " in path.read_text(encoding="utf-8")]
    names = [".".join(path.relative_to(source).with_suffix("").parts) for path in modules]
    program = [sys.executable, "-W", "error", "-c", DOCTESTS]
    run([*program, *(name.removesuffix(".__init__") for name in names)], tmp_path, 0)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_files_that_a_page_links_to_exist(page: Path) -> None:
    prose = FENCED.sub("", page.read_text(encoding="utf-8"))
    targets = re.findall(r"\]\((?!\w+:|#)([^)\s#]+)", prose)
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_command_is_in_a_page() -> None:
    assert [command for command in commands() if not re.search(rf"{command}\b", everything_written())] == []


def test_every_format_is_in_a_page() -> None:
    written = everything_written()
    assert [name for name in scitex_io.extensions() if not re.search(rf"{re.escape(name)}\b", written)] == []


def test_the_table_of_formats_is_the_registry() -> None:
    page = (ROOT / "docs/files.md").read_text(encoding="utf-8")
    written = page.partition("<!-- scitex io formats --markdown -->")[2].partition("<!-- end -->")[0]
    assert written.strip() == CliRunner().invoke(io, ["formats", "--markdown"]).output.strip()
