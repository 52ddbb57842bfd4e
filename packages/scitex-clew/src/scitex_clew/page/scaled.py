"""A picture made of pixels, scaled down by Pillow."""

import io
import logging
import warnings

from PIL import Image

FORMATS = ("JPEG", "PNG")
MOST_PIXELS = 40_000_000

log = logging.getLogger(__name__)


def scaled(content: bytes, width: int, height: int) -> bytes:
    """Return a PNG or JPEG file as a JPEG of at most so many pixels, on white; nothing if it is none, or too large."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as image:
                if image.width * image.height > MOST_PIXELS:
                    return b""
                image.draft("RGB", (width, height))
                seen = image.convert("RGBA")
    except Exception as error:  # the border to Pillow's readers, which say in many ways that a file is damaged
        log.debug("there is no small picture of a figure: %r", error)
        return b""
    seen.thumbnail((width, height))
    flat = Image.new("RGB", seen.size, "white")
    flat.paste(seen, mask=seen.getchannel("A"))
    buffer = io.BytesIO()
    flat.save(buffer, "JPEG", quality=70, optimize=True)
    return buffer.getvalue()
