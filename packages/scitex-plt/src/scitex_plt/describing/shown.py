"""What drawings show: an artist, or all that is in axes, is drawn, and which columns hold its data."""

import logging
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scitex_plt import references
from scitex_plt.artists import row_of_type
from scitex_plt.describing.findings import Drawn, Findings
from scitex_plt.describing.groups import artists_in, groups_among
from scitex_plt.drawings.pieces import Drawings
from scitex_plt.drawings.replay import Drawing, DrawnAxes, Shown
from scitex_plt.furniture import colorbars
from scitex_plt.tables.columns import Series

logger = logging.getLogger(__name__)


def drawing_entry(
    artist: Artist, owner: Axes | Figure, where: str, name: str, reason: str, found: Findings
) -> dict[str, Any] | None:
    """Return what a recipe says of an artist that is only drawn: the drawing, and which columns hold its data."""
    if not isinstance(found.omissions, Drawings):
        if isinstance(artist, Drawing) and artist.shown is not None:
            shown_again(artist.shown, where, found)
        elif not data_of(artist, owner, name, found):
            found.omissions.add(where, artist, reason)
        return None
    drawing = found.instead(where, artist, reason)
    if isinstance(artist, Drawing) and artist.shown is not None:
        return drawing and shown_again(artist.shown, where, found) | drawing
    if drawing is None:
        return None
    found.drawn.add(name)
    return {"drawing": name.partition(".")[2]} | data_of(artist, owner, name, found) | drawing


def shown_in(axes: Axes, where: str, found: Findings) -> list[dict[str, Any]]:
    """Return what a recipe says of the artists in axes that are drawn as a whole: which columns hold their data."""
    if colorbars.bar_of(axes) is not None:
        return []
    if isinstance(axes, DrawnAxes):
        return [shown_again(one, where, found) for one in axes.shown]
    entries = []
    for owner in (axes, *(one for one in getattr(axes, "parasites", ()) if one not in found.names)):
        drawn = [artist for artist in artists_in(owner) if artist.get_visible() and not is_of_axisartist(artist)]
        groups = groups_among(drawn, owner)
        for artist in dict.fromkeys(groups[one].container if one in groups else one for one in drawn):
            row = row_like(artist)
            name = found.name(artist, row.kind if row else "drawing", where)
            own = name.partition(".")[2]
            if row is None:
                entries.append({"drawing": own, "of": type(artist).__name__})
                found.drawn.add(name)
                if not isinstance(found.omissions, Drawings):
                    found.omissions.add(where, artist, "not described yet")
            elif data := data_of(artist, owner, name, found):
                entries.append({row.kind: own} | data)
    return entries


def shown_again(shown: Shown, where: str, found: Findings) -> dict[str, Any]:
    """Return what a recipe says of something in a drawing that was drawn again: what the recipe of that said."""
    (kind, own), *others = shown.entry.items()
    name = f"{where}.{own}"
    if name in found.artists or name in found.drawn:
        name = references.free_name(where, "", kind, found.artists, found.drawn, reached=found.reached)
    found.drawn.add(name)
    entry = {kind: name.removeprefix(f"{where}.")}
    if shown.points is not None:
        found.series.append(series := shown.points.series(f"{shown.where}.{own}", name))
        entry |= series.entry
    return entry | dict(others)


def data_of(artist: Drawn, owner: Any, name: str, found: Findings) -> dict[str, Any]:
    """Return which columns hold the data of an artist that is drawn, as far as its row can tell them."""
    row, series = row_like(artist), Series(name)
    if row is None or (isinstance(artist, Artist) and is_of_axisartist(artist)):
        return {}
    try:
        row.extract(artist, owner, series)
    except Exception as cause:  # an artist is other people's code
        logger.debug("%s: %s", name, cause)
    if not series.columns:
        return {}
    found.drawn.add(name)
    found.series.append(series)
    return series.entry


def row_like(artist: Drawn) -> Any | None:
    """Return the row of the class of an artist, or of that from which it derives."""
    return next((row for kind in type(artist).__mro__ if (row := row_of_type(kind)) is not None), None)


def is_of_axisartist(artist: Artist) -> bool:
    """Say whether an artist is an axis or the grid of the axes of `axisartist`, which shows no data."""
    return type(artist).__module__.startswith("mpl_toolkits.axisartist.")
