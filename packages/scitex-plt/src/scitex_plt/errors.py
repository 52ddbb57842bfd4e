"""What can go wrong in figures that carry their data.

Each leaf is also a builtin, so that a caller can catch it without importing this package.

    PltError
    ├── ColumnError          (ValueError)         the data are not those that the recipe speaks of
    ├── MissingFileError     (FileNotFoundError)  there is no such recipe, or no data beside it
    ├── MissingLibraryError  (ImportError)        the data are in a format whose library is not installed
    ├── NotAFigureError      (TypeError)          the object is not a matplotlib figure
    ├── OptionError          (ValueError)         an option has a value that cannot be drawn
    └── RecipeError          (ValueError)         the file is not a recipe, or says what cannot be drawn
"""


class PltError(Exception):
    """Base of every error that scitex-plt raises itself."""


class ColumnError(PltError, ValueError):
    """The data are not those that the recipe speaks of; the message names file, column and line."""


class MissingFileError(PltError, FileNotFoundError):
    """There is no such recipe, or no data beside it."""


class MissingLibraryError(PltError, ImportError):
    """The data are in a format whose library is not installed; the message says how to install it."""


class NotAFigureError(PltError, TypeError):
    """The object is not a matplotlib figure."""


class OptionError(PltError, ValueError):
    """An option has a value that cannot be drawn; the message says what was expected."""


class RecipeError(PltError, ValueError):
    """The file is not a recipe, or says what cannot be drawn; the message says where."""


class PltWarning(UserWarning):
    """A figure's companions are incomplete, or lie elsewhere than usual."""
