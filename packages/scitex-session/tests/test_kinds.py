"""A flag's text, and a configured value, become a value of the annotated type, or are refused with a reason."""

from collections.abc import Collection, Mapping, MutableMapping, MutableSequence, MutableSet, Sequence, Set
from datetime import date, datetime, time
from enum import Enum, IntEnum
from pathlib import Path
from typing import Annotated, Any, List, Literal, NewType, Optional, Tuple, Union  # noqa: UP035

import numpy as np
import pytest
from annotated_types import Gt, Len
from hypothesis import given
from hypothesis import strategies as st
from pydantic import AfterValidator, Field, PositiveInt

from scitex_session import SignatureError
from scitex_session.errors import CommandLineError
from scitex_session.parameters.kinds import kind_of

Metres = NewType("Metres", float)


class Colour(Enum):
    """An enumeration whose names and values differ."""

    RED = "r"
    BLUE = "b"


class Level(IntEnum):
    """An enumeration whose values are ints."""

    LOW = 1
    HIGH = 2


class Setting(Enum):
    """An enumeration whose values are of many types."""

    RATE = 0.001
    ON = True
    NONE = None
    SIZE = (1, 2)
    DAY = date(2024, 2, 29)


@pytest.mark.parametrize(
    ("annotation", "texts", "value"),
    [
        (list[int], ["64", "32"], [64, 32]),
        (list[int], ["[64, 32]"], [64, 32]),
        (list[int], ["-1"], [-1]),
        (list[int], ["[]"], []),
        (List[int], ["1", "2"], [1, 2]),  # noqa: UP006
        (list[str], ["a,b", "1"], ["a,b", "1"]),
        (list, ["1", "a", "2e3"], [1, "a", 2000.0]),
        (list[Colour], ["RED", "b"], [Colour.RED, Colour.BLUE]),
        (list[list[int]], ["[1, 2]", "[3]"], [[1, 2], [3]]),
        (list[list[int]], ["[[1, 2], [3]]"], [[1, 2], [3]]),
        (list[list[int]], ["[1, 2]"], [[1, 2]]),
        (list[list[int]], ["[]"], []),
        (list[list[list[int]]], ["[[1], [2]]"], [[[1], [2]]]),
        (list[tuple[int, str]], ["[1, a]"], [(1, "a")]),
        (list[list[int] | None], ["[none, [1]]"], [None, [1]]),
        (tuple[list[int], int], ["[[1], 2]"], ([1], 2)),
        (tuple[list[int], int], ["[1]", "2"], ([1], 2)),
        (tuple[()], ["[]"], ()),
        (Tuple, ["1", "a"], (1, "a")),  # noqa: UP006
        (Sequence[float], ["1"], [1.0]),
        (set[int], ["1", "1"], {1}),
        (frozenset[str], ["a"], frozenset("a")),
        (tuple[int, ...], ["1", "2"], (1, 2)),
        (tuple[int, str], ["1", "2"], (1, "2")),
        (tuple[int, str], ["[1, a]"], (1, "a")),
        (dict[str, float], ["k=1", "k2=2e0"], {"k": 1.0, "k2": 2.0}),
        (dict[int, str], ["1=a=b"], {1: "a=b"}),
        (dict, ["k=1", "{l: [x]}", "m=[1, 2]"], {"k": 1, "l": ["x"], "m": [1, 2]}),
        (Mapping[str, int], ["a=1"], {"a": 1}),
        (MutableMapping[str, int], ["a=1"], {"a": 1}),
        (MutableSequence[int], ["1"], [1]),
        (MutableSet[int], ["1"], {1}),
        (Set[int], ["1"], {1}),
        (Collection[int], ["1"], [1]),
        (dict[str, list[int]], ["a=[1, 2]"], {"a": [1, 2]}),
        (Optional[list[int]], ["none"], None),  # noqa: UP045
        (Optional[list[int]], ["1", "2"], [1, 2]),  # noqa: UP045
        (date, ["2024-02-29"], date(2024, 2, 29)),
        (time, ["12:30"], time(12, 30)),
        (datetime, ["2024-02-29T12:30:01"], datetime(2024, 2, 29, 12, 30, 1)),
        (datetime, ["2024-02-29"], datetime(2024, 2, 29)),
        (int | float, ["3"], 3),
        (int | str, ["3"], 3),
        (str | int, ["3"], 3),
        (Union[str, int, None], ["x"], "x"),  # noqa: UP007
        (bool | float, ["true"], True),
        (bool | int, ["1"], 1),
        (float | Literal["auto"], ["auto"], "auto"),
        (Metres, ["3"], 3.0),
        (Annotated[int, "documentation"], ["3"], 3),
        (Annotated[Path | None, "documentation"], ["null"], None),
        (Any, ["[1, a]"], [1, "a"]),
        (Colour, ["RED"], Colour.RED),
        (Level, ["HIGH"], Level.HIGH),
        (Level, ["2"], Level.HIGH),
        (Setting, ["1e-3"], Setting.RATE),
        (Setting, ["true"], Setting.ON),
        (Setting, ["null"], Setting.NONE),
        (Setting, ["[1, 2]"], Setting.SIZE),
        (Setting, ["2024-02-29"], Setting.DAY),
        (Literal[Colour.RED, 3], ["RED"], Colour.RED),
        (Literal[Colour.RED, 3], ["3"], 3),
        (Literal[True, "auto"], ["true"], True),
        (Literal[1, "1"], ["1"], 1),
        (Optional[bool], ["none"], None),  # noqa: UP045
    ],
)
def test_a_flag_becomes_a_value_of_the_annotated_type(annotation, texts, value):
    read = kind_of(annotation, None).read(tuple(texts))

    assert (read, type(read)) == (value, type(value))


