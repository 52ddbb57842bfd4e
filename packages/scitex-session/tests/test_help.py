"""`--help` is made of the docstring, the types, the values without flags and their sources."""

import pytest

from scitex_session.parameters.docstring import described, prose

DOCSTRING = """Train a model, 100 %.

At
length.

- one
- two

Parameters
----------
lr : float
    The step
    size.
a, b
    Shared.
*files : str
    Names.

Returns
-------
int
    Nothing.
"""


def test_the_section_on_parameters_describes_the_flags():
    assert described(DOCSTRING) == {"lr": "The step size.", "a": "Shared.", "b": "Shared.", "files": "Names."}


def test_what_has_a_shape_is_not_wrapped():
    assert prose(DOCSTRING) == (
        "Train a model, 100 %.\n\nAt\nlength.\n\n\b\n- one\n- two\n\nReturns:\n\n\b\nint\n    Nothing."
    )


@pytest.mark.parametrize("text", ["", "One line.", "Two\n\nparagraphs"])
def test_plain_prose_stays(text):
    assert (prose(text), described(text)) == (text, {})


def test_help_of_fifty_keys_has_a_line_each(project):
    project.write("config/a.yaml", "MODEL:\n" + "".join(f"  key_{number}: {number}\n" for number in range(50)))
    project.script('@session\ndef main(lr=0.1):\n    """Train."""')

    lines = project.run("--help", COLUMNS="100").stdout.splitlines()

    assert "  --MODEL.key_49 NUMBER  [config/a.yaml:51: 49]" in lines
    assert len(lines) < 70
    assert max(map(len, lines)) <= 100


def test_a_long_value_is_cut_and_a_secret_is_not_shown(project):
    project.write("config/a.yaml", f"LONG: {'x' * 500}\nAPI_TOKEN: abc\n")
    project.script("@session\ndef main(width='100%'): pass")

    help_text = " ".join(project.run("--help").stdout.split())

    assert "xxx…]" in help_text
    assert "x" * 61 not in help_text
    assert "--API_TOKEN TEXT [config/a.yaml:2: ***]" in help_text
    assert "--width TEXT [default: 100%]" in help_text


def test_types_choices_and_short_flags_are_shown(project):
    project.script("""
        from enum import Enum
        from typing import Annotated, Literal
        from scitex_session import Flag
        Colour = Enum("Colour", ["RED", "BLUE"])
        @session
        def main(*files, verbose: Annotated[bool, Flag("-v", help="Say more.")] = False, colour=Colour.RED,
                 sizes: list[int] = [1], opt: dict[str, float] = {}, limit: int | Literal["auto"] = "auto", data: str):
            pass
        """)

    help_text = " ".join(project.run("-h").stdout.split())

    for part in (
        "Usage: train.py [OPTIONS] [FILES]...",
        "-v, --verbose / --no-verbose Say more. [default: False]",
        "--colour [RED|BLUE] [default: RED]",
        "--sizes INT... [default: [1]]",
        "--opt NAME=FLOAT... [default: {}]",
        "--limit INT|auto [default: auto]",
        "--data TEXT [required]",
        "--config-dir DIRECTORY The directory of the configuration. [default: config]",
        "-h, --help Show this message and exit.",
    ):
        assert part in help_text
