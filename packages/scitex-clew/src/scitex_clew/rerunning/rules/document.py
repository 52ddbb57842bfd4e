"""Documents for printing, PDF, PostScript and SVG, which tell when and by what they were made."""

import re

from scitex_clew.rerunning.comparison import Difference, Pair, is_text
from scitex_clew.rerunning.rules import text
from scitex_clew.rerunning.tolerance import Tolerance

# Of PDF: the entries of its information dictionary and its identifier (ISO 32000, 14.3 and 14.4), and where in the file
# things are. Of PostScript: its comments on who made it, and when. Of all: metadata in XML.
METADATA = re.compile(
    rb"/(?:Author|CreationDate|Creator|Keywords|ModDate|Producer|Subject|Title)\s*\((?:[^()\\]|\\.|\([^()]*\))*\)"
    rb"|/ID\s*\[[^\]]*\]"
    rb"|\bxref\b.*?\btrailer\b|\bstartxref\s+\d+"
    rb"|(?m:^%%(?:CreationDate|Creator|Title):[^\n]*$)"
    rb"|<metadata\b.*?</metadata>|<x:xmpmeta\b.*?</x:xmpmeta>|<!--.*?-->",
    re.DOTALL,
)


def compare(pair: Pair, tolerance: Tolerance) -> Difference:
    """Return how two documents differ."""
    before, after = METADATA.sub(b"", pair.before), METADATA.sub(b"", pair.after)
    if before == after:
        return Difference(True, "only metadata differs, such as dates")
    if is_text(before) and is_text(after):
        return text.compare(pair._replace(before=before, after=after), tolerance)
    return Difference(False, "what is drawn differs")
