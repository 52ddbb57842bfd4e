"""What must not be written down: values of names that look like a password, a token or a key, and secrets in URLs.

A name is split into words, at punctuation and where a capital begins one: `apiToken`, `api-token` and `API_TOKEN` are
all `api` and `token`. Two tables say which words give it away. The environment variable `SCITEX_SECRETS` changes them:
`SCITEX_SECRETS=licence,-key` adds one and takes one out.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

MASK = "***"
SHORTEST = 4  # a secret of fewer characters is hidden under its name only: within other text it could be anything

ANYWHERE = frozenset({"credential", "credentials", "passphrase", "passwd", "password", "pwd", "secret", "secrets"})
"""A name with one of these words is secret, and all that stands below it."""

AT_THE_END = frozenset({"accesskey", "accesstoken", "apikey", "authkey", "authtoken", "key", "privatekey", "token"})
"""A name whose last word is one of these is secret; `max_tokens`, `token_size` and `key_column` are not."""


class Rules(NamedTuple):
    """The words that give a name away."""

    anywhere: frozenset[str]
    at_the_end: frozenset[str]


def is_secret(name: str) -> bool:
    """Say whether the value of a parameter or a configuration key is not to be written down.

    Parameters
    ----------
    name : str
        The name, which may be dotted.

    Examples
    --------
    >>> from scitex_io.secrets import is_secret
    >>> [name for name in ("HF_TOKEN", "apiKey", "max_tokens", "DB.password") if is_secret(name)]
    ['HF_TOKEN', 'apiKey', 'DB.password']
    """
    found = words(name)
    return is_wholly_secret(name) or bool(found and found[-1] in rules().at_the_end)


def is_wholly_secret(name: str) -> bool:
    """Say whether all that stands below a name is secret, too."""
    return not rules().anywhere.isdisjoint(words(name))


def names_secrets(text: str) -> bool:
    """Say whether one of the words that give a name away is in a text at all."""
    lowered = text.lower()
    return any(word in lowered for words in rules() for word in words)


def masked(value: Any, name: str = "") -> Any:
    """Return what may be written down of a value: the same, or a copy with secrets replaced by `***`.

    Parameters
    ----------
    value : object
        A scalar, or lists, mappings, dataclasses and pydantic models of them. None and booleans give nothing away.
    name : str, optional
        What the value is called.

    Examples
    --------
    >>> from scitex_io.secrets import masked
    >>> masked({"user": "ada", "password": "x", "mirror": "https://ada:x@example.org/data"})
    {'user': 'ada', 'password': '***', 'mirror': 'https://***@example.org/data'}
    """
    if hides_itself(value):
        return MASK
    if isinstance(value, Mapping):
        return {key: masked(inner, name if is_wholly_secret(name) else str(key)) for key, inner in value.items()}
    if (fields := fields_of(value)) is not None:
        hidden = masked(fields, name)
        return value if hidden == fields else hidden
    if type(value) in (list, set, tuple):
        return type(value)(masked(inner, name) for inner in value)
    if name and value is not None and not isinstance(value, bool) and is_secret(name):
        return MASK
    return masked_urls(value) if isinstance(value, str) else value


def masked_command(command: Sequence[str], known: Iterable[str] = ()) -> tuple[str, ...]:
    """Return a command line without its secrets.

    Hidden are what follows `--api-token`, as the next word or behind `=`, what follows `token=`, secrets in URLs, and
    every known secret wherever it stands.

    Parameters
    ----------
    command : sequence of str
        Its words.
    known : iterable of str, optional
        Secrets.

    Examples
    --------
    >>> from scitex_io.secrets import masked_command
    >>> masked_command(["train.py", "--api-token", "abcd", "--lr=0.1", "--password=abcd"])
    ('train.py', '--api-token', '***', '--lr=0.1', '--password=***')
    """
    known = tuple(known)
    return tuple(without(argument, known) for argument in words_masked(command))


def words_masked(command: Sequence[str]) -> Iterator[str]:
    """Yield the words of a command line; those that a secret flag takes, and what a secret name is set to, masked."""
    secret = False
    for argument in command:
        name, equals, _ = argument.partition("=")
        if argument.startswith("-"):
            secret = not equals and is_secret(name)
        if equals and is_secret(name):
            yield f"{name}={MASK}"
        elif secret and not argument.startswith("-"):
            yield MASK
        else:
            yield masked_urls(argument)


def without(text: str, known: Iterable[str]) -> str:
    """Return `text` with every known secret in it masked."""
    for secret in known:
        text = text.replace(secret, MASK)
    return text


def secrets_in(value: Any, name: str = "") -> Iterator[str]:
    """Yield what `masked` would hide of a value, as text, where that is long enough to be told from other text."""
    if hides_itself(value):
        yield text_of(value.get_secret_value())
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from secrets_in(inner, name if is_wholly_secret(name) else str(key))
    elif (fields := fields_of(value)) is not None:
        yield from secrets_in(fields, name)
    elif type(value) in (list, set, tuple):
        for inner in value:
            yield from secrets_in(inner, name)
    elif name and is_secret(name) and len(str(value)) >= SHORTEST and value is not None and not isinstance(value, bool):
        yield str(value)


def hides_itself(value: Any) -> bool:
    """Say whether a value is of a type that keeps a secret, such as pydantic's `SecretStr`."""
    return hasattr(type(value), "get_secret_value")


