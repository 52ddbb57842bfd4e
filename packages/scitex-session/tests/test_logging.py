"""Loggers say time, level and message, on the terminal in colour, in the log without, whoever they belong to."""

import re

import pytest

TIME = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}"


def lines(text):
    """Return the lines of a log without their time."""
    return [re.sub(rf"^{TIME} ", "", line) for line in text.splitlines()]


def test_success_and_fail_are_levels(project):
    project.script("""
        @session
        def main(logger=INJECTED):
            logger.success("fit %s", 1)
            logger.fail("no fit")
            print(logger.name, file=sys.stderr)
        """)

    assert lines(project.run().stderr) == ["SUCCESS fit 1", "FAIL no fit", "train"]


def test_levels_are_coloured_on_a_terminal_and_plain_in_the_log(project):
    project.script("@session\ndef main(logger=INJECTED): logger.success('fit')")

    shown, _ = project.run_on_terminal()

    assert "\x1b[32mSUCCESS\x1b[0m fit" in shown
    assert lines(project.log()) == ["SUCCESS fit"]


def test_nobody_who_objects_gets_colours(project, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    project.script("@session\ndef main(logger=INJECTED): logger.success('fit')")

    assert "\x1b" not in project.run_on_terminal()[0]


def test_the_loggers_of_other_packages_are_heard_from_warning_on(project):
    project.script("""
        @session
        def main():
            import logging
            logging.getLogger("urllib3.pool").warning("slow")
            logging.getLogger("urllib3.pool").info("fine")
        """)

    project.run()

    assert lines(project.log()) == ["WARNING urllib3.pool: slow"]


def test_configure_lets_more_of_them_be_heard(project):
    project.script("""
        import logging
        from scitex_session.logging import configure
        @session
        def main(logger=INJECTED):
            configure("debug")
            logging.getLogger("urllib3").debug("fine")
            logger.info("once")
        """)

    project.run()

    assert lines(project.log()) == ["DEBUG urllib3: fine", "INFO train: once"]


def test_warnings_are_in_the_log(project):
    project.script("import warnings\n@session\ndef main(): warnings.warn('odd')")

    project.run()

    assert "UserWarning: odd" in project.log()


@pytest.mark.parametrize("moment", ["before", "within"])
def test_a_configuration_of_the_users_own_is_respected(project, moment):
    configuring = "logging.basicConfig(format='mine %(message)s', level='DEBUG')"
    project.script(f"""
        import logging
        {configuring if moment == "before" else ""}
        @session
        def main(logger=INJECTED):
            {configuring if moment == "within" else ""}
            logger.info("hello")
            logging.getLogger("other").debug("there")
        """)

    assert project.run().stderr == "mine hello\nmine there\n"


def test_a_handler_of_the_users_own_keeps_the_record_to_itself(project):
    project.script("""
        import logging
        class Quiet(logging.Handler):
            def emit(self, record): print("got", record.getMessage())
        logging.getLogger("train").addHandler(Quiet())
        logging.getLogger("train").setLevel("DEBUG")
        @session
        def main(logger=INJECTED): logger.debug("x")
        """)

    result = project.run()

    assert (result.stdout, result.stderr) == ("got x\n", "")


def test_after_the_run_logging_is_as_before(project):
    project.write(
        "train.py",
        """
        import logging
        from scitex_session import session
        before = logging.lastResort
        @session
        def main(): assert logging.lastResort is not before
        main()
        assert logging.lastResort is before
        """,
    )

    assert project.run().returncode == 0


def test_a_record_names_the_line_that_logged(project):
    project.script("""
        import logging
        from scitex_session.logging import getLogger
        logging.basicConfig(format="%(funcName)s %(message)s")
        @session
        def main(logger=INJECTED):
            logger.fail("a")
            getLogger().fail("b")
        """)

    assert project.run().stderr == "main a\nmain b\n"
