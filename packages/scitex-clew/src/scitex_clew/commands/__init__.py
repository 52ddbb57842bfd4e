"""`scitex clew`: what was recorded, whether it is still so, and how it hangs together.

Each command is a module of its own, imported when it is called. Those that take nothing but words and flags are
functions named `answer`, whose parameters say which: they are answered without click, which takes longer to import than
some of them to answer. Click is made of the same functions, and has the last word on everything that is not plain.
"""

from importlib import import_module

TYPE_CHECKING = False  # importing `typing` would take longer than answering

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from scitex_clew.commands.group import clew

__all__ = ["answer", "clew"]

# Sorted; the help of a command is here, too, so that listing them imports none.
COMMANDS = {
    "chain": "Verify the run that a file came from, and all that this descends from.",
    "check": "Confirm a seal: that a file and all that it came from are what they were.",
    "claim": "Tie a number in a manuscript to the output that it comes from.",
    "dot": "Print the lineage of this project, a file or a run for Graphviz.",
    "export": "Hand on a file or a run with all that it came from, as one RO-Crate.",
    "file": "Say where the content of a file came from, and whether it is still that.",
    "html": "Write the lineage of this project, a file or a run as one page to look around in.",
    "import": "Unpack a crate that was handed on, and verify it.",
    "index": "Rebuild the index from the run directories.",
    "json": "Print the lineage of this project, a file or a run as a graph in JSON.",
    "list": "List every recorded run, oldest first.",
    "mermaid": "Print the lineage of this project, a file or a run as a Mermaid flowchart.",
    "rerun": "Execute a run again, and compare what it writes with what it wrote.",
    "run": "Show and verify one run.",
    "seal": "Print one hash that names a file and all that it came from.",
    "status": "Verify every run of this project.",
    "verify-text": "Check every claim in manuscripts against what its source holds now.",
}
PLAIN = ("chain", "file", "list", "run", "status")
FLAGS = {  # of plain commands: the parameter, and help
    "--full": ("full", "Hash every file, also those that nobody has touched."),
    "--json": ("as_json", "Print JSON instead of text."),
    "--porcelain": ("porcelain", "Print lines for scripts: each file and run that is not well."),
}
FORMS = ("--json", "--porcelain")  # of which an answer has one


def answer(arguments: list[str]) -> int | None:
    """Answer a plain command that is given nothing but its words and flags, and return its exit code.

    Parameters
    ----------
    arguments : list of str
        The command, and what follows it.

    Returns
    -------
    int or None
        None if click has to say something: no other command and nothing else on the line is understood here.
    """
    if not arguments or arguments[0] not in PLAIN:
        return None
    function = module_of(arguments[0]).answer
    values = plain_values(function, arguments[1:])
    return None if values is None else int(function(**values))


def module_of(command: str) -> "Any":
    """Import and return the module of a command."""
    return import_module(f"{__name__}.{command.replace('-', '_')}_command")


def plain_values(function: "Callable[..., int]", arguments: list[str]) -> "Mapping[str, str | bool] | None":
    """Return the values of a function's parameters; None if `arguments` are not just its words and flags."""
    words, flags = parameters_of(function)
    given = [argument for argument in arguments if not argument.startswith("-")]
    if len(given) != len(words) or not flags.keys() >= {*arguments} - {*given} or {*FORMS} <= {*arguments}:
        return None
    return {**dict(zip(words, given, strict=True)), **{name: flag in arguments for flag, name in flags.items()}}


def parameters_of(function: "Callable[..., int]") -> tuple[tuple[str, ...], dict[str, str]]:
    """Return the words that a command takes, its positional parameters, and flag → keyword of those that it knows."""
    code = function.__code__
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    words, keywords = names[: code.co_argcount], names[code.co_argcount :]
    return words, {flag: name for flag, (name, _) in FLAGS.items() if name in keywords}


def __getattr__(name: str) -> object:
    if name != "clew":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return import_module(f"{__name__}.group").clew
