"""A damaged file is an error of ours that names it, or a value: never a crash, a hang or a library's own traceback.

The typical file of every format is cut off at every byte (of a large one, at many), and has bits flipped at random.
"""

import os
import random
import warnings

import pytest
from conformance.suite import typical

import scitex_io
from scitex_io.registry import BUILT_IN

LOADABLE = sorted({*BUILT_IN} - {".eps", ".pdf", ".svg", ".zarr"})
CUTS = 150
FLIPS = 150


def typical_file(folder, extension):
    """Save the typical object of a format and return its path."""
    make, _ = typical(extension)
    return scitex_io.save(make(), folder / f"whole{extension}")


def assert_value_or_error(path):
    """Load the file at `path`, which may go well, or be refused with its name."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            scitex_io.load(path)
        except scitex_io.FormatError as error:
            assert str(path) in str(error)  # noqa: PT017  # a value is as good


@pytest.mark.parametrize("extension", LOADABLE)
def test_a_file_that_was_cut_off(tmp_path, extension):
    content = typical_file(tmp_path, extension).read_bytes()
    damaged = tmp_path / f"damaged{extension}"

    for length in sorted({*range(0, len(content), max(1, len(content) // CUTS)), len(content) - 1}):
        damaged.write_bytes(content[:length])
        assert_value_or_error(damaged)


@pytest.mark.parametrize("extension", LOADABLE)
def test_a_file_with_flipped_bits(tmp_path, extension):
    content = typical_file(tmp_path, extension).read_bytes()
    damaged = tmp_path / f"damaged{extension}"
    # Another seed can be tried without another test: SEED=7 pytest …
    chance = random.Random(int(os.environ.get("SEED", "42")))

    for _ in range(FLIPS):
        flipped = bytearray(content)
        for _ in range(chance.choice([1, 1, 1, 2, 8])):
            flipped[chance.randrange(len(flipped))] ^= 1 << chance.randrange(8)
        damaged.write_bytes(flipped)
        assert_value_or_error(damaged)
