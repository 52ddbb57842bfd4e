"""matplotlib's own examples, from its source distribution, which the package client downloads."""

import os
import subprocess
import sys
import tarfile
import tempfile
from importlib.metadata import version
from pathlib import Path

BACKEND = Path(__file__).parent / "backend"
OPTIONS = ("--disable-pip-version-check", "--no-binary", "matplotlib", "--no-build-isolation", "--no-deps")
WANTED = ("galleries/examples/", "galleries/plot_types/")


def cache() -> Path:
    """Return the folder where examples and results are kept between runs."""
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "scitex-gallery"


def examples() -> Path:
    """Return the folder `galleries` of the installed matplotlib's version; it is downloaded the first time."""
    folder = cache() / f"matplotlib-{version('matplotlib')}"
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
            unpacked = unpack(download(Path(scratch)), Path(scratch, "unpacked"))
            try:
                unpacked.rename(folder)
            except OSError:
                if not folder.exists():  # else another run was faster
                    raise
    return folder / "galleries"


def download(folder: Path) -> Path:
    """Have pip download the source distribution into `folder`, and return where it is."""
    # pip asks it for its metadata on the way: from the stand-in, which the real backend is hidden by.
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "--quiet", *OPTIONS, f"matplotlib=={version('matplotlib')}"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(BACKEND)},
        check=True,
    )
    return next(folder.glob("matplotlib-*.tar.gz"))


def unpack(archive: Path, folder: Path) -> Path:
    """Unpack the examples alone into `folder`, without the archive's outermost one."""
    with tarfile.open(archive) as tar:
        for member in tar:
            _, _, member.name = member.name.partition("/")
            if member.isfile() and member.name.startswith(WANTED):
                tar.extract(member, folder, filter="data")
    return folder
