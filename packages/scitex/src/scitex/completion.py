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

TAKES_NEXT = "^-[^-cmWX]*([cmWX])(.*)$"
"""An option of python with a value, in its own word or the next, as an extended regular expression."""

BASH = r"""
_scitex_unquoted() {
    local word
    word=$(printf '%s\n' "$1" | xargs printf '%s' 2>/dev/null)
    printf '%s' "${word/#\~\//"$HOME"/}"
}

_scitex_script() {
    local IFS=$'\n' line=${COMP_LINE:0:COMP_POINT} words=() plain=() script=- last index rest word type value
    # Bash splits words at '=' and ':', too: what stands together is one word.
    for (( index = 0; index <= COMP_CWORD; index++ )); do
        rest=${line#"${line%%[![:space:]]*}"}
        word=${COMP_WORDS[index]:0:${#rest}}
        if (( index == 0 )) || [[ $rest != "$line" ]]; then words+=("$word"); else words[-1]+=$word; fi
        line=${rest#"$word"}
    done
    last=$(( ${#words[@]} - 1 ))
    plain=("$(_scitex_unquoted "${words[0]}")")
    while (( ${#plain[@]} < last )) && [[ $script == - ]]; do
        word=$(_scitex_unquoted "${words[${#plain[@]}]}")
        plain+=("$word")
        if [[ $word =~ @TAKES_NEXT@ ]]; then
            [[ ${BASH_REMATCH[2]} ]] || plain+=("$(_scitex_unquoted "${words[${#plain[@]}]}")")
            case ${BASH_REMATCH[1]} in
                c) return 0 ;;
                m) script=${BASH_REMATCH[2]:-${plain[-1]}}
                   script=${script//.//}
                   if [[ -f $script.py ]]; then script+=.py; else script+=/__main__.py; fi ;;
            esac
        elif [[ $word != -* ]]; then
            script=$word
        fi
    done
    if (( ${#plain[@]} > last )) || [[ $script != *.py || ! -f $script ]] ||
        ! grep -q scitex "$script" || ! grep -qE '@SESSION@' "$script"; then
        return 0
    fi
    index=$(( ${#plain[@]} - 1 ))
    while IFS=',' read -r type value; do
        if [[ $type == plain ]]; then
            COMPREPLY+=("$value")
        fi
    done < <(env COMP_WORDS="${words[*]:index}" COMP_CWORD=$(( last - index )) @VARIABLE@=bash_complete \
        "${plain[@]}" </dev/null 2>/dev/null)
}
complete -o nosort -o default -F _scitex_script python python3
"""

ZSH = r"""
_scitex_script() {
    local -a completions completions_with_descriptions response plain
    local position script word type key descr match mbegin mend MATCH MBEGIN MEND
    plain=("${(@Q)words[1,CURRENT-1]}")
    plain=("${(@)plain/#\~\//$HOME/}")
    for (( position = 2; position < CURRENT; position++ )); do
        word=$plain[position]
        if [[ $word =~ '@TAKES_NEXT@' ]]; then
            [[ -n $match[2] ]] || (( ++position ))
            case $match[1] in
                c) script=; break ;;
                m) script=${${match[2]:-$plain[position]}//.//}
                   if [[ -f $script.py ]]; then script+=.py; else script+=/__main__.py; fi
                   break ;;
            esac
        elif [[ $word != -* ]]; then
            script=$word
            break
        fi
    done
    if (( position >= CURRENT )) || [[ $script != *.py || ! -f $script ]] ||
        ! grep -q scitex "$script" || ! grep -qE '@SESSION@' "$script"; then
        _files
        return
    fi
    response=("${(@f)$(env COMP_WORDS="${words[position,-1]}" COMP_CWORD=$(( CURRENT - position )) \
        @VARIABLE@=zsh_complete "${(@)plain[1,position]}" </dev/null 2>/dev/null)}")
    for type key descr in ${response}; do
        if [[ $type == plain && $descr == _ ]]; then
            completions+=("$key")
        elif [[ $type == plain ]]; then
            completions_with_descriptions+=("$key":"$descr")
        elif [[ $type == (dir|file) ]]; then
            _files
        fi
    done
    compset -P '*='  # what stands before it stays
    [[ -n $completions_with_descriptions ]] &&
        _describe -V unsorted completions_with_descriptions -U -i "$IPREFIX"
    [[ -n $completions ]] && compadd -U -i "$IPREFIX" -V unsorted -a completions
}
compdef _scitex_script python python3
"""

FISH = r"""
function _scitex_script
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l flag (string match -r -- '^--[^=]+=' $current)
    set -l count (count $words)
    set -l position 2
    set -l script
    while test $position -le $count
        if set -l found (string match -r -- '@TAKES_NEXT@' $words[$position])
            test -n "$found[3]"; or set position (math $position + 1)
            if test $found[2] = c
                return
            else if test $found[2] = m; and test $position -le $count
                set script (string replace -r -- '^-[^m]*m(?=.)' '' $words[$position] | string replace -a . /)
                test -f $script.py; and set script $script.py; or set script $script/__main__.py
                break
            end
        else if not string match -q -- '-*' $words[$position]
            set script (string replace -r -- '^~/' $HOME/ $words[$position])
            break
        end
        set position (math $position + 1)
    end
    test $position -le $count; or return
    string match -q -- '*.py' $script; and test -f $script; or return
    grep -q scitex $script; and grep -qE '@SESSION@' $script; or return
    set -l given (string escape -- $words[$position..])
    set -l response (env COMP_WORDS="$given $current" COMP_CWORD="$current" @VARIABLE@=fish_complete \
        (string replace -r -- '^~/' $HOME/ $words[1..$position]) </dev/null 2>/dev/null)
    for completion in $response
        set -l metadata (string split -m 1 , $completion)
        if test $metadata[1] = plain
            echo "$flag$metadata[2]"
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

    from scitex.commands import scitex

    of_click = get_completion_class(shell)
    assert of_click is not None
    program = of_click(scitex, {}, "scitex", "_SCITEX_COMPLETE").source()
    begin = ZSH_BEGINS if shell == "zsh" else ""
    scripts = SCRIPTS[shell]
    for name, text in (("SESSION", SESSION), ("TAKES_NEXT", TAKES_NEXT), ("VARIABLE", VARIABLE)):
        scripts = scripts.replace(f"@{name}@", text)
    return begin + program + scripts
