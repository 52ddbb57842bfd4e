"""Values as JSON can hold them."""

import math
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path


def plain(value: object) -> object:
    """Return `value` made of dict, list, str, int, float, bool and None alone.

    What JSON has no form for (dates, paths, infinities) becomes its text.
    """
    match value:
        case None | bool() | str():
            return value
        case int():
            return int(value)
        case float():
            return float(value) if math.isfinite(value) else str(value)
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            return [plain(item) for item in value]
        case _:
            return str(value)


def tree(value: object) -> object:
    """Return records as dictionaries, and paths and times as text."""
    match value:
        case tuple() if hasattr(value, "_asdict"):
            return {key: tree(item) for key, item in value._asdict().items() if not callable(item)}
        case _ if hasattr(value, "__dataclass_fields__"):
            fields = value.__dataclass_fields__.values()
            return {field.name: tree(getattr(value, field.name)) for field in fields if field.repr}
        case Mapping():
            return {key: tree(item) for key, item in value.items()}
        case list() | tuple():
            return [tree(item) for item in value]
        case datetime():
            return value.isoformat()
        case Path():
            return str(value)
        case _:
            return value
