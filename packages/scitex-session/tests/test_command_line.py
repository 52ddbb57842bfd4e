"""Flags are typed by the signature, described by the docstring, and refused with the nearest that exists."""

import pytest


def test_a_flag_has_the_type_of_the_default(project):
    project.script("""
        @session
        def main(lr=0.001, epochs=100, name="a", deep=False):
            print(repr((lr, epochs, name, deep)))
        """)

    result = project.run("--lr", "1e-2", "--epochs=50", "--name", "7", "--deep")

    assert result.stdout == "(0.01, 50, '7', True)\n"


@pytest.mark.parametrize(
    ("annotation", "text", "value"),
    [
        ("bool", "--no-x", "False"),
        ("float", "--x=inf", "inf"),
        ("Path", "--x=a/b", "PosixPath('a/b')"),
        ("Literal['sgd', 'adam']", "--x=adam", "'adam'"),
        ("Colour", "--x=RED", "<Colour.RED: 1>"),
        ("int | None", "--x=3", "3"),
        ("int | None", "--x=none", "None"),
        ("Optional[str]", "--x=none", "'none'"),
        ("list", "--x=[1, 2]", "[1, 2]"),
        ("tuple[int, ...]", "--x=[1, 2]", "(1, 2)"),
        ("dict", "--x={a: 1}", "{'a': 1}"),
        ("Any", "--x=1e-3", "0.001"),
        ("list[float]", "--x=[1, 2]", "[1.0, 2.0]"),
        ("tuple[int, str]", "--x=[1, a]", "(1, 'a')"),
        ("dict[str, float]", "--x={a: 1}", "{'a': 1.0}"),
        ("set[int]", "--x=[1, 1]", "{1}"),
        ("list[list[int]]", "--x=[1, 2]", "[[1, 2]]"),
        ("list[tuple[int, int]]", "--x=[[1, 2], [3, 4]]", "[(1, 2), (3, 4)]"),
        ("set[Colour]", "--x=RED", "{<Colour.RED: 1>}"),
        ("set[Colour]", "--x=1", "{<Colour.RED: 1>}"),
        ("dict[str, Colour]", "--x=a=RED", "{'a': <Colour.RED: 1>}"),
        ("dict[Colour, int]", "--x=RED=2", "{<Colour.RED: 1>: 2}"),
        ("tuple[Colour, ...]", "--x=[RED, 1]", "(<Colour.RED: 1>, <Colour.RED: 1>)"),
        ("set[Literal['a', 2]]", "--x=2", "{2}"),
        ("dict[str, Literal['a', 2]]", "--x={k: a}", "{'k': 'a'}"),
        ("tuple[Literal['a', 2], int]", "--x=[a, 1]", "('a', 1)"),
        ("set[date]", "--x=2024-02-29", "{datetime.date(2024, 2, 29)}"),
        ("dict[date, date]", "--x=2024-02-29=2024-03-01", "{datetime.date(2024, 2, 29): datetime.date(2024, 3, 1)}"),
        ("tuple[date, int]", "--x=[2024-02-29, 1]", "(datetime.date(2024, 2, 29), 1)"),
    ],
)
def test_a_flag_has_the_type_of_the_annotation(project, annotation, text, value):
    project.script(f"""
        from datetime import date
        from enum import Enum
        from pathlib import Path
        from typing import Any, Literal, Optional
        class Colour(Enum):
            RED = 1
        @session
        def main(x: {annotation}):
            print(repr(x))
        """)

    result = project.run(text)

    assert (result.stdout, result.stderr) == (f"{value}\n", "")


def test_underscores_and_dashes_are_the_same(project):
    project.script("@session\ndef main(hidden_size=1): print(hidden_size)")

    assert project.run("--hidden_size", "2").stdout == "2\n"
    assert project.run("--hidden-size", "3").stdout == "3\n"


def test_an_underscore_at_the_end_is_left_out(project):
    project.script("@session\ndef main(lambda_=1): print(lambda_)")

    assert project.run("--lambda", "2").stdout == "2\n"


