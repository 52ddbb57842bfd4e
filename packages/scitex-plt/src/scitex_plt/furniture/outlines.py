"""The outline of a patch: of spines, backgrounds and frames."""

from scitex_plt.linestyles import LINESTYLE
from scitex_plt.properties import named

OUTLINE = (
    named("antialiased"),
    named("capstyle"),
    named("hatch"),
    named("joinstyle"),
    LINESTYLE,
    named("linewidth"),
)
