"""Sound, volumes, biosignals and labelled arrays: wav, nifti, edf, netcdf."""

import warnings
from importlib.resources import as_file, files

import edfio
import h5py
import nibabel
import numpy as np
import pandas as pd
import pytest
import xarray as xr
from conformance.comparison import assert_same
from conformance.families.signals import dataset, recording, volume

import scitex_io
from scitex_io.formats.hdf5_heaps import refuse_endless_heap


def scipys(name):
    return as_file(files("scipy.io") / "tests" / "data" / name)


def nibabels(name):
    return as_file(files("nibabel") / "tests" / "data" / name)


# sound


@pytest.mark.parametrize("dtype", ["uint8", "int16", "int32", "int64", "float32", "float64"])
@pytest.mark.parametrize("shape", [(8,), (8, 2)])
def test_samples_of_any_type_come_back_equal(tmp_path, dtype, shape):
    samples = np.arange(np.prod(shape)).reshape(shape).astype(dtype)

    assert_same(scitex_io.load(scitex_io.save((8000, samples), tmp_path / "a.wav")), (8000, samples))


def test_a_whole_rate_of_any_type_is_one(tmp_path):
    path = scitex_io.save([np.float64(44100.0), np.zeros(4, ">i2")], tmp_path / "a.wav")

    assert_same(scitex_io.load(path), (44100, np.zeros(4, "int16")))


