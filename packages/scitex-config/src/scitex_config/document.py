"""One YAML file as a tree of values that know their line.

The values are built straight from PyYAML's events, which carry their positions: duplicate keys are seen, anchors and
merge keys work, environment variables are substituted before YAML decides what a plain scalar is, so that `${PORT}`
can be an int. Nodes in between, as PyYAML makes them, would take most of the time and of the memory.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import yaml

from scitex_config.errors import ConfigSyntaxError, ConfigUnreadableError
from scitex_config.value import Source, Value, unsourced

SafeLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
TAG = "tag:yaml.org,2002:"
MAX_DEPTH = 200
MAX_EXPANSION = 1_000_000
MAX_EXPANSION_RATIO = 100

NUMBERS = {
    f"{TAG}float": r"[-+]?(\.[0-9][0-9_]*|[0-9][0-9_]*\.[0-9_]*|[0-9][0-9_]*(?=[eE]))([eE][-+]?[0-9]+)?$"
    r"|[-+]?\.(inf|Inf|INF)$|\.(nan|NaN|NAN)$",
    f"{TAG}int": r"[-+]?(0b_*[01][01_]*|0o_*[0-7][0-7_]*|0x_*[0-9a-fA-F][0-9a-fA-F_]*|0|[1-9][0-9_]*)$",
}
SCALARS: dict[str, Callable[[str], Any]] = {
    f"{TAG}bool": lambda text: SafeLoader.bool_values[text.lower()],
    f"{TAG}float": lambda text: float(re.sub(r"_|\.(?=[in])", "", text.lower())),
    f"{TAG}int": lambda text: int(text.replace("_", ""), 0),
    f"{TAG}null": lambda text: None,
    f"{TAG}str": str,
    f"{TAG}value": str,  # a lone `=`
}
"""What becomes of the text of a scalar, by its tag; PyYAML knows more, such as dates."""

TEXT_AS_KEY = (f"{TAG}bool", f"{TAG}null")
UNFIT = (AttributeError, KeyError)  # PyYAML's answer to a tag that does not fit, as in `!!bool 7`
FORBIDDEN = yaml.reader.Reader.NON_PRINTABLE
LINE_END = "\r\n?|[\n\x85\u2028\u2029]"
ENCODINGS = {
    "UTF-32-BE": rb"\0\0(\xfe\xff|\0.)",
    "UTF-32-LE": rb"(\xff\xfe|.\0)\0\0",
    "UTF-16-BE": rb"\xfe\xff|\0.",
    "UTF-16-LE": rb"\xff\xfe|.\0",
}
"""How a file begins that is not in UTF-8 (https://yaml.org/spec/1.2.2/#52-character-encodings)."""


class Loader(SafeLoader):  # type: ignore[misc, valid-type]
    """PyYAML's safe loader, with the numbers of YAML 1.2: `1e-3` and `0o10` are some, `12:30` is text and not 750.

    `010` is text, too: for YAML 1.1 it is 8, for YAML 1.2 it is 10, and whoever writes it means what stands there.
    """

    yaml_implicit_resolvers: ClassVar = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag not in NUMBERS]
        for first, resolvers in SafeLoader.yaml_implicit_resolvers.items()
    }


for tag, pattern in NUMBERS.items():
    Loader.add_implicit_resolver(tag, re.compile(pattern), list("-+.0123456789"))
for tag, convert in SCALARS.items():
    Loader.add_constructor(tag, lambda loader, node, convert=convert: convert(loader.construct_scalar(node)))


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
        loader = Loader(content if (encoding := encoding_of(content)) == "UTF-8" else decoded(content, encoding))
        try:
            return Document(loader, origin, max(MAX_EXPANSION, MAX_EXPANSION_RATIO * len(content))).top()
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as cause:
        mark = cause.problem_mark or cause.context_mark
        where = f"{origin}:{mark.line + 1}:{mark.column + 1}" if mark else origin
        raise ConfigSyntaxError(f"{where}: {cause.problem or cause.context}{hint(content, mark)}") from cause
    except RecursionError as cause:
        raise ConfigSyntaxError(f"{origin}: nested too deeply") from cause
    except (yaml.YAMLError, UnicodeDecodeError) as cause:
        raise ConfigSyntaxError(f"{origin}{unreadable(content)}") from cause


def encoding_of(content: bytes) -> str:
    """Return the encoding of a file, by its first bytes."""
    if content[:4].isascii() and b"\0" not in content[:4]:
        return "UTF-8"  # as nearly every file is: to compile the patterns would cost more than to read it
    return next((name for name, start in ENCODINGS.items() if re.match(start, content, re.DOTALL)), "UTF-8")


