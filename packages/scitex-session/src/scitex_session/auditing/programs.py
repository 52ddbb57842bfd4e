"""The commands by which a run starts other programs, and which files they name."""

HARMLESS = ("ldconfig", "uname")  # `ctypes` and `platform` ask them of the system, often while a library is imported
SHELLS = ("bash", "dash", "ksh", "sh", "zsh")


def is_python(command: tuple[str, ...]) -> bool:
    """Say whether a command is that of a Python program."""
    return command[0].startswith(("python", "pypy"))


def name_of(program: str) -> str:
    """Return what a program is called, wherever it lies."""
    return program.rpartition("/")[2]


def words_of(text: str) -> list[str]:
    """Return the words of a shell's command, its signs such as `>` among them."""
    import shlex

    lexer = shlex.shlex(text, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    try:
        return list(lexer)
    except ValueError:  # a quotation without an end, which the shell will complain of
        return text.split()


def matching(word: str, directory: str, *, recursive: bool = False) -> list[str]:
    """Return the files that a word such as those of a shell's command stands for, or the word itself."""
    if not {*word} & {*"*?["}:
        return [word]
    import glob

    return glob.glob(word, root_dir=directory, recursive=recursive) or [word]  # noqa: PTH207
