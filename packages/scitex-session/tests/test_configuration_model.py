"""`CONFIG: MyConfig = INJECTED` is checked against a dataclass or a pydantic model before the run begins."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import pytest
from pydantic import AfterValidator, BaseModel, ConfigDict, PositiveInt

from scitex_config import Config, load_config
from scitex_session import INJECTED, ParameterError
from scitex_session.errors import CommandLineError
from scitex_session.parameters.binding import bind_call
from scitex_session.parameters.signature import Signature


@dataclass
class Net:
    """A part."""

    hidden_size: int
    dropout: float = 0.1


@dataclass
class Settings:
    """A whole."""

    MODEL: Net
    DATA_DIR: Path = Path("data")
    layers: list[int] = field(default_factory=list)


class Limits(BaseModel):
    """A whole of the pydantic kind."""

    port: PositiveInt
    debug: bool = False


def test_the_configuration_becomes_an_object(bound, project, monkeypatch):
    monkeypatch.setenv("SIZE", "128")
    project.write("config/a.yaml", 'MODEL:\n  hidden-size: "${SIZE}"\nlayers: [1, 2]\n')

    def main(CONFIG: Settings = INJECTED): ...

    binding = bound(main)

    assert binding.given == {"CONFIG": Settings(Net(128), layers=[1, 2])}
    assert binding.config.to_dict() == {"MODEL": {"hidden-size": "128"}, "layers": [1, 2]}
    assert str(binding.config.source_of("MODEL.hidden-size")) == "config/a.yaml:2"


def test_its_fields_have_flags_of_their_type_even_where_no_file_has_them(bound, project):
    project.write("config/a.yaml", "MODEL: {hidden_size: 1}\n")

    def main(CONFIG: Settings = INJECTED): ...

    binding = bound(main, "--MODEL.dropout", "1", "--DATA-DIR", "x", "--layers", "1", "2")

    assert binding.given == {"CONFIG": Settings(Net(1, 1.0), Path("x"), [1, 2])}
    assert str(binding.config.source_of("MODEL.dropout")) == "flag --MODEL.dropout"
    with pytest.raises(CommandLineError, match="'x' is not a valid integer"):
        bound(main, "--MODEL.hidden_size", "x")
    with pytest.raises(CommandLineError) as caught:
        bound(main, "--MODEL.hiden_size", "3")
    assert str(caught.value) == "No such option '--MODEL.hiden_size'. Did you mean '--MODEL.hidden_size'?"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("MODEL:\n  hidden_size: a\n", "config/a.yaml:2: MODEL.hidden_size: 'a' is not a valid integer"),
        (
            "MODEL:\n  hidden_size: 1\n  size: 2\n",
            "config/a.yaml:3: MODEL.size: Net has no field 'size' (did you mean ",
        ),
        ("MODEL: {hidden_size: 1}\nDATA: x\n", "config/a.yaml:2: DATA: Settings has no field 'DATA' (did you mean "),
        ("x: 3\nMODEL:\n  dropout: 0\n", "config/a.yaml:2: MODEL.hidden_size: Net needs a value of type int: "),
        ("x: 3\n", "config/a.yaml:1: MODEL.hidden_size: Net needs a value of type int: write it there, or give --"),
        ("", "config/a.yaml: MODEL.hidden_size: Net needs a value of type int: write it there, or give --"),
        ("MODEL: 3\n", "config/a.yaml:1: MODEL: 3 is not a mapping of the fields of Net: hidden_size, dropout"),
    ],
)
def test_what_is_wrong_is_named_by_file_and_line(bound, project, text, message):
    project.write("config/a.yaml", text)

    def main(x=1, CONFIG: Settings = INJECTED): ...

    with pytest.raises(ParameterError) as caught:
        bound(main)
    assert str(caught.value).startswith(message)


def test_the_key_of_a_parameter_needs_no_field(bound, project):
    project.write("config/a.yaml", "MODEL: {hidden_size: 1}\nlearning-rate: 3\n")

    def main(learning_rate=0.1, CONFIG: Settings = INJECTED): ...

    assert bound(main).given == {"CONFIG": Settings(Net(1))}


def test_a_model_checks_the_whole(bound, project):
    project.write("config/a.yaml", "port: -1\n")

    def main(CONFIG: Limits = INJECTED): ...

    with pytest.raises(ParameterError, match=r"^config/a\.yaml:1: port: -1: Input should be greater than 0$"):
        bound(main)
    assert bound(main, "--port", "8080", "--debug").given == {"CONFIG": Limits(port=8080, debug=True)}


def test_a_flag_of_a_field_is_converted_once(bound, project):
    @dataclass
    class Angles:
        first: Annotated[float, AfterValidator(lambda angle: angle / 2)] = 0.0
        last_: Annotated[float, AfterValidator(lambda angle: angle / 2)] = 0.0

    def main(CONFIG: Angles = INJECTED): ...

    project.write("config/a.yaml", "first: 4\nlast: 4\n")

    assert bound(main).given == {"CONFIG": Angles(2.0, 2.0)}
    assert bound(main, "--first", "8", "--last", "8").given == {"CONFIG": Angles(4.0, 4.0)}


def test_a_flag_that_the_class_refuses_is_a_wrong_command_line(project):
    project.script("""
        from pydantic import BaseModel, PositiveInt
        class Limits(BaseModel):
            port: PositiveInt = 1
        @session
        def main(CONFIG: Limits = INJECTED): pass
        """)

    result = project.run("--port", "-1")

    assert (result.returncode, result.stderr) == (
        2,
        "Error: flag --port: port: -1: Input should be greater than 0 (see: train.py --help)\n",
    )


def test_a_model_may_ask_for_unknown_keys(bound, project):
    class Open(BaseModel):
        model_config = ConfigDict(extra="allow")
        port: int = 1

    project.write("config/a.yaml", "more: [1]\n")

    def main(CONFIG: Open = INJECTED): ...

    assert bound(main).given["CONFIG"].more == [1]


@pytest.mark.parametrize("annotation", [Config, dict, "Config"])
def test_any_other_annotation_changes_nothing(bound, annotation):
    def main(CONFIG: annotation = INJECTED): ...

    assert bound(main).given == {}


def test_a_call_gets_the_object_unless_it_passes_one(project):
    project.write("config/a.yaml", "port: 3\n")
    config = load_config(project.directory / "config")

    def main(CONFIG: Limits = INJECTED): ...

    assert bind_call(Signature(main, 42), config, (), {}).given == {"CONFIG": Limits(port=3)}
    assert bind_call(Signature(main, 42), config, (), {"CONFIG": 7}).given == {"CONFIG": 7}


def test_the_function_gets_the_object_and_the_run_keeps_the_sources(project):
    project.write("config/a.yaml", "MODEL:\n  size: 3\n")
    project.script("""
        from dataclasses import dataclass
        @dataclass
        class Net:
            size: int
        @dataclass
        class Settings:
            MODEL: Net
        @session
        def main(CONFIG: Settings = INJECTED, run=INJECTED):
            print(CONFIG, run.config.source_of("MODEL.size"))
        """)

    assert project.run().stdout == "Settings(MODEL=Net(size=3)) config/a.yaml:2\n"
    assert project.run("--MODEL.size", "4").stdout == "Settings(MODEL=Net(size=4)) flag --MODEL.size\n"
    project.write("config/a.yaml", "MODEL:\n  size: x\n")
    result = project.run()
    assert (result.returncode, len(project.runs())) == (1, 2)
    assert result.stderr.startswith("Error: config/a.yaml:2: MODEL.size: 'x' is not a valid integer")
