"""The recipe beside a picture: a YAML document from which, with its CSV, the figure is drawn again.

Its first key, `scitex_figure`, is the version of its schema and marks the file as ours.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from scitex_plt.errors import MissingFileError, RecipeError
from scitex_plt.reading import note

MARKER = "scitex_figure"
VERSION = 1

SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST = 60
LARGEST = 512 * 2**20
"""Of a file, in bytes."""

MOST_VALUES = 5_000_000
LONGEST_NUMBER = 60
"""In characters; longer ones are no measures, and take long to read."""


class Loader(SafeLoader):  # type: ignore[misc, valid-type]
    """PyYAML's safe loader, for numbers of a sensible length."""


def number(loader: Any, node: yaml.ScalarNode) -> Any:
    """Return a number."""
    if len(node.value) > LONGEST_NUMBER:
        raise trap("a number of too many digits", node)
    return (loader.construct_yaml_float if node.tag.endswith("float") else loader.construct_yaml_int)(node)


def mapping(loader: Any, node: yaml.MappingNode) -> Any:
    """Return a mapping, of which no key stands twice: the first would count for nothing."""
    keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
    if len(set(keys)) < len(keys):
        twice = Counter(keys).most_common(1)[0][0]
        raise trap(f"the key {twice[:40]!r} twice", node)
    return loader.construct_mapping(node, deep=True)


for tag in ("float", "int"):
    Loader.add_constructor(f"tag:yaml.org,2002:{tag}", number)
Loader.add_constructor("tag:yaml.org,2002:map", mapping)


def is_recipe(path: Path) -> bool:
    """Say whether a file is a recipe, by its first few bytes."""
    with path.open("rb") as file:
        return file.read(len(MARKER) + 1) == f"{MARKER}:".encode()


def read(path: Path) -> dict[str, Any]:
    """Return the recipe that a file holds.

    Raises
    ------
    MissingFileError
        If there is no such file.
    RecipeError
        If it is not a recipe, or one of a later version.
    """
    try:
        with path.open("rb") as file:
            note(path)
            content = file.read(LARGEST + 1)
    except FileNotFoundError as cause:
        raise MissingFileError(f"{path}: no such recipe") from cause
    if len(content) > LARGEST:
        raise RecipeError(f"{path}: not a recipe: larger than {LARGEST} bytes")
    try:
        refuse_traps(content)
        found = yaml.load(content, Loader=Loader)
    except (yaml.YAMLError, ValueError, OverflowError) as cause:
        raise RecipeError(f"{path}: not plain YAML: {' '.join(str(cause).split())}") from cause
    if not isinstance(found, dict) or MARKER not in found:
        raise RecipeError(f"{path}: not the recipe of a figure: expected the key {MARKER!r} first")
    if type(found[MARKER]) is not int or found[MARKER] != VERSION:
        raise RecipeError(f"{path}: a recipe of version {str(found[MARKER])[:40]!r}: expected {VERSION}")
    return found


WHOLE: dict[str, type] = {
    "axes": list,
    "figure": dict,
    "norms": list,
    "omitted": list,
    "places": dict,
    "rcParams": dict,
    "savefig": dict,
}
AXES: dict[str, type] = {
    "artists": list,
    "axes": str,
    "background": dict,
    "bounds": list,
    "cell": list,
    "colorbar": dict,
    "drawn": dict,
    "extent": list,
    "grid": int,
    "inside": str,
    "legend": dict,
    "legends": list,
    "parasite": dict,
    "secondary": dict,
    "shared": dict,
    "twin": str,
    "spines": dict,
    "style": dict,
    "subfigure": str,
    "title": dict,
    "view": dict,
    "x": dict,
    "y": dict,
    "z": dict,
}
"""Key → what its value is, of a recipe as a whole and of its axes."""

KEYS = WHOLE.keys() | {MARKER, "matplotlib", "data"}
REQUIRED = {"axes", "figure"}
REQUIRED_OF_AXES = {"axes"}
SIDES = {"x", "y", "z"}
NAMES: dict[type, str] = {dict: "a mapping", int: "a number", list: "a list", str: "a text"}


def refuse_misshapen(found: dict[str, Any]) -> None:
    """Raise RecipeError at what is a text where a list is expected, and the like."""
    refuse_others(found, WHOLE, REQUIRED, "the recipe")
    if unknown := sorted(map(str, found.keys() - KEYS)):
        raise RecipeError(f"no key {unknown[0]!r}: expected one of {', '.join(sorted(KEYS))}")
    for number, entry in enumerate(found["axes"]):
        place = f"axes[{number}]"
        refuse_others(entry, AXES, REQUIRED_OF_AXES, place)
        if "drawing" not in entry:
            refuse_others(entry, {}, {"x", "y"}, place)
        for side in SIDES & entry.keys():
            refuse_other_limits(entry[side], f"{place}.{side}")
        for which, artist in enumerate(entry.get("artists", [])):
            refuse_others(artist, {"data": dict, "kinds": dict, "style": dict}, set(), f"{place}.artists[{which}]")


