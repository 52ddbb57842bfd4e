"""The pointer from a picture to its recipe, in the picture's own metadata.

It is one line of ASCII, `scitex-recipe: sha256:<64 hex digits> name.yaml`, the name percent-encoded as in a URL. It is
put into a finished file, which stays as it was but for the pointer: into a PNG as a tEXt chunk (ISO/IEC 15948,
11.3.4.3), into a JPEG as a comment (ITU-T T.81, B.2.4.5), into an SVG as a `metadata` element, into a PDF as an entry
of the information dictionary by an incremental update (ISO 32000-1, 7.5.6). To read it takes no library.
"""

import os
import re
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote, unquote

from scitex_plt.errors import MissingFileError, RecipeError
from scitex_plt.reading import asked_for, note
from scitex_plt.recipe import is_file_name

RASTER = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp")
"""How the names of pictures end that are made of pixels."""

ENDINGS = frozenset({*RASTER, ".eps", ".pdf", ".svg"})
"""How the names of all pictures end that have a recipe."""

KEY = "scitex-recipe"
POINTER = re.compile(rb"scitex-recipe: sha256:([0-9a-f]{64}) ([!-~]+?)(?=[\s<)\0]|$)")
OPTIONS = re.compile(rb"^(?:places|savefig):.*\n(?: .*\n)*", re.MULTILINE)
"""What of a recipe is about pictures, and not about the figure."""

PNG_BEGINS, JPEG_BEGINS = 8, 2
"""Behind how many bytes the first chunk, or the first segment, begins."""

JPEG_SCAN, JPEG_COMMENT = 0xDA, 0xFE
TRAILER = 4096
"""Within how many bytes from the end a PDF's trailer lies."""


@dataclass(frozen=True)
class Pointer:
    """Which recipe a picture belongs to: the hash of its file, and its name beside the picture."""

    sha256: str
    name: str

    def __str__(self) -> str:
        return f"{KEY}: sha256:{self.sha256} {quote(self.name, safe='')}"


def pointer_to(recipe: Path) -> Pointer:
    """Return the pointer to the recipe in a file, as it is now.

    The hash is that of the figure alone: places, and what `savefig` was told, may differ from picture to picture.
    """
    return Pointer(sha256(OPTIONS.sub(b"", recipe.read_bytes())).hexdigest(), recipe.name)


def stamp(picture: Path, pointer: Pointer) -> bool:
    """Put a pointer into a finished picture file; nothing else of it changes.

    Parameters
    ----------
    picture : Path
        A PNG, JPEG, SVG or PDF file, as matplotlib writes it, without a pointer so far. Its content tells what it is.
    pointer : Pointer
        Where its recipe is.

    Returns
    -------
    bool
        Whether it is in the file now. False for any other file, which stays as it is.
    """
    before = picture.read_bytes()
    try:
        with picture.open("r+b") as file:
            kind = kind_of(file)
            return kind is not None and kind.put(file, str(pointer).encode())
    except OSError:
        picture.write_bytes(before)  # which had room
        raise


def read(picture: str | os.PathLike[str]) -> Pointer | None:
    """Return the pointer in a picture file, whoever put it into the metadata.

    Parameters
    ----------
    picture : str or os.PathLike
        A file. Its content, not its name, tells what it is.

    Returns
    -------
    Pointer or None
        The pointer; None if there is none, or the file is not a PNG, JPEG, SVG or PDF.

    Raises
    ------
    MissingFileError
        If there is no such file.
    """
    try:
        with Path(picture).open("rb") as file:
            note(Path(picture))
            kind = kind_of(file)
            if kind is None:
                return None
            pieces = list(kind.metadata(file))
    except FileNotFoundError as cause:
        raise MissingFileError(f"{picture}: no such picture") from cause
    for piece in reversed(pieces):
        if found := POINTER.search(piece):
            return Pointer(found[1].decode(), unquote(found[2].decode()))
    return None


def recipe_asked_for(path: str | os.PathLike[str]) -> Path:
    """Return the recipe that a user has named, or that of the picture that a user has named.

    Raises
    ------
    MissingFileError, RecipeError
        As `recipe_of`, or if a folder was named.
    """
    found = asked_for(path)
    return recipe_of(found) if found.suffix.lower() in ENDINGS else found


def recipe_of(picture: str | os.PathLike[str]) -> Path:
    """Return the recipe beside a picture: the one that it points to, else the one of its name.

    Parameters
    ----------
    picture : str or os.PathLike
        A picture file.

    Returns
    -------
    Path
        The recipe. If the picture has a pointer, the recipe is the very one, by its hash.

    Raises
    ------
    MissingFileError
        If there is no recipe beside the picture.
    RecipeError
        If the recipe was changed since the picture was saved.
    """
    path = Path(picture)
    pointer = read(path)
    if pointer is None:
        for usual in (path.with_suffix(".yaml"), path.with_name(f"{path.name}.yaml")):
            if usual.is_file():
                return usual
        raise MissingFileError(f"{path}: no recipe in its metadata, and none beside it: expected {path.stem}.yaml")
    beside = path.with_name(pointer.name) if is_file_name(pointer.name) else None
    if beside is None or not beside.is_file():
        raise MissingFileError(f"{path}: its recipe {pointer.name!r} is not beside it (sha256:{pointer.sha256})")
    if pointer_to(beside).sha256 != pointer.sha256:
        raise RecipeError(
            f"{path}: {beside.name} is not the recipe that it was saved with (sha256:{pointer.sha256}): "
            f"give {beside.name} for what that says now, or save the figure again"
        )
    return beside


