"""What can be wrong with a configuration.

ConfigError
├── ConfigConflictError   (ValueError)      two files disagree about a mapping and a value
├── ConfigSyntaxError     (ValueError)      a file is not one YAML mapping with unique keys
├── ConfigUnreadableError (OSError)          a file or the directory cannot be read
├── UnknownKeyError       (LookupError)     there is no such key
└── UnsetVariableError    (LookupError)     a `${VAR}` names an environment variable that is not set
"""


class ConfigError(Exception):
    """Base of every error that scitex-config raises itself."""


class ConfigConflictError(ConfigError, ValueError):
    """Two layers disagree: for one a key is a mapping, for the other it is not."""


class ConfigSyntaxError(ConfigError, ValueError):
    """A file is not one YAML mapping with unique keys; the message begins with file, line and column."""


class ConfigUnreadableError(ConfigError, OSError):
    """A file of the configuration, or its directory, cannot be read."""


class UnknownKeyError(ConfigError, LookupError):
    """There is no such key; the message names the nearest."""


class UnsetVariableError(ConfigError, LookupError):
    """A `${VAR}` names an environment variable that is not set and has no default."""
