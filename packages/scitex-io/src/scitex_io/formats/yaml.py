"""Plain data as YAML, safely: through PyYAML's C library where there is one.

Read is YAML 1.1, and numbers such as `1e-3`, which it takes for text, are numbers as in YAML 1.2. Written is what
readers of either version understand alike: text that one of them would take for something else is quoted.
"""

import re
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from scitex_io.compression import reading, writing
from scitex_io.conversion.plain import plain, refuse_unwritable
from scitex_io.errors import FormatError, ObjectError

SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
SafeDumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
TAG = "tag:yaml.org,2002:"
MAX_DEPTH = 500
MAX_EXPANSION = 1_000_000
MAX_EXPANSION_RATIO = 100


class Loader(SafeLoader):  # type: ignore[misc, valid-type]
    """PyYAML's safe loader, with the floats of YAML 1.2, that refuses a key that is there twice."""

    def __init__(self, stream: Any) -> None:
        super().__init__(stream)
        self.flat: set[int] = set()

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        """Put the entries that `<<` merges in before the mapping's own, which are unique.

        Of a key in several mappings that are merged, the first mapping's value counts (https://yaml.org/type/merge.html);
        PyYAML 6.0.4 takes another one.
        """
        if id(node) in self.flat:
            return
        self.flat.add(id(node))
        self.refuse_duplicates(node)
        own: list[tuple[yaml.Node, yaml.Node]] = []
        merged: dict[Any, tuple[yaml.Node, yaml.Node]] = {}
        for key, value in node.value:
            if key.tag == f"{TAG}merge":
                for mapping in reversed(mappings_of(value)):
                    self.flatten_mapping(mapping)
                    merged |= {self.identity(pair[0]): pair for pair in mapping.value}
            else:
                own.append((key, value))
        overridden = {self.identity(key) for key, _ in own}
        node.value = [pair for key, pair in merged.items() if key not in overridden] + own

    def identity(self, key: yaml.Node) -> Any:
        """Return what two keys have in common that are equal."""
        return (self.construct_object(key),) if isinstance(key, yaml.ScalarNode) else id(key)

    def refuse_duplicates(self, node: yaml.MappingNode) -> None:
        """Raise an error at the second of two keys that are equal."""
        own = [key for key, _ in node.value if isinstance(key, yaml.ScalarNode) and key.tag != f"{TAG}merge"]
        values = [self.construct_object(key) for key in own]
        if len(set(values)) != len(values):
            second = next(i for i, value in enumerate(values) if value in values[:i])
            raise yaml.MarkedYAMLError(
                problem=f"the key {values[second]!r} is there twice", problem_mark=own[second].start_mark
            )


def mappings_of(merged: yaml.Node) -> list[yaml.MappingNode]:
    """Return the mappings that a `<<` names: one, or a list of them."""
    found: list[Any] = merged.value if isinstance(merged, yaml.SequenceNode) else [merged]
    for node in found:
        if not isinstance(node, yaml.MappingNode):
            raise yaml.MarkedYAMLError(problem="'<<' takes a mapping, or a list of them", problem_mark=node.start_mark)
    return found


Loader.add_implicit_resolver(
    f"{TAG}float",
    re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)[eE][-+]?[0-9]+$"),
    list("-+.0123456789"),
)
Loader.add_constructor(f"{TAG}value", SafeLoader.construct_yaml_str)  # a lone `=`, which PyYAML recognises in vain


class Dumper(SafeDumper):  # type: ignore[misc, valid-type]
    """PyYAML's safe dumper, which quotes text that a reader of any version would take for something else."""

    def ignore_aliases(self, data: Any) -> bool:
        """Say that an object that is there twice is written twice: other programs may not know aliases."""
        return True


def represent_text(dumper: Any, text: str) -> yaml.ScalarNode:
    """Return the node of a text; PyYAML without its C library would lose the line end of mainframes otherwise."""
    return dumper.represent_scalar(f"{TAG}str", text, style='"' if "\x85" in text else None)  # type: ignore[no-any-return]


