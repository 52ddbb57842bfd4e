"""A web address may be signed in its query: it is asked for to the letter, and so is what lies beside it."""

import threading
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

import scitex_io
from scitex_io import remote

pytest.importorskip("fsspec")
pytest.importorskip("aiohttp")
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
QUERY = "?sp=rw&X-Amz-Signature=a%2Fb%3D%7E%20c+d"
PAGE = b'<table><tr><th>a</th></tr><tr><td><a href="next.html">1</a></td></tr></table>'


class Store(ThreadingHTTPServer):
    """A server that takes a whole file by PUT, of a length that it is told, where the query is signed."""

    daemon_threads = True

    def __init__(self):
        self.files = {}
        self.asked = []
        self.refused = None
        super().__init__(("127.0.0.1", 0), Requests)

    def url(self, name, query=QUERY):
        return f"http://127.0.0.1:{self.server_port}/bucket/{name}{query}"


class Requests(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def answer(self, code, body=b""):
        self.server.asked.append((self.command, self.path, code))
        self.send_response(code)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_PUT(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        place, mark, query = self.path.partition("?")
        if "Content-Length" not in self.headers:
            self.answer(411)
        elif mark + query != QUERY or place == f"/bucket/{self.server.refused}":
            self.answer(403)
        else:
            self.server.files[place] = body, self.headers.get("x-ms-blob-type")
            self.answer(201)

    def do_GET(self):
        found = self.server.files.get(self.path.partition("?")[0])
        self.answer(404) if found is None else self.answer(200, found[0])


@pytest.fixture
def store():
    with Store() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def companions(tmp_path, monkeypatch):
    """Have a plug-in write a text beside each number."""
    (tmp_path / "extra-1.0.dist-info").mkdir()
    points = "[scitex_io.companions]\ndecimal.Decimal = web_companions:companions\n"
    (tmp_path / "extra-1.0.dist-info/entry_points.txt").write_text(points)
    code = "def companions(obj, path, file, options): yield str(obj), path.with_suffix('.txt'), {}\n"
    (tmp_path / "web_companions.py").write_text(code)
    monkeypatch.syspath_prepend(tmp_path)


@pytest.fixture
def told():
    seen = []
    with scitex_io.observing(lambda access: seen.append((access.mode, access.url))):
        yield seen


def test_a_signed_address_is_asked_for_to_the_letter(store):
    url = store.url("a.json")

    assert scitex_io.save({"a": 1}, url) == url
    assert scitex_io.load(url) == {"a": 1}
    assert store.asked == [("PUT", f"/bucket/a.json{QUERY}", 201), ("GET", f"/bucket/a.json{QUERY}", 200)]


def test_observers_are_told_of_the_query_but_not_of_what_signs(store, told):
    scitex_io.save("x", store.url("a.txt"))
    scitex_io.load(store.url("a.txt"))

    shown = store.url("a.txt", "?sp=rw&X-Amz-Signature=***")
    assert told == [("write", shown), ("read", shown)]


def test_what_is_saved_beside_it_has_the_same_query(store, told, companions):
    scitex_io.save(Decimal("1.5"), store.url("price.pkl"))

    assert store.files["/bucket/price.txt"][0] == b"1.5"
    shown = "?sp=rw&X-Amz-Signature=***"
    assert told == [("write", store.url("price.pkl", shown)), ("write", store.url("price.txt", shown))]


def test_a_signature_for_one_name_alone_is_an_error_that_names_the_other(store, told, companions):
    store.refused = "price.txt"

    with pytest.raises(scitex_io.RemoteError) as caught:
        scitex_io.save(Decimal("1.5"), store.url("price.pkl"))

    shown = "?sp=rw&X-Amz-Signature=***"
    assert str(caught.value).startswith(f"{store.url('price.txt', shown)} cannot be written: ")
    assert "403" in str(caught.value)
    assert told == [("write", store.url("price.pkl", shown))]
    assert list(store.files) == ["/bucket/price.pkl"]


def test_headers_of_the_user_go_along(store):
    headers = {"x-ms-blob-type": "BlockBlob"}

    scitex_io.save("x", store.url("a.txt"), storage_options={"headers": headers})

    assert store.files == {"/bucket/a.txt": (b"x", "BlockBlob")}


def test_an_address_that_is_not_escaped_is_escaped(store):
    store.files["/bucket/%C3%BC%20x.txt"] = b"x", None

    assert scitex_io.load(store.url("ü x.txt", "")) == "x"


def test_a_page_with_links_is_a_file(store):
    pytest.importorskip("lxml")
    store.files["/bucket/a.html"] = PAGE, None

    assert scitex_io.load(store.url("a.html", "")).to_dict("list") == {"a": [1]}
    assert store.asked == [("GET", "/bucket/a.html", 200)]


def test_a_format_that_is_a_directory_has_no_web_address(store):
    pytest.importorskip("zarr")

    with pytest.raises(scitex_io.RemoteError, match="a web address names one file, and this format is a directory"):
        scitex_io.save({"a": np.arange(3)}, store.url("a.zarr"))

    assert store.asked == []


@pytest.mark.parametrize(
    ("url", "other"),
    [
        ("s3://bucket/a.png", "s3://bucket/a.csv"),
        ("https://h/x/a.png?sig=b/c", "https://h/x/a.csv?sig=b/c"),
        ("https://h/a.png?u=s3://x/y#z", "https://h/a.csv?u=s3://x/y#z"),
        ("simplecache::s3://bucket/a.png", "simplecache::s3://bucket/a.csv"),
        ("zip://in/a.png::https://h/b.zip?sig=c", "zip://in/a.csv::https://h/b.zip?sig=c"),
        ("memory://a.png", "memory://a.csv"),
        ("/bucket/a\nb/ü a.png", "/bucket/a\nb/a.csv"),
    ],
)
def test_what_lies_beside_a_url_differs_in_the_name(url, other):
    assert remote.beside(url, "a.csv") == other
    assert remote.name_in(other) == "a.csv"
