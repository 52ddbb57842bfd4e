"""All tables together, and the typical object of each format."""

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from conformance import families
from conformance.objects import OBJECTS
from conformance.outcomes import Outcome, Refusal

FAMILIES = [import_module(f"conformance.families.{module.name}") for module in iter_modules(families.__path__)]
TABLES: dict[str, dict[str, Outcome | Refusal]] = {
    extension: table for family in FAMILIES for extension, table in family.OUTCOMES.items()
}


def typical(extension: str) -> tuple[Callable[[], Any], Outcome]:
    """Return what makes the first object of a format's table, and what is to happen to it."""
    name, outcome = next(iter(TABLES[extension].items()))
    assert isinstance(outcome, Outcome)
    return OBJECTS[name], outcome
