"""A dataclass or a pydantic model as a parameter has a flag for every field, and every value knows its source."""

from dataclasses import InitVar, dataclass, field
from typing import Annotated, Any, ClassVar, Optional

import pytest
from pydantic import AfterValidator, BaseModel, Field, PositiveInt
from pydantic.dataclasses import dataclass as checked_dataclass

from scitex_session import Flag, ParameterError, SignatureError
from scitex_session.errors import CommandLineError
from scitex_session.parameters.binding import bind_call
from scitex_session.parameters.signature import Signature


@dataclass(frozen=True)
class Schedule:
    """How the rate changes."""

    warmup: int = 10
    kind: str = "cosine"


@dataclass
class Optim:
    """The optimiser.

    Attributes
    ----------
    momentum : float
        How much of the last step is kept.
    """

    lr: float
    momentum: float = 0.9
    weight_decay: float = field(default=0.0, metadata={"help": "How much weights shrink."})
    nesterov: bool = False
    betas: tuple[float, float] = (0.9, 0.999)
    schedule: Schedule = field(default_factory=Schedule)
    version: ClassVar[int] = 1
    cache: dict[str, int] = field(default_factory=dict, init=False)


class Model(BaseModel):
    """A model of the pydantic kind."""

    n: PositiveInt = 3
    share: Annotated[float, Flag("-s")] = Field(0.5, lt=1, description="a share")
    other: int = Field(1, alias="another")
    anything: complex = 1j


def values(binding):
    """Return what was bound, without the seed."""
    return {name: value.value for name, value in binding.parameters.items() if name != "seed"}


def test_every_field_has_a_flag(bound):
    def main(optim: Optim): ...

    arguments = "--optim.lr 0.1 --optim.weight-decay 2 --optim.nesterov --optim.betas 0 1 --optim.schedule.warmup 5"
    binding = bound(main, *arguments.split())

    assert binding.given == {"optim": Optim(0.1, 0.9, 2.0, True, (0.0, 1.0), Schedule(5))}


def test_the_layers_of_a_group_are_flags_over_configuration_over_defaults(bound, project):
    project.write("config/a.yaml", "optim:\n  lr: 0.5\n  weight-decay: 1\n  schedule: {warmup: 7}\n")

    def main(optim: Optim): ...

    binding = bound(main, "--optim.lr", "3", "--optim.schedule.kind", "step")

    assert binding.given == {"optim": Optim(3.0, weight_decay=1.0, schedule=Schedule(7, "step"))}
    assert {name: str(value.source) for name, value in binding.parameters.items() if name != "seed"} == {
        "optim.lr": "flag --optim.lr",
        "optim.momentum": "default",
        "optim.weight_decay": "config/a.yaml:3",
        "optim.nesterov": "default",
        "optim.betas": "default",
        "optim.schedule.warmup": "config/a.yaml:4",
        "optim.schedule.kind": "flag --optim.schedule.kind",
    }
    assert binding.config.optim == {"lr": 3.0, "weight-decay": 1, "schedule": {"warmup": 7, "kind": "step"}}


def test_the_defaults_are_those_of_the_default_instance(bound):
    default = Optim(0.1, schedule=Schedule(99))

    def main(optim=default): ...

    assert bound(main).given["optim"] is default
    assert bound(main, "--optim.momentum", "0").given == {"optim": Optim(0.1, 0.0, schedule=Schedule(99))}
    assert bound(main, "--optim.schedule.kind", "x").given == {"optim": Optim(0.1, schedule=Schedule(99, "x"))}


@pytest.mark.parametrize("annotation", [Schedule | None, Optional[Schedule]])  # noqa: UP045
def test_an_optional_group_is_none_until_something_is_said_of_it(bound, project, annotation):
    def main(schedule: annotation = None): ...

    assert bound(main).given == {"schedule": None}
    assert values(bound(main)) == {"schedule": None}
    assert bound(main, "--schedule.warmup", "1").given == {"schedule": Schedule(1)}
    project.write("config/a.yaml", "schedule: null\n")
    assert bound(main).given == {"schedule": None}


def test_a_group_whose_fields_all_have_defaults_needs_nothing(bound):
    def main(schedule: Schedule): ...

    assert bound(main).given == {"schedule": Schedule()}


