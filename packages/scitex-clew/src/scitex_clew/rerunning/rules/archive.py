"""Zip files: archives, arrays by name, office documents. Their members are compared one by one."""

import io
import zipfile

from scitex_clew.rerunning.comparison import Difference, Pair
from scitex_clew.rerunning.comparison import compare as compare_contents
from scitex_clew.rerunning.tolerance import Tolerance

METADATA = ("docProps/app.xml", "docProps/core.xml")  # of office documents: who made it, and when


def compare(pair: Pair, tolerance: Tolerance) -> Difference:
    """Return how two zip files differ."""
    try:
        before, after = members(pair.before), members(pair.after)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        return Difference(False, f"it cannot be read as a zip file: {error}")
    for name in sorted(before.keys() ^ after.keys()):
        return Difference(False, f"{name} is only in the {'recorded' if name in before else 'new'} file")
    close = ""
    for name in before:
        found = compare_contents(Pair(name, before[name], after[name]), tolerance)
        if found.detail and name not in METADATA:
            if not found.close:
                return Difference(False, f"{name}: {found.detail}")
            close = close or f"{name}: {found.detail}"
    return Difference(True, close or "only metadata differs, such as dates")


def members(content: bytes) -> dict[str, bytes]:
    """Return name → content of the members of a zip file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
