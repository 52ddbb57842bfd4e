"""`scitex completion`: the shell completes this program, and `python train.py` where the script has a session.

Both are click's own completion: the shell calls the program with an environment variable, and shows what it answers.
For a script the shell has to be told, because it completes by the name of the program, which is `python`.
"""

import os
from pathlib import Path

import click

SESSION = r"^[[:space:]]*@([A-Za-z0-9_]+\.)*session([^A-Za-z0-9_]|$)"
"""A line that a script must have, as an extended regular expression, before the shell runs it to complete."""

VARIABLE = "_SCITEX_SCRIPT_COMPLETE"
"""What tells a session that it is asked for completions, and is not to run."""

BASH = r"""
_scitex_script() {
    local IFS=$'\n' position=1 script response completion type value
    while (( position < COMP_CWORD )) && [[ ${COMP_WORDS[position]} == -* ]]; do (( position++ )); done
    script=${COMP_WORDS[position]}
    if (( position == COMP_CWORD )) || [[ $script != *.py || ! -f $script ]] ||
        ! grep -q scitex "$script" || ! grep -qE '@SESSION@' "$script"; then
        return 0
    fi
    response=$(env COMP_WORDS="${COMP_WORDS[*]:position}" COMP_CWORD=$(( COMP_CWORD - position )) \
        @VARIABLE@=bash_complete "${COMP_WORDS[@]:0:position}" "$script" 2>/dev/null)
    for completion in $response; do
        IFS=',' read -r type value <<< "$completion"
        if [[ $type == plain ]]; then
            COMPREPLY+=("$value")
        fi
    done
}
complete -o nosort -o default -F _scitex_script python python3
"""

ZSH = r"""
_scitex_script() {
    local -a completions completions_with_descriptions response
    local position=2 script type key descr
    while (( position < CURRENT )) && [[ ${words[position]} == -* ]]; do (( position++ )); done
    script=${words[position]}
    if (( position == CURRENT )) || [[ $script != *.py || ! -f $script ]] ||
        ! grep -q scitex "$script" || ! grep -qE '@SESSION@' "$script"; then
        _files
        return
    fi
    response=("${(@f)$(env COMP_WORDS="${words[position,-1]}" COMP_CWORD=$(( CURRENT - position )) \
        @VARIABLE@=zsh_complete ${words[1,position-1]} $script 2>/dev/null)}")
    for type key descr in ${response}; do
        if [[ $type == plain && $descr == _ ]]; then
            completions+=("$key")
        elif [[ $type == plain ]]; then
            completions_with_descriptions+=("$key":"$descr")
        elif [[ $type == (dir|file) ]]; then
            _files
        fi
    done
    [[ -n $completions_with_descriptions ]] && _describe -V unsorted completions_with_descriptions -U
    [[ -n $completions ]] && compadd -U -V unsorted -a completions
}
compdef _scitex_script python python3
"""

FISH = r"""
function _scitex_script
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l position 2
    while test $position -le (count $words); and string match -q -- '-*' $words[$position]
        set position (math $position + 1)
    end
    test $position -le (count $words); or return
    set -l script $words[$position]
    string match -q -- '*.py' $script; and test -f $script; or return
    grep -q scitex $script; and grep -qE '@SESSION@' $script; or return
    set -l response (env COMP_WORDS="$words[$position..] $current" COMP_CWORD="$current" @VARIABLE@=fish_complete \
        $words[1..(math $position - 1)] $script 2>/dev/null)
    for completion in $response
        set -l metadata (string split -m 1 , $completion)
        if test $metadata[1] = plain
            echo $metadata[2]
        end
    end
end
complete --command python --command python3 --arguments "(_scitex_script)"
"""

SCRIPTS = {"bash": BASH, "fish": FISH, "zsh": ZSH}
STARTED_BY = {"bash": ".bashrc", "zsh": ".zshrc"}
ZSH_BEGINS = "(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }\n"

shell_argument = click.argument(
    "shell", type=click.Choice(sorted(SCRIPTS)), default=lambda: Path(os.environ.get("SHELL", "bash")).name
)


@click.group()
def completion() -> None:
    """Completion in the shell, for this program and for scripts with a session."""


@completion.command()
@shell_argument
def show(shell: str) -> None:
    """Print what a shell runs at its start to complete."""
    click.echo(script_for(shell), nl=False)


@completion.command()
@shell_argument
def install(shell: str) -> None:
    """Let a shell, by default yours, complete from its next start on."""
    if shell == "fish":  # reads every file of this directory
        file = folder("XDG_CONFIG_HOME", ".config") / "fish/conf.d/scitex.fish"
    else:
        file = folder("XDG_DATA_HOME", ".local/share") / f"scitex/completion.{shell}"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(script_for(shell), encoding="utf-8")
    click.echo(f"wrote {file}")
    if shell in STARTED_BY:
        source(file, Path.home() / STARTED_BY[shell])


def source(file: Path, start: Path) -> None:
    """Let the file that a shell starts with read another, once."""
    line = f"source '{file}'"
    text = start.read_text(encoding="utf-8") if start.exists() else ""
    if line not in text.splitlines():
        with start.open("a", encoding="utf-8") as appended:
            appended.write(f"{'' if text.endswith(chr(10)) or not text else chr(10)}{line}\n")
        click.echo(f"added a line to {start}: {line}")


def folder(variable: str, otherwise: str) -> Path:
    """Return a directory of the user's, by the XDG base directory specification."""
    return Path(os.environ.get(variable) or Path.home() / otherwise)


def script_for(shell: str) -> str:
    """Return what a shell runs at its start: click's script for this program, and ours for scripts."""
    from click.shell_completion import get_completion_class

    from scitex.program import scitex

    of_click = get_completion_class(shell)
    assert of_click is not None
    program = of_click(scitex, {}, "scitex", "_SCITEX_COMPLETE").source()
    begin = ZSH_BEGINS if shell == "zsh" else ""
    return begin + program + SCRIPTS[shell].replace("@SESSION@", SESSION).replace("@VARIABLE@", VARIABLE)
