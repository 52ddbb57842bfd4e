"""Sound as WAV, through scipy: the sampling rate and the samples."""

from pathlib import Path
from typing import Any

import numpy
from scipy.io import wavfile

from scitex_io.errors import ObjectError
from scitex_io.formats.npy import to_array

TYPES = ("float32", "float64", "int16", "int32", "int64", "uint8")
LARGEST = 2**32 - 1  # of a number in the header


def load(path: Path, **options: Any) -> Any:
    """Return the sampling rate and the samples.

    Parameters
    ----------
    path : Path
        The file.
    **options
        Those of `scipy.io.wavfile.read`: `mmap=True` leaves the samples in the file.

    Returns
    -------
    tuple of int and numpy.ndarray
        The rate in Hz; the samples, or samples × channels. Samples of 24 bits stand in the upper bits of int32.

    Raises
    ------
    FormatError
        If it is no such file, damaged, or compressed.
    """
    rate, samples = wavfile.read(path, **options)
    return int(rate), samples


def save(obj: Any, path: Path) -> None:
    """Write a sampling rate and samples.

    Parameters
    ----------
    obj : tuple of int and numpy.ndarray
        The rate in Hz; the samples, or samples × channels, of uint8, int16, int32, int64, float32 or float64.
    path : Path
        The file.

    Raises
    ------
    ObjectError
        If `obj` is anything else.
    """
    if not isinstance(obj, (tuple, list)) or len(obj) != 2 or not isinstance(obj[1], numpy.ndarray):
        raise ObjectError(f"a .wav holds (rate, samples), the samples an array; not this {type(obj).__name__}")
    rate = to_rate(obj[0])
    samples = to_array(obj[1], "the samples", ".wav")
    if samples.dtype.name not in TYPES:
        raise ObjectError(f"a .wav holds samples of {', '.join(TYPES)}, not {samples.dtype}: convert them with astype")
    if samples.ndim not in (1, 2) or not samples.size:
        raise ObjectError(f"a .wav holds samples, or samples × channels; this array is {samples.shape}")
    if samples.ndim == 2 and (samples.shape[1] == 1 or samples.shape[1] > 65535):
        raise ObjectError(f"a .wav holds no {samples.shape[1]} channels as such: save samples[:, 0], or fewer channels")
    if rate * samples.itemsize * (samples.shape[1] if samples.ndim == 2 else 1) > LARGEST:
        raise ObjectError(f"a .wav holds no rate of {rate} Hz with samples of {samples.dtype}")
    with path.open("wb") as file:
        wavfile.write(file, rate, samples)


def to_rate(rate: Any) -> int:
    """Return a sampling rate as the whole number that a header holds."""
    if isinstance(rate, (int, float, numpy.integer, numpy.floating)) and not isinstance(rate, bool):
        number = float(rate)
        if number >= 1 and number.is_integer():
            return int(rate)
    raise ObjectError(f"the rate of a .wav is a whole number of Hz, not {rate!r}")
