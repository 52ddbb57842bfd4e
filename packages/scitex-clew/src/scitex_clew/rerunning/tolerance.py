"""Up to which difference two numbers are close."""

from typing import NamedTuple


class Tolerance(NamedTuple):
    """How far apart two numbers may be: within one of these they are close.

    Attributes
    ----------
    relative : float
        Of the larger of the two.
    absolute : float
        In their own unit: what differs from zero is within no relative one.
    """

    relative: float = 1e-9
    absolute: float = 0.0


EXACT = Tolerance(0.0)