def decoded(content: bytes, encoding: str, errors: str = "strict") -> str:
    """Return the text of a file, without a byte order mark."""
    return content.decode(encoding, errors).removeprefix("\ufeff")


def hint(content: bytes, mark: Any) -> str:
    """Return what to do about a `${` at which YAML stops, as it does inside `[ ]` and `{ }`; else nothing."""
    lines = decoded(content, encoding_of(content), "replace").splitlines()
    if mark and mark.line < len(lines) and lines[mark.line][mark.column - 1 : mark.column + 1] == "${":
        return ': inside [ ] and { }, put what holds a ${VAR} in quotes: "${VAR}"'
    return ""


def unreadable(content: bytes) -> str:
    """Return, behind the name of the file, what to say of a content that is no text, or has a forbidden character."""
    encoding = encoding_of(content)
    try:
        text = decoded(content, encoding)
    except UnicodeDecodeError as error:
        line = last_line(decoded(content[: error.start], encoding))
        wrong = " ".join(f"0x{byte:02x}" for byte in content[error.start : error.end])
        return f":{line}: not YAML: {wrong} is not {encoding}: save the file as UTF-8"
    if found := FORBIDDEN.search(text):
        line = last_line(text[: found.start()])
        code = ord(found[0])
        return f':{line}: not YAML: the character U+{code:04X} cannot stand there as it is: write "\\u{code:04x}"'
    return ": not YAML"


def last_line(text: str) -> int:
    """Return the number of the last line of a text, counted as YAML does."""
    return len(re.findall(LINE_END, text)) + 1


def parse_scalar(text: str) -> Any:
    """Return what YAML makes of `text`: a number, a bool, None, a list, a mapping, or the text.

    Raises
    ------
    ConfigSyntaxError
        If it is not YAML.
    """
    try:
        return yaml.load(text, Loader=Loader)
    except (yaml.YAMLError, ValueError, RecursionError, *UNFIT) as cause:
        raise ConfigSyntaxError(f"{text!r} is not YAML: {' '.join(str(cause).split())}") from cause


class Anchored(NamedTuple):
    """What an anchor names.

    Attributes
    ----------
    event : yaml.Event
        With which it begins.
    content : object
        What it is.
    size : int
        How many values it holds, itself among them; 0 while it is being read.
    """

    event: Any
    content: Any
    size: int


