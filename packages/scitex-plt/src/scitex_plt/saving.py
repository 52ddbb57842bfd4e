"""What `savefig` was told: it is no part of a figure, but of its picture, and a recipe keeps it."""

from collections.abc import Mapping
from typing import Any

from scitex_plt import plain
from scitex_plt.plain import Plain, Unsupported

ABOUT_THE_FILE = frozenset({"backend", "format", "metadata", "papertype", "pil_kwargs", "verify"})
"""Options that do not touch what is drawn."""

COLORS = frozenset({"edgecolor", "facecolor"})


def told(options: Mapping[str, Any]) -> dict[str, Plain]:
    """Return the options of a save that have a plain form, such as `dpi`; others would be no use in a recipe."""
    found: dict[str, Plain] = {}
    for name, value in options.items():
        if name not in ABOUT_THE_FILE:
            try:
                found[name] = plain.color(value) if name in COLORS else plain.plain(value)
            except (Unsupported, ValueError):
                continue
    return found


def told_again(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options that `told` kept as `savefig` takes them."""
    return {name: plain.to_color(value) if name in COLORS else value for name, value in options.items()}
