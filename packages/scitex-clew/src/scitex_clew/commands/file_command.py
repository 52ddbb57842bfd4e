"""`scitex clew file`."""

import os
from collections.abc import Iterator

from scitex_clew.commands.answers import NOT_WELL, plain_errors, print_lines, to_json
from scitex_clew.commands.status_lines import porcelain_lines
from scitex_clew.verifying.origins import file, folder
from scitex_clew.verifying.reasons import ending, title, word_of, worded
from scitex_clew.verifying.reports import FINE, INHERITED, FileStatus


def answer(path: str, *, as_json: bool, porcelain: bool) -> int:
    """Say where the content of a file came from, and whether it is still that.

    Exit code 0: it is, 1: it is not, or the run that it comes from has failed, or is doubtful, stale or outdated, or a
    record of its history was altered or is not here, 2: there is and was no such file. Of a folder it tells of every
    file below it that a run has read or written.
    """
    with plain_errors():
        below = () if os.path.isfile(path) else folder(path)  # noqa: PTH113 (which may not be asked of what is hidden)
        found = below or (file(path),)
    if as_json:
        print(to_json(below or found[0]))
    elif porcelain:
        print_lines(line for status in found for line in file_porcelain_lines(status))
    else:
        print_lines(map(short_line, below) if below else file_lines(found[0]))
    return 0 if all(status.well for status in found) else NOT_WELL


def short_line(found: FileStatus) -> str:
    """Return what is known of a file in a folder."""
    reasons = [] if found.report is None else [reason for _, reason in worded(found.causes, found.report, {})]
    reasons += map(str, (*found.altered, *found.orphaned))
    where = f" to {found.moved_to}" if found.moved_to else ""
    why = f" ({'; '.join(reasons)})" if reasons and not found.failed else ""
    return f"{found.verdict + where:10}  {found.path}{origin(found)}{why}"


def file_lines(found: FileStatus) -> Iterator[str]:
    """Yield what is known of a file."""
    reasons = [] if found.report is None else list(worded(found.causes, found.report, {}))
    yield f"{found.path}: {found.verdict}{f' to {found.moved_to}' if found.moved_to else ''}{origin(found)}"
    if found.sha256 is not None:
        yield f"  SHA-256  {found.sha256}"
    for run, path in found.writers:
        yield f"  written  by {run}{'' if path == found.path else f' as {path}'}"
    for run, path in found.readers:
        yield f"  read     by {run} as {path}"
    for word, reason in reasons:
        yield f"  {word:8} {title(found.report.run)}: {reason}"  # type: ignore[union-attr]
    yield from (f"  altered  {told}" for told in found.altered)
    yield from (f"  orphaned {told}" for told in found.orphaned)
    for failed in found.failed:
        yield f"  failed   {title(failed)}: {ending(failed) if failed.ended else 'its process ended without a word'}"
    for run, role, sha256 in found.recorded:
        another = "" if found.sha256 is None else "another content, "
        what = "the same" if sha256 == found.sha256 else f"{another}{sha256[:12]}"
        yield f"  {role:8} of {run}: {what}"
    if found.recipe is not None:
        yield from (f"  recipe   written by {run} as {path}" for run, path in found.recipe.writers)
    if found.recipe is not None and not found.recipe.writers:
        yield f"  recipe   {found.recipe.name}, which no run is known to have written"
    if found.verdict == "unknown":
        yield "  no recorded run has written or read this content"


def origin(found: FileStatus) -> str:
    """Return what is to be said of where a file came from, beside the verdict on what it holds."""
    if found.altered:
        return ", but a record of its history was altered"
    if found.failed:
        return ", but it comes from a run that failed"
    kinds = {*map(word_of, found.causes), *(["orphaned"] if found.orphaned else [])}
    if kinds:
        return f", but {next(kind for kind in INHERITED if kind in kinds)}"
    if found.report is not None and found.report.verdict == "superseded":
        return f", but its run was repeated by {found.report.superseded_by}"
    return ""


def file_porcelain_lines(found: FileStatus) -> Iterator[str]:
    """Yield verdict, last run that named it, role and path of a file that is not well, then what its run is."""
    if found.verdict not in FINE:
        run, role, _ = found.recorded[-1] if found.recorded else ("-", "-", "")
        yield f"{found.verdict} {run} {role} {found.path}"
    if found.report is not None and found.doubted:
        yield from porcelain_lines([found.report])
