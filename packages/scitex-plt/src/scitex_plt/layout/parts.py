"""A figure within a figure that was one by itself, and stays so to all that is in it."""

from collections.abc import Mapping
from typing import Any

from matplotlib.figure import SubFigure, _stale_figure_callback  # type: ignore[attr-defined]
from matplotlib.gridspec import GridSpec
from matplotlib.transforms import Bbox

from scitex_plt import strokes
from scitex_plt.values import rcparams


class Part(SubFigure):
    """A figure within a figure that is drawn under the rcParams its own recipe recorded.

    Coordinates of the figure are its own, as far as what is in it knows.
    """

    recorded: dict[str, Any]

    def draw(self, renderer: Any) -> None:
        """Draw under the recorded rcParams."""
        with rcparams.applied(self.recorded), strokes.counted(renderer):
            super().draw(renderer)

    def get_tightbbox(self, *args: Any, **kwargs: Any) -> Bbox:
        """Return the box that all that is drawn takes up under the recorded rcParams."""
        with rcparams.applied(self.recorded):
            return super().get_tightbbox(*args, **kwargs)


def added(figure: Any, place: Bbox, recorded: Mapping[str, Any]) -> Part:
    """Add an empty part to a figure, at a place in fractions of it."""
    part: Any = Part(figure, GridSpec(1, 1, figure=figure)[0])
    part.recorded = recorded
    part._redo_transform_rel_fig(place)
    part.transFigure, part.figbbox = part.transSubfigure, part.bbox
    figure.subfigs.append(part)
    part._remove_method = figure.subfigs.remove
    part.stale_callback = _stale_figure_callback
    return part  # type: ignore[no-any-return]


def figure_of(artist: Any) -> Any:
    """Return the figure that an artist is in, be it a part of another; an axis of `axisartist` knows only its axes."""
    figure = artist.get_figure(root=False) or artist.axes.get_figure(root=False)
    while isinstance(figure, SubFigure) and not isinstance(figure, Part):
        figure = vars(figure)["_parent"]
    return figure


def restyled(entry: dict[str, Any], params: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a recipe says of a figure with other rcParams for all parts of it."""
    said = dict(entry)
    if "rcParams" in said:
        said["rcParams"] = said["rcParams"] | params
    if "subfigures" in said:
        said["subfigures"] = [restyled(one, params) for one in said["subfigures"]]
    return said