def test_an_undeclared_flag_goes_to_the_keyword_arguments(project):
    project.write("config/a.yaml", "KEY: 1\n")
    project.script("@session\ndef main(CONFIG=INJECTED, **kw): print(CONFIG.KEY, kw)")

    assert project.run().stdout == "1 {}\n"
    assert project.run("--depth", "3", "--fast").stdout == "1 {'depth': 3, 'fast': True}\n"


def test_an_undeclared_flag_that_is_no_yaml_is_a_usage_error(project):
    project.script("@session\ndef main(**kw): pass")

    result = project.run("--depth", "[1")

    assert result.returncode == 2
    assert result.stderr.splitlines()[-1].startswith("Error: Invalid value for '--depth': '[1' is not YAML: ")


def test_positional_arguments_go_to_the_positionals(project):
    project.script("@session\ndef main(*files, n=1): print(files, n)")

    assert project.run("a.csv", "--n", "2", "b.csv").stdout == "('a.csv', 'b.csv') 2\n"


def test_positionals_and_undeclared_flags_go_together(project):
    project.script("@session\ndef main(*files, **kw): print(files, kw)")

    assert project.run("--extra", "5", "a", "b").stdout == "('a', 'b') {'extra': 5}\n"


def test_two_parameters_cannot_share_a_flag(project):
    project.script("@session\ndef main(x=True, no_x=True): pass")

    result = project.run()

    assert result.stderr == "Error: parameters 'x' and 'no_x' share the flag --no-x: rename one\n"


def test_an_annotation_that_no_flag_needs_is_not_resolved(project):
    project.script("@session\ndef main(lr: float = 1, logger: Logger = INJECTED) -> Nowhere: print(lr)")
    script = project.directory / "train.py"
    script.write_text("from __future__ import annotations\n" + script.read_text())

    assert project.run("--lr", "2").stdout == "2.0\n"


def test_an_annotation_without_meaning_is_named(project):
    project.script("@session\ndef main(lr: 'Nowhere' = 1): pass")

    assert project.run().stderr.startswith("Error: parameter 'lr': annotation 'Nowhere' has no meaning: ")


def test_help_shows_docstring_types_and_the_source_of_each_default(project):
    project.write("config/a.yaml", "epochs: 7\nMODEL:\n  dropout: 0.1\n")
    project.script('''
        @session
        def main(lr=0.001, epochs=100, flag=True):
            """Train a 100 % real model.

            At length.
            """
        ''')

    help_text = " ".join(project.run("--help").stdout.split())

    for part in (
        "Train a 100 % real model. At length.",
        "--lr FLOAT [default: 0.001]",
        "--epochs INT [config/a.yaml:1: 7]",
        "--flag / --no-flag [default: True]",
        "--MODEL.dropout FLOAT [config/a.yaml:3: 0.1]",
    ):
        assert part in help_text
    assert project.runs() == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--epoch", "5"], "No such option '--epoch'. Did you mean '--epochs'?"),
        (["--epochs", "abc"], "Invalid value for '--epochs': 'abc' is not a valid integer."),
        (["--epochs", "1.5"], "Invalid value for '--epochs': '1.5' is not a valid integer."),
        (["--MODEL.dropuot", "1"], "No such option '--MODEL.dropuot'. Did you mean '--MODEL.dropout'?"),
        (["--MODEL.dropout", "x"], "Invalid value for '--MODEL.dropout': 'x' is not a valid float."),
        (["stray"], "Got unexpected extra argument (stray)"),
        (["--epochs"], "Option '--epochs' requires an argument."),
        (["--seed", "-1"], "Invalid value for '--seed': -1 is not a seed: expected 0 to 4294967295."),
        (["--layers", "[a]"], "Invalid value for '--layers': 'a' is not a valid integer."),
        (["--any", "[" * 900 + "]" * 900], "Invalid value for '--any': it is nested more than 200 levels deep."),
        (["--batch", "-5"], "Invalid value for '--batch': -5: Input should be greater than 0."),
    ],
)
def test_a_wrong_command_line_is_one_clear_line_and_no_run(project, arguments, message):
    project.write("config/a.yaml", "MODEL:\n  dropout: 0.1\n")
    project.script("""
        from typing import Any
        from pydantic import PositiveInt
        @session
        def main(epochs=100, layers: list[int] = [], any: Any = None, batch: PositiveInt = 1): pass
        """)

    result = project.run(*arguments)

    assert result.returncode == 2
    assert result.stderr == f"Error: {message} (see: train.py --help)\n"
    assert not (project.directory / "train_out").exists()


