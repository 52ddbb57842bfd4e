"""Tables in axes: their texts are data, one column of the CSV for each of the table's.

Widths of columns and sizes of fonts are those that were drawn. Those that matplotlib fits on every draw rest until the
figure is changed.
"""

import json
from collections import Counter
from typing import Any

from matplotlib.axes import Axes
from matplotlib.table import Cell, Table
from matplotlib.transforms import Bbox

from scitex_plt.artists import patches
from scitex_plt.artists.texts import STYLE
from scitex_plt.coordinates import system_of
from scitex_plt.layout.resting import awake
from scitex_plt.properties import COMMON, Property, Style, apply, differences
from scitex_plt.tables.columns import Points, Series
from scitex_plt.values import plain
from scitex_plt.values.plain import Unsupported

PLACES = {code: name for name, code in Table.codes.items()}

CELL: tuple[Property, ...] = (
    Property("edges", lambda cell: cell.visible_edges, lambda cell, value: setattr(cell, "visible_edges", value)),
    *(prop for prop in patches.PROPERTIES if prop.name != "label"),
)

PARTS = {"style": CELL, "text": STYLE}
"""What the cells of a table have: a style, and that of their texts."""


def extract(table: Table, axes: Axes, series: Series) -> dict[str, Any]:
    """Return what a recipe says of `table`; its texts go to `series`."""
    cells = table.get_celld()
    rows, columns = (sorted({place[side] for place in cells}) for side in (0, 1))
    if not cells or not (is_unbroken(rows) and is_unbroken(columns)):
        raise Unsupported("its cells, which are no grid")
    if system_of(table.get_transform(), axes) != "axes" or any(type(cell) is not Cell for cell in cells.values()):
        raise Unsupported("its cells")
    if any(cell.get_data_transform() is not table.get_transform() for cell in cells.values()):
        raise Unsupported("the transform of its cells")
    for column in columns:
        texts = [cells[row, column].get_text().get_text() if (row, column) in cells else "" for row in rows]
        series.add(part_of(column), texts)
    widths: dict[int, float] = {}
    heights: dict[int, float] = {}
    for (row, column), cell in cells.items():
        size = cell.get_width(), cell.get_height()
        if (widths.setdefault(column, size[0]), heights.setdefault(row, size[1])) != size:
            raise Unsupported("its cells, of different sizes")
    entry: dict[str, Any] = {
        "first": [int(rows[0]), int(columns[0])],
        "widths": [float(widths[column]) for column in columns],
        "heights": [float(heights[row]) for row in rows],
    }
    if gaps := [[int(row), int(column)] for row in rows for column in columns if (row, column) not in cells]:
        entry["gaps"] = gaps
    bbox = table._bbox  # type: ignore[attr-defined]
    if bbox is not None:
        entry["bbox"] = plain.plain(bbox.bounds if isinstance(bbox, Bbox) else list(bbox))
    elif table._loc is not None:  # type: ignore[attr-defined]
        entry["loc"] = PLACES[table._loc]  # type: ignore[attr-defined]
    if not awake(table, "_autoFontsize"):
        entry["font"] = "fixed"
    if fitted := awake(table, "_autoColumns"):
        entry["fitted"] = [int(column) for column in fitted]
    if style := differences(table, Table(axes), COMMON):
        entry["table_style"] = style
    return entry | styles(cells)


def is_unbroken(numbers: list[int]) -> bool:
    """Say whether no row or column is left out."""
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def part_of(column: int) -> str:
    """Return the part of the CSV's columns that holds one column of a table; labels of rows stand before the first."""
    return "labels" if column < 0 else f"column{column}"


def styles(cells: dict[tuple[int, int], Cell]) -> dict[str, Any]:
    """Return the style that most cells have, and the style of those that have another."""
    told = {place: style_of(cells[place]) for place in sorted(cells)}
    usual = {part: most_common([style[part] for style in told.values()]) for part in PARTS}
    others = []
    for place, style in told.items():
        if own := {part: style[part] for part in PARTS if style[part] != usual[part]}:
            others.append({"at": list(place), **own})
    found: dict[str, Any] = {part: style for part, style in usual.items() if style}
    return found | ({"cells": others} if others else {})


def most_common(styles: list[Style]) -> Style:
    """Return the style that occurs most often."""
    texts = Counter(json.dumps(style) for style in styles)
    found: Style = json.loads(texts.most_common(1)[0][0])
    return found


def style_of(cell: Cell) -> dict[str, Style]:
    """Return what of a cell, and of its text, is not as on a fresh one."""
    usual = Cell((0, 0), 1, 1)
    return {
        "style": differences(cell, usual, CELL),
        "text": differences(cell.get_text(), usual.get_text(), STYLE),
    }


def redraw(entry: dict[str, Any], axes: Axes, points: Points | None) -> Table:
    """Add the table that `entry` describes to `axes`."""
    bbox: Any = tuple(entry["bbox"]) if "bbox" in entry else None
    table = Table(axes, loc=entry.get("loc"), bbox=bbox)
    table.auto_set_font_size("font" not in entry)
    if "fitted" in entry:
        table.auto_set_column_width(entry["fitted"])
    apply(entry.get("table_style", {}), table, COMMON)
    first_row, first_column = entry["first"]
    for right, width in enumerate(entry["widths"]):
        column = first_column + right
        texts = points.text(part_of(column)) if points else []
        for down, height in enumerate(entry["heights"]):
            if [first_row + down, column] not in entry.get("gaps", ()):
                text = texts[down] if down < len(texts) else ""
                table[first_row + down, column] = Cell((0, 0), width, height, text=text)
    for cell in table.get_celld().values():
        restyle(cell, entry)
    for other in entry.get("cells", ()):
        row, column = other["at"]
        replace(table, (row, column), entry | other)
    axes.add_table(table)
    return table


def restyle(cell: Cell, said: dict[str, Any]) -> None:
    """Give a cell, and its text, the style that `style_of` told."""
    apply(said.get("style", {}), cell, CELL)
    apply(said.get("text", {}), cell.get_text(), STYLE)


def replace(table: Table, place: tuple[int, int], said: dict[str, Any]) -> None:
    """Put a cell of a style of its own in place of the usual one."""
    usual = table[place]
    words = usual.get_text().get_text()
    table[place] = Cell((0, 0), usual.get_width(), usual.get_height(), text=words)
    restyle(table[place], said)


def look(table: Table) -> Style:
    """Return what a legend shows of a table: nothing."""
    return {}
