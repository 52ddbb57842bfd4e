"""Secrets that are written into code and configuration files, hidden where their text is recorded: script and diff.

Hidden is what stands behind a name that looks like a password, a token or a key: a text in quotes, and in files that
are no code (`.env`, YAML, INI) also one without; private keys; secrets in URLs; and every secret that is known.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from scitex_io.secrets import MASK, is_secret, masked_urls, names_secrets, without

CODE = frozenset({".c", ".cpp", ".h", ".ipynb", ".jl", ".js", ".m", ".md", ".py", ".pyi", ".r", ".rst", ".tex", ".ts"})
"""Files in which what follows an equals sign is an expression, unless it is in quotes."""

# Compiled by the first use: few scripts have anything to hide.
QUOTED = (
    r"""(?P<name>[A-Za-z_][\w.-]*)(?P<between>["']?\]?\s*(?::[\w\s.,|\[\]]*=|[:=])\s*[bfru]{0,2})"""
    r"""(?:"(?:[^"\\\n]|\\.)+"|'(?:[^'\\\n]|\\.)+')"""
)
BARE = (
    r"""(?im)^(?P<before>[-+ ]?\s*(?:-\s+)?(?:export\s+)?["']?)(?P<name>[A-Za-z_][\w.-]*)(?P<between>["']?\s*[:=]\s*)"""
    r"""(?!(?:null|true|false|~|\$\{.*\})\s*$)(?P<value>[^\s"'#&*>|{\[][^\n]*)$"""
)
PRIVATE_KEY = r"(?s)(-----BEGIN [A-Z ]*PRIVATE KEY-----).*?(?=-----END|\Z)"
FILE = r"(?m)^(?=diff --git )"
FILE_NAME = r"(?m)^\+\+\+ b/(.*?)\t?$"


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
    >>> from scitex_io.written_secrets import masked_code
    >>> masked_code('login(user="ada", password="sesame")')
    'login(user="ada", password="***")'
    """
    text = without(text, known)
    if names_secrets(text):
        text = re.sub(PRIVATE_KEY, rf"\1 {MASK} ", text)
        text = re.sub(QUOTED, lambda found: hidden(found, quote=found[0][-1]), text)
    return masked_urls(text)


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
    return "".join(masked_file(part, known) for part in re.split(FILE, text))


def masked_file(part: str, known: tuple[str, ...]) -> str:
    """Return the part of a diff that is about one file without its secrets."""
    name = re.search(FILE_NAME, part)
    return masked_text(part, name[1] if name else "code.py", known)


def masked_text(text: str, name: str, known: Iterable[str] = ()) -> str:
    r"""Return the text of a file without its secrets; in one that is no code also what is not in quotes is hidden.

    Parameters
    ----------
    text : str
        What is in the file, or a diff of it.
    name : str
        Its name, whose ending tells whether it is code.
    known : iterable of str, optional
        Secrets, which are hidden wherever they stand.

    Examples
    --------
    >>> from scitex_io.written_secrets import masked_text
    >>> masked_text("user: ada\npassword: sesame", "login.yaml")
    'user: ada\npassword: ***'
    """
    text = masked_code(text, known)
    if PurePosixPath(name).suffix.lower() in CODE or not names_secrets(text):
        return text
    return re.sub(BARE, hidden, text)


def secrets_written(text: str, name: str) -> Iterator[tuple[str, str]]:
    r"""Yield (name, value) of what `masked_text` hides because of its name.

    Examples
    --------
    >>> from scitex_io.written_secrets import secrets_written
    >>> list(secrets_written("user: ada\npassword: sesame", "login.yaml"))
    [('password', 'sesame')]
    """
    for found in re.finditer(QUOTED, text):
        if is_secret(found["name"]):
            yield found["name"], found[0][found.end("between") - found.start() + 1 : -1]
    if PurePosixPath(name).suffix.lower() not in CODE:
        for found in re.finditer(BARE, text):
            if is_secret(found["name"]):
                yield found["name"], found["value"].strip()


def hidden(found: re.Match[str], quote: str = "") -> str:
    """Return an assignment, its value hidden if its name gives that away."""
    if not is_secret(found["name"]):
        return found[0]
    before = found.groupdict().get("before") or ""
    return f"{before}{found['name']}{found['between']}{quote}{MASK}{quote}"