def test_a_field_without_value_is_a_missing_flag(bound):
    def main(optim: Optim): ...

    with pytest.raises(CommandLineError) as caught:
        bound(main, "--optim.momentum", "1")
    assert str(caught.value) == "Missing option '--optim.lr'."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("optim: 3", "config/a.yaml:1: optim: 3 is not a mapping of the fields of Optim: lr, momentum, weight_decay, "),
        ("optim:\n  lr: x", "config/a.yaml:2: optim.lr: 'x' is not a valid float (the parameter is of type float)"),
        ("optim:\n  lr: 1\n  lrr: 2", "config/a.yaml:3: optim.lrr: Optim has no field 'lrr' (did you mean 'lr'?)"),
        ("optim:\n  schedule:\n    warmup: 1.5", "config/a.yaml:3: optim.schedule.warmup: 1.5 is not a valid integer"),
        ("optim:\n  schedule: 3", "config/a.yaml:2: optim.schedule: 3 is not a mapping of the fields of Schedule: "),
        ("optim:\n  cache: {}", "config/a.yaml:2: optim.cache: Optim has no field 'cache' (there are: lr, "),
    ],
)
def test_a_wrong_configuration_of_a_group_is_named_by_file_and_line(bound, project, text, message):
    project.write("config/a.yaml", f"{text}\n")

    def main(optim: Optim): ...

    with pytest.raises(ParameterError) as caught:
        bound(main)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--optim.lr", "x"], "Invalid value for '--optim.lr': 'x' is not a valid float."),
        (["--optim.lrr", "1"], "No such option '--optim.lrr'. "),
        (["--optim", "3"], "No such option '--optim'. "),
    ],
)
def test_a_wrong_flag_of_a_group_is_a_usage_error(bound, arguments, message):
    def main(optim: Optim, **kw): ...

    with pytest.raises(CommandLineError) as caught:
        bound(main, *arguments)
    assert str(caught.value).startswith(message)


def test_what_a_class_refuses_is_told_with_the_sources(bound, project):
    @dataclass
    class Share:
        value: float = 0.5

        def __post_init__(self):
            if self.value > 1:
                raise ValueError("a share is at most 1")

    project.write("config/a.yaml", "share:\n  value: 2\n")

    def main(share: Share): ...

    with pytest.raises(ParameterError, match=r"^config/a\.yaml:2: share: a share is at most 1$"):
        bound(main)
    with pytest.raises(ParameterError, match=r"^flag --share\.value: share: a share is at most 1$"):
        bound(main, "--share.value", "3")


def test_the_record_has_what_the_class_made_of_the_values(bound):
    @dataclass
    class Shout:
        word: str = "a"

        def __post_init__(self):
            self.word = self.word.upper()

    def main(shout: Shout): ...

    assert values(bound(main, "--shout.word", "hey")) == {"shout.word": "HEY"}


def test_a_model_is_a_group(bound, project):
    project.write("config/a.yaml", "model: {other: 7, anything: 2j}\n")

    def main(model: Model): ...

    binding = bound(main, "--model.n", "5", "-s", "0.25")

    assert binding.given == {"model": Model(n=5, share=0.25, another=7, anything=2j)}
    assert str(binding.parameters["model.share"].source) == "flag --model.share"


def test_a_model_checks_its_values_and_names_their_sources(bound, project):
    project.write("config/a.yaml", "model:\n  n: 0\n")

    def main(model: Model = Model(n=4)): ...  # noqa: B008

    with pytest.raises(ParameterError) as caught:
        bound(main, "--model.share", "2")
    assert str(caught.value) == (
        "config/a.yaml:2: model.n: 0: Input should be greater than 0; "
        "flag --model.share: model.share: 2.0: Input should be less than 1"
    )


def test_a_dataclass_of_pydantic_is_a_group(bound):
    @checked_dataclass
    class Share:
        value: float = Field(0.5, lt=1)

    def main(share: Share): ...

    assert bound(main, "--share.value", "0.25").given == {"share": Share(0.25)}
    with pytest.raises(ParameterError, match=r"flag --share\.value: share\.value: 3\.0: Input should be less than 1"):
        bound(main, "--share.value", "3")


