"""A picture file points to its recipe, and stays the same picture."""

import subprocess
import sys
import xml.etree.ElementTree as ET
from hashlib import sha256

import matplotlib as mpl
import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from matplotlib import pyplot
from PIL import Image

from scitex_plt import pictures
from scitex_plt.errors import MissingFileError, RecipeError
from scitex_plt.pictures import Pointer, pointer_to, recipe_of, stamp

POINTER = Pointer("0123456789abcdef" * 4, "signal.yaml")
KINDS = ("jpg", "pdf", "png", "svg")


@pytest.fixture(params=KINDS)
def picture(request, tmp_path, two_lines_figure):
    """Return a picture of each kind that can be stamped, as matplotlib writes it."""
    path = tmp_path / f"signal.{request.param}"
    two_lines_figure.savefig(path)
    return path


def test_a_pointer_is_one_line_of_ascii():
    assert str(POINTER) == f"scitex-recipe: sha256:{POINTER.sha256} signal.yaml"
    assert str(Pointer(POINTER.sha256, "Größe (1).yaml")).isascii()


def test_without_a_pointer_there_is_none(picture):
    assert pictures.read(picture) is None


def test_what_was_stamped_is_read(picture):
    assert stamp(picture, POINTER)
    assert pictures.read(picture) == POINTER


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0/"), min_size=1, max_size=60))
def test_any_name_comes_back(tmp_path_factory, name):
    path = tmp_path_factory.mktemp("names") / "a.svg"
    path.write_bytes(b"<svg></svg>")
    assert stamp(path, Pointer(POINTER.sha256, name))
    assert pictures.read(path) == Pointer(POINTER.sha256, name)


@pytest.mark.parametrize("extension", ["jpg", "png"])
def test_the_pixels_stay(tmp_path, two_lines_figure, extension):
    before, after = (tmp_path / f"{name}.{extension}" for name in ("before", "after"))
    two_lines_figure.savefig(before)
    two_lines_figure.savefig(after)
    stamp(after, POINTER)
    assert before.read_bytes() != after.read_bytes()
    with Image.open(before) as one, Image.open(after) as other:
        other.verify()
        assert one.info["dpi"] == other.info["dpi"]
    assert (np.asarray(Image.open(before)) == np.asarray(Image.open(after))).all()


def test_other_programs_see_it_in_a_png_and_a_jpeg(tmp_path, two_lines_figure):
    for extension, key in (("png", "scitex-recipe"), ("jpg", "comment")):
        path = tmp_path / f"signal.{extension}"
        two_lines_figure.savefig(path)
        stamp(path, POINTER)
        with Image.open(path) as found:
            found.load()
            assert POINTER.sha256 in str(found.info | getattr(found, "text", {}))
            assert key in found.info | getattr(found, "text", {})


def test_an_svg_is_still_xml(tmp_path, two_lines_figure):
    path = tmp_path / "signal.svg"
    two_lines_figure.savefig(path)
    before = [element.tag for element in ET.parse(path).iter()]
    stamp(path, POINTER)
    root = ET.parse(path).getroot()
    assert [element.tag for element in root.iter()] == [*before, "{http://www.w3.org/2000/svg}metadata"]
    assert root[-1].text == str(POINTER)


def test_a_pdf_is_what_it_was_and_an_update(tmp_path, two_lines_figure):
    path = tmp_path / "signal.pdf"
    two_lines_figure.savefig(path, metadata={"Title": "My (own) title", "Keywords": "mine"})
    before = path.read_bytes()
    stamp(path, POINTER)
    after = path.read_bytes()
    assert after.startswith(before)
    update = after[len(before) :]
    start = int(update.rpartition(b"startxref\n")[2].split()[0])
    assert after[start:].startswith(b"xref\n")
    offset = int(after[start:].split(b"\n")[4].split()[0])
    assert after[offset:].startswith(b"%d 0 obj" % int(after[start:].split(b"\n")[3].split()[0]))
    assert rb"/Title (My \(own\) title)" in update
    assert b"/Keywords (mine)" in update


