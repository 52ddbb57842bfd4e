"""Files elsewhere, by URL: fetched to, or sent from, a copy in a temporary directory, through fsspec.

A store such as S3 shows an object when it is complete, so that what is sent is whole or absent there, too. A format
that is a directory is many objects, and has no such promise. A query, which may sign the URL, belongs to the place as
the folder does: what is sent beside a file has the same.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from scitex_io.errors import FormatError, MissingLibraryError, NotFoundError, RemoteError
from scitex_io.libraries import optional
from scitex_io.secrets import masked_urls

PARTS = re.compile(
    r"""
    (?P<before> (?: [^?#]*?:// )? (?: [^?#]*?/ )?? )
    (?P<name> [^/?#]*? )
    (?P<after> (?: [?#] | :: ) .* )?  # a query, or what the file lies in, as in zip://a.csv::s3://bucket/a.zip
    """,
    re.DOTALL | re.VERBOSE,
)
ESCAPED = re.compile(r"https?://(?:[\w.~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+", re.ASCII)


@contextmanager
def fetched(url: str, storage_options: Mapping[str, Any], *, folder: bool = False) -> Iterator[Path]:
    """Yield a copy of the file that `url` names, or of the `folder`; it is gone when the block ends.

    What is open then stays readable, such as a memory map, where the system lets open files be removed.

    Raises
    ------
    FormatError
        If the block finds the content to be other than its format says; the message has the URL.
    NotFoundError
        If there is no such file.
    RemoteError
        If the place cannot be reached or read.
    """
    with TemporaryDirectory(prefix="scitex-") as directory:
        copy = Path(directory, name_in(url))
        with translated(url, "read"):
            system, path = located(url, storage_options)
            if folder and system.isdir(path):
                system.get(path, str(copy), recursive=True)
            else:
                system.get_file(path, str(copy))
        try:
            yield copy
        except FormatError as error:
            raise FormatError(str(error).replace(str(copy), masked_urls(url))) from error.__cause__


@contextmanager
def outbox(url: str, storage_options: Mapping[str, Any]) -> Iterator[tuple[Path, Callable[[Path], str]]]:
    """Yield a temporary path with the name in `url`, and what sends it, or a file beside it, to its place.

    Raises
    ------
    RemoteError
        If the place cannot be reached or written.
    """
    with TemporaryDirectory(prefix="scitex-") as directory:
        with translated(url, "written"):
            system, path = located(url, storage_options)

        def send(file: Path) -> str:
            destination, its_url = beside(path, file.name), beside(url, file.name)
            with translated(its_url, "written"):
                if file.is_dir():
                    put_directory(system, file, destination)
                else:
                    system.put_file(str(file), destination, **as_one_put(system, file))
            return its_url

        yield Path(directory, name_in(url)), send


def located(url: str, storage_options: Mapping[str, Any]) -> tuple[Any, str]:
    """Return the file system and the path in it that `url` names.

    A web address that is escaped already goes out as it was given, since a signature may be of every character.
    """
    fsspec = optional("fsspec", extra="remote", purpose=f"{urlsplit(url).scheme}://")
    if ESCAPED.fullmatch(url):
        storage_options = {"encoded": True, **storage_options}
    system, path = fsspec.core.url_to_fs(url, **storage_options)
    return system, path


def put_directory(system: Any, folder: Path, destination: str) -> None:
    """Send a directory to a place where there is nothing else then."""
    if is_web(system):
        raise IsADirectoryError("a web address names one file, and this format is a directory of many")
    if system.exists(destination):
        system.rm(destination, recursive=True)
    system.put(str(folder), destination, recursive=True)


def as_one_put(system: Any, file: Path) -> dict[str, Any]:
    """Return the options by which a web server is asked to put a whole file of a known length in its place.

    That is what URLs are signed for; stores refuse one that comes in chunks.
    """
    if not is_web(system):
        return {}
    headers = {**system.kwargs.get("headers", {}), "Content-Length": str(file.stat().st_size)}
    return {"method": "put", "headers": headers}


def is_web(system: Any) -> bool:
    """Say whether a file system is that of web addresses."""
    return "https" in system.protocol


def parts_of(url: str) -> tuple[str, str, str]:
    """Return what stands before the name of the file in a URL or a remote path, the name, and what follows that."""
    found = PARTS.fullmatch(url)
    assert found is not None  # whatever it is
    return found["before"], found["name"], found["after"] or ""


def name_in(url: str) -> str:
    """Return the name of the file that `url` names, without a query."""
    return parts_of(url)[1] or "unnamed"


def beside(path: str, name: str) -> str:
    """Return the URL or remote path of a file called `name` in the directory of `path`, with the same query."""
    before, _, after = parts_of(path)
    return f"{before}{name}{after}"


@contextmanager
def translated(url: str, done: str) -> Iterator[None]:
    """Turn what a file system of any library raises into an error of ours that names the URL, without its secrets.

    The cause is not told where it would tell one.
    """
    shown = masked_urls(url)
    try:
        yield
    except MissingLibraryError:
        raise
    except FileNotFoundError as cause:
        why, tellable = reason(cause, url)
        raise NotFoundError(f"no file {shown!r}: {why}") from tellable
    except ImportError as cause:
        raise MissingLibraryError(f'{shown}: {cause}: pip install "scitex-io[remote]"', name=cause.name) from cause
    except Exception as cause:  # each file system has errors of its own
        why, tellable = reason(cause, url)
        raise RemoteError(f"{shown} cannot be {done}: {type(cause).__name__}: {why}") from tellable


def reason(cause: Exception, url: str) -> tuple[str, Exception | None]:
    """Return what an error says without the secrets of a URL, and the error itself if it said none of them."""
    said = str(cause)
    without_scheme, shown = (text.partition("://")[2] for text in (url, masked_urls(url)))
    why = masked_urls(said).replace(without_scheme, shown)
    return why, cause if why == said else None
