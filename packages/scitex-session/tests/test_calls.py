"""A call from Python is the same recorded run, and returns what the function returns."""

import os
import sys

import pytest

from scitex_config import Source, Value
from scitex_session import INJECTED, ParameterError, SessionActiveError, SignatureError, session
from scitex_session.parameters.binding import checked_seed


@pytest.fixture
def module(project, monkeypatch):
    """Import a script as a module, in its project."""

    def imported(body):
        from importlib.util import module_from_spec, spec_from_file_location

        path = project.script(body)
        monkeypatch.chdir(project.directory)
        spec = spec_from_file_location("train", path)
        module = module_from_spec(spec)
        monkeypatch.setitem(sys.modules, "train", module)
        spec.loader.exec_module(module)
        return module

    return imported


def test_importing_a_script_runs_nothing(project, module):
    module("@session\ndef main(): pass")

    assert project.runs() == []


def test_a_call_returns_what_the_function_returns_and_is_a_run(project, module):
    train = module("@session\ndef main(x, y=2):\n    print(x, y)\n    return [x, y]")

    assert train.main(1) == [1, 2]
    assert project.log() == "1 2\n"
    assert project.only_run().parent.name == "FINISHED_SUCCESS"


def test_a_call_without_arguments_does_not_read_the_command_line(project, module, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["pytest", "--nonsense"])

    assert module("@session\ndef main(x=1): return {'x': x}").main() == {"x": 1}


def test_a_call_takes_the_configuration(project, module):
    project.write("config/a.yaml", "x: 5\n")

    assert module("@session\ndef main(x=1): return [x]").main() == [5]


def test_an_exception_reaches_the_caller_and_the_record(project, module):
    train = module("@session\ndef main(): raise LookupError('bad')")

    with pytest.raises(LookupError, match="bad"):
        train.main()
    assert project.only_run().parent.name == "FINISHED_ERROR"


def test_a_resource_may_be_given_by_the_caller(project, module):
    train = module("@session\ndef main(CONFIG=INJECTED): return CONFIG")

    assert train.main(CONFIG={"a": 1}) == {"a": 1}


def test_a_signal_ends_a_call_and_the_process_with_its_code(project):
    project.write(
        "train.py",
        "import os\nfrom scitex_session import session\n@session\ndef main(n): os.kill(os.getpid(), n)\nmain(15)\n",
    )

    result = project.run()

    assert (result.returncode, result.stderr) == (143, "")
    assert project.only_run().parent.name == "FINISHED_ERROR"


def test_a_missing_argument_is_an_error_before_any_run(project, module):
    train = module("@session\ndef main(x, y): pass")

    with pytest.raises(TypeError, match=r"main\(\) needs a value for 'y'"):
        train.main(1)
    assert project.runs() == []


@pytest.mark.parametrize("seed", ["x", -1, 1.5, True, 2**40])
@pytest.mark.parametrize("signature", ["", "seed=1"])
def test_a_seed_that_is_none_is_an_error_before_any_run(project, module, seed, signature):
    train = module(f"@session\ndef main({signature}): pass")

    with pytest.raises(ParameterError, match=r"^call: seed: "):
        train.main(seed=seed)
    assert project.runs() == []


@pytest.mark.parametrize(("seed", "value"), [("numpy.int64(7)", 7), ("None", None), ("0", 0)])
def test_a_seed_may_be_a_number_of_numpy_or_none(module, seed, value):
    train = module(f"import numpy\n@session\ndef main(run=INJECTED): return run.values()\nseed = {seed}")

    assert train.main(seed=train.seed) == {"seed": value}


def test_the_seed_of_a_block_is_checked_with_its_source():
    assert checked_seed(Value("7", Source("config/a.yaml", 3))).value == 7
    with pytest.raises(ParameterError, match=r"^config/a\.yaml:3: seed: -1 is not a seed: expected 0 to 4294967295"):
        checked_seed(Value(-1, Source("config/a.yaml", 3)))


def test_arguments_are_taken_as_they_are(module):
    train = module("@session\ndef main(x: int = 1, data: complex = 1j): return [x, data]")

    assert train.main(x="text", data=object) == ["text", object]


@pytest.mark.parametrize("call", ["main(-1)", "main(1, -1)", "main(x=1, k=-1)", "main(x=[1])"])
def test_arguments_have_to_satisfy_constraints(project, module, call):
    train = module(
        "from pydantic import PositiveInt\n@session\n"
        "def main(x: PositiveInt = None, *more: PositiveInt, **kw: PositiveInt): return [x, more, kw]"
    )

    assert train.main(None, 2, k=3) == [None, (2,), {"k": 3}]
    before = project.runs()
    with pytest.raises(ParameterError, match=r"^call: "):
        eval(call, {"main": train.main})
    assert project.runs() == before


def test_the_bare_function_is_wrapped(project, module):
    assert module("@session\ndef main(): return 7").main.__wrapped__() == 7
    assert project.runs() == []


def test_a_second_session_at_the_same_time_is_an_error(project, module):
    train = module("@session\ndef main(call=None): return call()")

    with pytest.raises(SessionActiveError, match="is open in this process"):
        train.main(call=lambda: train.main(call=os.getpid))
    assert train.main(call=os.getpid) == os.getpid()


@pytest.mark.parametrize("body", ["async def main(): pass", "def main(): yield 1", "main = print"])
def test_only_a_plain_function_can_be_a_session(body):
    namespace = {}
    exec(body, namespace)

    with pytest.raises(SignatureError, match="needs a plain function"):
        session(namespace["main"])


def test_injected_says_what_it_is():
    assert repr(INJECTED) == "INJECTED"
