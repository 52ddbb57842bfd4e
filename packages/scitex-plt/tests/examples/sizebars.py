"""Bars that are as long as so much data."""

from matplotlib import pyplot as plt
from matplotlib.font_manager import FontProperties
from mpl_toolkits.axes_grid1.anchored_artists import AnchoredSizeBar


def bar(*changes, **options):
    """Return a function that adds a size bar to axes, and then changes it."""

    def draw(axes):
        made = AnchoredSizeBar(axes.transData, 0.2, "10 µm", "lower right", **options)
        for change in changes:
            change(made)
        return axes.add_artist(made)

    return draw


EXAMPLES = {
    "size bar": [
        bar(),
        bar(frameon=False, color="w", size_vertical=0.02, label_top=True, sep=5, pad=0.5, borderpad=1),
        bar(fontproperties=FontProperties(size=14, family="monospace"), fill_bar=False, size_vertical=0.1),
        bar(lambda made: made.set(label="bar", zorder=9), bbox_to_anchor=(0.1, 0.2, 0.5, 0.5)),
        bar(lambda made: made.size_bar.get_children()[0].set(linewidth=3, edgecolor="r")),
        bar(lambda made: (made.patch.set_facecolor("y"), made.txt_label._text.set_rotation(20))),
    ],
}

REFUSED = {
    "size bar": [
        bar(lambda made: made.size_bar.add_artist(plt.Rectangle((0, 0), 1, 1))),
        bar(lambda made: setattr(made._box, "align", "left")),
        lambda axes: axes.add_artist(AnchoredSizeBar(plt.figure().add_subplot().transData, 1, "m", 4)),
    ],
}
