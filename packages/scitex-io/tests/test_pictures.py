"""Pictures: figures, images, and the files of others."""

import struct
import subprocess
import sys
import zlib

import numpy as np
import pytest
from conformance.comparison import assert_same
from conformance.families.pictures import figure
from PIL import Image

import scitex_io


def pixels(dtype, *shape):
    """Return an array without a pattern that a picture format could be good at."""
    return (np.arange(np.prod(shape)).reshape(shape) * 2654435761 % 251).astype(dtype)


@pytest.mark.parametrize("extension", [".jpg", ".png", ".tif", ".webp"])
def test_a_figure_comes_back_as_an_array(tmp_path, extension):
    path = scitex_io.save(figure(), tmp_path / f"f{extension}", dpi=50)

    assert scitex_io.load(path).shape[:2] == (50, 100)


@pytest.mark.parametrize("extension", [".eps", ".pdf", ".svg"])
def test_a_picture_of_lines_cannot_be_loaded(tmp_path, extension):
    path = scitex_io.save(figure(), tmp_path / f"f{extension}")

    with pytest.raises(scitex_io.UnknownFormatError, match=rf"'\{extension}' can be saved, not loaded"):
        scitex_io.load(path)


def test_an_axes_is_saved_as_its_figure(tmp_path):
    fig = figure()

    on_axes = scitex_io.save(fig.axes[0], tmp_path / "one/a.png").read_bytes()

    assert on_axes == scitex_io.save(fig, tmp_path / "other/a.png").read_bytes()


@pytest.mark.parametrize("extension", [".eps", ".pdf", ".svg"])
def test_a_figure_does_not_tell_when_it_was_made(tmp_path, extension, monkeypatch):
    files = set()
    for moment in ("1000000000", "2000000000"):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", moment)
        files.add(scitex_io.save(figure(), tmp_path / f"f{extension}").read_bytes())

    assert len(files) == 1


HELD = [
    *[(".png", "bool"), (".png", "uint8"), (".png", "uint16"), (".png", "LA"), (".png", "RGB"), (".png", "RGBA")],
    *[(".tif", "bool"), (".tif", "uint8"), (".tif", "uint16"), (".tif", "LA"), (".tif", "RGB"), (".tif", "RGBA")],
    *[(".tif", "int32"), (".tif", "float32"), (".webp", "RGB"), (".webp", "RGBA")],
]


@pytest.mark.parametrize(("extension", "kind"), HELD)
def test_an_array_of_pixels_comes_back_equal(tmp_path, extension, kind):
    channels = {"LA": (2,), "RGB": (3,), "RGBA": (4,)}.get(kind, ())
    array = pixels("uint8" if channels else "float64", 7, 5, *channels)
    array = array > 100 if kind == "bool" else array if channels else (array * 257.25).astype(kind)

    found = scitex_io.load(scitex_io.save(array, tmp_path / f"a{extension}"))

    assert_same(found, array)
    assert found.flags.writeable


def test_pixels_of_any_layout_and_byte_order_are_right(tmp_path):
    array = np.asfortranarray(pixels("uint16", 7, 5).astype(">u2") * 3)[::2]

    assert_same(scitex_io.load(scitex_io.save(array, tmp_path / "a.png")), array.astype("uint16"))


def test_one_channel_is_none(tmp_path):
    array = pixels("uint8", 4, 5, 1)

    assert_same(scitex_io.load(scitex_io.save(array, tmp_path / "a.png")), array[:, :, 0])


def test_a_jpeg_is_nearly_what_was_saved(tmp_path):
    ramp = np.linspace(0, 255, 64 * 64).astype("uint8").reshape(64, 64)

    found = scitex_io.load(scitex_io.save(ramp, tmp_path / "a.jpg", quality=95))

    assert 0 < np.abs(found.astype(int) - ramp).max() < 6


