"""Pickles hold whatever Python can pickle, those objects that other families add included."""

import pickle
from typing import Any

from conformance.comparison import assert_same
from conformance.objects import OBJECTS
from conformance.outcomes import Outcome, Refusal, equal, refused, written


class Anything(dict[str, Outcome | Refusal]):
    """A table in which every object is that pickle itself can write: equal, if pickle can bring it back equal."""

    def get(self, name: str, default: Any = None) -> Any:
        """Return what is to happen to an object, named here or not."""
        if name in self:
            return self[name]
        try:
            content = pickle.dumps(OBJECTS[name]())
        except (AttributeError, TypeError, ValueError, pickle.PicklingError, RuntimeError):
            return refused("cannot be pickled")
        try:
            assert_same(pickle.loads(content), OBJECTS[name]())
        except (AssertionError, ValueError):
            return written()  # it is compared by identity, as figures are
        return equal(name)[name]


OUTCOMES = dict.fromkeys([".joblib", ".pickle", ".pkl"], Anything(equal("nested dict")))
