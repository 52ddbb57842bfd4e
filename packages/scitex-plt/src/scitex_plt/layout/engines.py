"""Layout engines, by name and with what they were told that is not usual."""

from collections.abc import Callable
from functools import partial
from typing import Any

from matplotlib.layout_engine import ConstrainedLayoutEngine, LayoutEngine, TightLayoutEngine

from scitex_plt.errors import RecipeError
from scitex_plt.values import plain

ENGINES: dict[str, Callable[..., LayoutEngine]] = {
    "compressed": partial(ConstrainedLayoutEngine, compress=True),
    "constrained": ConstrainedLayoutEngine,
    "tight": TightLayoutEngine,
}
"""Name, as `Figure.set_layout_engine` takes it, → what makes such an engine."""


def name_of(engine: Any) -> str | None:
    """Return the name of a layout engine; None of one that is a user's own, or does nothing."""
    if type(engine) is ConstrainedLayoutEngine:
        return "compressed" if vars(engine)["_compress"] else "constrained"
    return "tight" if type(engine) is TightLayoutEngine else None


def extract(figure: Any) -> dict[str, Any]:
    """Return what a recipe says of the layout engine of a figure."""
    engine = figure.get_layout_engine()
    name = name_of(engine)
    if name is None:
        return {}
    usual = plain.plain(ENGINES[name]().get())
    told = plain.plain(engine.get())
    said = {key: value for key, value in told.items() if value != usual[key]}  # type: ignore[index,union-attr]
    return {"layout": {"name": name} | said if said else name}


def made(said: Any) -> LayoutEngine:
    """Return the layout engine that a recipe names.

    Raises
    ------
    RecipeError
        If there is none of that name.
    """
    options = dict(said) if isinstance(said, dict) else {"name": said}
    name = options.pop("name")
    if name not in ENGINES:
        raise RecipeError(f"no layout {name!r}: expected one of {', '.join(ENGINES)}")
    return ENGINES[name](**{key: tuple(value) if isinstance(value, list) else value for key, value in options.items()})