def test_a_parameter_without_default_is_required(project):
    project.script("@session\ndef main(data): print(data)")

    result = project.run()

    assert (result.returncode, result.stderr) == (2, "Error: Missing option '--data'. (see: train.py --help)\n")


def test_a_type_that_no_flag_can_hold_is_refused(project):
    project.script("@session\ndef main(x: complex = 1j): pass")

    result = project.run()

    assert result.returncode == 1
    assert result.stderr.startswith("Error: parameter 'x': values of type <class 'complex'> cannot be read from a flag")


@pytest.mark.parametrize(
    ("seed", "signature"),
    [
        ("-1", ""),
        ("1.5", ""),
        ("'x'", ""),
        ("True", ""),
        ("2**40", ""),
        ("1", "seed: float = 1.5"),
        ("1", "seed='x'"),
        ("1", "seed=-1"),
    ],
)
def test_a_seed_in_the_code_that_is_none_is_one_clear_line_and_no_run(project, seed, signature):
    project.script(f"@session(seed={seed})\ndef main({signature}): pass")

    result = project.run()

    assert (result.returncode, result.stderr.count("\n")) == (1, 1)
    assert result.stderr.startswith("Error: parameter 'seed': ")
    assert result.stderr.endswith(" is not a seed: expected 0 to 4294967295\n")
    assert not (project.directory / "train_out").exists()


@pytest.mark.parametrize("signature", ["*seed", "**seed", "seed: Seeds"])
def test_a_parameter_seed_is_one_value(project, signature):
    project.script(f"""
        from dataclasses import dataclass
        @dataclass
        class Seeds:
            first: int = 1
        @session
        def main({signature}): pass
        """)

    result = project.run()

    assert result.stderr == ("Error: parameter 'seed' is what the random generators are seeded with: an int, or None\n")


@pytest.mark.parametrize(
    "signature", ["seed: int | None = None", "seed=None", "seed: Any = 3", "seed: PositiveInt = 3"]
)
def test_a_seed_is_checked_whatever_its_annotation(project, signature):
    project.script(f"""
        from typing import Any
        from pydantic import PositiveInt
        @session
        def main({signature}): print(seed)
        """)

    assert project.run("--seed", "7").stdout == "7\n"
    assert project.run("--seed", "4294967296").returncode == 2


def test_a_seed_of_numpy_is_one(project):
    project.script("import numpy\n@session(seed=numpy.int64(7))\ndef main(run=INJECTED): print(run.values())")

    assert project.run().stdout == "{'seed': 7}\n"


def test_a_constraint_without_pydantic_is_refused(project):
    project.script("""
        from typing import Annotated
        from annotated_types import Gt
        sys.modules["pydantic"] = None
        @session
        def main(n: Annotated[int, Gt(0)] = 1): pass
        """)

    result = project.run()

    assert (result.returncode, result.stderr) == (
        1,
        "Error: parameter 'n': constraints of annotated_types need pydantic: "
        'pip install "scitex-session[pydantic]"\n',
    )


def test_the_field_of_a_model_is_no_default_of_a_function(project):
    project.script("from pydantic import Field\n@session\ndef main(n: int = Field(1, gt=0)): pass")

    assert project.run().stderr == (
        "Error: parameter 'n': a Field() is no default here: write Annotated[…, Field()] = …\n"
    )


def test_positionals_and_undeclared_flags_have_constraints(project):
    project.script("from pydantic import PositiveInt\n@session\ndef main(*sizes: PositiveInt, **kw: PositiveInt): pass")

    assert project.run("-1").stderr.startswith("Error: Invalid value for 'sizes': -1: Input should be greater than 0.")
    assert project.run("--k", "-1").stderr.startswith("Error: Invalid value for '--k': -1: Input should be ")
