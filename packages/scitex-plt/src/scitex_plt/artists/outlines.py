"""The outline of a patch: of spines, backgrounds and frames."""

from scitex_plt.properties import Property, named
from scitex_plt.values.effects import effects_of, set_effects, set_sketch
from scitex_plt.values.linestyles import LINESTYLE

OUTLINE = (
    named("antialiased"),
    named("capstyle"),
    named("hatch"),
    named("joinstyle"),
    LINESTYLE,
    named("linewidth"),
    Property("path_effects", effects_of, set_effects),
    named("sketch_params", set=set_sketch),
)
