"""The artists that a recipe describes, one row each.

What is drawn in axes and has no row here is left out of the recipe, which says so.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from matplotlib.artist import Artist
from matplotlib.collections import EllipseCollection, EventCollection, PathCollection
from matplotlib.container import BarContainer, Container, ErrorbarContainer
from matplotlib.image import FigureImage
from matplotlib.lines import AxLine, Line2D
from matplotlib.offsetbox import AnchoredOffsetbox, AnchoredText, AnnotationBbox
from matplotlib.quiver import QuiverKey
from matplotlib.table import Table
from matplotlib.text import Annotation, Text

from scitex_plt.artists import (
    annotations,
    axlines,
    bars,
    collection_style,
    collections,
    contours,
    errorbars,
    fills,
    images,
    insets,
    lines,
    meshes,
    offsetboxes,
    patches,
    tables,
    texts,
    vectors,
)
from scitex_plt.columns import Points, Series
from scitex_plt.properties import Style


@dataclass(frozen=True)
class Row:
    """How one kind of artist becomes an entry of a recipe and columns of a CSV, and an artist again."""

    kind: str
    artist: type[Artist] | type[Container]
    extract: Callable[[Any, Any, Series], dict[str, Any]]
    """(artist, its axes or figure, columns to fill) → what the entry says besides the columns."""
    redraw: Callable[[dict[str, Any], Any, Points | None], Artist | Container]
    """(entry, axes or figure, columns) → the artist, added to the axes or figure."""
    look: Callable[[Any], Style]
    """What of the style a legend shows."""
    in_figures: bool = False
    """Whether it may stand in a figure outside all axes."""


ROWS = (
    *(
        Row(kind, artist, boxes.extract, boxes.redraw, offsetboxes.look, in_figures=True)
        for kind, artist, boxes in (
            ("anchored box", AnchoredOffsetbox, offsetboxes.ANCHORED["anchored box"]),
            ("anchored text", AnchoredText, offsetboxes.ANCHORED["anchored text"]),
        )
    ),
    Row("annotation box", AnnotationBbox, offsetboxes.extract, offsetboxes.redraw, offsetboxes.look, in_figures=True),
    Row("annotation", Annotation, annotations.extract, annotations.redraw, texts.look, in_figures=True),
    Row("bars", BarContainer, bars.extract, bars.redraw, bars.look),
    Row(
        "ellipses",
        EllipseCollection,
        collections.extract_ellipses,
        collections.redraw_ellipses,
        collection_style.look,
    ),
    Row("endless line", AxLine, axlines.extract, axlines.redraw, axlines.look),
    Row("error bars", ErrorbarContainer, errorbars.extract, errorbars.redraw, errorbars.look),
    Row("events", EventCollection, collections.extract_events, collections.redraw_events, collection_style.look),
    Row("line", Line2D, lines.extract, lines.redraw, lines.look),
    Row("quiver key", QuiverKey, vectors.extract_key, vectors.redraw_key, vectors.look_of_key),
    Row("scatter", PathCollection, collections.extract_markers, collections.redraw_markers, collection_style.look),
    Row("table", Table, tables.extract, tables.redraw, tables.look),
    Row("text", Text, texts.extract, texts.redraw, texts.look, in_figures=True),
    *(
        Row(kind, of, extract, redraw, images.look, in_figures=of is FigureImage)
        for kind, (of, extract, redraw) in images.KINDS.items()
    ),
    *(Row(kind, of, extract, redraw, meshes.look) for kind, (of, extract, redraw) in meshes.KINDS.items()),
    *(
        Row(kind, shape.type, shape.extract, shape.redraw, patches.look, in_figures=True)
        for kind, shape in patches.SHAPES.items()
    ),
    *(
        Row(kind, family.type, family.extract, family.redraw, collection_style.look)
        for kind, family in collections.FAMILIES.items()
    ),
    *(
        Row(kind, family.type, family.extract, family.redraw, collection_style.look)
        for kind, family in vectors.KINDS.items()
    ),
    *(
        Row(kind, of, contours.extract, partial(contours.redraw, kind=of), collection_style.look)
        for kind, of in contours.KINDS.items()
    ),
    *([Row("fill", fills.FILL, fills.extract, fills.redraw, collection_style.look)] if fills.FILL else []),
)

if insets.INDICATOR is not None:
    ROWS = (Row("inset indicator", insets.INDICATOR, insets.extract, insets.redraw, insets.look), *ROWS)

BY_KIND = {row.kind: row for row in ROWS}
BY_TYPE: dict[type, Row] = {row.artist: row for row in ROWS}
"""By the exact type: a subclass draws in its own way."""
