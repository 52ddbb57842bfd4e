"""Arrays and tensors: npy, npz, safetensors, torch."""

from importlib.util import find_spec

import numpy as np

from conformance.objects import OBJECTS
from conformance.outcomes import becomes, equal, refused

ARRAYS = [name for name in OBJECTS if name.startswith("array ") and name not in ("array object", "array masked")]
# What numpy makes an array of by itself, and each element is what it was.
SCALARS = ["true", "int", "float", "nan", "infinity", "complex", "str", "empty str", "bytes"]
NUMPY_SCALARS = ["numpy float32", "numpy int64", "numpy bool", "numpy datetime"]
LIKE_ARRAYS = [*SCALARS, *NUMPY_SCALARS, "list", "empty list", "tuple"]
DICTS = ["dict of columns", "empty dict", "ordered dict", "unicode keys"]


def tensors():
    import torch

    return {"b": torch.arange(3), "w": torch.arange(6.0).reshape(2, 3)}


if find_spec("torch"):
    OBJECTS["tensors"] = tensors


def by_name(obj):
    return {name: np.array(value) for name, value in obj.items()}


def sorted_by_name(obj):
    return {name: np.array(obj[name]) for name in sorted(obj)}


def alone(obj):
    return {"arr_0": np.array(obj)}


ZIPPED = {
    **equal("dict of arrays"),
    **{name: becomes(by_name) for name in ["dict", *DICTS]},
    **{name: becomes(lambda obj: {"arr_0": obj}) for name in ARRAYS},
    **{name: becomes(alone) for name in LIKE_ARRAYS},
    "nested dict of arrays": refused(r"'layer' is a dict.* nested ones as \.h5"),
    "array object": refused("'arr_0' has no array form without a pickle"),
    "array masked": refused("'arr_0' has a mask"),
    "list of arrays": refused("'arr_0' is not an array"),
    "frame": refused("'arr_0' is a DataFrame.* .parquet"),
    "int keys": refused("have text for names, not int: 1"),
    "dict with none": refused("'a' is a NoneType"),
    "dict of big ints": refused("'a' has no array form"),
}
PICKLED = {
    **equal("tensors", "none", *SCALARS, "big int", "set", "tuple"),
    **equal("list", "mixed list", "empty list", "list of dicts"),
    **equal("dict", "nested dict", "dict with none", "int keys", "dict of big ints", *DICTS),
    "dict of arrays": refused(r"ndarray at a is no tensor.* save torch\.as_tensor"),
    "nested dict of arrays": refused(r"ndarray at layer\.w"),
    "list of arrays": refused(r"ndarray at \[0\]"),
    "numpy float32": refused(r"float32 at the top.*\.item\(\)"),
    "frame": refused("DataFrame at the top.* weights_only=False"),
}
OUTCOMES = {
    ".npy": {
        **equal("array 2-d", *ARRAYS),
        **{name: becomes(np.array) for name in LIKE_ARRAYS},
        "array object": refused("the array has no array form without a pickle"),
        "array masked": refused("the array has a mask"),
        "mixed list": refused("is not an array"),
        "dict of arrays": refused(r"arrays by name as \.npz"),
        "frame": refused(r"a table as \.csv or \.parquet"),
        "none": refused("the array is a NoneType"),
    },
    ".npz": ZIPPED,
    ".pt": PICKLED,
    ".pth": PICKLED,
    ".safetensors": {
        **equal("dict of arrays"),
        **{name: becomes(sorted_by_name) for name in DICTS},
        "tensors": becomes(lambda obj: {name: tensor.numpy() for name, tensor in obj.items()}),
        "dict": refused("'name' is of <U2, which .safetensors does not have: save it as .npz"),
        "array 2-d": refused("arrays by name, not ndarray: save {'name': array}"),
        "nested dict of arrays": refused("'layer' is a dict"),
    },
    ".zip": ZIPPED,
}
