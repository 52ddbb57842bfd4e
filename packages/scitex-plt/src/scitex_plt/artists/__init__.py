"""The artists that a recipe describes, one row each.

What is drawn in axes and has no row here is left out of the recipe, which says so.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any

from matplotlib.artist import Artist
from matplotlib.collections import EllipseCollection, EventCollection, PathCollection
from matplotlib.container import BarContainer, Container, ErrorbarContainer, StemContainer
from matplotlib.image import FigureImage
from matplotlib.lines import AxLine, Line2D
from matplotlib.offsetbox import AnchoredOffsetbox, AnchoredText, AnnotationBbox
from matplotlib.patches import ConnectionPatch
from matplotlib.quiver import QuiverKey
from matplotlib.table import Table
from matplotlib.text import Annotation, Text
from mpl_toolkits.mplot3d import art3d

from scitex_plt.artists import (
    annotations,
    axlines,
    bars,
    collection_style,
    collections,
    connections,
    contours,
    contours3d,
    errorbars,
    fills,
    groups3d,
    images,
    insets,
    lines,
    lines3d,
    meshes,
    offsetboxes,
    patches,
    patches3d,
    polygons3d,
    scatters3d,
    stems,
    tables,
    texts,
    texts3d,
    vectors,
)
from scitex_plt.properties import Style
from scitex_plt.tables.columns import Points, Series


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
    Row("connection", ConnectionPatch, connections.extract, connections.redraw, patches.look, in_figures=True),
    Row(
        "ellipses",
        EllipseCollection,
        collections.extract_ellipses,
        collections.redraw_ellipses,
        collection_style.look,
        in_figures=True,
    ),
    Row("endless line", AxLine, axlines.extract, axlines.redraw, axlines.look),
    Row("error bars", ErrorbarContainer, errorbars.extract, errorbars.redraw, errorbars.look),
    Row(
        "events",
        EventCollection,
        collections.extract_events,
        collections.redraw_events,
        collection_style.look,
        in_figures=True,
    ),
    Row("line", Line2D, lines.extract, lines.redraw, lines.look, in_figures=True),
    Row("line3d", art3d.Line3D, lines3d.extract, lines3d.redraw, lines.look),
    Row("lines3d", art3d.Line3DCollection, lines3d.extract_many, lines3d.redraw_many, lines3d.look_many),
    Row("patch3d", art3d.Patch3D, patches3d.extract, patches3d.redraw, patches3d.look),
    Row("patches3d", groups3d.Patches3D, groups3d.extract_patches, groups3d.redraw_patches, groups3d.look),
    Row("path3d", art3d.PathPatch3D, patches3d.extract_path, patches3d.redraw_path, patches3d.look),
    Row("polygons3d", art3d.Poly3DCollection, polygons3d.extract, polygons3d.redraw, polygons3d.look),
    Row("quiver key", QuiverKey, vectors.extract_key, vectors.redraw_key, vectors.look_of_key),
    Row(
        "scatter",
        PathCollection,
        collections.extract_markers,
        collections.redraw_markers,
        collection_style.look,
        in_figures=True,
    ),
    Row("scatter3d", art3d.Path3DCollection, scatters3d.extract, scatters3d.redraw, scatters3d.look),
    Row("stems", StemContainer, stems.extract, stems.redraw, stems.look),
    Row("table", Table, tables.extract, tables.redraw, tables.look),
    Row("text", Text, texts.extract, texts.redraw, texts.look, in_figures=True),
    Row("text3d", art3d.Text3D, texts3d.extract, texts3d.redraw, texts.look),
    Row("voxels", groups3d.Voxels, groups3d.extract_voxels, groups3d.redraw_voxels, groups3d.look),
    *(
        Row(kind, of, contours3d.extract, contours3d.redraw_as(of), contours3d.look)
        for kind, of in contours3d.KINDS.items()
    ),
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
        Row(kind, family.type, family.extract, family.redraw, collection_style.look, in_figures=True)
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

LATE = {
    "mpl_toolkits.axes_grid1.anchored_artists": "scitex_plt.artists.sizebars",
    "mpl_toolkits.axes_grid1.inset_locator": "scitex_plt.artists.zooms",
    "mpl_toolkits.axisartist.axis_artist": "scitex_plt.artists.axislines",
}
"""Module of a toolkit of matplotlib's → the module that has rows of its artists, which is imported where it is used."""


def late_rows(module: str) -> dict[str, Row]:
    """Return kind → row of the artists of a toolkit."""
    return {row.kind: row for row in import_module(LATE[module]).ROWS}


def kinds() -> list[str]:
    """Return all kinds."""
    return [*BY_KIND, *(kind for module in LATE for kind in late_rows(module))]


def row_of_kind(kind: str) -> Row | None:
    """Return the row of artists of a kind; None if there is no such kind."""
    if kind in BY_KIND:
        return BY_KIND[kind]
    return next((rows[kind] for rows in map(late_rows, LATE) if kind in rows), None)


def row_of_type(artist: type) -> Row | None:
    """Return the row of artists of exactly that class; None if there is none."""
    if artist.__module__ in LATE:
        return next((row for row in late_rows(artist.__module__).values() if row.artist is artist), None)
    return BY_TYPE.get(artist)
