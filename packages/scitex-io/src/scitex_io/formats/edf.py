"""Biosignals as EDF and EDF+, through edfio: digital values, scaling and annotations as they are in the file."""

from pathlib import Path
from typing import Any

import edfio

from scitex_io.complete import checked
from scitex_io.errors import ObjectError

BDF = b"\xffBIOSEMI"


def load(path: Path, *, lazy: bool = False, **options: Any) -> Any:
    """Return the recording.

    Parameters
    ----------
    path : Path
        The file; a BDF is recognised by its first bytes.
    lazy : bool, optional
        Whether to leave the signals in the file, which is read where they are touched.
    **options
        Those of `edfio.read_edf`: `header_encoding="latin-1"` for names that are not ASCII.

    Returns
    -------
    edfio.Edf or edfio.Bdf
        With `signals`, each with `label`, `sampling_frequency` and `data`, and with `annotations`.

    Raises
    ------
    FormatError
        If it is not EDF, or damaged.
    """
    with path.open("rb") as file:
        is_bdf = file.read(len(BDF)) == BDF
    if is_bdf:
        return edfio.read_bdf(path, **options)
    return edfio.read_edf(path, lazy_load_data=lazy, **options)


def save(obj: Any, path: Path) -> None:
    """Write a recording.

    Parameters
    ----------
    obj : edfio.Edf
        The recording: `edfio.Edf([edfio.EdfSignal(data, sampling_frequency, label=…), …])`.
    path : Path
        The file.

    Raises
    ------
    ObjectError
        If `obj` is anything else.
    """
    if not isinstance(obj, edfio.Edf):
        raise ObjectError(
            f"an .edf holds an edfio.Edf, not {type(obj).__name__}: save edfio.Edf([edfio.EdfSignal(…), …])"
        )
    with checked(path) as file:
        obj.write(file)