@pytest.mark.parametrize(
    ("obj", "message"),
    [
        ((44100.5, np.zeros(4, "int16")), "a whole number of Hz, not 44100.5"),
        ((float("nan"), np.zeros(4, "int16")), "a whole number of Hz, not nan"),
        ((0, np.zeros(4, "int16")), "a whole number of Hz, not 0"),
        ((True, np.zeros(4, "int16")), "a whole number of Hz, not True"),
        ((2**32, np.zeros(4, "int16")), "no rate of 4294967296 Hz"),
        ((8000, np.zeros(4, "float16")), "samples of .*, not float16"),
        ((8000, np.zeros(4, "uint16")), "samples of .*, not uint16"),
        ((8000, np.zeros((2, 2, 2))), r"this array is \(2, 2, 2\)"),
        ((8000, np.zeros((4, 1))), r"no 1 channels as such: save samples\[:, 0\]"),
        ((8000, np.zeros(0)), "this array is"),
        ((8000, [1, 2]), "not this tuple"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_sound_that_a_wav_cannot_hold_is_refused(tmp_path, obj, message):
    with pytest.raises(scitex_io.ObjectError, match=message):
        scitex_io.save(obj, tmp_path / "a.wav")


WAVES = sorted(file.name for file in (files("scipy.io") / "tests" / "data").iterdir() if file.name.endswith(".wav"))


@pytest.mark.parametrize("name", WAVES)
def test_a_wav_of_others_is_read_or_refused(name):
    with scipys(name) as path, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            rate, samples = scitex_io.load(path)
        except scitex_io.FormatError as error:
            assert name in str(error)  # noqa: PT017  # a value is as good
        else:
            assert (rate, samples.size > 0) == (int(name.split("-")[1].removesuffix("Hz")), "no-data" not in name)


# volumes


@pytest.mark.parametrize("name", ["anatomical.nii", "functional.nii", "example4d.nii.gz", "example_nifti2.nii.gz"])
def test_a_volume_of_others_is_written_as_it_was_read(tmp_path, name):
    with nibabels(name) as path:
        theirs, ours = nibabel.load(path), scitex_io.load(path)
        copy = scitex_io.load(scitex_io.save(ours, tmp_path / name))

        for image in (ours, copy):
            assert image.header == theirs.header
            np.testing.assert_array_equal(image.affine, theirs.affine)
            np.testing.assert_array_equal(image.get_fdata(), theirs.get_fdata(), strict=True)


def test_a_volume_is_in_memory_unless_asked_for(tmp_path):
    path = scitex_io.save(volume(), tmp_path / "a.nii")

    ours, lazy = scitex_io.load(path), scitex_io.load(path, lazy=True)
    expected = volume().get_fdata()
    np.testing.assert_array_equal(lazy.get_fdata(), expected)
    path.unlink()

    np.testing.assert_array_equal(ours.get_fdata(), expected)
    assert type(ours.dataobj) is np.ndarray


def test_an_array_is_a_volume_with_an_affine(tmp_path):
    affine = np.diag([2.0, 2.0, 2.0, 1.0])

    image = scitex_io.load(scitex_io.save(np.ones((2, 3, 4), "float32"), tmp_path / "a.nii.gz", affine=affine))

    assert (image.shape, image.get_data_dtype(), image.affine.tolist()) == ((2, 3, 4), "float32", affine.tolist())


def test_a_volume_bears_no_time_and_no_name(tmp_path):
    content = scitex_io.save(volume(), tmp_path / "a.nii.gz").read_bytes()

    assert (content[3:8], content[:2]) == (b"\0" * 5, b"\x1f\x8b")


def test_saving_a_volume_leaves_it_as_it_is(tmp_path):
    image = volume()
    header = image.header.copy()

    scitex_io.save(image, tmp_path / "a.nii", dtype="float32")

    assert (image.header == header, image.file_map["image"].fileobj) == (True, None)


def test_numbers_that_the_header_would_round_are_refused(tmp_path):
    image = nibabel.Nifti1Image(np.full((2, 2, 2), 0.3), np.eye(4), volume().header)

    with pytest.raises(scitex_io.ObjectError, match="are float64, and the header of the image says int16: say dtype="):
        scitex_io.save(image, tmp_path / "a.nii")

    path = scitex_io.save(image, tmp_path / "a.nii", dtype="float64")
    assert scitex_io.load(path).get_fdata()[0, 0, 0] == 0.3


def test_another_kind_of_volume_is_to_be_converted(tmp_path):
    image = nibabel.MGHImage(np.ones((2, 2, 2), "float32"), np.eye(4))

    with pytest.raises(scitex_io.ObjectError, match=r"not MGHImage: save nibabel\.Nifti1Image\.from_image"):
        scitex_io.save(image, tmp_path / "a.nii")


@pytest.mark.parametrize("extension", [".nii", ".nii.gz"])
def test_a_volume_larger_than_its_file_is_refused_before_there_is_room_for_it(tmp_path, extension):
    header = nibabel.Nifti1Header()
    header.set_data_shape((30000, 30000, 30000))
    header["magic"], header["vox_offset"] = b"n+1", 352
    content = header.binaryblock + bytes(100)
    if extension == ".nii.gz":
        import gzip

        content = gzip.compress(content)
    (tmp_path / f"a{extension}").write_bytes(content)

    with pytest.raises(scitex_io.FormatError, match=r"bytes are declared|times as large"):
        scitex_io.load(tmp_path / f"a{extension}")


def test_an_affine_goes_with_an_array(tmp_path):
    with pytest.raises(TypeError, match="an image has its own"):
        scitex_io.save(volume(), tmp_path / "a.nii", affine=np.eye(4))


# biosignals


def test_a_recording_comes_back_with_its_signals_and_annotations(tmp_path):
    found = scitex_io.load(scitex_io.save(recording(), tmp_path / "a.edf"))

    assert found.labels == ("EEG Fp1",)
    assert found.annotations == recording().annotations
    np.testing.assert_array_equal(found.signals[0].data, recording().signals[0].data)


def test_a_recording_is_in_memory_unless_asked_for(tmp_path):
    path = scitex_io.save(recording(), tmp_path / "a.edf")

    found, lazy = scitex_io.load(path), scitex_io.load(path, lazy=True)
    path.write_bytes(bytes(path.stat().st_size))

    assert found.signals[0].data.any()
    assert not np.diff(lazy.signals[0].data).any()


def test_a_bdf_is_known_by_its_first_bytes(tmp_path):
    signal = edfio.BdfSignal(np.sin(np.arange(300) / 10), 100, label="EEG")
    edfio.Bdf([signal]).write(tmp_path / "a.bdf")

    found = scitex_io.load(tmp_path / "a.bdf", format=".edf")

    np.testing.assert_array_equal(found.signals[0].data, signal.data)
    with pytest.raises(scitex_io.ObjectError, match=r"an edfio\.Edf, not Bdf"):
        scitex_io.save(found, tmp_path / "b.edf")


def test_a_recording_that_broke_off_is_read_with_a_warning(tmp_path):
    path = scitex_io.save(recording(), tmp_path / "a.edf")
    path.write_bytes(path.read_bytes()[:-100])

    with pytest.warns(UserWarning, match="Incomplete data record|header indicates 2 data records"):
        scitex_io.load(path)


# labelled arrays


def test_a_dataset_keeps_its_types(tmp_path):
    found = scitex_io.load(scitex_io.save(dataset(), tmp_path / "a.nc"))

    assert found.identical(dataset())
    assert {name: variable.dtype.kind for name, variable in found.variables.items()} == {
        **{"t": "f", "ok": "b", "x": "i", "name": "U", "time": "M"}
    }


def test_a_dataset_is_in_memory_and_its_file_closed_unless_asked_for(tmp_path):
    path = scitex_io.save(dataset(), tmp_path / "a.nc")

    found = scitex_io.load(path)
    with scitex_io.load(path, lazy=True) as lazy:
        assert lazy["t"].values.tolist() == dataset()["t"].values.tolist()
    path.unlink()

    assert found.identical(dataset())


@pytest.mark.parametrize("name", ["example_1.nc", "example_2.nc"])
def test_a_netcdf_3_of_others_is_read(name):
    with scipys(name) as path:
        assert scitex_io.load(path).sizes


def test_how_a_file_packs_its_numbers_is_forgotten(tmp_path):
    packed = {"t": {"dtype": "int16", "scale_factor": 0.1, "_FillValue": -9999, "zlib": True}}
    path = scitex_io.save(dataset(), tmp_path / "a.nc", encoding=packed)

    found = scitex_io.load(path)
    assert found["t"].encoding == {}
    found["t"][0, 0] = 1e6

    assert scitex_io.load(scitex_io.save(found, tmp_path / "b.nc"))["t"][0, 0] == 1e6


def test_a_group_of_a_file_can_be_read(tmp_path):
    path = scitex_io.save(dataset(), tmp_path / "a.nc", group="run/1")

    assert scitex_io.load(path, group="run/1").identical(dataset())


@pytest.mark.parametrize(
    ("obj", "message"),
    [
        (xr.DataArray([1.0]), r"has none: save array\.rename"),
        (xr.Dataset({"v": ("x", np.zeros(2, "complex64"))}), "netCDF cannot hold this Dataset: complex"),
        (xr.Dataset({"v": ("x", np.zeros(2, "float16"))}), "netCDF cannot hold this Dataset: .*float16"),
        (xr.Dataset({"v": ("x", np.array(["a", None], object))}), "'v' holds texts and other objects"),
        (xr.Dataset({"v": ("x", ["a\0b"])}), "'v' holds a text with a null character"),
        (xr.Dataset({"v": ("x", [1], {"scale_factor": 2})}), "the attribute 'scale_factor' of 'v' would change"),
        (xr.Dataset({"v": ("x", [1], {"units": "days since 2000-01-01"})}), "the attribute 'units' of 'v'"),
        (xr.Dataset(attrs={"a": b"x"}), "the attribute 'a' of the dataset is bytes"),
        (xr.Dataset(attrs={"a": None}), "netCDF cannot hold this Dataset: Invalid value for attr 'a'"),
        (xr.Dataset(attrs={"a": True}), "netCDF cannot hold this Dataset: illegal data type for attribute b'a'"),
        (xr.Dataset({1: ("x", [1])}), "netCDF cannot hold this Dataset: Invalid name 1"),
        (xr.Dataset({"a/b": ("x", [1])}), "Forward slashes"),
        (
            xr.Dataset(coords=xr.Coordinates.from_pandas_multiindex(pd.MultiIndex.from_tuples([(1, 2)]), "x")),
            "netCDF cannot hold this Dataset: .*MultiIndex",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_netcdf_cannot_hold_is_refused(tmp_path, obj, message):
    with pytest.raises(scitex_io.ObjectError, match=message):
        scitex_io.save(obj, tmp_path / "a.nc")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["link", "raw", "virtual"])
def test_a_netcdf_that_leads_outside_is_read_only_when_asked_to(tmp_path, kind):
    with h5py.File(tmp_path / "secret.h5", "w") as file:
        file["s"] = np.arange(3.0)
    np.arange(3.0).tofile(tmp_path / "secret.bin")
    with h5py.File(tmp_path / "a.nc", "w") as file:
        file.create_group("g").create_dataset("x", data=np.arange(3.0)).make_scale("x")
        if kind == "link":
            file["g/v"] = h5py.ExternalLink(str(tmp_path / "secret.h5"), "/s")
        elif kind == "raw":
            file["g"].create_dataset("v", (3,), "f8", external=[(str(tmp_path / "secret.bin"), 0, 24)])
        else:
            layout = h5py.VirtualLayout((3,), "f8")
            layout[:] = h5py.VirtualSource(str(tmp_path / "secret.h5"), "s", (3,))
            file["g"].create_virtual_dataset("v", layout)

    with pytest.raises(scitex_io.FormatError, match="g/v lies in another file: say external=True"):
        scitex_io.load(tmp_path / "a.nc", group="g")

    assert scitex_io.load(tmp_path / "a.nc", group="g", external=True)["v"].values.tolist() == [0, 1, 2]


def test_a_damaged_heap_is_refused_before_it_is_read_for_ever(tmp_path):
    path = scitex_io.save(dataset(), tmp_path / "a.nc")
    content = bytearray(path.read_bytes())
    heap = content.index(b"GCOL\1")
    content[heap + 24 : heap + 32] = (4097).to_bytes(8, "little")
    path.write_bytes(content)

    with pytest.raises(scitex_io.FormatError, match=r"a\.nc: damaged: an HDF5 heap has an object"):
        scitex_io.load(path)


def test_a_sound_heap_is_none_of_these(tmp_path):
    with h5py.File(tmp_path / "a.h5", "w") as file:
        for number in range(50):
            file[f"s{number}"] = ["x" * length for length in range(number * 7)]

    assert refuse_endless_heap(tmp_path / "a.h5") is None
