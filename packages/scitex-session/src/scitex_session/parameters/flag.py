"""What a parameter's annotation can say about its flag: `Annotated[float, Flag("-l", help="learning rate")]`."""

from typing import NamedTuple


class Flag(NamedTuple):
    """A short flag, and what help says; goes into `Annotated`.

    Parameters
    ----------
    short : str, optional
        A dash and one letter, such as `"-l"`.
    help : str, optional
        Else what a numpydoc section "Parameters" in the docstring says.

    Examples
    --------
    >>> from typing import Annotated
    >>> import scitex_session
    >>> @scitex_session.session
    ... def main(lr: Annotated[float, Flag("-l", help="learning rate")] = 0.1): ...
    """

    short: str = ""
    help: str = ""
