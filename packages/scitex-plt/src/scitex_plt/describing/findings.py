"""What was found in a figure so far: the entries of its recipe, the columns of its data, and the names of both."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.container import BarContainer, Container
from matplotlib.figure import Figure
from matplotlib.legend import Legend

from scitex_plt import references
from scitex_plt.artists import bars
from scitex_plt.drawings.pieces import Drawings, drawn
from scitex_plt.layout.grids import Grids
from scitex_plt.omissions import Omissions
from scitex_plt.tables.columns import Series
from scitex_plt.values import plain
from scitex_plt.values.plain import Unsupported

Drawn = Artist | Container


class Waiting(NamedTuple):
    """A legend that can be told only when all artists are."""

    where: str
    owner: Axes | Figure
    legend: Legend
    place: dict[str, Any]
    """Its place among the artists, to be filled if it becomes a drawing."""


@dataclass
class Findings:
    """What was read from a figure."""

    names: dict[Any, str] = field(default_factory=dict)
    """Names of all axes, of the figure and of the figures within it."""
    entries: dict[Axes, dict[str, Any]] = field(default_factory=dict)
    """What the recipe says of each axes; of those within axes that are a drawing, what it says of these."""
    described: dict[Axes, str] = field(default_factory=dict)
    """The axes that are more than a drawing, and their names."""
    axes: dict[str, Axes] = field(default_factory=dict)
    """The same by their names."""
    artists: dict[str, Drawn] = field(default_factory=dict)
    """Every artist or group of artists described, by its name."""
    drawn: set[str] = field(default_factory=set)
    """The names of those that are drawings, but whose data can be read."""
    series: list[Series] = field(default_factory=list)
    omissions: Omissions = field(default_factory=Omissions)
    reached: references.Reached = field(default_factory=dict)
    roles: dict[Artist, str] = field(default_factory=dict)
    """What artists are in a box plot or a violin."""
    legends: list[Waiting] = field(default_factory=list)
    """Legends besides those that axes have as their own."""
    figures: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What the recipe says of the figure, and of each figure within it, by its name."""
    grids: dict[Any, Grids] = field(default_factory=dict)
    """The grids of the figure, and of each figure within it."""

    def forget(self, axes: Axes) -> None:
        """Take what the recipe says of axes back: they are part of a drawing."""
        self.entries.pop(axes, None)
        if axes in self.described:
            del self.axes[self.described.pop(axes)]

    def later(self, where: str, owner: Axes | Figure, legend: Legend) -> dict[str, Any]:
        """Return the place among the artists for a legend, which can be told only when they all are."""
        place: dict[str, Any] = {}
        self.legends.append(Waiting(where, owner, legend, place))
        return place

    def instead(self, where: str, artist: Artist, reason: str) -> dict[str, Any] | None:
        """Return the drawing of an artist that cannot be described; None, and a note, where only data is read.

        Of hidden artists only axes leave one, an empty drawing: the letters of others follow from them.
        """
        if not isinstance(self.omissions, Drawings):
            self.omissions.add(where, artist, reason)
            return None
        if not artist.get_visible() and not isinstance(artist, Axes):
            return None
        try:
            return drawn(artist, reason)
        except Unsupported as cause:
            self.omissions.add(where, artist, f"{reason}; {cause}")
            return None

    def name(self, artist: Drawn, kind: str, where: str) -> str:
        """Return a name for an artist that no other has: by its label, or by its kind, or role, and a number."""
        label = bars.label_of(artist) if isinstance(artist, BarContainer) else plain.label(artist.get_label())
        kind = self.roles.get(artist, kind) if isinstance(artist, Artist) else kind
        return references.free_name(where, label, kind, self.artists, self.drawn, reached=self.reached)
