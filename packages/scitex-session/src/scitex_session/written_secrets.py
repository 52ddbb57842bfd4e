"""Secrets that are written into code and configuration files, hidden where their text is recorded: script and diff.

Hidden is what stands behind a name that looks like a password, a token or a key: a text in quotes, and in files that
are no code (`.env`, YAML, INI) also one without; private keys; users in URLs; and every secret that is known.
"""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from scitex_session.secrets import MASK, is_secret, without, without_users

CODE = frozenset({".c", ".cpp", ".h", ".ipynb", ".jl", ".js", ".m", ".md", ".py", ".pyi", ".r", ".rst", ".tex", ".ts"})
"""Files in which what follows an equals sign is an expression, unless it is in quotes."""

QUOTED = re.compile(
    r"""(?P<name>[A-Za-z_][\w.-]*)(?P<between>["']?\]?\s*(?::[\w\s.,|\[\]]*=|[:=])\s*[bfru]{0,2})"""
    r"""(?:"(?:[^"\\\n]|\\.)+"|'(?:[^'\\\n]|\\.)+')"""
)
BARE = re.compile(
    r"""^(?P<before>[-+ ]?\s*(?:-\s+)?(?:export\s+)?["']?)(?P<name>[A-Za-z_][\w.-]*)(?P<between>["']?\s*[:=]\s*)"""
    r"""(?!(?:null|true|false|~|\$\{.*\})\s*$)(?P<value>[^\s"'#&*>|{\[][^\n]*)$""",
    re.MULTILINE | re.IGNORECASE,
)
PRIVATE_KEY = re.compile(r"(-----BEGIN [A-Z ]*PRIVATE KEY-----).*?(?=-----END|\Z)", re.DOTALL)
FILE = re.compile(r"^(?=diff --git )", re.MULTILINE)
FILE_NAME = re.compile(r"^\+\+\+ b/(.*?)\t?$", re.MULTILINE)


def masked_code(text: str, known: Iterable[str] = ()) -> str:
    """Return the text of a script without its secrets.

    Parameters
    ----------
    text : str
        Python code.
    known : iterable of str, optional
        Secrets, which are hidden wherever they stand.

    Examples
    --------
    >>> from scitex_session.written_secrets import masked_code
    >>> masked_code('login(user="ada", password="sesame")')
    'login(user="ada", password="***")'
    """
    text = PRIVATE_KEY.sub(rf"\1 {MASK} ", without(text, known))
    text = QUOTED.sub(lambda found: hidden(found, quote=found[0][-1]), text)
    return without_users(text) if "://" in text else text


def masked_diff(text: str, known: Iterable[str] = ()) -> str:
    """Return a diff as git writes it without its secrets; what is hidden cannot be applied any more.

    Parameters
    ----------
    text : str
        The diff.
    known : iterable of str, optional
        Secrets, which are hidden wherever they stand.
    """
    known = tuple(known)
    return "".join(masked_file(part, known) for part in FILE.split(text))


def masked_file(part: str, known: tuple[str, ...]) -> str:
    """Return the part of a diff that is about one file without its secrets."""
    part = masked_code(part, known)
    name = FILE_NAME.search(part)
    if name is None or PurePosixPath(name[1]).suffix.lower() in CODE:
        return part
    return BARE.sub(hidden, part)


def hidden(found: re.Match[str], quote: str = "") -> str:
    """Return an assignment, its value hidden if its name gives that away."""
    if not is_secret(found["name"]):
        return found[0]
    before = found.groupdict().get("before") or ""
    return f"{before}{found['name']}{found['between']}{quote}{MASK}{quote}"
