"""Build the reference of the public names, in `site/`: `hatch run docs:build`."""

from importlib import import_module
from pathlib import Path

import pdoc

ROOT = Path(__file__).parents[1]
PACKAGES = sorted(folder.name.replace("-", "_") for folder in (ROOT / "packages").iterdir())


def main() -> None:
    """Write one page a package."""
    for package in PACKAGES:
        module = import_module(package)
        for name in module.__all__:
            setattr(module, name, getattr(module, name))  # pdoc sees only what has been imported
    pdoc.render.configure(docformat="numpy")
    pdoc.pdoc(*PACKAGES, output_directory=ROOT / "site")


if __name__ == "__main__":
    main()
