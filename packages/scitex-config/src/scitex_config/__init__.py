"""Layered YAML configuration in which every value knows the file and line it came from.

>>> from scitex_config import load_config
>>> CONFIG = load_config("config")
"""

from scitex_config.config import Config
from scitex_config.document import parse_scalar
from scitex_config.errors import (
    ConfigConflictError,
    ConfigError,
    ConfigSyntaxError,
    ConfigUnreadableError,
    UnknownKeyError,
    UnsetVariableError,
)
from scitex_config.loading import load_config
from scitex_config.value import Source, Value

__all__ = [
    "Config",
    "ConfigConflictError",
    "ConfigError",
    "ConfigSyntaxError",
    "ConfigUnreadableError",
    "Source",
    "UnknownKeyError",
    "UnsetVariableError",
    "Value",
    "load_config",
    "parse_scalar",
]
