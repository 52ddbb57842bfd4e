"""What can go wrong when the provenance of a project is asked for.

    ClewError
    ├── AmbiguousRunError   also a LookupError
    ├── ClaimError          also a ValueError
    ├── CrateError          also a ValueError
    ├── DamagedIndexError   also a ValueError
    ├── DuplicateRunError   also a ValueError
    ├── ExportError         also a ValueError
    ├── ForeignIndexError   also a ValueError
    ├── NoIndexError        also a FileNotFoundError
    ├── RerunError          also a ValueError
    ├── SealError           also a ValueError
    ├── UnknownFileError    also a LookupError
    └── UnknownRunError     also a LookupError

A file that fails its verification is a result, never one of these.
"""


class ClewError(Exception):
    """Any error of scitex-clew."""


class AmbiguousRunError(ClewError, LookupError):
    """A shortened run id fits several runs."""


class ClaimError(ClewError, ValueError):
    """A claim is not what its source says, or cannot be made or read."""


class CrateError(ClewError, ValueError):
    """A crate or a journal does not hold a run that can be read, or a received crate cannot be taken in."""


class DamagedIndexError(ClewError, ValueError):
    """The index is not a database of ours; `scitex clew index` rebuilds it, one of a later version with `--force`."""


class DuplicateRunError(ClewError, ValueError):
    """Two scripts have a run of the same id, so the second one cannot be in the index."""


class ExportError(ClewError, ValueError):
    """A lineage cannot be handed on."""


class ForeignIndexError(ClewError, ValueError):
    """The index that `SCITEX_CLEW_DB` names is that of another project, whose paths begin elsewhere."""


class NoIndexError(ClewError, FileNotFoundError):
    """No run has been recorded in this project."""


class RerunError(ClewError, ValueError):
    """A run cannot be executed again as it was: the message says what is missing."""


class SealError(ClewError, ValueError):
    """Nothing has this seal, or a file cannot be sealed, or a signature is not what it should be."""


class UnknownFileError(ClewError, LookupError):
    """No recorded run wrote what a file holds."""


class UnknownRunError(ClewError, LookupError):
    """No recorded run has this id."""
