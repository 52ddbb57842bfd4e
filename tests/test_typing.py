"""Type checkers see what `@stx.session` makes of a function: mypy checks this file, pyright may; these tests run it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from logging import Logger
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, assert_type

import scitex as stx

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from numpy.random import Generator

    from scitex_session.run import Run


@stx.session
def train(
    data: Path,
    lr: Annotated[float, stx.Flag("-l")] = 0.1,
    CONFIG: stx.config.Config = stx.INJECTED,
    logger: Logger = stx.INJECTED,
    **more: int,
) -> list[float]:
    """Train."""
    return [lr, len(data.name), len(CONFIG), *more.values()]


@stx.session(seed=None)
def evaluate(x: int = 1, *files: str) -> str:
    """Evaluate."""
    return f"{x} {files}"


def test_the_signature_and_the_result_are_those_of_the_function() -> None:
    def calls() -> None:
        assert_type(train(Path("x"), lr=0.2, fast=1), list[float])
        assert_type(evaluate(3, "a"), str)
        assert_type(train.__wrapped__(Path("x")), list[float])
        train("x", lr=0.2)  # type: ignore[call-overload]
        train(Path("x"), rate=0.2, lr="fast")  # type: ignore[call-overload]
        evaluate(y=1)  # type: ignore[call-overload]

    assert callable(calls)


def test_a_script_may_call_it_without_arguments() -> None:
    def script() -> None:
        assert_type(train(), list[float])

    assert callable(script)


def test_it_is_a_function_of_its_type() -> None:
    function: Callable[[int], str] = evaluate

    assert function is evaluate
    assert evaluate.__name__ == "evaluate"


def test_a_block_gives_the_run() -> None:
    def block() -> None:
        assert_type(stx.session.open(lr=0.1), AbstractContextManager["Run"])

    assert callable(block)


def test_what_a_script_works_with_has_a_type() -> None:
    def script() -> None:
        assert_type(stx.config.load_config(), stx.config.Config)
        assert_type(stx.io.load(Path("a.csv")), Any)
        assert_type(stx.io.save([1, 2], "a.csv"), Any)
        assert_type(stx.logging.getLogger("fit"), stx.logging.Logger)
        assert_type(stx.plt.reproduce("a.yaml"), Figure)
        assert_type(stx.repro.stream("init"), Generator)

    assert callable(script)


def test_wrong_arguments_are_seen() -> None:
    def script() -> None:
        stx.io.load(1)  # type: ignore[arg-type]
        stx.io.save("a.csv")  # type: ignore[call-arg]
        stx.logging.getLogger("fit").win("well")  # type: ignore[attr-defined]
        stx.repro.stream(1)  # type: ignore[arg-type]

    assert callable(script)
