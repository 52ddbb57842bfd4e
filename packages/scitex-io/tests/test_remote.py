"""A URL is as good as a path: in memory, and on a real S3 server on this machine."""

from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from conformance.comparison import assert_same
from conformance.suite import typical

import scitex_io

fsspec = pytest.importorskip("fsspec")


@pytest.fixture(autouse=True)
def empty_memory():
    """Begin with nothing in fsspec's memory."""
    fsspec.filesystem("memory").store.clear()


@contextmanager
def s3_server():
    """Run moto's server, with one bucket, and yield the options of its file system."""
    server_module = pytest.importorskip("moto.server")
    pytest.importorskip("s3fs")
    server = server_module.ThreadedMotoServer(port=0)
    server.start()
    host, port = server.get_host_and_port()
    options = {"key": "k", "secret": "s", "endpoint_url": f"http://{host}:{port}"}
    try:
        fsspec.filesystem("s3", **options).mkdir("bucket")
        yield options
    finally:
        server.stop()


@pytest.mark.parametrize("extension", [".csv", ".json.gz", ".npy", ".parquet", ".h5", ".nii.gz", ".nc"])
def test_what_is_saved_to_a_url_is_loaded_from_it(extension):
    make, outcome = typical(extension.removesuffix(".gz") if extension == ".json.gz" else extension)

    url = scitex_io.save(make(), f"memory://ü folder/a{extension}")

    assert url == f"memory://ü folder/a{extension}"
    assert_same(scitex_io.load(url), outcome.expected(make()))


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_real_s3_server_keeps_what_is_saved():
    with s3_server() as options:
        scitex_io.save({"lr": 0.01}, "s3://bucket/runs/params.yaml", storage_options=options)

        assert scitex_io.load("s3://bucket/runs/params.yaml", storage_options=options) == {"lr": 0.01}
        with pytest.raises(scitex_io.NotFoundError, match=r"no file 's3://bucket/none\.csv'"):
            scitex_io.load("s3://bucket/none.csv", storage_options=options)
        with pytest.raises(scitex_io.NotFoundError, match=r"s3://nobody/x\.csv"):
            scitex_io.save([[1]], "s3://nobody/x.csv", storage_options=options)


def test_observers_are_told_the_url_and_can_read_the_copy():
    seen = []

    def observer(access):
        seen.append((access.mode, access.url, access.path.read_text()))

    with scitex_io.observing(observer):
        scitex_io.save("x", "memory://a/note.txt")
        scitex_io.load("memory://a/note.txt")

    assert seen == [("write", "memory://a/note.txt", "x"), ("read", "memory://a/note.txt", "x")]


def test_observers_and_errors_are_told_of_a_url_without_its_secrets():
    seen = []
    with scitex_io.observing(lambda access: seen.append(access.url)):
        assert scitex_io.save("x", "memory://ada:sesame@a/note.txt") == "memory://ada:sesame@a/note.txt"
        assert scitex_io.load("memory://ada:sesame@a/note.txt") == "x"
    assert seen == ["memory://***@a/note.txt"] * 2
    with pytest.raises(scitex_io.NotFoundError) as caught:
        scitex_io.load("memory://ada:sesame@a/none.csv")
    scitex_io.save("{", "memory://ada:sesame@a/data.txt")
    with pytest.raises(scitex_io.FormatError) as broken:
        scitex_io.load("memory://ada:sesame@a/data.txt", format=".json")
    assert str(broken.value).startswith("memory://***@a/data.txt: ")
    assert (str(caught.value), caught.value.__cause__) == ("no file 'memory://***@a/none.csv': /***@a/none.csv", None)


def test_a_session_does_not_bend_a_url(tmp_path):
    with scitex_io.base_directory(tmp_path / "run"):
        scitex_io.save("x", "memory://a/note.txt")

    assert list(tmp_path.iterdir()) == []
    assert scitex_io.load("memory://a/note.txt") == "x"


def test_a_failed_save_leaves_what_the_url_had():
    scitex_io.save({"a": 1}, "memory://a/data.json")

    with pytest.raises(scitex_io.ObjectError):
        scitex_io.save({"a": object()}, "memory://a/data.json")

    assert scitex_io.load("memory://a/data.json") == {"a": 1}


def test_a_broken_file_is_named_by_its_url():
    scitex_io.save("{", "memory://a/data.txt")

    with pytest.raises(scitex_io.FormatError, match=r"^memory://a/data\.txt: "):
        scitex_io.load("memory://a/data.txt", format=".json")


def test_what_is_not_there_or_not_known_is_an_error_that_names_the_url():
    with pytest.raises(scitex_io.NotFoundError, match=r"no file 'memory://a/none\.csv'"):
        scitex_io.load("memory://a/none.csv")
    with pytest.raises(scitex_io.RemoteError, match=r"nowhere://a/x.csv cannot be read: .*Protocol not known"):
        scitex_io.load("nowhere://a/x.csv")
    with pytest.raises(scitex_io.UnknownFormatError, match="did you mean"):
        scitex_io.save("x", "memory://a/x.cvs")


def test_a_lazy_handle_outlives_the_copy():
    scitex_io.save(np.arange(5), "memory://a/x.npy")

    mapped = scitex_io.load("memory://a/x.npy", mmap_mode="r")

    assert not Path(mapped.filename).exists()
    assert mapped.tolist() == [0, 1, 2, 3, 4]


def test_a_file_url_is_a_path(tmp_path):
    path = tmp_path / "ü x.txt"

    assert scitex_io.save("x", path.as_uri()) == path
    assert scitex_io.load(path.as_uri()) == "x"


def test_a_directory_format_is_sent_whole():
    pytest.importorskip("zarr")
    scitex_io.save({"a": np.arange(3)}, "memory://a/x.zarr")

    scitex_io.save({"b": np.arange(2)}, "memory://a/x.zarr")

    assert list(scitex_io.load("memory://a/x.zarr")) == ["b"]
