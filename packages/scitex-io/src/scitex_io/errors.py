"""What can go wrong in a load or a save.

ScitexIOError
├── FormatError          (ValueError)         the file's content is not what its format says
├── MissingLibraryError  (ImportError)        the format needs a library that is not installed
├── NotFoundError        (FileNotFoundError)  no such file in any place that was looked at
├── ObjectError          (TypeError)          the format cannot hold this object
├── OutsideError         (ValueError)         a relative path leaves the base directory
├── RemoteError          (OSError)            the place that a URL names does not answer, or refuses
├── ReservedNameError    (ValueError)         the file is one that the run keeps itself, such as its log
└── UnknownFormatError   (ValueError)         no format has this extension, or not in this direction
"""


class ScitexIOError(Exception):
    """Base of every error that scitex-io raises itself."""


class FormatError(ScitexIOError, ValueError):
    """The content of a file is not what its format says."""


class MissingLibraryError(ScitexIOError, ImportError):
    """A format needs a library that is not installed; the message holds the pip line."""


class NotFoundError(ScitexIOError, FileNotFoundError):
    """No such file in any of the places that were looked at; the message names them all."""


class ObjectError(ScitexIOError, TypeError):
    """A format cannot hold this object; the message names the offending key path."""


class OutsideError(ScitexIOError, ValueError):
    """A relative path leaves the directory that it is relative to, such as the directory of the run."""


class RemoteError(ScitexIOError, OSError):
    """The place that a URL names cannot be reached, read or written; the cause is chained."""


class ReservedNameError(ScitexIOError, ValueError):
    """The file is one that is kept in the base directory beside what is saved, such as the log of a run."""


class UnknownFormatError(ScitexIOError, ValueError):
    """No format has this extension, or it has no such direction."""
