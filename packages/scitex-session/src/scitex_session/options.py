"""What a session is asked for besides its function."""

from typing import NamedTuple


class Options(NamedTuple):
    """The options of `@session`.

    Attributes
    ----------
    seed : int or None
        The default of the parameter `seed` that every session has.
    audit : bool
        Whether every file that the script opens in its project is recorded.
    """

    seed: int | None = 42
    audit: bool = False
