"""`Annotated[float, Flag("-l")]` declares a short flag."""

from typing import Annotated

import pytest

from scitex_session import Flag, SignatureError
from scitex_session.errors import CommandLineError


def main(
    rate: Annotated[float, Flag("-r")] = 0.1,
    verbose: Annotated[bool, Flag("-v")] = False,
    sizes: Annotated[list[int], Flag("-s")] = [],  # noqa: B006
    *files,
): ...


@pytest.mark.parametrize(
    ("arguments", "rate", "verbose", "sizes", "files"),
    [
        (["-r", "3"], 3.0, False, [], ()),
        (["-r3"], 3.0, False, [], ()),
        (["-r=3"], 3.0, False, [], ()),
        (["-v=true"], 0.1, True, [], ()),
        (["-v=false"], 0.1, False, [], ()),
        (["-s1", "2"], 0.1, False, [1, 2], ()),
        (["-vs1", "2", "--", "a"], 0.1, True, [1, 2], ("a",)),
        (["-vr3"], 3.0, True, [], ()),
        (["-vr", "-1e3"], -1000.0, True, [], ()),
        (["-s", "1", "-2", "-v"], 0.1, True, [1, -2], ()),
        (["a", "-v", "b"], 0.1, True, [], ("a", "b")),
        (["--rate", "1", "-r", "2"], 2.0, False, [], ()),
    ],
)
def test_a_short_flag_is_the_long_one(bound, arguments, rate, verbose, sizes, files):
    binding = bound(main, *arguments)

    values = {name: value.value for name, value in binding.parameters.items()}
    assert values == {"rate": rate, "verbose": verbose, "sizes": sizes, "seed": 42}
    assert binding.positionals == files


def test_its_source_is_the_long_flag(bound):
    assert str(bound(main, "-r", "3").parameters["rate"].source) == "flag --rate"


@pytest.mark.parametrize("flag", ["-x", "-vx", "-xv"])
def test_an_unknown_short_flag_is_a_usage_error_even_beside_keyword_arguments(bound, flag):
    def open_main(verbose: Annotated[bool, Flag("-v")] = False, **kw): ...

    with pytest.raises(CommandLineError):
        bound(main, flag)
    with pytest.raises(CommandLineError):
        bound(open_main, flag)


@pytest.mark.parametrize("short", ["l", "--l", "-ll", "-1", "-é"])
def test_a_short_flag_is_a_dash_and_a_letter(bound, short):
    def main(rate: Annotated[float, Flag(short)] = 0.1): ...

    with pytest.raises(SignatureError, match="is no short flag: expected one such as '-l'"):
        bound(main)


def test_two_parameters_cannot_share_a_short_flag(bound):
    def main(a: Annotated[int, Flag("-n")] = 1, b: Annotated[int, Flag("-n")] = 2): ...

    with pytest.raises(SignatureError, match="parameters 'a' and 'b' share the flag -n: rename one"):
        bound(main)


def test_h_may_be_a_flag_of_its_own(bound):
    def main(height: Annotated[int, Flag("-h")] = 1): ...

    assert bound(main, "-h", "3").parameters["height"].value == 3


def test_a_short_flag_and_a_long_one_of_one_letter_are_two(bound):
    def main(layers: Annotated[int, Flag("-l")] = 1, l: int = 2, n: Annotated[int, Flag("-n")] = 3, h=4): ...  # noqa: E741

    binding = bound(main, "-l", "5", "--l", "6", "-n", "7", "--n", "8", "--h", "9")

    values = {name: value.value for name, value in binding.parameters.items() if name != "seed"}
    assert values == {"layers": 5, "l": 6, "n": 8, "h": 9}
    for flag in ("-h", "-hl3"):
        with pytest.raises(SystemExit):
            bound(main, flag)
