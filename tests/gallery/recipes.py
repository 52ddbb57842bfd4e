"""What the recipe of a figure holds, in numbers."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import yaml

SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

FURNITURE = "drawn"
"""Under this key are drawings of what stands around the data."""

AXES = "drawing"
"""Under this key is the drawing of axes as a whole; beside it stands what in them has data, and what has none."""

WITHOUT_DATA = frozenset(
    {
        "AnchoredDirectionArrows",
        "AnchoredDrawingArea",
        "AnchoredSizeBar",
        "AnchoredText",
        "Annotation",
        "AnnotationBbox",
        "AxisArtist",
        "BboxConnector",
        "BboxConnectorPatch",
        "BboxPatch",
        "ConnectionPatch",
        "FancyArrowPatch",
        "FancyBboxPatch",
        "Figure",
        "GridlinesCollection",
        "Legend",
        "QuiverKey",
        "Spine",
        "Text",
        "XAxis",
        "YAxis",
    }
)
"""Classes of artists that show no data, so that the CSV lacks nothing without them."""


@dataclass
class Content:
    """What was counted in one recipe."""

    size: int
    """Of the file, in bytes."""
    artists: dict[str, int] = field(default_factory=dict)
    """How many by kind."""
    drawings: dict[str, int] = field(default_factory=dict)
    """How many things are held only as they were drawn, by class and reason."""
    omitted: dict[str, int] = field(default_factory=dict)
    """How many were left out, by class and reason."""
    complete: bool = True
    """Whether the CSV lacks no data: nothing that shows data is omitted or a drawing."""


def content(path: Path) -> dict[str, Any]:
    """Return what the recipe at `path` holds, as JSON takes it."""
    with path.open("rb") as file:
        return asdict(counted(yaml.load(file, Loader=SafeLoader), path.stat().st_size))


def counted(recipe: dict[str, Any], size: int) -> Content:
    """Count the artists of a recipe."""
    artists, drawings, omitted = Counter[str](), Counter[str](), Counter[str]()
    lacking: set[str] = set()
    for key, said in parts(recipe):
        if is_drawing(said):
            drawings[f"{said['of']}: {said.get('reason', '')}"] += 1
            if key not in (FURNITURE, AXES) and "data" not in said:
                lacking.add(said["of"])
        elif "of" in said and "drawing" in said:
            lacking.add(said["of"])
        artists.update(next(iter(entry)) for entry in said.get("artists", []))
    for note in recipe.get("omitted", []):
        omitted[f"{note['artist']}: {note['reason']}"] += note.get("count", 1)
        if "colour bar" not in note["reason"]:
            lacking.add(note["artist"])
    complete = lacking <= WITHOUT_DATA
    return Content(size, ordered(artists), ordered(drawings), ordered(omitted), complete)


def parts(said: dict[str, Any], key: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every part of a recipe, itself among them, each with the key that its own place has among the others."""
    yield key, said
    for name, value in said.items():
        inside = FURNITURE if FURNITURE in (key, name) else name
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                yield from parts(one, inside)


def is_drawing(said: dict[str, Any]) -> bool:
    """Say whether a part of a recipe holds what was drawn, in place of an artist or of a piece of furniture."""
    return "of" in said and "calls" in said


def ordered(counter: Counter[str]) -> dict[str, int]:
    """Return counts with the largest first, those that are equal by name."""
    return dict(sorted(counter.items(), key=lambda item: (-item[1], item[0])))
