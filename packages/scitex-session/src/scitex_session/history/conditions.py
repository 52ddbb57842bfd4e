"""Conditions on what a run was made with: `lr=0.01`, `MODEL.dropout<0.5`."""

import operator
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from scitex_config import ConfigError, parse_scalar
from scitex_session.errors import ConditionError
from scitex_session.parameters.lookup import dashed

FORM = re.compile(r"\s*(?P<name>[^\s=!<>]+)\s*(?P<sign>!=|<=|>=|==?|<|>)\s*(?P<text>.*?)\s*", re.DOTALL)
SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    "==": operator.eq,
    ">": operator.gt,
    ">=": operator.ge,
}


class Condition(NamedTuple):
    """A name, how it is compared, and with what.

    Attributes
    ----------
    name : str
        A parameter or a dotted configuration key.
    sign : str
        One of `SIGNS`.
    text : str
        The value as it was typed.
    value : object
        What YAML makes of it.
    """

    name: str
    sign: str
    text: str
    value: Any

    @classmethod
    def parse(cls, text: str) -> "Condition":
        """Return the condition that somebody typed.

        Raises
        ------
        ConditionError
            If it is none.
        """
        if (found := FORM.fullmatch(text)) is None:
            raise ConditionError(f"{text!r} is no condition: expected a name, one of {' '.join(SIGNS)}, and a value")
        try:
            value = parse_scalar(found["text"])
        except ConfigError:
            value = found["text"]
        return cls(found["name"], found["sign"], found["text"], value)

    def holds(self, known: Mapping[str, Any]) -> bool:
        """Say whether it holds for values by name; for a name that is not there it does not.

        A text is equal to what was typed, too, whatever YAML makes of that; what cannot be ordered is neither less nor
        greater.
        """
        key = key_of(self.name, known)
        if key is None:
            return False
        value = known[key]
        if isinstance(value, str) and not isinstance(self.value, str):
            return SIGNS[self.sign](value, self.text) if self.sign in ("=", "==", "!=") else False
        try:
            return bool(SIGNS[self.sign](value, self.value))
        except TypeError:
            return False


def values_of(record: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return what a run was made with, by name: configuration keys, dotted, and parameters, which come first."""
    if record is None:
        return {}
    return flat(record["config"]) | {entry["name"]: entry["value"] for entry in record["parameters"]}


def flat(mapping: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Return dotted key → value of everything in a mapping that is not one itself; empty ones are kept."""
    found: dict[str, Any] = {}
    for key, value in mapping.items():
        if isinstance(value, Mapping) and value:
            found |= flat(value, f"{prefix}{key}.")
        else:
            found[f"{prefix}{key}"] = value
    return found


def key_of(name: str, known: Iterable[str]) -> str | None:
    """Return the key for a name, dashes and underscores being the same; None if there is none."""
    keys = list(known)
    return name if name in keys else next((key for key in keys if dashed(key) == dashed(name)), None)


def refuse_unknown(conditions: Iterable[Condition], known: Iterable[Mapping[str, Any]]) -> None:
    """Raise an error if a condition names what no run knows.

    Raises
    ------
    ConditionError
        If there is one; the message names the nearest.
    """
    from difflib import get_close_matches

    names = sorted({name for values in known for name in values})
    for condition in conditions:
        if names and key_of(condition.name, names) is None:
            nearest = get_close_matches(condition.name, names, n=1)
            instead = f"did you mean {nearest[0]!r}?" if nearest else f"there are: {', '.join(names)}"
            raise ConditionError(f"no run has a parameter or a configuration key {condition.name!r} ({instead})")
