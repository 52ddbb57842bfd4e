"""The flags of a session: one for each parameter, or field of one, and for each value of its configuration."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from scitex_config import Config, Value
from scitex_session.errors import SignatureError
from scitex_session.parameters.kinds import ANYTHING, NUMBER, Kind, kind_like
from scitex_session.parameters.lookup import DEFAULT, configured_key, dashed, located
from scitex_session.parameters.signature import REQUIRED, Declared, Signature

PLAIN_KEY = re.compile(r"\w[\w.-]*")
SHORT = re.compile(r"-[A-Za-z]")


class Setting(NamedTuple):
    """A flag, and what it sets.

    Attributes
    ----------
    path : str
        The dotted path of a parameter, or the dotted key of the configuration.
    flag : str
        The long flag; a switch has its negative, too.
    kind : Kind
        What it may hold.
    effective : Value or None
        The value without the flag.
    short : str
        A short flag.
    text : str
        What help says of it, before the value without the flag.
    configures : bool
        Whether it sets a value of the configuration, and no parameter.
    """

    path: str
    flag: str
    kind: Kind
    effective: Value | None
    short: str = ""
    text: str = ""
    configures: bool = False

    @property
    def is_switch(self) -> bool:
        """Whether it needs no value."""
        return self.kind.name == "bool"

    @property
    def negative(self) -> str:
        """The flag that says the opposite of a switch."""
        return f"--no-{self.flag[2:]}"


def settings_of(signature: Signature, config: Config, mentioned: set[str] | None) -> Iterator[Setting]:
    """Yield the flags of parameters and of the configuration.

    Parameters
    ----------
    signature : Signature
        What the function asks for.
    config : Config
        The configuration as the files say.
    mentioned : set of str or None
        The flags of the configuration that there are to be, normalised; None is all, with what help says of them.
    """
    taken = taken_flags(signature)
    texts = documented(signature) if mentioned is None else {}
    for leaf in leaves(signature):
        text = leaf.flag.help or leaf.help or texts.get(leaf.path, "")
        yield Setting(leaf.path, flag_of(leaf), leaf.kind, without_flag(leaf, config), leaf.flag.short, text)
    yield from configuration_settings(signature, config, taken, mentioned)


def leaves(signature: Signature) -> Iterator[Declared]:
    """Yield the parameters, and the fields of those that are dataclasses or models."""
    for declared in signature.declared.values():
        yield from declared.leaves()


def flag_of(leaf: Declared) -> str:
    """Return the long flag of a parameter or field."""
    return f"--{'.'.join(map(dashed, leaf.path.split('.')))}"


def documented(signature: Signature) -> dict[str, str]:
    """Return what the docstring says of each parameter."""
    from scitex_session.parameters.docstring import described

    return described(signature.description)


def without_flag(leaf: Declared, config: Config) -> Value | None:
    """Return the value that a parameter or field has without its flag, as it is written; None if it has none."""
    if (value := located(leaf.path, config)) is not None:
        return value
    return None if leaf.default is REQUIRED else Value(leaf.default, DEFAULT)


def taken_flags(signature: Signature) -> dict[str, str]:
    """Return the flags that the parameters take, and those of the command itself, by whom.

    Raises
    ------
    SignatureError
        If two parameters take the same, or a short one is none.
    """
    taken = {"--help": "help"}
    for leaf in leaves(signature):
        long = flag_of(leaf)
        for flag in (long, f"--no-{long[2:]}") if leaf.kind.name == "bool" else (long,):
            claim(taken, flag, leaf)
    for leaf in leaves(signature):
        if short := leaf.flag.short:
            if not SHORT.fullmatch(short):
                raise SignatureError(f"parameter {leaf.path!r}: {short!r} is no short flag: expected one such as '-l'")
            claim(taken, short, leaf)
    return {"-h": "help", "--config-dir": "config_dir", "--config": "config"} | taken


def claim(taken: dict[str, str], flag: str, leaf: Declared) -> None:
    """Enter a flag as taken."""
    if flag in taken:
        raise SignatureError(f"parameters {taken[flag]!r} and {leaf.path!r} share the flag {flag}: rename one")
    taken[flag] = leaf.path


def configuration_settings(
    signature: Signature, config: Config, taken: dict[str, str], mentioned: set[str] | None
) -> Iterator[Setting]:
    """Yield the flags of the configuration: of plain names that no other flag is like.

    If `CONFIG` is declared as a dataclass or a model, its fields have one each, of their type.
    """

    def wanted(flag: str) -> bool:
        return flag not in taken and (mentioned is None or not mentioned.isdisjoint((flag, f"--no-{flag[2:]}")))

    schema = {flag_of(leaf): leaf for leaf in (signature.schema.leaves() if signature.schema else ())}
    for flag, leaf in schema.items():
        if wanted(flag):
            key = configured_key(leaf.path, config) or leaf.path
            text = leaf.flag.help or leaf.help
            yield Setting(key, f"--{key}", leaf.kind, without_flag(leaf, config), text=text, configures=True)
    if mentioned is not None and mentioned <= taken.keys():
        return  # as a rule, and the configuration may be large
    rest = [(f"--{dashed(key)}", key, value) for key, value in config.leaves() if PLAIN_KEY.fullmatch(key)]
    counted = Counter(flag for flag, _, _ in rest)
    for flag, key, value in rest:
        if counted[flag] == 1 and flag not in schema and wanted(flag):
            yield Setting(key, f"--{key}", configured_kind(value), value, configures=True)


def configured_kind(value: Value) -> Kind:
    """Return what a flag may set a configured value to: one of its type, an int also to a float."""
    plain = value.plain()
    try:
        return ANYTHING if plain is None else kind_like(plain, NUMBER)
    except SignatureError:
        return ANYTHING