Dumper.add_representer(str, represent_text)
Dumper.yaml_implicit_resolvers = {first: [*rows] for first, rows in Loader.yaml_implicit_resolvers.items()}
Dumper.add_implicit_resolver(
    f"{TAG}int",
    re.compile(r"([-+]?\.?[0-9]+|0o[0-7]+|[yYnN])$"),  # 08, -.5, 0o10 of YAML 1.2, and bools that PyYAML leaves out
    list("-+.0123456789yYnN"),
)


def load(path: Path, **options: Any) -> Any:
    """Return the plain data of the one document in the file; there are no options.

    Anything but plain data, such as a Python object, is refused, and so is a key that is there twice, an alias within
    its own anchor, and aliases that make far more of the file than it is.
    """
    with reading(path) as file:
        content = file.read()
    try:
        refuse_traps(content)
        return yaml.load(content, Loader=Loader, **options)
    except yaml.MarkedYAMLError as cause:
        raise FormatError(f"{path}{position(cause)}: {cause.problem or cause.context}") from cause


def save(obj: Any, path: Path, **options: Any) -> None:
    """Write plain data, in the order of the mappings.

    Parameters
    ----------
    obj : object
        What has a plain form: see `scitex_io.conversion.plain`. Dates, datetimes and bytes are kept.
    path : Path
        The file.
    **options
        Those of `yaml.dump`, such as `sort_keys=True`, `default_flow_style=None`, `width=120`.
    """
    style: dict[str, Any] = {
        "sort_keys": False,
        "allow_unicode": True,
        "default_flow_style": False,
        "encoding": "utf-8",
    }
    data = plain(obj, keep=(bytes, date))
    with writing(path) as file:
        try:
            yaml.dump(data, file, Dumper=Dumper, **(style | options))
        except RecursionError as cause:
            raise ObjectError(f"this {type(obj).__name__} is nested too deeply") from cause
        except (yaml.YAMLError, ValueError) as cause:
            refuse_unwritable(data)
            raise ObjectError(f"YAML cannot hold this {type(obj).__name__}: {cause}") from cause


def refuse_traps(content: bytes) -> None:
    """Raise an error at what would overflow the stack of the C library, or the memory of who prints the data."""
    if is_harmless(content):
        return
    sizes: dict[str | None, int] = {}
    within: list[tuple[str | None, int]] = []  # the anchor of each collection that is open, and the size before it
    size = 0
    for event in yaml.parse(content, Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            within.append((event.anchor, size))
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = within.pop()
            sizes[anchor] = size - before
        elif isinstance(event, yaml.ScalarEvent):
            sizes[event.anchor] = 1
        elif isinstance(event, yaml.AliasEvent):
            if any(anchor == event.anchor for anchor, _ in within):
                raise trap(f"*{event.anchor} contains itself", event)
            size += sizes.get(event.anchor, 0)
        size += 1
        if len(within) > MAX_DEPTH:
            raise trap(f"nested more than {MAX_DEPTH} deep", event)
        if size > max(MAX_EXPANSION, MAX_EXPANSION_RATIO * len(content)):
            raise trap("the aliases make too much of this file", event)


def trap(problem: str, event: Any) -> yaml.MarkedYAMLError:
    """Return the error for what is at an event of the parser."""
    return yaml.MarkedYAMLError(problem=problem, problem_mark=event.start_mark)


def is_harmless(content: bytes) -> bool:
    """Say whether the bytes alone show that there are no aliases and no deep nesting.

    A level takes a bracket, or a column of indentation, in which there can be a mapping and a list.
    """
    columns = max(map(len, content.split(b"\n")))
    depth = content.count(b"[") + content.count(b"{") + 2 * columns
    return depth < MAX_DEPTH and b"*" not in content and b"\0" not in content  # a NUL tells of UTF-16


def position(error: yaml.MarkedYAMLError) -> str:
    """Return `:line:column` of what the parser complains about, counted from 1."""
    mark = error.problem_mark or error.context_mark
    return f":{mark.line + 1}:{mark.column + 1}" if mark else ""
