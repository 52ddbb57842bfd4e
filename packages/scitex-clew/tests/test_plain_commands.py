"""Plain commands are answered without click, and say what they say with it."""

import subprocess
import sys
from itertools import chain, combinations

import pytest

from scitex_clew.commands import FLAGS, FORMS, PLAIN, answer, module_of, parameters_of

pytest.importorskip("click")

WORDS = {"id": "02_AB12", "name": "02_AB12", "path": "ingest_out/FINISHED_SUCCESS/20260213_143001_AB12/clean.txt"}


def command_lines(command):
    """Return a command with its words and every set of its flags."""
    words, flags = parameters_of(module_of(command).answer)
    sets = chain.from_iterable(combinations(flags, count) for count in range(len(flags) + 1))
    return [[command, *(WORDS[word] for word in words), *chosen] for chosen in sets if not {*FORMS} <= {*chosen}]


@pytest.mark.parametrize("arguments", [line for command in PLAIN for line in command_lines(command)], ids=" ".join)
def test_an_answer_is_what_click_gives(project, clew, capsys, arguments):
    ingest, *_ = project.chain()
    (ingest.directory / "clean.txt").write_text("other\n")
    code = answer(arguments)
    assert (code, capsys.readouterr().out.splitlines()) == clew(*arguments)
    assert arguments[0] == "list" or code == 1


@pytest.mark.parametrize("command", PLAIN)
@pytest.mark.parametrize(
    "rest", [["--help"], ["--jso"], ["--"], ["-x"], ["a", "b"], ["--output", "a", "b"]], ids=" ".join
)
def test_what_is_not_plain_is_left_to_click(command, rest):
    assert answer([command, *rest]) is None


@pytest.mark.parametrize("arguments", [[], ["--help"], ["mermaid"], ["nothing"], ["run"], ["chain", "--json"]])
def test_other_commands_and_missing_words_are_left_to_click(arguments):
    assert answer(arguments) is None


@pytest.mark.parametrize("command", ["chain", "file", "run", "status"])
def test_an_answer_in_two_forms_is_refused(project, clew, command):
    run, *_ = project.chain()
    words = {"chain": [run.id], "file": ["raw.txt"], "run": [run.id], "status": []}[command]
    assert answer([command, *words, "--json", "--porcelain"]) is None
    assert clew(command, *words, "--json", "--porcelain")[0] == 2


def test_every_flag_belongs_to_a_plain_command():
    known = {flag for command in PLAIN for flag in parameters_of(module_of(command).answer)[1]}
    assert known == FLAGS.keys()


@pytest.mark.parametrize("command", PLAIN)
def test_a_plain_command_imports_little(project, command):
    project.chain()
    code = (
        f"import sys; from scitex_clew.commands import answer; answer({command_lines(command)[0]}); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    modules = set(done.stdout.splitlines()[-1].split())
    assert modules.isdisjoint({"click", "dataclasses", "importlib.metadata", "inspect", "logging", "subprocess"})