@pytest.mark.parametrize(
    ("text", "arguments", "code", "message"),
    [
        (
            "",
            ["--model.n", "0"],
            2,
            "flag --model.n: model.n: 0: Input should be greater than 0 (see: train.py --help)",
        ),
        ("", ["--share.value", "2"], 2, "flag --share.value: share: at most 1 (see: train.py --help)"),
        ("model: {n: 0}", ["--model.m", "3"], 1, "config/a.yaml:1: model.n: 0: Input should be greater than 0"),
        ("share: {value: 2}", [], 1, "config/a.yaml:1: share: at most 1"),
        (
            "share: {value: 2}",
            ["--share.other", "3"],
            2,
            "config/a.yaml:1, flag --share.other: share: at most 1 (see: train.py --help)",
        ),
        ("", ["--shares", "{value: 2}"], 2, "Invalid value for '--shares': Share: at most 1. (see: train.py --help)"),
        (
            "shares: [{value: 2}]",
            [],
            1,
            "config/a.yaml:1: shares: Share: at most 1 (the parameter is of type list[Share])",
        ),
    ],
)
def test_a_flag_that_a_class_refuses_is_a_wrong_command_line(project, text, arguments, code, message):
    project.write("config/a.yaml", f"{text}\n")
    project.script("""
        from dataclasses import dataclass
        from pydantic import BaseModel, PositiveInt
        class Model(BaseModel):
            n: PositiveInt = 3
            m: int = 3
        @dataclass
        class Share:
            value: float = 0.5
            other: int = 1
            def __post_init__(self):
                if self.value > 1:
                    raise ValueError("at most 1")
        @session
        def main(model: Model, share: Share, shares: list[Share] = []): pass
        """)

    result = project.run(*arguments)

    assert (result.returncode, result.stderr) == (code, f"Error: {message}\n")
    assert project.runs() == []


def test_a_constraint_on_a_field_of_a_dataclass_is_checked(bound, project):
    @dataclass
    class Share:
        value: Annotated[float, Field(lt=1)] = 0.5

    def main(share: Share, shares: list[Share] = []): ...  # noqa: B006

    for arguments in (["--share.value", "3"], ["--shares", "{value: 3}"]):
        with pytest.raises(CommandLineError, match=r": 3\.0: Input should be less than 1"):
            bound(main, *arguments)
    project.write("config/a.yaml", "share: {value: 3}\n")
    with pytest.raises(ParameterError, match=r"^config/a\.yaml:1: share\.value: 3\.0: Input should be less than 1"):
        bound(main)


def test_a_constraint_on_a_group_is_asked_of_the_whole(bound):
    def warm(schedule):
        if schedule.warmup > 100:
            raise ValueError("too long")
        return schedule

    def main(schedule: Annotated[Schedule, AfterValidator(warm)]): ...

    assert bound(main, "--schedule.warmup", "5").given == {"schedule": Schedule(5)}
    with pytest.raises(ParameterError, match=r"^flag --schedule\.warmup: schedule: .*too long"):
        bound(main, "--schedule.warmup", "500")


def test_what_a_model_asks_of_elements_it_asks_once(bound):
    class Angles(BaseModel):
        values: list[Annotated[float, AfterValidator(lambda angle: angle / 2)]] = []

    def main(angles: Angles): ...

    assert bound(main, "--angles.values", "8").given["angles"].values == [4.0]


def test_what_a_class_is_only_made_with_has_a_flag(bound, project):
    @dataclass
    class Net:
        inputs: InitVar[int]
        size: int = 1
        scale: InitVar[float] = 2.0

        def __post_init__(self, inputs, scale):
            self.total = inputs * self.size * scale

    def main(net: Net): ...

    binding = bound(main, "--net.inputs", "3", "--net.size", "2")

    assert binding.given["net"].total == 12
    assert values(binding) == {"net.inputs": 3, "net.size": 2, "net.scale": 2.0}
    project.write("config/a.yaml", "net: {inputs: 5, scale: 3}\n")
    assert bound(main).given["net"].total == 15
    assert bind_call(Signature(main, 42), bound(main).config, (Net(1),), {}).parameters.keys() == {"net.size", "seed"}


