"""Stand-in for matplotlib's build backend: pip asks a source distribution for its metadata before it is downloaded.

The real backend would configure a whole build for that. Nothing is built here.
"""

from pathlib import Path


def prepare_metadata_for_build_wheel(metadata_directory: str, config_settings: object = None) -> str:
    """Write the metadata that the source distribution carries, and return the name of their folder."""
    text = Path("PKG-INFO").read_text(encoding="utf-8")
    fields = dict(line.split(": ", 1) for line in text.splitlines()[:3])
    name = f"{fields['Name']}-{fields['Version']}.dist-info"
    folder = Path(metadata_directory, name)
    folder.mkdir()
    (folder / "METADATA").write_text(text, encoding="utf-8")
    (folder / "WHEEL").write_text("Wheel-Version: 1.0\nTag: py3-none-any\n")
    return name


def build_wheel(wheel_directory: str, config_settings: object = None, metadata_directory: object = None) -> str:
    """Build nothing: only the metadata are of use."""
    raise NotImplementedError("nothing is built from this source distribution")
