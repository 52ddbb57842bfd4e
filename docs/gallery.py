"""Make `docs/gallery.md`: each of our own figures, and the same figure drawn again: `hatch run docs:gallery`."""

import runpy
import shutil
from pathlib import Path

import matplotlib
from matplotlib import pyplot as plt

import scitex_io
import scitex_plt

DOCS = Path(__file__).parent
FORTY = "packages/scitex-plt/tests"
FIGURES = runpy.run_path(str(DOCS.parent / FORTY / "forty.py"))["FIGURES"]
SMALL = {"pil_kwargs": {"optimize": True}}

HEAD = """\
# Gallery

Our own test figures, drawn by matplotlib {version}. On the left is the picture as it was saved, on the right the one
that was drawn again from the recipe and the data that lie beside it. Both are the same, pixel for pixel, and a test
keeps them so. How that is done is told in [figures](figures.md), what a recipe says in [recipes](recipe.md).

```console
$ hatch run docs:gallery
```
"""

FIGURE = """
## {name}

{what}

[script]({script}) · [recipe](gallery/{stem}.yaml){data}

| as saved | drawn again |
|---|---|
| ![{name}](gallery/{stem}.png) | ![{name}, drawn again](gallery/{stem}.again.png) |
"""


def page(folder: Path, version: str = matplotlib.__version__) -> str:
    """Return the page of the figures that lie in a folder."""
    return HEAD.format(version=version) + "".join(section(name, folder) for name in FIGURES)


def section(name: str, folder: Path) -> str:
    """Return what the page says of one figure."""
    return FIGURE.format(
        name=name.replace("_", " ").capitalize(),
        stem=name,
        what=FIGURES[name].__doc__,
        script=f"../{FORTY}/figures/{FIGURES[name].__module__}.py",
        data=f" · [data](gallery/{name}.csv)" if (folder / f"{name}.csv").exists() else "",
    )


def draw(name: str, folder: Path) -> None:
    """Save a figure with its recipe and data, and draw it again from these."""
    with matplotlib.rc_context():
        picture = scitex_io.save(FIGURES[name](), folder / f"{name}.png", **SMALL)
    plt.close("all")
    scitex_plt.reproduce(picture.with_suffix(".yaml")).savefig(picture.with_suffix(".again.png"), **SMALL)


def main() -> None:
    """Make the pictures, and the page that shows them."""
    plt.switch_backend("agg")
    folder = DOCS / "gallery"
    shutil.rmtree(folder, ignore_errors=True)
    for name in FIGURES:
        draw(name, folder)
    (DOCS / "gallery.md").write_text(page(folder), encoding="utf-8")


if __name__ == "__main__":
    main()
