"""The garbage collector rests while a script starts, and only then."""

import gc

from scitex_session.collector import collector_resting


def test_it_works_while_the_function_does(project):
    project.script("import gc\n@session\ndef main(): print(gc.isenabled(), gc.get_freeze_count() > 1000)")

    assert project.run().stdout == "True True\n"


def test_a_collector_that_the_script_switched_off_stays_off(project):
    project.script("import gc\ngc.disable()\n@session\ndef main(): print(gc.isenabled(), gc.get_freeze_count())")

    assert project.run().stdout == "False 0\n"


def test_a_call_leaves_it_alone(project):
    project.script("@session\ndef main(x=1): print(gc.isenabled(), gc.get_freeze_count())")
    script = project.directory / "train.py"
    script.write_text("import gc\n" + script.read_text().replace("    main()", "    main(2)"))

    assert project.run().stdout == "True 0\n"


def test_it_is_on_again_when_the_start_fails():
    with collector_resting():
        assert not gc.isenabled()

    assert gc.isenabled()
