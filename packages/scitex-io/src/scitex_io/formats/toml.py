"""A mapping of plain data as TOML: read by the standard library, written by tomli-w."""

import re
import tomllib
from datetime import date, time
from pathlib import Path
from typing import Any

from scitex_io.compression import reading, writing
from scitex_io.conversion.plain import Where, leaves, plain, refuse_unwritable
from scitex_io.errors import ObjectError
from scitex_io.libraries import optional

# Such a key would take tomllib minutes, as its time grows with the square of the number of parts.
LONG_KEY = re.compile(r"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){300}""")
STRING = re.compile(r'"""(?:\\.|[^\\])*?"""|"(?:\\.|[^"\\\n])*+"|' + r"'''.*?'''|'[^'\n]*+'", re.DOTALL)


def load(path: Path, **options: Any) -> dict[str, Any]:
    """Return the mapping.

    Parameters
    ----------
    path : Path
        The file, in UTF-8.
    **options
        Those of `tomllib.loads`: `parse_float=decimal.Decimal`.
    """
    with reading(path) as file:
        text = file.read().decode("utf-8-sig")
    if LONG_KEY.search(text) and LONG_KEY.search(STRING.sub("a", text)):
        raise ValueError("a key has more than 300 parts")
    return tomllib.loads(text, **options)


def save(obj: Any, path: Path, **options: Any) -> None:
    """Write a mapping of plain data; dates, times and datetimes, NaN and infinities are kept.

    TOML has no null, no keys but text, and no integers of more than 64 bits: these are refused.

    Parameters
    ----------
    obj : mapping or dataclass
        What has a plain form: see `scitex_io.conversion.plain`.
    path : Path
        The file.
    **options
        Those of `tomli_w.dumps`: `indent=4` of arrays, and `multiline_strings=True`, which is easier to read but makes
        every line end within a text a newline.
    """
    tomli_w = optional("tomli_w", extra="toml", purpose="writing .toml")
    data = plain(obj, keep=(date, time), key=refuse_key)
    if not isinstance(data, dict):
        raise ObjectError(f"a .toml holds a mapping, not {type(obj).__name__}: save {{'name': obj}}")
    for where, value in leaves(data):
        refuse_value(value, where)
    try:
        content = tomli_w.dumps(data, **options).encode()
    except RecursionError as cause:
        raise ObjectError(f"this {type(obj).__name__} is nested too deeply") from cause
    except UnicodeEncodeError:
        refuse_unwritable(data)
        raise
    with writing(path) as file:
        file.write(content)


def refuse_key(key: Any, where: Where | None) -> None:
    """Raise for a key that is no text: written as one, it would not come back."""
    raise ObjectError(f"{key!r} is a key in {where or 'the top'}: the keys of a .toml are text: use str(key)")


def refuse_value(value: Any, where: Where | None) -> None:
    """Raise for a scalar that TOML has no form for."""
    if value is None:
        raise ObjectError(f"None at {where}: TOML has no null: leave the key out, or save as .yaml or .json")
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise ObjectError(f"the int at {where} has more than the 64 bits of TOML: save it as text, or as .json")
    if isinstance(value, time) and value.tzinfo:
        raise ObjectError(f"the time at {where} has a time zone, as no time in TOML has: save it as text")
