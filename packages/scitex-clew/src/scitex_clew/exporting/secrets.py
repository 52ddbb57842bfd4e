"""Secrets in the files of a lineage: which of them hold one, so that they are not handed on unasked.

Code, configuration and diffs hold what would be masked in a record of them. What is found there, a password or a token
that is long enough to be told from other text, is then looked for in all other files.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from scitex_clew.hashing import opened
from scitex_clew.records.record import FileAccess, RunRecord
from scitex_io.secrets import MASK, is_wholly_secret, masked_urls, words
from scitex_io.written_secrets import masked_diff, masked_text, secrets_written

SCANNED = ("config", "diff", "module", "script")
SHORTEST = 8
KEYS = frozenset({"access", "api", "auth", "private"})
"""What stands before `key` in names whose value is looked for elsewhere, too; `sort_key="group_1"` is none of them."""
PIECE = 1 << 20

Key = tuple[str, str]


def telling_files(accesses: Iterable[FileAccess], sources: Mapping[Key, Path | bytes]) -> dict[Key, set[str]]:
    """Return (path, hash) of code, configuration and diffs that hold secrets → those to be looked for elsewhere."""
    found: dict[Key, set[str]] = {}
    scanned = {(access.path, access.sha256): access for access in accesses if access.role in SCANNED}
    for key in scanned.keys() & sources.keys():
        access = scanned[key]
        text = beginning_of(sources[key], access.size).decode("utf-8", "replace")
        if masked(text, access.path, access.role) != text:
            written = secrets_written(text, access.path)
            found[key] = {value for name, value in written if is_unmistakable(name, value)}
    return found


def longest_first(telling: Mapping[Key, Iterable[str]]) -> tuple[str, ...]:
    """Return the secrets of all files, so that none is masked in part."""
    return tuple(
        sorted({value for values in telling.values() for value in values}, key=lambda text: (-len(text), text))
    )


def masked(text: str, path: str, role: str) -> str:
    """Return the text of a file as a record would have it."""
    return masked_diff(text) if role == "diff" else masked_text(text, path)


def is_unmistakable(name: str, value: str) -> bool:
    """Say whether a value is a secret wherever it stands: of some length, no mere word, and not called just a key."""
    spelled = words(name)
    just_a_key = spelled[-1:] == ["key"] and not KEYS.intersection(spelled[-2:-1]) and not is_wholly_secret(name)
    plain = all(sign.isalpha() or sign in " _-./" for sign in value)
    return len(value) >= SHORTEST and not plain and MASK not in value and not just_a_key


def exposes_a_url(record: RunRecord, written: bytes) -> bool:
    """Say whether there is a URL with a secret in a record, or in the name of a file that it tells of."""
    texts = (written.decode("utf-8", "replace"), *(access.path for access in record.accesses), *record.unhashed)
    return any(masked_urls(text) != text for text in texts)


def holds(source: Path | bytes, size: int, secrets: Iterable[str]) -> bool:
    """Say whether one of some secrets stands in a content, as it is or as JSON has it."""
    wanted = [form for secret in secrets for form in forms(secret)]
    longest = max(map(len, wanted), default=0)
    before = b""
    for piece in pieces(source, size):
        before += piece
        if any(form in before for form in wanted):
            return True
        before = before[-longest:] if longest else b""
    return False


def forms(secret: str) -> set[bytes]:
    """Return the bytes by which a text may stand in a file."""
    return {secret.encode(), json.dumps(secret)[1:-1].encode()}


def beginning_of(source: Path | bytes, size: int) -> bytes:
    """Return the first bytes of a content."""
    return b"".join(pieces(source, size))


def pieces(source: Path | bytes, size: int) -> Iterator[bytes]:
    """Yield the first bytes of a content."""
    if isinstance(source, bytes):
        yield source[:size]
        return
    with opened(source) as file:
        while size and (data := file.read(min(size, PIECE))):
            yield data
            size -= len(data)
