"""What artists refer to elsewhere in their figure, by name: other axes, and artists that were drawn before them.

| in a recipe | is |
|---|---|
| `{axes: B}` | the area of axes |
| `{artist: A.signal}` | an artist |
| `{artist: A.bars0, member: 2}` | one of a group, counted from 0 |
| `{artist: A.text0, box: true}` | the box around a text |
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.container import Container
from matplotlib.text import Text

from scitex_plt.errors import RecipeError
from scitex_plt.values.plain import Unsupported


@dataclass(frozen=True)
class Named:
    """What can be referred to at a time: what a recipe has described, or what was drawn again, so far."""

    axes: Mapping[str, Axes] = field(default_factory=dict)
    artists: Mapping[str, Artist | Container] = field(default_factory=dict)


NAMED: ContextVar[Named] = ContextVar("named", default=Named())  # noqa: B039, as it is frozen


@contextmanager
def among(axes: Mapping[str, Any], artists: Mapping[str, Any]) -> Iterator[None]:
    """Let artists refer to these axes and artists, and to those that are added to them."""
    token = NAMED.set(Named(axes, artists))
    try:
        yield
    finally:
        NAMED.reset(token)


Reached = dict[tuple[str, bool], int]
"""What a name begins with, and whether that is a label → the number up to which all names are taken."""


def free_name(where: str, label: str, kind: str, *taken: Collection[str], reached: Reached) -> str:
    """Return a name for an artist that no other has: by its label, or by its kind and a number.

    `reached` is kept, so that among many artists no name is tried again.
    """
    text = " ".join(label.split())
    stem, is_labelled = f"{where}.{text or kind}", bool(text)
    for number in count(reached.get((stem, is_labelled), int(is_labelled))):
        name = f"{stem}{number}" if not is_labelled else f"{stem}_{number}" if number > 1 else stem
        if not any(name in one for one in taken):
            break
    reached[stem, is_labelled] = number
    return name


def name_of_axes(axes: Any) -> str:
    """Return the name of axes.

    Raises
    ------
    Unsupported
        If they are not described.
    """
    for name, one in NAMED.get().axes.items():
        if one is axes:
            return name
    raise Unsupported("its axes, which are not described")


def axes_named(name: Any) -> Any:
    """Return the axes of that name."""
    known = NAMED.get().axes
    if name not in known:
        raise RecipeError(f"no axes {name!r}: expected one of {', '.join(known)}")
    return known[name]


def told(artist: Any) -> dict[str, Any]:
    """Return how a recipe refers to an artist.

    Raises
    ------
    Unsupported
        If it is none that has been described before.
    """
    if isinstance(artist, Axes):
        return {"axes": name_of_axes(artist)}
    for name, axes in NAMED.get().axes.items():
        if axes.bbox is artist:
            return {"axes": name}
    for name, one in NAMED.get().artists.items():
        if one is artist:
            return {"artist": name}
        if isinstance(one, Container) and artist in (members := one.get_children()):
            return {"artist": name, "member": members.index(artist)}
        if isinstance(one, Text) and one.get_bbox_patch() is artist is not None:
            return {"artist": name, "box": True}
    raise Unsupported("the artist that it hangs on")


def found(said: dict[str, Any]) -> Any:
    """Return the artist that `told` referred to."""
    artist = axes_named(said["axes"]) if "axes" in said else member_of(said)
    if not isinstance(artist, Artist):
        raise RecipeError(f"{said!r} is no artist")
    return artist


def member_of(said: dict[str, Any]) -> Any:
    """Return an artist, or its part, by the name of the artist."""
    known = NAMED.get().artists
    if said["artist"] not in known:
        raise RecipeError(f"no artist {said['artist']!r} comes before")
    artist: Any = known[said["artist"]]
    if "member" in said:
        return artist.get_children()[said["member"]]
    return artist.get_bbox_patch() if said.get("box") else artist
