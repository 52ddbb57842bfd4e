"""Up to which difference two numbers are close."""

from typing import NamedTuple, Self

from scitex_clew.errors import RerunError


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

    @classmethod
    def checked(cls, relative: float, absolute: float) -> Self:
        """Return a tolerance, or raise RerunError at what is none."""
        for name, number in (("rtol", relative), ("atol", absolute)):
            if not number >= 0:  # nor is NaN
                raise RerunError(f"{name}: expected a number of at least 0, not {number!r}")
        return cls(relative, absolute)


EXACT = Tolerance(0.0)
