"""One YAML file as a tree of values that know their line.

The file is composed into PyYAML's nodes, which carry their positions, and constructed from there: duplicate keys
are seen, anchors and merge keys work, environment variables are substituted before YAML decides what a plain
scalar is, so that `${PORT}` can be an int.
"""

import re
from pathlib import Path
from typing import Any, ClassVar

import yaml

from scitex_config.errors import ConfigSyntaxError, ConfigUnreadableError
from scitex_config.substitution import substitute
from scitex_config.value import Source, Value

SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MERGE = "tag:yaml.org,2002:merge"


NUMBERS = {
    "tag:yaml.org,2002:float": r"[-+]?(\.[0-9][0-9_]*|[0-9][0-9_]*\.[0-9_]*|[0-9][0-9_]*(?=[eE]))([eE][-+]?[0-9]+)?$"
    r"|[-+]?\.(inf|Inf|INF)$|\.(nan|NaN|NAN)$",
    "tag:yaml.org,2002:int": r"[-+]?(0b[01_]+|0x[0-9a-fA-F_]+|0[0-7_]+|0|[1-9][0-9_]*)$",
}
MAX_DEPTH = 200
TEXT_AS_KEY = ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:null")


class Loader(SafeLoader):  # type: ignore[misc, valid-type]
    """PyYAML's safe loader, with the numbers of YAML 1.2: `1e-3` is one, `12:30` is text and not 750."""

    yaml_implicit_resolvers: ClassVar = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag not in NUMBERS]
        for first, resolvers in SafeLoader.yaml_implicit_resolvers.items()
    }


for tag, pattern in NUMBERS.items():
    Loader.add_implicit_resolver(tag, re.compile(pattern), list("-+.0123456789"))


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
        refuse_depth(content)
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
        raise ConfigSyntaxError(undecodable(content, origin, cause)) from cause


def refuse_depth(content: bytes) -> None:
    """Raise an error at nesting that would overflow the stack of the C library, as PyYAML lets it before 6.0.4.

    A level takes a bracket, or a column of indentation, in which there can be a mapping and a list.
    """
    columns = max(map(len, content.split(b"\n")))
    if content.count(b"[") + content.count(b"{") + 2 * columns < MAX_DEPTH and b"\0" not in content:  # that is UTF-16
        return
    depth = 0
    event: Any
    for event in yaml.parse(content, Loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise yaml.MarkedYAMLError(problem=f"nested more than {MAX_DEPTH} deep", problem_mark=event.start_mark)


def undecodable(content: bytes, origin: str, cause: yaml.YAMLError) -> str:
    """Return what to say of a content that has no text, or has characters that YAML forbids."""
    try:
        content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return f"{origin}:{line}: not YAML: the byte 0x{content[error.start]:02x} is not UTF-8: save the file as UTF-8"
    return f"{origin}: not YAML: {' '.join(str(cause).split())}"


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
        """Return a mapping's entries; each is where its key stands, also one that `<<` merges in.

        Of a key in several mappings that are merged, the first mapping's value counts (https://yaml.org/type/merge.html);
        PyYAML 6.0.4 takes another one.
        """
        self.refuse_duplicates(node)
        own: dict[Any, Value] = {}
        merged: dict[Any, Value] = {}
        for key_node, value_node in node.value:
            if key_node.tag == MERGE:
                for mapping in reversed(self.mappings(value_node)):
                    merged |= mapping
            else:
                own[self.key(key_node)] = Value(self.value(value_node).value, self.source(key_node))
        return merged | own

    def mappings(self, merged: yaml.Node) -> list[dict[Any, Value]]:
        """Return the mappings that a `<<` names: one, or a list of them."""
        nodes = merged.value if isinstance(merged, yaml.SequenceNode) else [merged]
        found = [self.value(node) for node in nodes]
        for value in found:
            if not value.is_mapping:
                raise ConfigSyntaxError(f"{value.source}: '<<' takes a mapping, or a list of them")
        return [value.value for value in found]

    def key(self, node: yaml.Node) -> Any:
        """Return a key: a number or a date if it is one, else its text, so that `on` and `no` keep their spelling."""
        if not isinstance(node, yaml.ScalarNode):
            kind = "list" if isinstance(node, yaml.SequenceNode) else "dict"
            raise ConfigSyntaxError(f"{self.source(node)}: a key is a {kind}, expected a name")
        return node.value if node.tag in TEXT_AS_KEY else self.constructed(node)

    def refuse_tag(self, node: yaml.CollectionNode, expected: str) -> None:
        """Raise if a collection is tagged as something else than plain data."""
        if node.tag != f"tag:yaml.org,2002:{expected}":
            raise ConfigSyntaxError(f"{self.source(node)}: the tag {node.tag!r} is not plain data: remove it")

    def refuse_duplicates(self, node: yaml.MappingNode) -> None:
        """Raise if a key stands twice in one mapping."""
        seen: dict[Any, Source] = {}
        for node_of_key, _ in node.value:
            if node_of_key.tag != MERGE:
                for key in {node_of_key.value, self.key(node_of_key)}:
                    if key in seen:
                        raise ConfigSyntaxError(
                            f"{self.source(node_of_key)}: the key {node_of_key.value!r} stands twice, "
                            f"first at {seen[key]}: remove one"
                        )
                    seen[key] = self.source(node_of_key)

    def scalar(self, node: yaml.ScalarNode) -> Any:
        """Return a scalar, its environment variables substituted."""
        if "$" in node.value:
            text = substitute(node.value, self.source(node))
            plain = node.style in (None, "")  # the C library says '', the Python one None
            tag = self.loader.resolve(yaml.ScalarNode, text, (True, False)) if plain else node.tag
            node = yaml.ScalarNode(tag, text, node.start_mark, node.end_mark, node.style)
        return self.constructed(node)

    def constructed(self, node: yaml.ScalarNode) -> Any:
        """Return what YAML makes of a scalar."""
        if node.tag in ("tag:yaml.org,2002:str", "tag:yaml.org,2002:value"):  # the latter is a lone `=`
            return node.value
        try:
            return self.loader.construct_object(node)
        except ValueError as cause:
            raise ConfigSyntaxError(f"{self.source(node)}: {node.value!r}: {cause}") from cause
        except (AttributeError, KeyError) as cause:  # PyYAML's answer to a tag that does not fit, as in `!!bool 7`
            raise ConfigSyntaxError(f"{self.source(node)}: {node.value!r} is not of type {node.tag!r}") from cause