@pytest.mark.parametrize(
    ("extension", "metadata"),
    [
        ("png", {"scitex-recipe": str(POINTER).partition(": ")[2]}),
        ("png", {"Comment": f"mine; {POINTER}"}),
        ("pdf", {"Keywords": f"mine, {POINTER}"}),
        ("pdf", {"Subject": str(POINTER), "Title": "(a) >> b"}),
        ("svg", {"Keywords": ["mine", str(POINTER)]}),
        ("svg", {"Source": str(POINTER)}),
    ],
)
def test_what_matplotlib_wrote_as_metadata_is_read(tmp_path, two_lines_figure, extension, metadata):
    path = tmp_path / f"signal.{extension}"
    two_lines_figure.savefig(path, metadata=metadata)
    assert pictures.read(path) == POINTER


@pytest.mark.parametrize("extension", KINDS)
def test_what_stands_in_the_figure_is_no_pointer(tmp_path, extension):
    with mpl.rc_context({"svg.fonttype": "none", "pdf.compression": 0}):
        figure, ax = pyplot.subplots()
        ax.set_title(str(POINTER))
        figure.savefig(tmp_path / f"a.{extension}")
    assert pictures.read(tmp_path / f"a.{extension}") is None


def test_other_pictures_stay_as_they_are(tmp_path, two_lines_figure):
    for extension in ("eps", "tif", "webp"):
        path = tmp_path / f"a.{extension}"
        two_lines_figure.savefig(path)
        before = path.read_bytes()
        assert not stamp(path, POINTER)
        assert path.read_bytes() == before
        assert pictures.read(path) is None


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.4\n", b"<svg>", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"plain text"]
)
def test_what_is_broken_stays_as_it_is(tmp_path, content):
    path = tmp_path / "broken"
    path.write_bytes(content)
    assert not stamp(path, POINTER)
    assert path.read_bytes() == content
    assert pictures.read(path) is None


@example(b"\xff\xd8\xff", b"\xfe\0\0")
@given(st.sampled_from([b"%PDF-1.4\n", b"<svg", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"]), st.binary(max_size=200))
def test_no_content_makes_reading_fail(tmp_path_factory, begins, rest):
    path = tmp_path_factory.mktemp("fuzz") / "a"
    path.write_bytes(begins + rest)
    assert pictures.read(path) is None


def test_the_recipe_is_found_by_its_hash(picture):
    recipe = picture.with_name("other name.yaml")
    recipe.write_text("scitex_figure: 1\n", encoding="utf-8")
    stamp(picture, pointer_to(recipe))
    assert pictures.read(picture) == Pointer(sha256(recipe.read_bytes()).hexdigest(), recipe.name)
    assert recipe_of(picture) == recipe


def test_a_recipe_that_was_changed_is_told(picture):
    recipe = picture.with_suffix(".yaml")
    recipe.write_text("scitex_figure: 1\n", encoding="utf-8")
    stamp(picture, pointer_to(recipe))
    recipe.write_text("scitex_figure: 1\ndata: null\n", encoding="utf-8")
    with pytest.raises(RecipeError, match=r"signal.yaml is not the recipe that it was saved with \(sha256:"):
        recipe_of(picture)


def test_a_recipe_that_is_not_there_is_told_with_its_hash(picture):
    stamp(picture, POINTER)
    with pytest.raises(MissingFileError, match=POINTER.sha256):
        recipe_of(picture)


def test_a_pointer_leads_nowhere_but_beside_the_picture(picture):
    elsewhere = picture.parent.parent / "elsewhere.yaml"
    elsewhere.write_text("scitex_figure: 1\n", encoding="utf-8")
    stamp(picture, Pointer(pointer_to(elsewhere).sha256, "../elsewhere.yaml"))
    with pytest.raises(MissingFileError, match="not beside it"):
        recipe_of(picture)


def test_without_a_pointer_the_name_decides(picture):
    with pytest.raises(MissingFileError, match=r"expected signal\.yaml"):
        recipe_of(picture)
    longer = picture.with_name(f"{picture.name}.yaml")
    longer.touch()
    assert recipe_of(picture) == longer
    usual = picture.with_suffix(".yaml")
    usual.touch()
    assert recipe_of(picture) == usual


def test_a_picture_that_is_not_there(tmp_path):
    with pytest.raises(MissingFileError, match="no such picture"):
        recipe_of(tmp_path / "none.png")


def test_reading_takes_no_library():
    program = "import sys, scitex_plt.pictures; print({'PIL', 'matplotlib', 'numpy', 'pandas'} & set(sys.modules))"
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert shown == "set()\n"
