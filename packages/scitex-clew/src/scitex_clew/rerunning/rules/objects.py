"""Files of any other format, compared by what `scitex_io.load` makes of them: arrays, tables, pictures, trees of these.

A pickle runs what it names when it is loaded, as it did when the script wrote it.
"""

import math
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import scitex_io
from scitex_clew.rerunning.comparison import Difference, Pair
from scitex_clew.rerunning.rules.text import are_close, relative
from scitex_clew.rerunning.tolerance import EXACT, Tolerance

PICTURES = (".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp")
PLACES = 60


class Different(Exception):
    """Two objects differ, and where they do first."""


def compare(pair: Pair, tolerance: Tolerance) -> Difference:
    """Return how two files differ by the objects in them."""
    picture = pair.name.lower().endswith(PICTURES)
    try:
        before, after = loaded(pair.name, pair.before), loaded(pair.name, pair.after)
        largest = distance(before, after, EXACT if picture else tolerance, "")
    except Different as found:
        return Difference(False, str(found))
    except Exception as error:  # the border to other people's code, which a pickle may run
        return Difference(False, f"the bytes differ, and what they mean cannot be told: {error}")
    if picture:
        return Difference(True, "the pixels are the same, only metadata or compression differ")
    if largest == 0:
        return Difference(True, "the objects are equal, only metadata or compression differ")
    return Difference(True, f"numbers differ by {largest:.1e} of themselves at most")


def loaded(name: str, content: bytes) -> Any:
    """Return the object in a file of this name."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, PurePosixPath(name).name)
        path.write_bytes(content)
        return scitex_io.load(path)


def distance(before: Any, after: Any, tolerance: Tolerance, place: str) -> float:
    """Return the largest relative difference of the numbers in two objects.

    Raises
    ------
    Different
        If one is beyond the tolerance, or something else differs.
    """
    if before is after:
        return 0.0
    before, after = as_array(before), as_array(after)
    if type(before) is not type(after):
        raise Different(f"{place}{type(before).__name__} → {type(after).__name__}")
    return next(measure for fits, measure in MEASURES if fits(before))(before, after, tolerance, place)


def as_array(value: Any) -> Any:
    """Return a tensor of torch as an array of numpy, anything else as it is."""
    return value.detach().cpu().numpy() if hasattr(value, "detach") and hasattr(value, "numpy") else value


def of_mappings(before: Any, after: Any, tolerance: Tolerance, place: str) -> float:
    """Measure two mappings."""
    if before.keys() != after.keys():
        raise Different(f"{place}keys {list(before)} → {list(after)}")
    return max((distance(before[key], after[key], tolerance, f"{place}{key}: ") for key in before), default=0.0)


def of_sequences(before: Any, after: Any, tolerance: Tolerance, place: str) -> float:
    """Measure two lists or tuples."""
    if len(before) != len(after):
        raise Different(f"{place}{len(before)} items → {len(after)}")
    pairs = enumerate(zip(before, after, strict=True))
    return max((distance(one, other, tolerance, f"{place}[{number}] ") for number, (one, other) in pairs), default=0.0)


def of_tables(before: Any, after: Any, tolerance: Tolerance, place: str) -> float:
    """Measure two tables, or two columns, of pandas."""
    if not before.index.equals(after.index):
        raise Different(f"{place}the index differs")
    if not hasattr(before, "columns"):
        return distance(before.to_numpy(), after.to_numpy(), tolerance, place)
    if list(before.columns) != list(after.columns):
        raise Different(f"{place}columns {list(before.columns)} → {list(after.columns)}")
    columns = enumerate(before.columns)
    return max(
        (
            distance(before.iloc[:, number].to_numpy(), after.iloc[:, number].to_numpy(), tolerance, f"{place}{name}: ")
            for number, name in columns
        ),
        default=0.0,
    )


def of_arrays(before: Any, after: Any, tolerance: Tolerance, place: str) -> float:
    """Measure two arrays of numpy, or two of its scalars."""
    if (before.shape, before.dtype) != (after.shape, after.dtype):
        raise Different(f"{place}{before.dtype} {before.shape} → {after.dtype} {after.shape}")
    if before.dtype.kind in "OV":
        return distance(before.tolist(), after.tolist(), tolerance, place)
    before, after = before.reshape(before.shape or (1,)), after.reshape(after.shape or (1,))
    apart = (before != after) & ~((before != before) & (after != after))
    if not apart.any():
        return 0.0
    if before.dtype.kind not in "fc":
        raise Different(f"{place}{first(before, after, apart)}")
    one, other = before[apart], after[apart]
    size, difference = abs(one), abs(other - one)
    larger = size + (abs(other) - size).clip(0)
    near = (difference <= tolerance.relative * larger) | (difference <= tolerance.absolute)
    beyond = ~near | (larger == math.inf)
    if beyond.any():
        apart[apart] = beyond
        raise Different(f"{place}{first(before, after, apart)}")
    return float((difference / larger).max())


def first(before: Any, after: Any, apart: Any) -> str:
    """Return how many elements of two arrays differ, and the first that does."""
    place = tuple(int(axis[0]) for axis in apart.nonzero())
    return (
        f"{int(apart.sum())} of {before.size} elements differ, first at {list(place)}, {before[place]} → {after[place]}"
    )


def of_numbers(before: Any, after: Any, tolerance: Tolerance, place: str) -> float:
    """Measure two numbers."""
    if before == after or (before != before and after != after):
        return 0.0
    if are_close(before, after, tolerance):
        return relative(before, after)
    raise Different(f"{place}{before} → {after}")


def of_others(before: Any, after: Any, tolerance: Tolerance, place: str) -> float:
    """Measure two objects of any other class: by their attributes, unless they say themselves that they are equal."""
    if before == after:
        return 0.0
    own = getattr(before, "__dict__", None)
    if own:
        return of_mappings(own, after.__dict__, tolerance, place)
    raise Different(f"{place}{str(before)[:PLACES]} → {str(after)[:PLACES]}")


MEASURES: tuple[tuple[Callable[[Any], bool], Callable[[Any, Any, Tolerance, str], float]], ...] = (
    (lambda value: isinstance(value, Mapping), of_mappings),
    (lambda value: isinstance(value, list | tuple), of_sequences),
    (lambda value: hasattr(value, "iloc"), of_tables),
    (lambda value: hasattr(value, "dtype") and hasattr(value, "tolist"), of_arrays),
    (lambda value: isinstance(value, float | complex), of_numbers),
    (lambda value: True, of_others),
)
