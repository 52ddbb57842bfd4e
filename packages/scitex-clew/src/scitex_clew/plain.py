"""Values as JSON can hold them."""

import math
from collections.abc import Mapping


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
