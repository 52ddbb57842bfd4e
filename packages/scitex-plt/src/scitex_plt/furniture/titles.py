"""The titles of axes: left, centre and right."""

from operator import attrgetter
from typing import Any

from scitex_plt.artists.texts import PLACED, STYLE, reword, worded
from scitex_plt.layout.resting import awake
from scitex_plt.omissions import Omissions
from scitex_plt.values import plain

POINTS_AN_INCH = 72

TITLES = {
    "center": attrgetter("title"),
    "left": attrgetter("_left_title"),
    "right": attrgetter("_right_title"),
}
"""Where a title stands → its text."""


def extract(axes: Any, reference: Any, where: str, omissions: Omissions) -> dict[str, Any]:
    """Return the titles of `axes`."""
    found: dict[str, Any] = {}
    for place, title_of in TITLES.items():
        title = title_of(axes)
        if title.get_text():
            with omissions.noting(where, title):
                found[place] = worded(title, title_of(reference), PLACED if fixed(axes) else STYLE)
    if found and fixed(axes) != fixed(reference):
        found["fixed"] = fixed(axes)
    if found and (pad := pad_of(axes)) != pad_of(reference):
        found["pad"] = pad
    return {"title": found} if found else {}


def fixed(axes: Any) -> bool:
    """Say whether a user chose the height of the titles, which matplotlib then leaves alone."""
    return awake(axes, "_autotitlepos") is False


def pad_of(axes: Any) -> float:
    """Return the distance of the titles from the frame, in points."""
    return float(axes.titleOffsetTrans._t[1]) * POINTS_AN_INCH


def hold(entry: dict[str, Any], axes: Any, *, live: bool) -> None:
    """Tell the height at which the titles that `extract` found were drawn, if that is not the usual one.

    Only plain axes have a usual one: others, such as polar ones, may find another height the next time. Titles rest
    there until the figure is changed, or stay there for good if what they stand above is not `live`.
    """
    found = entry.get("title", {})
    heights = {title_of(axes).get_position()[1] for place, title_of in TITLES.items() if place in found}
    if not found or fixed(axes) or (heights == {1.0} and axes.name == "rectilinear"):
        return
    found["resting" if live else "fixed"] = True
    for place, title_of in TITLES.items():
        if place in found and (title_of(axes).get_position()[1] != 1.0 or axes.name == "polar"):
            said = found[place] if isinstance(found[place], dict) else {"text": found[place], "style": {}}
            style = said["style"] | {"position": plain.plain(title_of(axes).get_position())}
            found[place] = said | {"style": style}


def redraw(found: dict[str, Any], axes: Any) -> None:
    """Set the titles that `extract` found."""
    titles = found.get("title", {})
    if "pad" in titles:
        axes.set_title("", pad=titles["pad"])
    if "fixed" in titles:
        axes._autotitlepos = not titles["fixed"]
    for place, title_of in TITLES.items():
        if place in titles:
            reword(titles[place], title_of(axes), PLACED)