def text_of(secret: Any) -> str:
    """Return a secret as it stands in other text."""
    return secret.decode("utf-8", "backslashreplace") if isinstance(secret, bytes) else str(secret)


def masked_urls(text: str) -> str:
    """Return `text` without the secrets in its URLs.

    Hidden are the user, except a bare name that is no secret, as in ssh's, and in a query what is set to a secret name
    or signs; what is only filled in later, such as `{token}`, stays.

    Parameters
    ----------
    text : str
        Any text.

    Examples
    --------
    >>> from scitex_io.secrets import masked_urls
    >>> masked_urls("https://ada:x@example.org/a.csv?size=5&X-Amz-Signature=ab12")
    'https://***@example.org/a.csv?size=5&X-Amz-Signature=***'
    """
    if "://" not in text:
        return text
    import re

    text = re.sub(
        r"(?P<scheme>\b[a-z][a-z0-9+.-]{0,30})://(?P<user>[^\s/@:]*)(?P<password>:[^\s/@]*)?@",
        lambda found: (
            f"{found['scheme']}://{MASK}@"
            if found["password"] or found["scheme"].lower() in ("http", "https")
            else found[0]
        ),
        text,
        flags=re.IGNORECASE,
    )
    return re.sub(
        r"""://(?:(?!://)[^\s?#"'<>`\\])*[?#][^\s"'<>`\\]+""",
        lambda url: re.sub(
            r"(?<=[?#&;])([\w.~-]+)=(?!\{|\$|%s|\*{3})[^&#;]+",
            lambda found: f"{found[1]}={MASK}" if is_secret(found[1]) or signs(found[1]) else found[0],
            url[0],
        ),
        text,
    )


def signs(name: str) -> bool:
    """Say whether what is set to a name in a URL lets whoever has it in, such as `X-Amz-Signature`."""
    return words(name)[-1:] in (["sig"], ["signature"])


def fields_of(value: Any) -> dict[str, Any] | None:
    """Return the fields of a dataclass or a pydantic model by name; None if the value is neither."""
    names = getattr(type(value), "__dataclass_fields__", None) or getattr(type(value), "model_fields", None)
    return {name: getattr(value, name, None) for name in names} if isinstance(names, dict) else None


def words(name: str) -> list[str]:
    """Return the words of a name, in small letters."""
    if not name.isupper() and not name.islower():
        starts = (index and new.isupper() and name[index - 1].islower() for index, new in enumerate(name))
        name = "".join(f" {new}" if start else new for start, new in zip(starts, name, strict=True))
    return "".join(character if character.isalnum() else " " for character in name.lower()).split()


def rules() -> Rules:
    """Return the words that give a name away, with the changes that the environment asks for."""
    return changed_rules(os.environ.get("SCITEX_SECRETS", ""))


@lru_cache(maxsize=1)
def changed_rules(changes: str) -> Rules:
    """Return the two tables with the words of a comma-separated list added, or, after a `-`, taken out."""
    asked = {word.strip().lower() for word in changes.split(",") if word.strip()}
    out = {word[1:] for word in asked if word.startswith("-")}
    return Rules((ANYWHERE | {word for word in asked if word[0] != "-"}) - out, AT_THE_END - out)
