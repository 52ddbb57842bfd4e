"""One YAML file as a tree of values that know their line.

The file is composed into PyYAML's nodes, which carry their positions, and constructed from there: duplicate keys
are seen, anchors and merge keys work, environment variables are substituted before YAML decides what a plain
scalar is, so that `${PORT}` can be an int.
"""

import re
from pathlib import Path
from typing import Any

import yaml

from scitex_config.errors import ConfigSyntaxError, ConfigUnreadableError
from scitex_config.substitution import substitute
from scitex_config.value import Source, Value

SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MERGE = "tag:yaml.org,2002:merge"


class Loader(SafeLoader):  # type: ignore[misc, valid-type]
    """PyYAML's safe loader, with the floats of YAML 1.2, such as `1e-3`."""


Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)[eE][-+]?[0-9]+$"),
    list("-+.0123456789"),
)


def read_document(file: Path, origin: str) -> Value:
    """Return the mapping that the file holds; an empty file is an empty mapping.

    Parameters
    ----------
    file : Path
        The file to read.
    origin : str
        What its values name as their source.

    Raises
    ------
    ConfigSyntaxError
        If it is not one YAML mapping with unique keys.
    ConfigUnreadableError
        If it cannot be read.
    UnsetVariableError
        If it names an environment variable that is not set.
    """
    try:
        content = file.read_bytes()
    except OSError as cause:
        raise ConfigUnreadableError(f"{origin}: cannot be read: {cause.strerror}") from cause
    try:
        loader = Loader(content)
        try:
            root = loader.get_single_node()
            return Document(loader, origin).top(root)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as cause:
        mark = cause.problem_mark or cause.context_mark
        where = f"{origin}:{mark.line + 1}:{mark.column + 1}" if mark else origin
        raise ConfigSyntaxError(f"{where}: {cause.problem or cause.context}") from cause
    except RecursionError as cause:
        raise ConfigSyntaxError(f"{origin}: nested too deeply") from cause
    except yaml.YAMLError as cause:
        raise ConfigSyntaxError(f"{origin}: not YAML: {' '.join(str(cause).split())}") from cause


def parse_scalar(text: str) -> Any:
    """Return what YAML makes of `text`: a number, a bool, None, a list, a mapping, or the text.

    Raises
    ------
    ConfigSyntaxError
        If it is not YAML.
    """
    try:
        return yaml.load(text, Loader=Loader)
    except (yaml.YAMLError, ValueError) as cause:
        raise ConfigSyntaxError(f"{text!r} is not YAML: {' '.join(str(cause).split())}") from cause


class Document:
    """The construction of one document's values from its nodes.

    Parameters
    ----------
    loader : Loader
        What composed the nodes.
    origin : str
        The name of the file.
    """

    def __init__(self, loader: Any, origin: str) -> None:
        self.loader = loader
        self.origin = origin
        self.built: dict[int, Value | None] = {}

    def source(self, node: yaml.Node) -> Source:
        """Return file and line of `node`."""
        return Source(self.origin, node.start_mark.line + 1)

    def top(self, root: yaml.Node | None) -> Value:
        """Return the top level, which is a mapping."""
        if root is None or (isinstance(root, yaml.ScalarNode) and root.tag == "tag:yaml.org,2002:null"):
            return Value({}, Source(self.origin))
        if not isinstance(root, yaml.MappingNode):
            kind = "a list" if isinstance(root, yaml.SequenceNode) else "a single value"
            raise ConfigSyntaxError(f"{self.source(root)}: the top level is {kind}, expected a mapping (KEY: value)")
        return self.value(root)

    def value(self, node: yaml.Node) -> Value:
        """Return the value of any node; an anchor and its aliases are built once."""
        if id(node) in self.built:
            if (built := self.built[id(node)]) is None:
                raise ConfigSyntaxError(f"{self.source(node)}: an anchor that contains itself")
            return built
        self.built[id(node)] = None
        if isinstance(node, yaml.MappingNode):
            self.refuse_tag(node, "map")
            content: Any = self.mapping(node)
        elif isinstance(node, yaml.SequenceNode):
            self.refuse_tag(node, "seq")
            content = [self.value(child).plain() for child in node.value]
        else:
            assert isinstance(node, yaml.ScalarNode)
            content = self.scalar(node)
        self.built[id(node)] = value = Value(content, self.source(node))
        return value

    def mapping(self, node: yaml.MappingNode) -> dict[Any, Value]:
        """Return a mapping's entries; each is where its key stands."""
        self.refuse_duplicates(node)
        self.loader.flatten_mapping(node)
        entries = {}
        for key_node, value_node in node.value:
            key = self.loader.construct_object(key_node)
            if isinstance(key, (dict, list)):
                raise ConfigSyntaxError(f"{self.source(key_node)}: a key is a {type(key).__name__}, expected a name")
            entries[key] = Value(self.value(value_node).value, self.source(key_node))
        return entries

    def refuse_tag(self, node: yaml.CollectionNode, expected: str) -> None:
        """Raise if a collection is tagged as something else than plain data."""
        if node.tag != f"tag:yaml.org,2002:{expected}":
            raise ConfigSyntaxError(f"{self.source(node)}: the tag {node.tag!r} is not plain data: remove it")

    def refuse_duplicates(self, node: yaml.MappingNode) -> None:
        """Raise if a key stands twice in one mapping."""
        seen: dict[str, Source] = {}
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.tag != MERGE:
                if key.value in seen:
                    raise ConfigSyntaxError(
                        f"{self.source(key)}: the key {key.value!r} stands twice, first at {seen[key.value]}: "
                        "remove one"
                    )
                seen[key.value] = self.source(key)

    def scalar(self, node: yaml.ScalarNode) -> Any:
        """Return a scalar, its environment variables substituted."""
        if "$" in node.value:
            text = substitute(node.value, self.source(node))
            plain = node.style in (None, "")  # the C library says '', the Python one None
            tag = self.loader.resolve(yaml.ScalarNode, text, (True, False)) if plain else node.tag
            node = yaml.ScalarNode(tag, text, node.start_mark, node.end_mark, node.style)
        try:
            return self.loader.construct_object(node)
        except ValueError as cause:
            raise ConfigSyntaxError(f"{self.source(node)}: {node.value!r}: {cause}") from cause
        except (AttributeError, KeyError) as cause:  # PyYAML's answer to a tag that does not fit, as in `!!bool 7`
            raise ConfigSyntaxError(f"{self.source(node)}: {node.value!r} is not of type {node.tag!r}") from cause
