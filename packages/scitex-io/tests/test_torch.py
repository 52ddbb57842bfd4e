"""Tensors: pt, and safetensors of tensors."""

import os
import pickle
import zipfile
from collections import OrderedDict

import numpy as np
import pytest
from conformance.comparison import assert_same

import scitex_io

torch = pytest.importorskip("torch")


class Hostile:
    def __reduce__(self):
        return os.system, ("touch pwned",)


def test_the_state_of_a_model_comes_back_equal(tmp_path):
    model = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.BatchNorm1d(2))

    path = scitex_io.save(model.state_dict(), tmp_path / "model.pt")

    found = scitex_io.load(path)
    assert isinstance(found, OrderedDict)
    assert_same(dict(found), dict(model.state_dict()))


def test_a_checkpoint_comes_back_equal(tmp_path):
    model = torch.nn.Linear(2, 1)
    optimizer = torch.optim.Adam(model.parameters())
    model(torch.ones(1, 2)).sum().backward()
    optimizer.step()
    checkpoint = {"epoch": 3, "loss": [0.5, 0.25], "optimizer": optimizer.state_dict(), "seed": torch.get_rng_state()}

    assert_same(scitex_io.load(scitex_io.save(checkpoint, tmp_path / "c.pth")), checkpoint)


@pytest.mark.parametrize("dtype", ["bfloat16", "float8_e4m3fn", "complex64", "bool", "uint8", "float16"])
def test_a_tensor_of_any_type_comes_back_equal(tmp_path, dtype):
    tensor = torch.tensor([0, 1, 1]).to(getattr(torch, dtype))

    found = scitex_io.load(scitex_io.save(tensor, tmp_path / "a.pt"))

    assert (found.dtype, found.to(torch.complex64).tolist()) == (tensor.dtype, [0, 1, 1])


def test_tensors_that_share_memory_still_do(tmp_path):
    tensor = torch.arange(4)

    a, b = scitex_io.load(scitex_io.save([tensor, tensor[1:]], tmp_path / "a.pt"))

    a[1] = 7
    assert b.tolist() == [7, 2, 3]


@pytest.mark.parametrize(
    ("obj", "message"),
    [
        (torch.nn.Linear(1, 1), r"Linear at the top .* save model\.state_dict\(\)"),
        ({"a": [np.eye(2)]}, r"ndarray at a\[0\] .* save torch\.as_tensor"),
        ({"a": {"b": np.float32(1)}}, r"float32 at a\.b .* save its \.item\(\)"),
        ({"a": frozenset([1])}, "frozenset at a"),
        ({np.int64(1): 2}, "int64 at the key"),
        ({"a": 2**3000}, "int at a"),
        ({"a": Hostile()}, "Hostile at a .* weights_only=False here"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_would_not_be_loaded_is_refused_by_its_key_path(tmp_path, obj, message):
    with pytest.raises(scitex_io.ObjectError, match=message):
        scitex_io.save(obj, tmp_path / "a.pt")

    assert list(tmp_path.iterdir()) == []


def test_any_object_can_be_saved_and_loaded_by_saying_so_twice(tmp_path):
    path = scitex_io.save({"x": np.arange(2)}, tmp_path / "a.pt", weights_only=False)

    with pytest.raises(scitex_io.FormatError, match=r"holds numpy.*: say weights_only=False if you trust"):
        scitex_io.load(path)
    assert_same(scitex_io.load(path, weights_only=False), {"x": np.arange(2)})


def test_what_cannot_be_pickled_at_all_is_refused(tmp_path):
    with pytest.raises(scitex_io.ObjectError, match="cannot be pickled"):
        scitex_io.save({"f": lambda: 1}, tmp_path / "a.pt", weights_only=False)

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("old", [False, True])
def test_a_hostile_file_runs_no_code(tmp_path, monkeypatch, old):
    monkeypatch.chdir(tmp_path)
    torch.save({"a": Hostile()}, "a.pt", _use_new_zipfile_serialization=not old)

    with pytest.raises(scitex_io.FormatError, match=r"a\.pt: holds (posix|nt)\.system, and loading that can run code"):
        scitex_io.load("a.pt")

    assert not (tmp_path / "pwned").exists()


def test_a_bare_pickle_runs_no_code(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.pt").write_bytes(pickle.dumps(Hostile(), protocol=2))

    with pytest.raises(scitex_io.FormatError, match=r"a\.pt"):
        scitex_io.load("a.pt")

    assert not (tmp_path / "pwned").exists()


def test_a_file_that_would_become_far_too_large_is_refused(tmp_path, monkeypatch):
    with zipfile.ZipFile(tmp_path / "a.pt", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("archive/data/0", bytes(1_000_000))
    monkeypatch.setattr("scitex_io.compression.BOMB_SIZE", 1000)

    with pytest.raises(scitex_io.FormatError, match="200 times as large"):
        scitex_io.load(tmp_path / "a.pt")


def test_the_bytes_do_not_tell_the_name_of_the_file(tmp_path):
    (tmp_path / "ü").mkdir()

    one = scitex_io.save({"a": torch.eye(2)}, tmp_path / "one.pt")
    other = scitex_io.save({"a": torch.eye(2)}, tmp_path / "ü" / "other.pth")

    assert one.read_bytes() == other.read_bytes()
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["one.pt", "other.pth", "ü"]


def test_tensors_can_stay_in_their_file_or_go_to_a_device(tmp_path):
    path = scitex_io.save({"a": torch.arange(3)}, tmp_path / "a.pt")

    assert scitex_io.load(path, mmap=True)["a"].tolist() == [0, 1, 2]
    assert scitex_io.load(path, map_location="meta")["a"].device.type == "meta"


def test_tensors_of_safetensors_come_back_as_tensors_when_asked_for(tmp_path):
    tensors = {"a": torch.eye(2, dtype=torch.bfloat16), "t": torch.arange(6).reshape(2, 3).T}

    path = scitex_io.save(tensors, tmp_path / "a.safetensors")

    assert_same(scitex_io.load(path, framework="pt"), tensors)
    with pytest.raises(scitex_io.FormatError, match="'a' is of BF16, which numpy does not have: say framework="):
        scitex_io.load(path)


@pytest.mark.parametrize(
    ("tensors", "message"),
    [
        ({"a": torch.eye(2).to_sparse()}, "sparse"),
        ({"a": torch.zeros(2, dtype=torch.complex128)}, "complex128"),
        ({"a": torch.eye(2), "b": np.eye(2)}, "'b' is a ndarray among tensors"),
        ({"a": torch.zeros(2, device="meta")}, "cannot hold this"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_tensors_that_safetensors_cannot_hold_are_refused(tmp_path, tensors, message):
    with pytest.raises(scitex_io.ObjectError, match=message):
        scitex_io.save(tensors, tmp_path / "a.safetensors")


def test_tensors_that_share_memory_are_refused_in_safetensors(tmp_path):
    tensor = torch.eye(2)

    with pytest.raises(scitex_io.ObjectError, match="share memory"):
        scitex_io.save({"a": tensor, "b": tensor}, tmp_path / "a.safetensors")