class Document:
    """The construction of one document's values from its events.

    Parameters
    ----------
    loader : Loader
        What parses the file.
    origin : str
        The name of the file.
    most : int
        The number of values that the aliases may make of it.
    """

    def __init__(self, loader: Any, origin: str, most: int) -> None:
        self.loader = loader
        self.origin = origin
        self.most = most
        self.size = 0
        self.depth = 0
        self.anchors: dict[str, Anchored] = {}

    def source(self, event: Any) -> Source:
        """Return file and line of what begins with `event`."""
        return Source(self.origin, event.start_mark.line + 1)

    def top(self) -> Value:
        """Return the top level, which is a mapping."""
        empty = Value({}, Source(self.origin))
        self.loader.get_event()  # the stream begins
        if self.loader.check_event(yaml.StreamEndEvent):
            return empty
        self.loader.get_event()  # the document begins
        event = self.loader.get_event()
        if isinstance(event, yaml.SequenceStartEvent):
            raise self.no_mapping(event, "a list")
        content = self.content(event)
        if content is not None and not isinstance(content, dict):
            raise self.no_mapping(event, "a single value")
        self.loader.get_event()  # the document ends
        if not self.loader.check_event(yaml.StreamEndEvent):
            raise problem("a second document begins here: a configuration file holds one", self.loader.peek_event())
        return empty if content is None else Value(content, self.source(event))

    def no_mapping(self, event: Any, kind: str) -> ConfigSyntaxError:
        """Return the error for a top level that is something else."""
        return ConfigSyntaxError(f"{self.source(event)}: the top level is {kind}, expected a mapping (KEY: value)")

    def content(self, event: Any) -> Any:
        """Return what begins with `event`: a scalar, a list, or for a mapping a dict of `Value`."""
        if isinstance(event, yaml.AliasEvent):
            return self.aliased(event).content
        before = self.size
        self.size += 1
        if event.anchor:
            first = self.anchors.setdefault(event.anchor, Anchored(event, None, 0)).event
            if first is not event:
                where = self.source(first)
                raise problem(f"the anchor &{event.anchor} stands twice, first at {where}: rename one", event)
        if isinstance(event, yaml.ScalarEvent):
            content = self.scalar(event)
        elif isinstance(event, yaml.MappingStartEvent):
            content = self.mapping(event)
        else:
            content = [self.content(child) for child in self.children(event, "seq")]
        if event.anchor:
            self.anchors[event.anchor] = Anchored(event, content, self.size - before)
        return content

    def aliased(self, event: Any) -> Anchored:
        """Return what an alias stands for."""
        if (anchored := self.anchors.get(event.anchor)) is None:
            raise problem(f"there is no anchor &{event.anchor} before this alias", event)
        if not anchored.size:
            raise ConfigSyntaxError(f"{self.source(anchored.event)}: an anchor that contains itself")
        self.size += anchored.size
        if self.size > self.most:
            raise problem(f"the aliases make more than {self.most} values of this file", event)
        return anchored

    def children(self, event: Any, kind: str) -> Iterator[Any]:
        """Yield the events with which a collection's entries begin, while the caller reads on behind each."""
        if event.tag not in (None, "!", f"{TAG}{kind}"):
            raise ConfigSyntaxError(f"{self.source(event)}: the tag {event.tag!r} is not plain data: remove it")
        if self.depth == MAX_DEPTH:
            raise problem(f"nested more than {MAX_DEPTH} deep", event)
        self.depth += 1
        while not isinstance(child := self.loader.get_event(), yaml.CollectionEndEvent):
            yield child
        self.depth -= 1

    def mapping(self, event: Any) -> dict[Any, Value]:
        """Return a mapping's entries; each is where its key stands, also one that `<<` merges in.

        Of a key in several mappings that are merged, the first mapping's value counts (https://yaml.org/type/merge.html);
        PyYAML 6.0.4 takes another one.
        """
        own: dict[Any, Value] = {}
        merged: dict[Any, Value] = {}
        seen: dict[Any, Source] = {}
        for child in self.children(event, "map"):
            source = self.source(child)
            spelled = self.key(child)
            if (tag := self.tag(spelled, spelled.value)) == f"{TAG}merge":
                for mapping in reversed(self.mappings(source)):
                    merged |= mapping
                continue
            key = spelled.value if tag in TEXT_AS_KEY else self.constructed(tag, spelled.value, spelled)
            if (first := seen.get(key) or seen.get(spelled.value)) is not None:
                raise ConfigSyntaxError(
                    f"{source}: the key {spelled.value!r} stands twice, first at {first}: remove one"
                )
            seen[key] = seen[spelled.value] = source
            content = self.content(self.loader.get_event())
            own[key] = Value(unsourced(content) if isinstance(content, list) else content, source)
        return merged | own

    def mappings(self, source: Source) -> list[dict[Any, Value]]:
        """Return the mappings that a `<<` names: one, or a list of them."""
        content = self.content(self.loader.get_event())
        found = content if isinstance(content, list) else [content]
        if not all(isinstance(mapping, dict) for mapping in found):
            raise ConfigSyntaxError(f"{source}: '<<' takes a mapping, or a list of them")
        return found

    def key(self, event: Any) -> yaml.ScalarEvent:
        """Return the scalar that a key is, which an alias may stand for."""
        if isinstance(event, yaml.AliasEvent):
            event = self.aliased(event).event
        elif event.anchor:
            self.content(event)
        if not isinstance(event, yaml.ScalarEvent):
            kind = "list" if isinstance(event, yaml.SequenceStartEvent) else "dict"
            raise ConfigSyntaxError(f"{self.source(event)}: a key is a {kind}, expected a name")
        return event

    def scalar(self, event: Any) -> Any:
        """Return a scalar, its environment variables substituted."""
        text = event.value
        if "$" in text:
            from scitex_config.substitution import substitute  # few files need it

            text = substitute(text, self.source(event))
        return self.constructed(self.tag(event, text), text, event)

    def tag(self, event: Any, text: str) -> str:
        """Return the tag of a scalar: its own, else what YAML makes of a text that is not in quotes."""
        if event.tag not in (None, "!"):
            return event.tag  # type: ignore[no-any-return]
        return self.loader.resolve(yaml.ScalarNode, text, event.implicit)  # type: ignore[no-any-return]

    def constructed(self, tag: str, text: str, event: Any) -> Any:
        """Return what YAML makes of the text of a scalar: a number or a date if its tag says so, else the text."""
        try:
            if convert := SCALARS.get(tag):
                return convert(text)
            node = yaml.ScalarNode(tag, text, event.start_mark, event.end_mark)
            return self.loader.construct_object(node, deep=True)
        except ValueError as cause:
            raise ConfigSyntaxError(f"{self.source(event)}: {text!r}: {cause}") from cause
        except UNFIT as cause:
            raise ConfigSyntaxError(f"{self.source(event)}: {text!r} is not of type {tag!r}") from cause


def problem(text: str, event: Any) -> yaml.MarkedYAMLError:
    """Return the error for what is at an event."""
    return yaml.MarkedYAMLError(problem=text, problem_mark=event.start_mark)
