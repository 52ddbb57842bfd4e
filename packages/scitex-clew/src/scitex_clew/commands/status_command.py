"""`scitex clew status`."""

from scitex_clew.verifying.last_answer import keep, last_answer

TYPE_CHECKING = False  # importing `typing` would take longer than answering

if TYPE_CHECKING:
    from scitex_clew.verifying.last_answer import LastAnswer


def answer(*, full: bool, as_json: bool, porcelain: bool) -> int:
    """Verify every run of this project, with --full their records as well.

    Exit code 0: all is well, 1: it is not, 2: no run is recorded here, or the index cannot be read.
    """
    question = "status --porcelain" if porcelain else "status"
    last = None if full or as_json else last_answer()
    if last is not None and last.holds(question):
        code, told = last.code, last.text
    else:
        code, told = new_answer(question, last, full=full, as_json=as_json, porcelain=porcelain)
    if told:
        print(told)
    return code


def new_answer(
    question: str, last: "LastAnswer | None", *, full: bool, as_json: bool, porcelain: bool
) -> tuple[int, str]:
    """Verify the project; return exit code and text, which are kept for the next time."""
    from pathlib import Path

    from scitex_clew.commands.answers import NOT_WELL, plain_errors, refuse_nothing, text, to_json
    from scitex_clew.commands.status_lines import porcelain_lines, status_lines
    from scitex_clew.project import Project
    from scitex_clew.verifying.verify import look

    with plain_errors():
        project = Project.of(Path())
        found, grounds = look(project, full=full, last=last)
    refuse_nothing(found.runs)
    code = 0 if found.well else NOT_WELL
    if as_json:
        return code, to_json(found)
    told = text(porcelain_lines(found.runs) if porcelain else status_lines(found))
    if grounds is not None and (last is None or last.is_outdone(question, grounds)):
        keep(question, code, told, str(project.database), grounds)
    return code, told
