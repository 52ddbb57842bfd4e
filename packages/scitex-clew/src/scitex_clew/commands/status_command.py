"""`scitex clew status`."""

from scitex_clew.last_answer import keep, recall


def answer(*, full: bool, as_json: bool, porcelain: bool) -> int:
    """Verify every run of this project, with --full their records as well. Exit code 0: all is well, 1: it is not."""
    question = "status --porcelain" if porcelain else "status"
    known = None if full or as_json else recall(question)
    code, told = known or new_answer(question, full=full, as_json=as_json, porcelain=porcelain)
    if told:
        print(told)
    return code


def new_answer(question: str, *, full: bool, as_json: bool, porcelain: bool) -> tuple[int, str]:
    """Verify the project; return exit code and text, which are kept for the next time if they may hold as long."""
    from pathlib import Path

    from scitex_clew.commands.answers import NOT_WELL, plain_errors, refuse_nothing, text, to_json
    from scitex_clew.commands.status_lines import porcelain_lines, status_lines
    from scitex_clew.project import Project
    from scitex_clew.verify import look

    with plain_errors():
        project = Project.of(Path())
        found, grounds = look(project, full=full)
    refuse_nothing(found.runs)
    code = 0 if found.well else NOT_WELL
    if as_json:
        return code, to_json(found)
    told = text(porcelain_lines(found.runs) if porcelain else status_lines(found))
    if grounds is not None:
        keep(question, code, told, str(project.database), grounds)
    return code, told
