"""The rcParams under which a figure was drawn, and drawing under them again."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, cast

import matplotlib
from matplotlib.font_manager import FontProperties
from matplotlib.rcsetup import cycler

from scitex_plt.errors import RecipeError
from scitex_plt.values import effects, timezones
from scitex_plt.values.colormapping import colormap, registered
from scitex_plt.values.plain import Plain, Unsupported, plain

Params = dict[str, Any]

NOT_ABOUT_THE_PICTURE = (
    "animation.",
    "backend",
    "docstring.",
    "figure.hooks",
    "figure.max_open_warning",
    "figure.raise_window",
    "interactive",
    "keymap.",
    "macosx.",
    "savefig.directory",
    "savefig.format",
    "svg.hashsalt",
    "svg.id",
    "tk.",
    "toolbar",
    "webagg.",
)
"""How names begin of rcParams that are about windows, files and keys."""

ALWAYS_USUAL = (
    "pgf.",
    "ps.usedistiller",
    "svg.image_inline",
    "text.latex.",
    "text.usetex",
)
"""How names begin of rcParams that run other programs or write further files: drawn is without them."""

NEVER_TAKEN = (*NOT_ABOUT_THE_PICTURE, *ALWAYS_USUAL)
"""How names begin of rcParams that count for nothing in a recipe."""

FORMS: dict[str, Callable[[Any], Plain]] = {
    "axes.prop_cycle": lambda cycle: plain(cycle.by_key()),
    "image.cmap": lambda cmap: colormap(matplotlib.colormaps.get_cmap(cmap)),
    "path.effects": effects.told,
}
"""rcParam → its plain form, where that is not the value's own."""

MADE: dict[str, Callable[[Any], Any]] = {
    "axes.prop_cycle": lambda by_key: cycler(**by_key),
    "path.effects": effects.to_effects,
}
"""rcParam → its value from its plain form."""


def recorded() -> tuple[dict[str, Plain], list[str]]:
    """Return the rcParams that differ from matplotlib's defaults and touch the picture.

    Returns
    -------
    dict, list of str
        The rcParams, and the names of those that no recipe can hold.
    """
    now, usual = cast(Params, matplotlib.rcParams), cast(Params, matplotlib.rcParamsDefault)
    found: dict[str, Plain] = {}
    lost = []
    for name in about_the_picture():
        value = now[name]
        if name.startswith(ALWAYS_USUAL):
            continue
        try:
            if differs(name, value, usual[name]):
                found[name] = FORMS.get(name, plain)(value)
        except (Unsupported, ValueError):
            lost.append(name)
    return found, lost


def told(style: Mapping[str, Any]) -> dict[str, Plain]:
    """Return the rcParams of a style that touch the picture, in their plain form; drawn is never by LaTeX."""
    return {name: FORMS.get(name, plain)(value) for name, value in style.items() if not name.startswith(NEVER_TAKEN)}


def differs(name: str, value: Any, usual: Any) -> bool:
    """Say whether an rcParam is not the default; a cycle may hold arrays, which are compared in their plain form."""
    if name == "axes.prop_cycle" and value is not usual:
        form = FORMS[name]
        return form(value) != form(usual)
    return bool(value != usual)


@contextmanager
def applied(differing: dict[str, Any]) -> Iterator[None]:
    """Draw under matplotlib's defaults but for the values given, whatever the program has set.

    Raises
    ------
    RecipeError
        If a value is not matplotlib's to take, or does more than to change the picture.
    """
    usual = cast(Params, matplotlib.rcParamsDefault)
    values = {name: usual[name] for name in about_the_picture()}
    for name, value in differing.items():
        refuse_unsafe(name, value, values)
        values[name] = MADE[name](value) if name in MADE else value
    with registered(values["image.cmap"]) as values["image.cmap"], matplotlib.rc_context(cast(Any, values)):
        yield


def of(figure: Any) -> AbstractContextManager[None]:
    """Draw under the rcParams that a figure drawn again recorded; under the present ones if it is any other."""
    recorded = getattr(figure, "recorded", None)
    return nullcontext() if recorded is None else applied(recorded)


def refuse_unsafe(name: Any, value: Any, known: Params) -> None:
    """Raise RecipeError for an rcParam that opens files or runs programs, or that there is not."""
    if name not in known or name.startswith(NEVER_TAKEN):
        raise RecipeError(f"rcParams: {name!r} is none that a recipe may set")
    is_path = name == "timezone" and not timezones.NAME.fullmatch(str(value))
    is_font_file = name.startswith("mathtext.") and isinstance(value, str) and font_file(value) is not None
    if is_path or is_font_file:
        raise RecipeError(f"rcParams: {name!r} names a file: {value!r}")


def font_file(pattern: str) -> Any:
    """Return the file that a pattern of fontconfig names, if it names one."""
    return FontProperties(pattern).get_file()


def about_the_picture() -> Iterator[str]:
    """Yield the names of the rcParams that a picture may depend on; asking for `backend` would choose one."""
    for name in matplotlib.rcParamsDefault:
        if not name.startswith(NOT_ABOUT_THE_PICTURE):
            yield name