def refuse_other_limits(axis: dict[str, Any], place: str) -> None:
    """Raise RecipeError if an axis runs from and to what are no numbers."""
    limits = axis.get("limits", [0, 1])
    if not isinstance(limits, list) or [type(limit) in (int, float) for limit in limits] != [True, True]:
        raise RecipeError(f"{place}: limits: expected two numbers, not {limits!r:.100}")


def refuse_others(entry: Any, kinds: dict[str, type], required: set[str], place: str) -> None:
    """Raise RecipeError if an entry lacks a key, or holds a value that is not of its kind."""
    if not isinstance(entry, dict):
        raise RecipeError(f"{place}: expected a mapping")
    if missing := sorted(required - entry.keys()):
        raise RecipeError(f"{place}: expected the key {missing[0]!r}")
    for key in kinds.keys() & entry.keys():
        if not isinstance(entry[key], kinds[key]):
            raise RecipeError(f"{place}: {key}: expected {NAMES[kinds[key]]}")


def refuse_traps(content: bytes) -> None:
    """Raise an error at what is no plain tree, or would overflow the stack or the memory.

    A recipe has no use for aliases and tags; `scitex_io` writes none.
    """
    depth = 0
    for count, event in enumerate(events(content)):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise trap(f"nested more than {DEEPEST} deep", event)
        if count > MOST_VALUES:
            raise trap(f"more than {MOST_VALUES} values", event)
        if getattr(event, "anchor", None) is not None:
            raise trap(f"an anchor or alias, {event.anchor[:40]!r}, which no recipe has", event)
        if getattr(event, "tag", None) is not None:
            raise trap(f"a tag, {event.tag[:40]!r}, which no recipe has", event)


def events(content: bytes) -> Iterator[Any]:
    """Yield what the parser finds, one by one."""
    yield from yaml.parse(content, Loader)


def trap(problem: str, found: Any) -> yaml.MarkedYAMLError:
    """Return the error for an event or a node."""
    return yaml.MarkedYAMLError(problem=problem, problem_mark=found.start_mark)


def data_beside(path: Path, found: dict[str, Any]) -> Path | None:
    """Return where the data of a recipe are; None if it has none.

    Raises
    ------
    RecipeError
        If they are not in a file beside the recipe.
    """
    name = found.get("data")
    if name is None:
        return None
    if not isinstance(name, str) or not is_file_name(name):
        raise RecipeError(f"data {name!r}: expected the name of a file beside the recipe")
    data = path.with_name(name)
    if data.is_symlink() and data.resolve().parent not in (path.parent.resolve(), path.resolve().parent):
        raise RecipeError(f"data {name!r}: a link to another folder: expected a file beside the recipe")
    return data


def is_file_name(name: str) -> bool:
    """Say whether `name` is that of a file in a folder, on any system, and no way out of it."""
    return name not in ("", ".", "..") and name.isprintable() and not set(name) & set("/\\:")


def columns(found: dict[str, Any], header: Sequence[str]) -> set[str]:
    """Return the names of all columns that a recipe refers to; those within its grids are taken from the header.

    Raises
    ------
    RecipeError
        If it does not say so where recipes do.
    """
    named: set[str] = set()
    try:
        for owner in (*figures_in(found.get("figure", {})), *found.get("axes", [])):
            for drawing in owner.get("artists", []):
                for column in drawing.get("data", {}).values():
                    named.update(named_by(column, header))
    except (AttributeError, KeyError, TypeError, ValueError) as cause:
        raise RecipeError(f"no columns: {cause}") from cause
    return named


def figures_in(whole: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what a recipe says of the figure and of each figure within it."""
    yield whole
    for one in whole.get("subfigures", []):
        yield from figures_in(one)


def named_by(said: Any, header: Sequence[str]) -> Sequence[str]:
    """Return the columns of one part of an artist: one, or those of a grid."""
    if isinstance(said, list):
        return between(said, header)
    return [said["column"] if isinstance(said, dict) else said]


def between(ends: Sequence[str], header: Sequence[str]) -> Sequence[str]:
    """Return the columns of a grid: all from one to another."""
    first, last = ends
    if first not in header or last not in header:
        return ends
    return header[header.index(first) : header.index(last) + 1]
