"""`scitex clew status`."""

from scitex_clew.commands.answers import NOT_WELL, plain_errors, print_lines, refuse_nothing, to_json
from scitex_clew.commands.status_lines import porcelain_lines, status_lines
from scitex_clew.verify import status


def answer(*, full: bool, as_json: bool, porcelain: bool) -> int:
    """Verify every run of this project, with --full their records as well. Exit code 0: all is well, 1: it is not."""
    with plain_errors():
        found = status(full=full)
    refuse_nothing(found.runs)
    if as_json:
        print(to_json(found))
    else:
        print_lines(porcelain_lines(found.runs) if porcelain else status_lines(found))
    return 0 if found.well else NOT_WELL
