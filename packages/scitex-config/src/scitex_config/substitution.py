"""Environment variables inside text: `${VAR}`, `${VAR:-default}`, and `$$` for a dollar sign."""

import os
import re

from scitex_config.errors import ConfigSyntaxError, UnsetVariableError
from scitex_config.value import Source

PATTERN = re.compile(r"\$(?:(?P<dollar>\$)|\{(?P<name>[A-Za-z_]\w*)(?::-(?P<default>[^}]*))?\}|(?P<open>\{))")


def substitute(text: str, source: Source) -> str:
    """Return `text` with its variables replaced; a default also stands in for an empty variable, as in a shell.

    Raises
    ------
    ConfigSyntaxError
        If a `${` is not one of the forms above.
    UnsetVariableError
        If a variable is not set and has no default.
    """

    def replacement(match: re.Match[str]) -> str:
        if match["dollar"]:
            return "$"
        if match["open"]:
            raise ConfigSyntaxError(
                f"{source}: {text!r} has a '${{' that is neither ${{VAR}} nor ${{VAR:-default}}: "
                "write $${ for the text itself"
            )
        name, default = match["name"], match["default"]
        if value := os.environ.get(name, ""):
            return value
        if default is not None:
            return default
        if name in os.environ:
            return ""
        raise UnsetVariableError(
            f"{source}: the environment variable {name} is not set: export it, or write ${{{name}:-default}}"
        )

    return PATTERN.sub(replacement, text)
