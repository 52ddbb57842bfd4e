"""The media types of research files, by extension.

Source: https://www.iana.org/assignments/media-types, where the type is registered there.
"""

MEDIA_TYPES = {
    "csv": "text/csv",
    "h5": "application/x-hdf5",
    "hdf5": "application/x-hdf5",
    "html": "text/html",
    "ipynb": "application/x-ipynb+json",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "json": "application/json",
    "log": "text/plain",
    "mat": "application/x-matlab-data",
    "md": "text/markdown",
    "parquet": "application/vnd.apache.parquet",
    "pdf": "application/pdf",
    "png": "image/png",
    "py": "text/x-python",
    "svg": "image/svg+xml",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "tsv": "text/tab-separated-values",
    "txt": "text/plain",
    "xml": "application/xml",
    "yaml": "application/yaml",
    "yml": "application/yaml",
    "zip": "application/zip",
}


def media_type(path: str) -> str:
    """Return the media type of the file at `path`, as far as its extension tells."""
    return MEDIA_TYPES.get(path.rpartition(".")[2].lower(), "application/octet-stream")
