"""Labels and titles that stand in line with those of other axes (`Figure.align_labels` and the like)."""

from collections.abc import Iterable, Mapping
from typing import Any

from matplotlib.axes import Axes

from scitex_plt.furniture import titles

LINED_UP = ("title", "x", "y")
"""What may stand in line: titles, labels of x axes, labels of y axes."""


def groups(figure: Any, which: str) -> list[list[Axes]]:
    """Return the groups of axes whose titles or labels stand in line."""
    grouper = figure._align_label_groups.get(which, ())
    return [group for group in map(list, grouper) if len(group) > 1]


def extract(figure: Any, names: Mapping[Axes, str], drawn: Mapping[str, Iterable[str]]) -> dict[str, Any]:
    """Return the groups of axes whose titles or labels stand in line, by the names of the axes.

    Parameters
    ----------
    figure : Figure
        The figure.
    names : mapping
        The axes that the recipe describes → their names.
    drawn : mapping
        Name of axes → the pieces of theirs that are only drawn.
    """
    found: dict[str, Any] = {}
    for which in LINED_UP:
        for group in groups(figure, which):
            if all(is_live(axes, which, names, drawn) for axes in group):
                found.setdefault(which, []).append(sorted(names[axes] for axes in group))
    return {which: sorted(lines) for which, lines in found.items()}


def is_live(axes: Axes, which: str, names: Mapping[Axes, str], drawn: Mapping[str, Iterable[str]]) -> bool:
    """Say whether what a title or label is placed by comes back as such, and not as a drawing."""
    if axes not in names:
        return False
    return not ({f"{side} axis" for side in ("xy" if which == "title" else which)} & set(drawn.get(names[axes], ())))


def crooked(figure: Any, names: Mapping[Axes, str], drawn: Mapping[str, Iterable[str]]) -> list[tuple[Axes, str]]:
    """Return axes and side of the labels that stand in line with something that is only drawn."""
    return [
        (axes, side)
        for side in "xy"
        for group in groups(figure, side)
        if not all(is_live(axes, side, names, drawn) for axes in group)
        for axes in group
        if axes in names and getattr(axes, f"{side}axis").label.get_text()
    ]


def hold_titles(
    entry: dict[str, Any], axes: Any, names: Mapping[Axes, str], drawn: Mapping[str, Iterable[str]]
) -> None:
    """Tell the height of titles that stand above other things, some of which may not be there to stand above."""
    about = {axes, *axes.child_axes, *axes._twinned_axes.get_siblings(axes)}
    alone = len(about) == 1 and axes.name == "rectilinear"
    for group in groups(axes.figure, "title"):
        about |= set(group) if axes in group else set()
    live = all(is_live(other, "title", names, drawn) for other in about)
    if not alone or not live:
        titles.hold(entry, axes, live=live)


def redraw(found: Mapping[str, Any], axes: Mapping[str, Any]) -> None:
    """Put titles and labels in line again."""
    for which, lines in found.items():
        for names in lines:
            first, *others = (axes[name] for name in names)
            for other in others:
                first.figure._align_label_groups[which].join(first, other)
