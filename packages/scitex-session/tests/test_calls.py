"""A call from Python is the same recorded run, and returns what the function returns."""

import os
import sys

import pytest

from scitex_session import INJECTED, SessionActiveError, SignatureError, session


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