def test_a_default_instance_does_not_know_what_it_was_made_with(bound):
    @dataclass
    class Net:
        inputs: InitVar[int]
        size: int = 1

    default = Net(3)

    def main(net=default): ...

    assert bound(main).given["net"] is default
    with pytest.raises(CommandLineError):
        bound(main, "--net.size", "2")


def test_a_list_of_groups_is_written_as_yaml(bound, project):
    project.write("config/a.yaml", "stages: [{warmup: 1}, {warmup: 2, kind: step}]\n")

    def main(stages: list[Schedule] = []): ...  # noqa: B006

    assert values(bound(main)) == {"stages": [Schedule(1), Schedule(2, "step")]}
    assert values(bound(main, "--stages", "{warmup: 3}", "{}")) == {"stages": [Schedule(3), Schedule()]}
    assert values(bound(main, "--stages", "[{warmup: 3}]")) == {"stages": [Schedule(3)]}
    project.write("config/a.yaml", "stages: [{warmpu: 1}]\n")
    with pytest.raises(ParameterError, match=r"^config/a\.yaml:1: stages: Schedule has no field 'warmpu': there are "):
        bound(main)


def test_a_class_inside_itself_is_written_as_yaml(bound):
    @dataclass
    class Node:
        name: str = "root"
        child: Any = None

    Node.__annotations__["child"] = Node | None

    def main(node: Node): ...

    assert bound(main, "--node.name", "a").given == {"node": Node("a")}


def test_an_annotation_of_a_field_without_meaning_is_named(bound):
    @dataclass
    class Broken:
        x: "Nowhere" = 1  # noqa: F821

    def main(broken: Broken): ...

    with pytest.raises(SignatureError, match="parameter 'broken': the annotations of Broken have no meaning: "):
        bound(main)


def test_a_field_of_a_type_that_no_flag_can_hold_is_refused(bound):
    @dataclass
    class Wave:
        amplitude: complex = 1j

    def main(wave: Wave): ...

    with pytest.raises(SignatureError, match=r"parameter 'wave\.amplitude': values of type .* cannot be read"):
        bound(main)


def test_a_call_takes_a_group_as_it_is(project):
    from scitex_config import load_config

    def main(optim: Optim): ...

    project.write("config/a.yaml", "optim: {lr: 0.5}\n")
    config = load_config(project.directory / "config")
    binding = bind_call(Signature(main, 42), config, (Optim(0.25),), {})

    assert binding.given == {"optim": Optim(0.25)}
    assert binding.parameters["optim.lr"].value == 0.25
    assert binding.config.optim.lr == 0.25
    assert str(binding.config.source_of("optim.lr")) == "call"


def test_help_documents_the_fields(project):
    project.script("""
        from dataclasses import dataclass, field
        from typing import Annotated
        from scitex_session import Flag
        @dataclass
        class Optim:
            '''An optimiser.

            Attributes
            ----------
            momentum : float
                How much of the last step is kept.
            '''
            lr: Annotated[float, Flag("-l", help="step size")]
            momentum: float = 0.9
            decay: float = field(default=0.0, metadata={"help": "How much weights shrink."})
        @session
        def main(optim: Optim): pass
        """)

    help_text = " ".join(project.run("--help").stdout.split())

    assert "-l, --optim.lr FLOAT step size [required]" in help_text
    assert "--optim.momentum FLOAT How much of the last step is kept. [default: 0.9]" in help_text
    assert "--optim.decay FLOAT How much weights shrink. [default: 0.0]" in help_text


def test_the_function_gets_the_group_and_the_run_records_its_fields(project):
    project.script("""
        from dataclasses import dataclass
        @dataclass
        class Optim:
            lr: float = 0.1
        @session
        def main(optim: Optim, run=INJECTED): print(optim, run.parameters["optim.lr"])
        """)

    assert project.run("--optim.lr", "3").stdout == (
        "Optim(lr=3.0) Value(value=3.0, source=Source(origin='flag --optim.lr', line=None))\n"
    )


def test_pydantic_is_not_imported_where_nobody_uses_it(project):
    project.script("""
        from dataclasses import dataclass
        @dataclass
        class Optim:
            lr: float = 0.1
        @session
        def main(optim: Optim): print("pydantic" in sys.modules)
        """)

    assert project.run().stdout == "False\n"
