"""The artists in axes, and which of them belong together: groups that have a row of their own, such as bars."""

from dataclasses import dataclass
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.container import Container, ErrorbarContainer, StemContainer

from scitex_plt.artists import BY_TYPE, errorbars, groups3d
from scitex_plt.furniture import colorbars
from scitex_plt.omissions import REFUSALS
from scitex_plt.projections import space


def artists_in(axes: Axes) -> list[Artist]:
    """Return what is drawn in axes, but for the furniture."""
    furniture: set[Any] = {*axes.spines.values(), *axes._axis_map.values(), axes.patch, axes.get_legend()}
    furniture |= {*colorbars.drawn_by(axes), *axes.child_axes}
    furniture |= {axes.title, axes._left_title, axes._right_title}  # type: ignore[attr-defined]
    return [artist for artist in axes.get_children() if artist not in furniture and not isinstance(artist, Axes)]


OF_LINES = (ErrorbarContainer, StemContainer)
"""The groups in space that matplotlib makes; those of patches are found among what is drawn."""


@dataclass
class Group:
    """Artists that belong together, and what the recipe says of them."""

    container: Container
    members: list[Artist]
    """Those of its artists that are drawn."""
    entry: dict[str, Any] | None = None
    refused: bool = False


def groups_in(axes: Axes, drawn: list[Artist]) -> dict[Artist, Group]:
    """Return artist → the group that it belongs to, of what is drawn in axes."""
    return groups_in_space(drawn, axes) if space.is_space(axes) else groups_among(drawn, axes)


def groups_among(drawn: list[Artist], axes: Axes) -> dict[Artist, Group]:
    """Return artist → the group that it belongs to, of groups that have a row and stand together in the drawing."""
    place = {artist: number for number, artist in enumerate(drawn)}
    found: dict[Artist, Group] = {}
    for container in axes.containers:
        members = members_of(container, axes) if type(container) in BY_TYPE else []
        places = sorted(place.get(member, -1) for member in members)
        if places and places[0] >= 0 and places == list(range(places[0], places[0] + len(places))):
            found |= dict.fromkeys(members, Group(container, members))
    return found


def members_of(container: Container, axes: Axes) -> list[Artist]:
    """Return the artists that are drawn for a group; none if they are not those of one."""
    if not isinstance(container, ErrorbarContainer):
        return list(container.get_children())
    try:
        return errorbars.members(container, axes)
    except REFUSALS:
        return []


def groups_in_space(drawn: list[Artist], axes: Axes) -> dict[Artist, Group]:
    """Return artist → the group that it belongs to, of artists in three dimensions."""
    found = {one: group for one, group in groups_among(drawn, axes).items() if isinstance(group.container, OF_LINES)}
    for container in groups3d.groups_among(drawn):
        members = container.get_children()
        found |= dict.fromkeys(members, Group(container, members))
    return found
