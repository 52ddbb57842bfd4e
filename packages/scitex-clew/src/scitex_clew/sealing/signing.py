"""Signatures of seals, by SSH keys and the program ssh-keygen, from OpenSSH 8.2 on."""

import subprocess
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import NamedTuple

from scitex_clew.errors import SealError

NAMESPACE = "scitex-seal"


class Signer(NamedTuple):
    """Who has signed a seal; nobody, and why, if the signature does not hold."""

    name: str | None
    fault: str = ""


def signed(seal: str, key: Path) -> str:
    """Return the signature of a seal with an SSH key, in the form of ssh-keygen(1) `-Y sign`.

    Raises
    ------
    SealError
        If it cannot be signed.
    """
    done = ssh_keygen(["-Y", "sign", "-n", NAMESPACE, "-f", str(key)], seal)
    if done.returncode:
        raise SealError(f"it cannot be signed: {words(done)}")
    return done.stdout


def signer_of(seal: str, signature: str, signers: Path) -> Signer:
    """Return who has signed a seal, by a file of allowed signers as in ssh-keygen(1).

    Raises
    ------
    SealError
        If that cannot be found out, because there is no ssh-keygen.
    """
    with NamedTemporaryFile("w", suffix=".sig", encoding="utf-8") as file:
        file.write(signature)
        file.flush()
        own = ["-s", file.name, "-f", str(signers)]
        asked = ssh_keygen(["-Y", "find-principals", *own], seal)
        if asked.returncode or not asked.stdout.strip():
            return Signer(None, f"the signature is by nobody in {signers}: {words(asked)}")
        name = asked.stdout.splitlines()[0]
        done = ssh_keygen(["-Y", "verify", "-n", NAMESPACE, "-I", name, *own], seal)
    return Signer(None, f"the signature is not one of this seal: {words(done)}") if done.returncode else Signer(name)


def ssh_keygen(arguments: list[str], text: str) -> subprocess.CompletedProcess[str]:
    """Return what ssh-keygen says about a text."""
    try:
        return subprocess.run(["ssh-keygen", *arguments], input=text, capture_output=True, text=True, check=False)
    except OSError as error:
        raise SealError(f"ssh-keygen cannot be started: {error}; it comes with OpenSSH, from 8.2 on") from error


def words(done: subprocess.CompletedProcess[str]) -> str:
    """Return what a program has printed, in one line."""
    return f"ssh-keygen: {' '.join((done.stderr or done.stdout).split())}"
