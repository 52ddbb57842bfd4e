"""Drawings in recipes: in place of an artist, of a piece of the furniture of axes, or of whole axes."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.cbook import _setattr_cm

from scitex_plt.drawings.recording import figure_of, recorded
from scitex_plt.drawings.replay import Drawing, DrawnAxes, Shown
from scitex_plt.layout import parts
from scitex_plt.omissions import Omissions
from scitex_plt.values import plain, rcparams
from scitex_plt.values.plain import Unsupported

LOWEST = -1_000_000
"""The zorder of a background, which is drawn first whatever its own is."""

AXIS_AND_FRAME = ("axis", "spine", "background")
"""How names of pieces end that are hidden with the axes' frame."""


class Drawings(Omissions):
    """What cannot be described is drawn; only what cannot even be drawn is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: dict[str, dict[str, Any]] = {}
        """Name of axes, or "figure" → piece → its drawing."""
        self.owners: dict[str, Any] = {}
        """Name → axes or figure."""

    def refused(self, where: str, artist: Any, reason: str) -> None:
        """Draw a piece of furniture that has been refused."""
        owner = self.owners[where]
        name = next((name for name, piece in pieces(owner) if piece is artist), None)
        if name is None:
            self.add(where, artist, reason)
        elif name not in self.pieces.setdefault(where, {}) and is_shown(owner, name):
            try:
                said = drawn(artist, reason)
                self.pieces[where][name] = said | {"zorder": LOWEST} if name == "background" else said
            except Unsupported as cause:
                self.add(where, artist, f"{reason}; {cause}")


def pieces(owner: Any) -> Iterator[tuple[str, Any]]:
    """Yield name and artist of what stands around the data, in axes or in a figure."""
    if not hasattr(owner, "transData"):
        yield "background", owner.patch
        for heading in ("suptitle", "supxlabel", "supylabel"):
            yield heading, getattr(owner, f"_{heading}")
        return
    yield "background", owner.patch
    yield from ((f"{side} axis", getattr(owner, f"{side}axis")) for side in "xy")
    yield from ((f"{side} spine", spine) for side, spine in owner.spines.items())
    yield "center title", owner.title
    yield "left title", owner._left_title
    yield "right title", owner._right_title
    yield "legend", owner.get_legend()


def is_shown(owner: Any, name: str) -> bool:
    """Say whether a piece is drawn at all: axes that are off have no frame."""
    if not hasattr(owner, "transData") or not name.endswith(AXIS_AND_FRAME):
        return True
    return owner.axison and (name.endswith("axis") or owner.get_frame_on())


def drawn(artist: Any, reason: str) -> dict[str, Any]:
    """Return what a recipe says of an artist that is drawn.

    Raises
    ------
    Unsupported
        If it cannot be drawn.
    """
    before = artist.drawing if isinstance(artist, DrawnAxes) else artist
    known = before.known if isinstance(before, Drawing) else {"of": type(artist).__name__, "reason": reason}
    figure = parts.figure_of(artist)
    said: dict[str, Any] = {**known, "size": [float(length) for length in figure.bbox.size]}
    if any(origin := [float(edge) for edge in figure.bbox.p0]):
        said["origin"] = origin
    if label := plain.label(before.get_label()):
        said["label"] = label
    said["zorder"] = plain.plain(artist.get_zorder())
    if artist.get_rasterized():
        said["rasterized"] = True
    with rcparams.of(figure), unstirred(artist):
        said["calls"] = recorded(artist)
        if (box := box_of(artist)) is not None:
            said["box"] = box
    return said


@contextmanager
def unstirred(artist: Artist) -> Iterator[None]:
    """Let an artist be drawn and measured in the block, which is not to change it."""
    with ExitStack() as kept:
        for one in (artist, artist.axes, figure_of(artist)):
            if one is not None:
                kept.enter_context(_setattr_cm(one, _stale=one.stale))
        yield


def box_of(artist: Any) -> list[float] | None:
    """Return the box that an artist takes up where room is made for it, in pixels; None if none is."""
    is_in_layout = artist.get_in_layout() or artist in figure_of(artist).axes  # a figure makes room for all its axes
    if not is_in_layout or (not isinstance(artist, Axes) and artist._fully_clipped_to_axes()):
        return None
    box = artist.get_tightbbox(figure_of(artist)._get_renderer())
    return None if box is None else [float(edge) for edge in box.extents]


def drawing(said: dict[str, Any]) -> Drawing:
    """Return the artist that `drawn` described."""
    made = Drawing(said["calls"], said["size"], said.get("box"), said.get("origin", [0.0, 0.0]))
    made.known = {name: said[name] for name in ("of", "reason") if name in said}
    made.set(zorder=said["zorder"], label=said.get("label", ""))
    if said.get("rasterized"):
        made.set_rasterized(True)
    return made


def redraw(said: dict[str, Any], owner: Any, shown: Shown | None = None) -> Artist:
    """Add a drawing to axes or to a figure."""
    made = drawing(said)
    made.shown = shown
    owner.add_artist(made)
    return made


def redraw_pieces(said: dict[str, Any], owner: Any) -> None:
    """Put drawings in place of pieces of furniture."""
    known = dict(pieces(owner))
    for name, one in said.items():
        if name in known and known[name] is not None:
            known[name].set_visible(False)
        made = redraw(one, owner)
        if name == "y axis":  # it comes after the x axis, but artists of the same zorder come before both
            made.set_zorder(np.nextafter(made.get_zorder(), np.inf))


def drawn_axes(figure: Any, place: Any, said: dict[str, Any], parent: Any | None = None) -> DrawnAxes:
    """Add axes that are only drawn to a figure, or to the axes within which they stand."""
    axes = DrawnAxes(figure, place)
    axes.drawing = drawing(said)
    axes.drawing.set_figure(figure)
    axes.set(zorder=said["zorder"], visible=bool(said["calls"]) or "box" in said)  # hidden ones have neither
    if parent is None:
        figure.add_axes(axes)
    else:
        parent.add_child_axes(axes)
    return axes