@pytest.mark.parametrize(
    ("annotation", "texts", "message"),
    [
        (list[int], ["1,2"], "'1,2' is not a valid integer: separate values by spaces"),
        (list[int], ["[1, x]"], "'x' is not a valid integer"),
        (list[int], ["1", "1.5"], "'1.5' is not a valid integer"),
        (set, ["[[1]]"], r"\[\[1\]\] is not a set: "),
        (tuple[int, str], ["1"], r"\['1'\] holds 1, not 2"),
        (dict[str, float], ["k"], "'k' is not a dict: write '{a: 1}' or a=1"),
        (dict[str, float], ["k=x"], "'x' is not a valid float"),
        (date, ["31.1.2024"], "'31.1.2024' is not a date: write it as 2024-01-31"),
        (time, ["25:00"], "'25:00' is not a time: write it as 12:30:00"),
        (datetime, ["now"], "'now' is not a datetime: write it as 2024-01-31T12:30:00"),
        (int | Literal["auto"], ["x"], "'x' is not one of int, auto"),
        (Colour, ["GREEN"], "'GREEN' is not one of RED, BLUE"),
        (Level, ["true"], "'true' is not one of LOW, HIGH"),
        (Level, ["2.0"], "'2.0' is not one of LOW, HIGH"),
        (Literal[Colour.RED], ["BLUE"], "'BLUE' is not one of RED"),
        (list[list[int]], ["1", "2"], r"1 is not a list: write '\[1, 2\]'"),
        (list[list[int]], ["[1, x]"], "'x' is not a valid integer"),
        (list[list[int]], ["[[1, x]]"], "'x' is not a valid integer"),
        (tuple[()], ["1"], r"\[1\] holds 1, not 0"),
        (Any, ["[" * 201 + "]" * 201], "it is nested more than 200 levels deep"),
        (list[list[int]], ["[" * 900 + "]" * 900], "it is nested more than 200 levels deep"),
        (dict, ["a=" + "- " * 500 + "1"], "it is nested more than 200 levels deep"),
        (Any, ["&a [*a]"], "it is nested more than 200 levels deep"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_reason(annotation, texts, message):
    with pytest.raises(ValueError, match=message):
        kind_of(annotation, None).read(tuple(texts))


@pytest.mark.parametrize(
    ("annotation", "configured", "value"),
    [
        (date, date(2024, 1, 31), date(2024, 1, 31)),
        (datetime, date(2024, 1, 31), datetime(2024, 1, 31)),
        (datetime, datetime(2024, 1, 31, 1), datetime(2024, 1, 31, 1)),
        (Any, "2", "2"),
        (list, ["2", 2], ["2", 2]),
        (dict, {1: "2"}, {1: "2"}),
        (list[str] | None, None, None),
        (Level, 2, Level.HIGH),
        (Setting, True, Setting.ON),
        (Setting, [1, 2], Setting.SIZE),
        (Literal[1, "1"], "1", 1),
    ],
)
def test_a_configured_value_is_taken_as_yaml_has_it(annotation, configured, value):
    assert kind_of(annotation, None).convert(configured) == value


@pytest.mark.parametrize(
    ("annotation", "configured", "message"),
    [
        (Level, True, "True is not one of LOW, HIGH"),
        (Level, 2.0, "2.0 is not one of LOW, HIGH"),
        (Literal["3.11", "3.12"], 3.11, "3.11 is not one of 3.11, 3.12: put it in quotes"),
    ],
)
def test_a_configured_value_of_another_type_is_none_of_a_list(annotation, configured, message):
    with pytest.raises(ValueError, match=message):
        kind_of(annotation, None).convert(configured)


@pytest.mark.parametrize(
    ("default", "texts", "value"),
    [
        ([64, 32], ["1", "2"], [1, 2]),
        ((0.1, 1), ["1", "2.5"], (1, 2.5)),
        (["a"], ["1"], ["1"]),
        ([], ["1", "a"], [1, "a"]),
        ([1, "a"], ["2", "b"], [2, "b"]),
        ({"a": 1}, ["b=2"], {"b": 2}),
        (Path("x"), ["y"], Path("y")),
        (np.float64(0.1), ["1"], 1.0),
        (np.float32(0.1), ["1"], 1.0),
        (np.int64(3), ["4"], 4),
        (np.bool_(True), ["false"], False),
        (Colour.RED, ["BLUE"], Colour.BLUE),
        (date(2024, 1, 1), ["2024-02-29"], date(2024, 2, 29)),
    ],
)
def test_a_flag_without_annotation_is_like_its_default(default, texts, value):
    assert kind_of(None, default).read(tuple(texts)) == value


def test_the_elements_of_a_default_are_typed():
    with pytest.raises(ValueError, match="'abc' is not a valid integer"):
        kind_of(None, [64, 32]).read(("64", "abc"))


@pytest.mark.parametrize("annotation", [complex, list[complex], int | list[int], dict[str, int] | str, type])
def test_a_type_that_no_flag_can_hold_is_refused(annotation):
    with pytest.raises(SignatureError, match="cannot be read from a flag"):
        kind_of(annotation, None)


@pytest.mark.parametrize(
    ("annotation", "texts", "message"),
    [
        (PositiveInt, ["-5"], "^-5: Input should be greater than 0$"),
        (Annotated[int, Field(gt=0)], ["-5"], "^-5: Input should be greater than 0$"),
        (Annotated[int, Gt(0)] | None, ["-5"], "^-5: Input should be greater than 0$"),
        (list[PositiveInt], ["5", "-5"], "^-5: Input should be greater than 0$"),
        (dict[str, Annotated[float, Field(lt=1)]], ["a=1"], r"^1\.0: Input should be less than 1$"),
        (Annotated[list[PositiveInt], Len(1, 2)], ["1", "2", "3"], r"^\[1, 2, 3\]: List should have at most 2 items"),
        (NewType("Count", PositiveInt), ["0"], "^0: Input should be greater than 0$"),
        (PositiveInt | Literal["auto"], ["-5"], "^'-5' is not one of int, auto$"),
        (Annotated[str, Gt(0)], ["a"], "^'a': Unable to apply constraint 'gt' to supplied value a$"),
    ],
)
def test_what_a_constraint_forbids_is_refused(annotation, texts, message):
    with pytest.raises(ValueError, match=message):
        kind_of(annotation, None).read(tuple(texts))


@pytest.mark.parametrize(
    ("annotation", "texts", "value"),
    [
        (PositiveInt | None, ["none"], None),
        (PositiveInt | Literal["auto"], ["auto"], "auto"),
        (Annotated[Sequence[Annotated[int, AfterValidator(lambda n: n + 1)]], Len(1)], ["1"], [2]),
        (Annotated[list[tuple[int, int]], Len(1)], ["[1, 2]"], [(1, 2)]),
    ],
)
def test_a_constraint_is_asked_once_of_the_value_that_was_read(annotation, texts, value):
    assert kind_of(annotation, None).read(tuple(texts)) == value


@given(st.lists(st.integers()))
def test_any_list_of_integers_is_read_as_yaml_and_word_by_word(numbers):
    kind = kind_of(list[int], None)

    assert kind.read((str(numbers),)) == numbers
    assert not numbers or kind.read(tuple(map(str, numbers))) == numbers


@given(st.floats(allow_nan=False))
def test_any_float_comes_back(number):
    assert kind_of(float, None).read((repr(number),)) == number


def test_a_list_takes_all_values_up_to_the_next_flag(bound):
    def main(layers=(64, 32), rate: list[float] = [], n=1, *files): ...  # noqa: B006

    binding = bound(main, "a", "--layers", "1", "-2", "--n", "3", "b", "--rate", "1e-3", "--rate", "-.5", "--", "-c")

    assert binding.parameters["layers"].value == (1, -2)
    assert binding.parameters["rate"].value == [0.001, -0.5]
    assert binding.positionals == ("a", "b", "-c")


def test_a_tuple_takes_as_many_values_as_it_has(bound):
    def main(*files, size: tuple[int, int] = (1, 1)): ...

    assert bound(main, "--size", "3", "4", "a").positionals == ("a",)
    assert bound(main, "--size", "[3, 4]", "a").parameters["size"].value == (3, 4)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--layers"], "Option '--layers' requires an argument."),
        (["--layers", "--n", "1"], "Option '--layers' requires an argument."),
        (["--name", "--n", "1"], "Option '--name' requires an argument."),
        (["--layers=1,2"], "Invalid value for '--layers': '1,2' is not a valid integer: separate values by spaces."),
        (["--opt", "k"], "Invalid value for '--opt': 'k' is not a dict: write '{a: 1}' or a=1."),
        (["--deep=maybe"], "Invalid value for '--deep': 'maybe' is not a bool."),
        (["--deepest"], "No such option '--deepest'. Did you mean '--deep'?"),
    ],
)
def test_a_flag_without_its_values_is_a_usage_error(bound, arguments, message):
    def main(layers: list[int] = [], opt: dict[str, int] = {}, name="", n=1, deep=False): ...  # noqa: B006

    with pytest.raises(CommandLineError) as caught:
        bound(main, *arguments)
    assert str(caught.value) == message


@pytest.mark.parametrize(("argument", "value"), [("--deep", True), ("--no-deep", False), ("--deep=false", False)])
def test_a_switch_may_be_given_its_value_with_an_equals_sign(bound, argument, value):
    def main(deep=True): ...

    assert bound(main, argument).parameters["deep"].value is value


def test_positionals_and_undeclared_flags_have_the_type_of_their_annotation(bound):
    def main(*sizes: int, **rates: float): ...

    binding = bound(main, "1", "-2", "--fast", "3")

    assert binding.positionals == (1, -2)
    assert binding.extras["fast"].value == 3.0
    with pytest.raises(CommandLineError, match="'a' is not a valid integer"):
        bound(main, "a")


def test_a_list_of_lists_takes_a_word_a_list_and_a_whole_list_is_its_last(bound):
    def main(*files, grid: list[list[int]] = [], pairs: list[tuple[int, int]] = []): ...  # noqa: B006

    binding = bound(main, "--grid", "[1, 2]", "[3]", "--pairs", "[[1, 2]]", "a")

    assert binding.parameters["grid"].value == [[1, 2], [3]]
    assert (binding.parameters["pairs"].value, binding.positionals) == ([(1, 2)], ("a",))
    assert bound(main, "--grid=[1, 2]", "a").parameters["grid"].value == [[1, 2]]
    assert bound(main, "--grid=[1]", "--grid", "[2]").parameters["grid"].value == [[1], [2]]


def test_a_switch_that_may_be_none_can_be_told_so(bound):
    def main(deep: Optional[bool] = True): ...  # noqa: UP045

    assert bound(main, "--deep=none").parameters["deep"].value is None
    assert bound(main, "--deep=none", "--no-deep").parameters["deep"].value is False


def test_the_last_of_several_switches_counts(bound):
    def main(deep=False): ...

    assert bound(main, "--no-deep", "--deep=true").parameters["deep"].value is True
    assert bound(main, "--deep=true", "--no-deep").parameters["deep"].value is False


def test_the_negative_of_a_switch_takes_no_value(bound):
    def main(deep=False): ...

    with pytest.raises(CommandLineError, match="Option '--no-deep' does not take a value"):
        bound(main, "--no-deep=true")
