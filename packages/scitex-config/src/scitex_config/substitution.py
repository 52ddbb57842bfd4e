"""Environment variables inside text: `${VAR}`, `${VAR:-default}`, which may hold others, and `$$` for a dollar sign."""

import os
import re

from scitex_config.errors import ConfigSyntaxError, UnsetVariableError
from scitex_config.value import Source

TOKEN = re.compile(r"\$\$|\$\{(?P<name>[A-Za-z_][A-Za-z0-9_]*)(?P<mark>:-|\})|\$\{|\}")


def substitute(text: str, source: Source) -> str:
    """Return `text` with its variables replaced; a default also stands in for an empty variable, as in a shell.

    Raises
    ------
    ConfigSyntaxError
        If a `${` is not one of the forms above.
    UnsetVariableError
        If a variable is not set and has no default.
    """
    return Substitution(text, source).expanded()


class Substitution:
    """One pass over a text.

    Parameters
    ----------
    text : str
        The text as it is written.
    source : Source
        Where it was written, for messages.
    """

    def __init__(self, text: str, source: Source) -> None:
        self.text = text
        self.source = source
        self.position = 0

    def expanded(self, *, in_default: bool = False, used: bool = True) -> str:
        """Return what follows, replaced: to the end, or in a default to its closing brace."""
        pieces = []
        while match := TOKEN.search(self.text, self.position):
            pieces.append(self.text[self.position : match.start()])
            self.position = match.end()
            if match["name"]:
                pieces.append(self.variable(match["name"], has_default=match["mark"] == ":-", used=used))
            elif match[0] == "}" and in_default:
                return "".join(pieces)
            elif match[0] == "${":
                raise self.malformed()
            else:
                pieces.append("$" if match[0] == "$$" else "}")
        if in_default:
            raise self.malformed()
        return "".join([*pieces, self.text[self.position :]])

    def variable(self, name: str, *, has_default: bool, used: bool) -> str:
        """Return the value of a variable, or of its default, which is read over in any case."""
        value = os.environ.get(name)
        default = self.expanded(in_default=True, used=used and not value) if has_default else None
        if value or default is None:
            if value is None and used:
                raise UnsetVariableError(
                    f"{self.source}: the environment variable {name} is not set: "
                    f"export it, or write ${{{name}:-default}}"
                )
            return value or ""
        return default

    def malformed(self) -> ConfigSyntaxError:
        """Return the error for a `${` that is no variable."""
        return ConfigSyntaxError(
            f"{self.source}: {self.text!r} has a '${{' that is neither ${{VAR}} nor ${{VAR:-default}}: "
            "write $${ for the text itself"
        )
