"""Plain data as YAML, safely: through PyYAML's C library where there is one.

Numbers such as `1e-3`, which YAML 1.1 takes for text, are read as numbers, as YAML 1.2 says.
"""

import re
from datetime import time
from pathlib import Path
from typing import Any

import yaml

from scitex_io.errors import FormatError, ObjectError
from scitex_io.plain import plain

SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
SafeDumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class Loader(SafeLoader):  # type: ignore[misc, valid-type]
    """PyYAML's safe loader, with the floats of YAML 1.2."""


Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)[eE][-+]?[0-9]+$"),
    list("-+.0123456789"),
)


class Dumper(SafeDumper):  # type: ignore[misc, valid-type]
    """PyYAML's safe dumper, which quotes text that `Loader` would take for a number."""


Dumper.yaml_implicit_resolvers = Loader.yaml_implicit_resolvers


def load(path: Path, **options: Any) -> Any:
    """Return the plain data of the one document in the file; there are no options.

    Anything but plain data, such as a Python object, is refused.
    """
    with path.open("rb") as file:
        try:
            return yaml.load(file, Loader=Loader, **options)
        except yaml.MarkedYAMLError as cause:
            raise FormatError(f"{path}{position(cause)}: {cause.problem or cause.context}") from cause
        except (yaml.YAMLError, UnicodeDecodeError, ValueError) as cause:
            raise FormatError(f"{path}: not YAML: {' '.join(str(cause).split())}") from cause


def save(obj: Any, path: Path, **options: Any) -> None:
    """Write plain data; options are those of `yaml.dump`."""
    options = {"sort_keys": False, "allow_unicode": True, "default_flow_style": False} | options
    data = plain(obj, leaf=time_as_text)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        try:
            yaml.dump(data, file, Dumper=Dumper, **options)
        except (yaml.YAMLError, UnicodeEncodeError) as cause:
            raise ObjectError(f"YAML cannot hold this {type(obj).__name__}: {cause}") from cause


def time_as_text(obj: Any) -> Any:
    """Return times of day, which YAML has no form for, in ISO 8601; dates stay dates."""
    return obj.isoformat() if isinstance(obj, time) else obj


def position(error: yaml.MarkedYAMLError) -> str:
    """Return `:line:column` of what the parser complains about, counted from 1."""
    mark = error.problem_mark or error.context_mark
    return f":{mark.line + 1}:{mark.column + 1}" if mark else ""
