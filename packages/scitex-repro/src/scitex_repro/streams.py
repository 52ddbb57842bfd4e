"""Random streams by name: independent of each other, and of the order in which they are asked for."""

import os
from typing import TYPE_CHECKING, Any

from scitex_repro.errors import MissingNumpyError, NoSeedError
from scitex_repro.seeds import checked, fixed

if TYPE_CHECKING:
    import numpy.random

WORDS = 4
"""Of a name's SHA-256 as many 32-bit words are used: 128 bits, as many as numpy's own entropy has."""


def stream(name: str, seed: int | None = None) -> "numpy.random.Generator":
    """Return a numpy generator for one purpose, such as `"init"`, `"shuffle"` or `f"worker {i}"`.

    Its numbers depend on the seed and the name alone: not on what else draws, nor on which streams there are. Two
    calls with one name give the same numbers.

    Parameters
    ----------
    name : str
        What it is for.
    seed : int, optional
        By default that of the session, or of `fix_seeds`. In a session without a seed the numbers are new each time.

    Returns
    -------
    numpy.random.Generator
        At its beginning.

    Raises
    ------
    MissingNumpyError
        If numpy is not installed.
    NoSeedError
        If no seed is given and none is fixed.
    SeedTypeError, SeedValueError
        If the seed is not an integer from 0 to 4294967295.

    Notes
    -----
    It is `SeedSequence(seed, spawn_key=words)`, where the words are the first 128 bits of the name's SHA-256, and the
    bit generator PCG64: https://numpy.org/doc/stable/reference/random/parallel.html.

    Examples
    --------
    >>> import scitex_repro
    >>> scitex_repro.fix_seeds(42)
    >>> bool(scitex_repro.stream("init").integers(100) == scitex_repro.stream("init").integers(100))
    True
    """
    seed = seed_for(name, seed)
    try:
        from numpy.random import PCG64, Generator, SeedSequence
    except ModuleNotFoundError as cause:
        raise MissingNumpyError('stream() needs numpy: pip install "scitex-repro[numpy]"') from cause
    return Generator(PCG64(SeedSequence(seed, spawn_key=words_of(name))))


def jax_key(name: str, seed: int | None = None) -> Any:
    """Return a jax key for one purpose: what `stream` is to numpy.

    jax has no global generator that could be seeded; a program makes its keys itself.

    Parameters
    ----------
    name : str
        What it is for.
    seed : int, optional
        By default that of the session, or of `fix_seeds`. In a session without a seed the key is new each time.

    Returns
    -------
    jax.Array
        `jax.random.key(seed)`, the words of the name's hash folded in.

    Raises
    ------
    NoSeedError
        If no seed is given and none is fixed.
    SeedTypeError, SeedValueError
        If the seed is not an integer from 0 to 4294967295.
    """
    import jax  # type: ignore[import-not-found, unused-ignore]

    seed = seed_for(name, seed)
    key = jax.random.key(int.from_bytes(os.urandom(4), "big") if seed is None else seed)
    for word in words_of(name):
        key = jax.random.fold_in(key, word)
    return key


def seed_for(name: str, seed: int | None) -> int | None:
    """Return the seed that a stream has: the one given, else the one that is fixed; None for entropy."""
    if seed is not None:
        return checked(seed)
    if not fixed:
        raise NoSeedError(f"stream {name!r} has no seed: call fix_seeds(42) first, or give one: seed=42")
    return fixed[-1]


def words_of(name: str) -> tuple[int, ...]:
    """Return the words that stand for a name."""
    from hashlib import sha256

    digest = sha256(name.encode("utf-8", "surrogatepass")).digest()
    return tuple(int.from_bytes(digest[4 * i : 4 * i + 4], "big") for i in range(WORDS))
