"""A figure that is not laid out again until somebody touches it.

A layout engine moves things on every draw, as do titles that keep clear of what is below them, tables that fit their
texts and legends that look for the best place, so that a figure drawn again would not be the one that was saved. At
rest, everything stays where it stood; what is changed afterwards, be it the size of the figure or the words of a label,
asks for room, and from then on engine, titles, tables and legends work as ever.
"""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Any

from matplotlib.artist import Artist
from matplotlib.cbook import _setattr_cm
from matplotlib.figure import Figure, _stale_figure_callback  # type: ignore[attr-defined]
from matplotlib.layout_engine import LayoutEngine
from matplotlib.legend import Legend
from matplotlib.transforms import Bbox

from scitex_plt.layout import nesting

BEST = Legend.codes["best"]


class RestingFigure(Figure):
    """A figure whose layout engine, titles, tables and legends rest until somebody touches the figure."""

    resting: tuple[LayoutEngine, dict[str, Any]] | None = None
    """The engine at rest and what it was told; None once it works."""

    asleep: tuple[tuple[Any, str, Any], ...] = ()
    """Artist, attribute, and the value that this has once the figure is touched."""

    busy = False
    """Whether matplotlib touches what it draws or measures."""

    @property
    def stale(self) -> bool:
        """Whether the figure is to be drawn again."""
        return bool(Artist.stale.fget(self))  # type: ignore[attr-defined]

    @stale.setter
    def stale(self, value: bool) -> None:
        Artist.stale.fset(self, value)  # type: ignore[attr-defined]
        if value and not self.busy:
            self.resting = None
            for artist, name, value in self.asleep:
                setattr(artist, name, value)
            self.asleep = ()

    def rest(self, engine: LayoutEngine) -> None:
        """Take a layout engine, which rests until the figure is touched."""
        self.set_layout_engine(engine)
        for text in quiet_texts(self):
            text.stale_callback = _stale_figure_callback
        self.resting = (engine, engine.get())

    def settle(self, titled: Iterable[Any], placed: Iterable[Any]) -> None:
        """Let the titles of some axes stay where they are, legends at their places, and tables as large as they are."""
        moving: list[tuple[Any, str, Any]] = [(axes, "_autotitlepos", False) for axes in titled]
        for axes in nesting.all_axes(self):
            for table in axes.tables:
                moving += [(table, "_autoFontsize", False), (table, "_autoColumns", [])]
        self.asleep = tuple((artist, name, value) for artist, name, _ in moving if (value := getattr(artist, name)))
        for artist, name, still in moving:
            if getattr(artist, name):
                setattr(artist, name, still)
        self.asleep += tuple((legend, "_loc_real", BEST) for legend in placed)

    def untouched(self) -> AbstractContextManager[None]:
        """Take what matplotlib changes in the block for no touch."""
        return _setattr_cm(self, busy=True)

    def draw(self, renderer: Any) -> None:
        """Draw everything where it stood, or where the engine puts it."""
        engine = self.get_layout_engine()
        at_rest = engine is not None and self.resting == (engine, engine.get())
        with self.untouched(), _setattr_cm(self, _layout_engine=None if at_rest else engine):
            super().draw(renderer)

    def get_tightbbox(self, *args: Any, **kwargs: Any) -> Bbox:
        """Return the box that all that is drawn takes up."""
        with self.untouched():
            return super().get_tightbbox(*args, **kwargs)

    def savefig(self, fname: Any, *args: Any, **kwargs: Any) -> None:
        """Save; that matplotlib sets resolution and colours for it is no touch."""
        with self.untouched():
            super().savefig(fname, *args, **kwargs)


def awake(artist: Any, name: str) -> Any:
    """Return an attribute of an artist as it is when its figure does not rest."""
    asleep = getattr(artist.get_figure(root=True), "asleep", ())
    return next((value for one, its, value in asleep if one is artist and its == name), getattr(artist, name))


def quiet_texts(figure: Any) -> Iterator[Any]:
    """Yield the texts that tell nobody when they change."""
    for axes in nesting.all_axes(figure):
        for axis in axes._axis_map.values():
            yield from (axis.label, axis.offsetText)
    for owner in (figure, *(one for _, one in nesting.subfigures(figure))):
        for legend in owner.legends:
            yield from legend.get_texts()
