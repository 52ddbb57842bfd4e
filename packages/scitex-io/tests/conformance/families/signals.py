"""Sound, volumes, biosignals and labelled arrays: wav, nifti, edf, netcdf."""

import edfio
import nibabel
import numpy as np
import pandas as pd
import xarray as xr

from conformance.objects import OBJECTS
from conformance.outcomes import becomes, equal, refused


def sound():
    return 44100, np.arange(-8, 8, dtype="int16").reshape(8, 2) * 4000


def volume():
    image = nibabel.Nifti1Image(np.arange(24, dtype="int16").reshape(2, 3, 4), np.diag([2.0, 2.0, 3.0, 1.0]))
    image.header.set_xyzt_units("mm", "sec")
    image.header["descrip"] = b"a volume"
    return image


def recording():
    wave = edfio.EdfSignal(np.sin(np.arange(200) / 10), 100, label="EEG Fp1", physical_dimension="uV")
    return edfio.Edf([wave], annotations=[edfio.EdfAnnotation(0.5, 0.1, "blink")])


def dataset():
    return xr.Dataset(
        {"t": (("x", "time"), np.arange(6.0).reshape(2, 3), {"units": "K"}), "ok": ("x", [True, False])},
        coords={"x": [10, 20], "name": ("x", ["a", "ü"]), "time": pd.date_range("2026-02-13", periods=3)},
        attrs={"title": "ü"},
    )


OBJECTS["sound"] = sound
OBJECTS["volume"] = volume
OBJECTS["recording"] = recording
OBJECTS["dataset"] = dataset
OBJECTS["data array"] = lambda: dataset()["t"]

ARRAYS = [
    *[f"array {sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64)],
    *["array float32", "array float64", "array complex64", "array complex128"],
    *["array 1x1", "array 2-d", "array 3-d", "array fortran", "array big endian", "array nan"],
]


def as_image(array):
    return nibabel.Nifti1Image(array, np.eye(4), dtype=array.dtype.newbyteorder("="))


VOLUME = {
    **equal("volume"),
    **{name: becomes(as_image) for name in ARRAYS},
    "array bool": refused(r"save \.astype\('uint8'\)"),
    "array masked": refused("the array has a mask"),
    "dict of arrays": refused("a NIfTI image of nibabel, or an array, not dict"),
}
OUTCOMES = {
    ".edf": {**equal("recording"), "array 2-d": refused(r"an edfio\.Edf, not ndarray")},
    ".nc": {
        **equal("dataset"),
        "data array": becomes(lambda obj: obj.to_dataset()),
        "frame": refused(r"an xarray\.Dataset, not DataFrame"),
    },
    ".nii": VOLUME,
    ".nii.gz": VOLUME,
    ".wav": {
        **equal("sound"),
        "tuple": refused(r"a .wav holds \(rate, samples\)"),
        "array 2-d": refused(r"a .wav holds \(rate, samples\)"),
    },
}
