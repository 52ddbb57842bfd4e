"""The titles of axes: left, centre and right."""

from operator import attrgetter
from typing import Any

from scitex_plt import plain
from scitex_plt.artists.texts import PLACED, STYLE, reword, worded
from scitex_plt.omissions import Omissions

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
    if found and fixed(axes):
        found["fixed"] = True
    if found and (pad := pad_of(axes)) != pad_of(reference):
        found["pad"] = pad
    return {"title": found} if found else {}


def fixed(axes: Any) -> bool:
    """Say whether a user chose the height of the titles, which matplotlib then leaves alone."""
    return axes._autotitlepos is False


def pad_of(axes: Any) -> float:
    """Return the distance of the titles from the frame, in points."""
    return float(axes.titleOffsetTrans._t[1]) * POINTS_AN_INCH


def redraw(found: dict[str, Any], axes: Any) -> None:
    """Set the titles that `extract` found."""
    titles = found.get("title", {})
    if "pad" in titles:
        axes.set_title("", pad=titles["pad"])
    if titles.get("fixed"):
        axes._autotitlepos = False
    for place, title_of in TITLES.items():
        if place in titles:
            reword(titles[place], title_of(axes), PLACED)


def freeze(found: dict[str, Any], axes: Any) -> None:
    """Fix the titles that `extract` found to where they stand: what they keep clear of is only drawn."""
    titles = found.get("title", {})
    for place, title_of in TITLES.items():
        if place in titles:
            said = titles[place] if isinstance(titles[place], dict) else {"text": titles[place]}
            position = plain.plain(title_of(axes).get_position())
            titles[place] = said | {"style": said.get("style", {}) | {"position": position}}
            titles["fixed"] = True
