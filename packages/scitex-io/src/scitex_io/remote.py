"""Files elsewhere, by URL: fetched to, or sent from, a copy in a temporary directory, through fsspec.

A store such as S3 shows an object when it is complete, so that what is sent is whole or absent there, too. A format
that is a directory is many objects, and has no such promise.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from scitex_io.errors import FormatError, MissingLibraryError, NotFoundError, RemoteError
from scitex_io.libraries import optional
from scitex_io.secrets import masked_urls


@contextmanager
def fetched(url: str, storage_options: Mapping[str, Any]) -> Iterator[Path]:
    """Yield a copy of the file or the directory that `url` names; it is gone when the block ends.

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
            system.get(path, str(copy), recursive=system.isdir(path))
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
            destination = beside(path, file.name)
            with translated(url, "written"):
                if file.is_dir():
                    if system.exists(destination):
                        system.rm(destination, recursive=True)
                    system.put(str(file), destination, recursive=True)
                else:
                    system.put_file(str(file), destination)
            return beside(url, file.name)

        yield Path(directory, name_in(url)), send


def located(url: str, storage_options: Mapping[str, Any]) -> tuple[Any, str]:
    """Return the file system and the path in it that `url` names."""
    fsspec = optional("fsspec", extra="remote", purpose=f"{urlsplit(url).scheme}://")
    system, path = fsspec.core.url_to_fs(url, **storage_options)
    return system, path


def name_in(url: str) -> str:
    """Return the name of the file that `url` names, without a query."""
    return PurePosixPath(urlsplit(url.partition("::")[0]).path).name or "unnamed"


def beside(path: str, name: str) -> str:
    """Return the URL or remote path of a file called `name` in the directory of `path`."""
    return f"{path.rpartition('/')[0]}/{name}"


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