def png_chunks(file: BinaryIO) -> Iterator[tuple[int, int, bytes]]:
    """Yield offset, length and type of each chunk of a PNG; what a chunk holds begins 8 bytes after its offset."""
    offset = PNG_BEGINS
    file.seek(offset)
    while len(header := file.read(8)) == 8:
        length, name = struct.unpack(">I4s", header)
        yield offset, length, name
        offset += length + 12
        file.seek(offset)


def png_texts(file: BinaryIO) -> Iterator[bytes]:
    """Yield the text chunks of a PNG: keyword and text, ours as one line."""
    for offset, length, name in png_chunks(file):
        if name == b"tEXt":
            file.seek(offset + 8)
            yield file.read(length).replace(KEY.encode() + b"\0", KEY.encode() + b": ")


def put_into_png(file: BinaryIO, line: bytes) -> bool:
    """Add a text chunk at the end, before the one that says that this is the end."""
    for offset, _, name in png_chunks(file):
        if name == b"IEND":
            file.seek(offset)
            end = file.read()
            keyword, _, text = line.partition(b": ")
            body = b"tEXt" + keyword + b"\0" + text
            file.seek(offset)
            file.write(struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body)) + end)
            return True
    return False


def jpeg_comments(file: BinaryIO) -> Iterator[bytes]:
    """Yield the comments of a JPEG that stand before its picture."""
    file.seek(JPEG_BEGINS)
    while len(header := file.read(4)) == 4:
        marker, code, length = struct.unpack(">BBH", header)
        if marker != 0xFF or code == JPEG_SCAN or length < 2:
            return
        segment = file.read(length - 2)
        if code == JPEG_COMMENT:
            yield segment


def put_into_jpeg(file: BinaryIO, line: bytes) -> bool:
    """Add a comment behind the first segment, which readers expect to be the first."""
    content = file.read()
    if len(content) < 6:
        return False
    first = 4 + struct.unpack(">H", content[4:6])[0]
    comment = struct.pack(">BBH", 0xFF, JPEG_COMMENT, len(line) + 2) + line
    file.seek(0)
    file.write(content[:first] + comment + content[first:])
    return True


def svg_metadata(file: BinaryIO) -> Iterator[bytes]:
    """Yield what stands in the `metadata` elements of an SVG."""
    content = file.read()
    begin = content.find(b"<metadata")
    while begin >= 0 and (end := content.find(b"</metadata>", begin)) >= 0:
        yield content[begin:end]
        begin = content.find(b"<metadata", end)


def put_into_svg(file: BinaryIO, line: bytes) -> bool:
    """Add a `metadata` element at the end of an SVG."""
    content = file.read()
    end = content.rfind(b"</svg>")
    if end < 0:
        return False
    file.seek(end)
    file.write(b" <metadata>" + line + b"</metadata>\n" + content[end:])
    return True


def pdf_information(file: BinaryIO) -> Iterator[bytes]:
    """Yield the information dictionary of a PDF."""
    if found := information_of(file.read()):
        yield found[1]


def information_of(content: bytes) -> tuple[bytes, bytes] | None:
    """Return the object number of a PDF's information dictionary, and what it holds; None if it is not found."""
    end = content[-TRAILER:]
    reference = re.search(rb"/Info (\d+) 0 R", end[max(0, end.rfind(b"trailer")) :])
    if reference is None:
        return None
    start = content.rfind(b"\n%b 0 obj\n<<" % reference[1])
    stop = content.find(b">>\nendobj", start)
    if start < 0 or stop < 0:
        return None
    return reference[1], content[content.index(b"<<", start) + 2 : stop]


def put_into_pdf(file: BinaryIO, line: bytes) -> bool:
    """Add an entry to the information dictionary of a PDF, by an update behind its end."""
    content = file.read()
    information = information_of(content)
    trailer = content[content.rfind(b"trailer") :]
    size, root, before = (
        re.search(pattern, trailer) for pattern in (rb"/Size (\d+)", rb"/Root (\d+ 0 R)", rb"startxref\s+(\d+)")
    )
    if information is None or size is None or root is None or before is None:
        return False
    number, entries = information
    new = b"%b 0 obj\n<<%b /SciTeXRecipe (%b) >>\nendobj\n" % (number, entries, line)
    update = (
        b"%bxref\n0 1\n0000000000 65535 f \n%b 1\n%010d 00000 n \n"
        b"trailer\n<< /Size %b /Root %b /Info %b 0 R /Prev %b >>\nstartxref\n%d\n%%%%EOF\n"
    ) % (new, number, len(content), size[1], root[1], number, before[1], len(content) + len(new))
    file.write(update)
    return True


@dataclass(frozen=True)
class Kind:
    """A kind of picture file: how its metadata is found, and how a line is added to it."""

    metadata: Callable[[BinaryIO], Iterator[bytes]]
    put: Callable[[BinaryIO, bytes], bool]


KINDS = {
    rb"\x89PNG\r\n\x1a\n": Kind(png_texts, put_into_png),
    rb"\xff\xd8\xff": Kind(jpeg_comments, put_into_jpeg),
    rb"%PDF-": Kind(pdf_information, put_into_pdf),
    rb"(?s).*<svg\b": Kind(svg_metadata, put_into_svg),
}
"""How a file begins → its kind."""


def kind_of(file: BinaryIO) -> Kind | None:
    """Return what kind of picture is in a file, by its first bytes."""
    beginning = file.read(512)
    file.seek(0)
    return next((kind for begins, kind in KINDS.items() if re.match(begins, beginning)), None)
