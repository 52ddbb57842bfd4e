"""What the session provides by name."""


def test_the_logger_writes_level_and_message_to_stderr_and_the_log(project):
    project.script("@session\ndef main(logger=INJECTED):\n    logger.info('hello')\n    logger.debug('quiet')")

    result = project.run()

    assert result.stderr == project.log()
    assert result.stderr.endswith(" INFO hello\n")
    assert result.stderr.count("\n") == 1


def test_a_logging_configuration_of_the_users_own_is_respected(project):
    project.script("""
        import logging
        logging.basicConfig(format="mine %(message)s", level="DEBUG")
        @session
        def main(logger=INJECTED): logger.debug("hello")
        """)

    assert project.run().stderr == "mine hello\n"


def test_logging_that_is_configured_meanwhile_does_not_double_lines(project):
    project.script("""
        import logging
        @session
        def main(logger=INJECTED):
            logging.basicConfig(format="mine %(message)s")
            logger.warning("hello")
        """)

    assert project.run().stderr == "mine hello\n"


def test_a_name_that_nobody_provides_is_an_error_that_lists_those_there_are(project):
    project.script("@session\ndef main(gpu=INJECTED): pass")

    result = project.run()

    assert result.returncode == 1
    assert result.stderr.startswith(
        "Error: parameter 'gpu' is to be INJECTED, and nobody provides it: there are CONFIG, "
    )
    assert project.runs() == []


def test_the_run_itself_is_a_resource(project):
    script = project.script("""
        @session
        def main(lr=0.1, run=INJECTED):
            print(run.id, run.directory.parent.name, run.values()["lr"], run.outcome, run.log.name)
            assert run.source == open(__file__).read() and run.script.samefile(__file__)
        """)

    result = project.run("--lr", "0.2")

    assert result.stdout == f"{project.only_run('FINISHED_SUCCESS').name} RUNNING 0.2 None {script.stem}.log\n"


def test_a_third_party_resource_is_opened_and_closed(project):
    project.write("extra-1.0.dist-info/entry_points.txt", "[scitex_session.resources]\nclock = extra:clock\n")
    project.write(
        "extra.py",
        """
        from contextlib import contextmanager
        @contextmanager
        def clock(run):
            print("open", run.parameters["x"].value)
            yield "tick"
            print("closed")
        """,
    )
    project.script("@session\ndef main(x=1, clock=INJECTED): print(clock)")

    assert project.run().stdout == "open 1\ntick\nclosed\n"


def test_a_recorder_that_fails_does_not_stop_the_run(project):
    project.write("extra-1.0.dist-info/entry_points.txt", "[scitex_session.recorders]\nbroken = extra:broken\n")
    project.write("extra.py", "def broken(run): raise RuntimeError('no ink')\n")
    project.script("@session\ndef main(): print('done')")

    result = project.run()

    assert (result.returncode, result.stdout) == (0, "done\n")
    assert "recorder 'broken' failed to begin the record of run" in result.stderr
    assert project.only_run().parent.name == "FINISHED_SUCCESS"


def test_a_recorder_sees_the_final_directory_and_the_outcome(project):
    project.write("extra-1.0.dist-info/entry_points.txt", "[scitex_session.recorders]\nwitness = extra:witness\n")
    project.write(
        "extra.py",
        """
        from contextlib import contextmanager
        @contextmanager
        def witness(run):
            begun = run.directory.parent.name
            yield
            print(begun, run.directory.parent.name, run.outcome, run.exit_code, run.error, run.directory.is_dir())
        """,
    )
    project.script("@session\ndef main(): raise ValueError('bad')")

    assert project.run().stdout == "RUNNING FINISHED_ERROR error 1 ValueError: bad True\n"


def test_a_run_knows_whether_it_is_to_draw_into_files_alone(project):
    project.script("""
        def main(run=INJECTED): print(run.agg)
        session(main)()
        session(agg=False)(main)()
        with session.open() as run: print(run.agg)
        """)

    assert project.run().stdout == "True\nFalse\nFalse\n"
