"""Where things stand in each picture of a figure.

A layout engine places things anew for each picture, and elsewhere: texts are not as wide in vectors as in pixels, nor
in all resolutions alike. So do titles that keep clear of what is below them, tables that fit their texts, and legends
that look for the best place. One recipe stands beside all pictures of a figure. It says where things stand in the first
of them, and, under `places`, what stands elsewhere in another.
"""

import re
from collections.abc import Iterator
from typing import Any

from scitex_plt.errors import RecipeError
from scitex_plt.furniture.headings import HEADINGS
from scitex_plt.furniture.titles import TITLES

FIGURE = ("figure", "axes")
"""The parts of a recipe that say where things stand."""

OF_PICTURES = frozenset({"data", "omitted", "places", "savefig"})
"""What may differ between recipes of one figure."""

HEADING = re.compile(rf"figure(\.subfigures\[\d+])*\.({'|'.join(HEADINGS)})")
AREA = re.compile(r"(figure(\.subfigures\[\d+])*|axes\[\d+])\.(extent|subplots)")
TITLE = re.compile(r"axes\[\d+]\.title")
WIDTHS = re.compile(r"axes\[\d+]\.artists\[\d+]\.widths")
DRAWN = re.compile(
    r"(figure(\.subfigures\[\d+])*|axes\[\d+])\.(artists\[\d+]|drawing|drawn\.[^.[\]]+(\[\d+])?)\.(box|calls)"
)
LEGEND = re.compile(r"axes\[\d+]\.(legend|legends\[\d+])\.resting")
WHOLE = (HEADING, AREA, TITLE, WIDTHS, DRAWN, LEGEND)
"""What is told as a whole."""

PLACED = {"cell", "colorbar", "drawing"}
"""What axes have, one of them, that an engine may place."""

MIDDLE = 0.5
"""Where a heading stands along its edge of the figure, unless a user says otherwise."""

LISTS = re.compile(
    r"axes|figure(\.subfigures\[\d+])*\.subfigures|(figure(\.subfigures\[\d+])*|axes\[\d+])\.(artists|legends|drawn\.[^.[\]]+)"
)


def tell(document: dict[str, Any], earlier: dict[str, Any], picture: str, others: set[str]) -> None:
    """Let the recipe of a figure say where things stand in this picture, and in the others of this figure.

    Parameters
    ----------
    document : dict
        The recipe. If more than places differs from the earlier one, it stays as it is.
    earlier : dict
        The earlier recipe, as it was read.
    picture : str
        The name of the picture.
    others : set of str
        Those of the other pictures that are there.
    """
    now = {part: document[part] for part in FIGURE}
    found = dict(differences({part: earlier.get(part) for part in FIGURE}, now))
    if any(document.get(key) != earlier.get(key) for key in {*document, *earlier} - {*FIGURE, *OF_PICTURES}):
        return
    if not all(is_place(place, earlier, document) for place in found):
        return
    before = earlier.get("places")
    told = {name: said for name, said in before.items() if name in others} if isinstance(before, dict) else {}
    document |= {part: earlier[part] for part in FIGURE}
    if found:
        told[picture] = found
    if told:
        document["places"] = dict(sorted(told.items()))


def differences(one: Any, other: Any, place: str = "") -> Iterator[tuple[str, Any]]:
    """Yield what `other` says where it does not say what `one` says, and where; None if it says nothing."""
    if isinstance(one, dict) and isinstance(other, dict) and not is_whole(place):
        for key in {**one, **other}:
            yield from differences(one.get(key), other.get(key), f"{place}.{key}" if place else str(key))
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other) and LISTS.fullmatch(place):
        for number, (single, another) in enumerate(zip(one, other, strict=True)):
            yield from differences(single, another, f"{place}[{number}]")
    elif one != other:
        yield place, other


def is_whole(place: str) -> bool:
    """Say whether a place is told as a whole."""
    return any(told.fullmatch(place) for told in WHOLE)


def is_place(place: str, earlier: dict[str, Any], document: dict[str, Any]) -> bool:
    """Say whether matplotlib may have made a difference between two recipes: by where something stands."""
    if not is_whole(place):
        return False
    before, now = value_at(earlier, place), value_at(document, place)
    owner, _ = owner_of(document, place)
    if TITLE.fullmatch(place):
        return bool(unplaced(before) == unplaced(now))
    if WIDTHS.fullmatch(place):
        return "fitted" in owner
    if LEGEND.fullmatch(place):
        return before is not None and now is not None
    if "layout" not in document["figure"]:
        return False
    if HEADING.fullmatch(place):
        side = 1 if place.endswith("supylabel") else 0
        return freed(before, side) == freed(now, side)
    return bool(DRAWN.fullmatch(place)) or place.startswith("figure") or bool(PLACED & owner.keys())


def unplaced(titles: Any) -> Any:
    """Return what a recipe says of the titles of axes but for the heights that matplotlib found."""
    if not isinstance(titles, dict) or "fixed" in titles:
        return titles
    found = {key: said for key, said in titles.items() if key != "resting"}
    for side in TITLES.keys() & found.keys():
        said = found[side] if isinstance(found[side], dict) else {"text": found[side]}
        style = said.get("style")
        kept = {key: value for key, value in style.items() if key != "position"} if isinstance(style, dict) else style
        found[side] = {**said, "style": kept or {}}
    return found


def freed(heading: Any, side: int) -> dict[str, Any]:
    """Return what a recipe says of a heading, and of its place only what is up to the user, by the side of that."""
    whole = heading if isinstance(heading, dict) else {"text": heading}
    style = whole.get("style", {})
    if whole.get("fixed") or not isinstance(style, dict):
        return whole
    match style.get("position"):
        case [x, y]:
            along = (x, y)[side]
        case _:
            along = MIDDLE
    return whole | {"style": style | {"position": along}}


def move(found: dict[str, Any], picture: str) -> None:
    """Let a recipe say where things stand in a picture.

    Raises
    ------
    RecipeError
        If it says of that picture what is no place.
    """
    told = found.get("places", {})
    if not isinstance(told, dict) or not isinstance(moved := told.get(picture, {}), dict):
        raise RecipeError("places: expected a mapping, picture → place → where that is")
    for place, value in moved.items():
        if not isinstance(place, str) or not is_whole(place):
            raise RecipeError(f"places: {picture}: nothing stands at {place!r}")
        try:
            owner, key = owner_of(found, place)
        except LookupError as cause:
            raise RecipeError(f"places: {picture}: {place} is not there") from cause
        if value is None:
            owner.pop(key, None)
        else:
            owner[key] = value


def value_at(found: dict[str, Any], place: str) -> Any:
    """Return what a recipe says at a place; None if it says nothing."""
    owner, key = owner_of(found, place)
    return owner.get(key)


def owner_of(found: dict[str, Any], place: str) -> tuple[dict[str, Any], str]:
    """Return that part of a recipe which a place is in, and the key there.

    Raises
    ------
    LookupError
        If there is no such part.
    """
    *steps, key = re.findall(r"[^.[\]]+", place)
    owner: Any = found
    for step in steps:
        try:
            owner = owner[int(step) if isinstance(owner, list) else step]
        except (TypeError, ValueError) as cause:
            raise LookupError(step) from cause
    if not isinstance(owner, dict):
        raise LookupError(key)
    return owner, key