def test_a_webp_is_lossy_when_asked_to_be(tmp_path):
    array = pixels("uint8", 32, 32, 3)

    found = scitex_io.load(scitex_io.save(array, tmp_path / "a.webp", lossless=False, quality=20))

    assert not np.array_equal(found, array)


@pytest.mark.parametrize(
    ("array", "name", "message"),
    [
        (pixels("float32", 4, 5), "a.png", r"float32 × 1 channels has no lossless form in \.png: save it as \.tif"),
        (pixels("float64", 4, 5), "a.tif", r"save \.astype\('float32'\) as \.tif"),
        (pixels("uint8", 4, 5), "a.webp", r"save it as \.png or \.tif"),
        (pixels("uint8", 4, 5, 4), "a.jpg", r"save it as \.png or \.tif"),
        (pixels("uint16", 4, 5, 3), "a.png", r"save it as \.npy"),
        (pixels("uint8", 4, 5, 6), "a.png", "height × width .* not 4 × 5 × 6"),
        (np.zeros((0, 5), "uint8"), "a.png", "not 0 × 5"),
        (np.ma.array(pixels("uint8", 4, 5), mask=True), "a.png", "has a mask"),
        ([[1, 2]], "a.png", "holds a matplotlib figure, an array or a Pillow image, not list"),
        (Image.new("RGBA", (2, 2)), "a.jpg", r"a \.jpg cannot hold this image"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_pixels_that_a_format_cannot_hold_are_refused(tmp_path, array, name, message):
    with pytest.raises(scitex_io.ObjectError, match=message):
        scitex_io.save(array, tmp_path / name)

    assert list(tmp_path.iterdir()) == []


def test_an_image_of_several_frames_is_saved_whole_when_asked_for(tmp_path):
    pages = [Image.fromarray(pixels("uint8", 4, 5) + number) for number in range(3)]
    pages[0].save(tmp_path / "a.tif", save_all=True, append_images=pages[1:])

    with Image.open(tmp_path / "a.tif") as image:
        with pytest.raises(scitex_io.ObjectError, match="has several frames: say save_all=True"):
            scitex_io.save(image, tmp_path / "b.tif")
        path = scitex_io.save(image, tmp_path / "b.tif", save_all=True)

    assert_same(scitex_io.load(path), np.stack([np.asarray(page) for page in pages]))


def test_one_page_of_several_can_be_read(tmp_path):
    pages = [Image.fromarray(pixels("uint8", 4, 5) + number) for number in range(3)]
    pages[0].save(tmp_path / "a.tif", save_all=True, append_images=pages[1:])

    assert_same(scitex_io.load(tmp_path / "a.tif", frame=2), np.asarray(pages[2]))
    with pytest.raises(scitex_io.FormatError, match="EOFError"):
        scitex_io.load(tmp_path / "a.tif", frame=3)


def test_pages_that_differ_are_read_one_by_one(tmp_path):
    pages = [Image.new("L", (5, 4)), Image.new("L", (3, 2))]
    pages[0].save(tmp_path / "a.tif", save_all=True, append_images=pages[1:])

    with pytest.raises(scitex_io.FormatError, match="its 2 pages differ in size or type: say frame=0"):
        scitex_io.load(tmp_path / "a.tif")
    assert scitex_io.load(tmp_path / "a.tif", frame=1).shape == (2, 3)


def test_a_palette_becomes_colours(tmp_path):
    colours = pixels("uint8", 2, 2, 3)
    image = Image.fromarray(colours).quantize(4)
    image.save(tmp_path / "opaque.png")
    image.save(tmp_path / "clear.png", transparency=0)

    assert_same(scitex_io.load(tmp_path / "opaque.png"), np.asarray(image.convert("RGB")))
    assert scitex_io.load(tmp_path / "clear.png").shape == (2, 2, 4)


def test_inks_become_colours(tmp_path):
    image = Image.new("CMYK", (8, 8), (255, 0, 0, 0))
    image.save(tmp_path / "a.tif")

    assert scitex_io.load(tmp_path / "a.tif")[0, 0].tolist() == [0, 255, 255]


def test_a_turned_picture_is_as_it_lies_in_the_file_unless_asked_for(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by a quarter to see it upright
    Image.new("RGB", (6, 4)).save(tmp_path / "a.jpg", exif=exif)

    assert scitex_io.load(tmp_path / "a.jpg").shape == (4, 6, 3)
    assert scitex_io.load(tmp_path / "a.jpg", upright=True).shape == (6, 4, 3)


def test_colours_of_16_bits_are_read_as_8_with_a_warning(tmp_path):
    row = b"\0" + np.array([0x1234, 0x5678, 0x9ABC], ">u2").tobytes()
    chunks = {b"IHDR": struct.pack(">2I5B", 1, 1, 16, 2, 0, 0, 0), b"IDAT": zlib.compress(row), b"IEND": b""}
    content = b"\x89PNG\r\n\x1a\n"
    for name, data in chunks.items():
        content += struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    (tmp_path / "a.png").write_bytes(content)

    with pytest.warns(UserWarning, match=r"a\.png: Pillow reads 16 bits of each colour as 8"):
        assert scitex_io.load(tmp_path / "a.png").tolist() == [[[0x12, 0x56, 0x9A]]]


def test_a_picture_that_would_become_far_too_large_is_refused(tmp_path, monkeypatch):
    path = scitex_io.save(np.zeros((200, 200), "uint8"), tmp_path / "a.png")
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)

    with pytest.raises(scitex_io.FormatError, match="DecompressionBombError"):
        scitex_io.load(path)


def test_pages_that_together_would_become_far_too_large_are_refused(tmp_path, monkeypatch):
    pages = [Image.new("L", (100, 100))] * 50
    pages[0].save(tmp_path / "a.tif", save_all=True, append_images=pages[1:], compression="tiff_deflate")
    monkeypatch.setattr("scitex_io.formats.raster.BOMB_SIZE", 1000)
    monkeypatch.setattr("scitex_io.formats.raster.BOMB_RATIO", 2)

    with pytest.raises(scitex_io.FormatError, match="times as large"):
        scitex_io.load(tmp_path / "a.tif")


def test_a_format_that_is_not_in_the_table_is_read_only_when_named(tmp_path):
    Image.new("L", (5, 4)).save(tmp_path / "a.png", "GIF")

    with pytest.raises(scitex_io.FormatError, match="cannot identify image file"):
        scitex_io.load(tmp_path / "a.png")
    assert scitex_io.load(tmp_path / "a.png", formats=["GIF"]).shape == (4, 5, 3)


def test_postscript_that_calls_itself_a_picture_is_not_run(tmp_path):
    path = scitex_io.save(figure(), tmp_path / "a.eps").rename(tmp_path / "a.png")

    with pytest.raises(scitex_io.FormatError, match="cannot identify image file"):
        scitex_io.load(path)


def test_an_image_is_read_without_matplotlib(tmp_path):
    scitex_io.save(figure(), tmp_path / "a.png", dpi=50)
    code = "import sys; sys.modules['matplotlib'] = None; import scitex_io; print(scitex_io.load('a.png').shape)"

    result = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True)

    assert result.stdout == "(50, 100, 4)\n"


def test_a_missing_library_is_named_with_the_pip_line(tmp_path):
    (tmp_path / "PIL").mkdir()
    (tmp_path / "PIL" / "__init__.py").write_text("raise ModuleNotFoundError(\"No module named 'PIL'\", name='PIL')\n")
    (tmp_path / "a.png").touch()

    command = [sys.executable, "-c", "import scitex_io; scitex_io.load('a.png')"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)

    assert 'MissingLibraryError: reading .png needs PIL: pip install "scitex-io[figure]"' in result.stderr
