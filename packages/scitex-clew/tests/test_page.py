"""The page of a lineage: what is in it, and what never is."""

import base64
import io
import json
import os
import random
import re
import shutil
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PIL import Image

import scitex_io
from scitex_clew import html, reindex
from scitex_clew.drawing import graph
from scitex_clew.drawing.gravity import COLOURS
from scitex_clew.page import document, figures, thumbnails
from scitex_clew.page.privacy import Privacy
from scitex_clew.project import Project
from scitex_clew.records import crate
from scitex_clew.records.record import Parameter

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def told(page):
    """Return the data of a page."""
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)[1])


def test_it_tells_what_is_known_of_a_run(project, fake_config):
    config = project.root / "model.yaml"
    config.write_text("a: 1\n")
    parameters = {"lr": Parameter("lr", 0.5, "flag --lr")}
    session = project.session(
        parameters=parameters, config=fake_config({"a": 1}, (config,)), source="print()", seed=7, wall_time=1.5
    )
    with session as run:
        scitex_io.save("one\n", "one.txt")
    found = told(html())["runs"][run.id]
    assert found["parameters"] == [{"name": "lr", "value": "0.5", "source": "flag --lr"}]
    assert found["config"] == [{"name": "a", "value": "1", "source": "config.yaml:1"}]
    assert [file["role"] for file in found["read"]] == ["config", "script"]
    assert [file["path"].rpartition("/")[2] for file in found["written"]] == ["train.log", "one.txt"]
    assert found["log"] == {"text": f"log of {run.id}\n", "whole": True, "size": 28}
    assert told(html())["sources"][found["source"]] == "print()"
    assert (found["description"], found["seed"], found["wallTime"]) == ("Train a model.", 7, 1.5)


def test_texts_of_own_modules_are_told_once(project, imported):
    imported("helper", f"PLACE = '{project.root}/raw.csv'\n")
    for _ in range(2):
        with project.session():
            pass
    page = told(html())
    texts = [run["modules"] for run in page["runs"].values()]
    assert texts == [[{"path": "helper.py", "source": 0}]] * 2
    assert page["sources"] == ["PLACE = 'raw.csv'\n"]


def test_of_a_long_log_it_has_the_end(project):
    with project.session() as run:
        pass
    (run.directory / "train.log").write_text("".join(f"line {number}\n" for number in range(5000)))
    log = told(html())["runs"][run.id]["log"]
    assert not log["whole"]
    assert log["text"].startswith("line ")
    assert log["text"].endswith("line 4999\n")


def test_a_figure_is_in_it_if_it_is_what_the_run_wrote(project):
    with project.session() as run:
        (run.directory / "a.png").write_bytes(PNG)
        (run.directory / "b.png").write_bytes(PNG + b"b")
    (run.directory / "b.png").write_bytes(PNG + b"c")
    found = told(html())
    assert list(found["figures"].values()) == [f"data:image/png;base64,{base64.b64encode(PNG).decode()}"]
    assert [(figure["shown"], figure["note"]) for figure in found["runs"][run.id]["figures"]] == [
        (True, ""),
        (False, "modified"),
    ]


def test_a_large_figure_is_left_out_and_told(project, monkeypatch):
    monkeypatch.setattr(figures, "MOST_BYTES", 10)
    with project.session() as run:
        (run.directory / "a.png").write_bytes(PNG)
    found = told(html())
    assert found["figures"] == {}
    assert found["runs"][run.id]["figures"][0]["note"] == "too large for this page"


def pictures(page):
    """Return the small pictures in the nodes of a page."""
    return re.findall(r'<image [^>]*href="data:(image/[a-z+]+);base64,([^"]*)"/>', page)


def noise(path, number, width=640, height=480):
    """Write a picture of which hardly anything can be left out."""
    Image.frombytes("RGB", (width, height), random.Random(number).randbytes(3 * width * height)).save(path)


def test_a_node_that_is_a_figure_has_a_small_picture_of_it(project):
    with project.session() as run:
        noise(run.directory / "a.png", 1)
        noise(run.directory / "b.png", 2)
        (run.directory / "c.png").write_bytes(PNG)
        (run.directory / "d.png").write_bytes(PNG + b"not what it was")
    (run.directory / "b.png").write_bytes(PNG)
    (run.directory / "d.png").write_bytes(PNG + b"changed")
    (media, scaled), (other, content) = pictures(html())
    with Image.open(io.BytesIO(base64.b64decode(scaled))) as image:
        assert (media, image.size) == ("image/jpeg", (107, 80))
    assert (other, base64.b64decode(content)) == ("image/png", PNG)


def test_three_hundred_figures_make_no_large_page(project):
    with project.session() as run:
        for number in range(300):
            noise(run.directory / f"{number}.png", number, 200, 150)
    page = html()
    assert len(pictures(page)) == 300
    assert len(page) - sum(map(len, told(page)["figures"].values())) < 3_000_000


def test_when_all_small_pictures_together_are_too_large_the_rest_is_left_out(project, monkeypatch):
    monkeypatch.setattr(thumbnails, "MOST_IN_ALL", 2 * len(PNG) + 10)
    with project.session() as run:
        for number in range(4):
            (run.directory / f"{number}.png").write_bytes(PNG + bytes([number]))
    assert len(pictures(html())) == 2


def test_without_pillow_only_what_is_small_by_itself_is_shown(project, monkeypatch):
    monkeypatch.setitem(sys.modules, "scitex_clew.page.scaled", None)
    with project.session() as run:
        noise(run.directory / "a.png", 1)
        (run.directory / "b.png").write_bytes(PNG)
    assert pictures(html()) == [("image/png", base64.b64encode(PNG).decode())]


@pytest.mark.parametrize("content", [b"", b"no picture" * 2000, PNG[:40] + b"x" * 9000, b"\xff\xd8\xff" + b"0" * 9000])
def test_a_damaged_figure_has_no_small_picture(project, content):
    with project.session() as run:
        (run.directory / "a.png").write_bytes(content)
    assert pictures(html()) == []


def test_a_figure_of_too_many_pixels_is_not_unpacked(project):
    with project.session() as run:
        Image.new("1", (20_000, 20_000)).save(run.directory / "a.png")
    assert pictures(html()) == []


@pytest.mark.parametrize("way", ["link", "record"])
def test_a_record_from_elsewhere_cannot_make_it_show_files_outside_of_the_run(project, tmp_path, way):
    private = tmp_path / "private.log"
    private.write_text("private words\n")
    with project.session() as run:
        pass
    log = run.directory / "train.log"
    if way == "link":
        log.unlink()
        log.symlink_to(private)
    else:
        path = run.directory / crate.NAME
        path.write_text(path.read_text().replace('"train.log"', '"../../../../private.log"'))
        reindex()
    assert "private words" not in html()


def test_no_place_on_the_machine_is_in_it(project, tmp_path):
    elsewhere = tmp_path / "elsewhere.txt"
    elsewhere.write_text("far\n")
    place = str(project.root / "data/raw.csv")
    session = project.session(
        command=(f"{project.root}/train.py", "--data", place, f"--cache={tmp_path}/x/y"),
        parameters={"data": Parameter("data", place, "flag"), "cache": Parameter("cache", [f"{tmp_path}/x"], "flag")},
        source=f"open('{place}')",
        working_directory=tmp_path,
    )
    with session as run:
        scitex_io.load(elsewhere)
    (run.directory / "train.log").write_text(f'reading {place}\n  File "{os.__file__}", line 3\n')
    page = html()
    assert str(tmp_path) not in page
    assert str(Path(os.__file__).parent) not in page
    assert "reading data/raw.csv" in page


def test_a_secret_that_the_script_holds_and_has_printed_is_not_in_it(project):
    (project.root / "train.py").write_text("def main(password='hunter-2000'): print(password)\n")
    with project.session() as run:
        (run.directory / "login.svg").write_text("<svg>hunter-2000</svg>")
    (run.directory / "train.log").write_text("hunter-2000 at https://me:pass@host/x\n")
    page = html()
    assert "hunter-2000" not in page
    assert base64.b64encode(b"<svg>hunter-2000</svg>").decode() not in page
    found = told(page)["runs"][run.id]
    assert found["log"]["text"] == "*** at https://***@host/x\n"
    assert [figure["note"] for figure in found["figures"]] == ["holds a secret"]
    (project.root / "train.py").rename("moved.py")
    assert "hunter-2000" not in html()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("and/or https://host/a/b ./a/b ../c", "and/or https://host/a/b ./a/b ../c"),
        ("/srv/data/x.csv:3", "…/x.csv:3"),
        ("--out=/srv/data/", "--out=…/data/"),
        ("file:///srv/data/x.csv", "file://…/x.csv"),
        ("\x1b[31mred\x1b[0m\r\nnext\u202e\tend", "red\nnext\\u202e\tend"),
    ],
)
def test_texts_are_made_fit_to_be_read_by_others(project, text, shown):
    assert Privacy(Project(project.root, project.root)).text(text) == shown


def test_it_fetches_nothing_and_runs_only_its_own_script(project):
    project.chain()
    page = html()
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
    assert policy.startswith("default-src 'none'; img-src data:; script-src 'sha256-")
    assert not re.search(r"\b(src|href)=\"(?!#|data:)", page)
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b", document.SCRIPT)
    assert not re.search(r"url\(|@import", document.STYLE)


def test_no_name_is_markup(nasty_project):
    class Elements(HTMLParser):
        def __init__(self):
            super().__init__()
            self.found = []

        def handle_starttag(self, tag, attributes):
            self.found.append((tag, frozenset(name for name, _ in attributes)))

    elements = Elements()
    elements.feed(html())
    tags = [tag for tag, _ in elements.found]
    assert "img" not in tags
    assert tags.count("script") == 2
    assert not any(name.startswith("on") for _, names in elements.found for name in names)


def test_a_large_project_is_shown_by_script_with_the_newest_runs(project, monkeypatch):
    monkeypatch.setattr(graph, "MOST_EDGES", 4)
    monkeypatch.setattr(document, "MOST_RUNS", 3)
    project.chain()
    newest = project.chain()
    found = told(html())
    assert found["note"] == (
        "6 runs, 12 edges between runs and files: shown by script; "
        "the newest runs of each, 3 of 6, are told of in detail"
    )
    assert found["runs"].keys() == {run.id for run in newest}


def test_of_a_file_only_what_it_came_from_is_in_it(project):
    ingest, analyse, _ = project.chain()
    assert told(html(str(analyse.directory / "fit.txt")))["runs"].keys() == {ingest.id, analyse.id}


def test_a_run_whose_directory_is_gone_is_in_it(project):
    with project.session() as run:
        scitex_io.save("one\n", "one.txt")
    shutil.rmtree(run.directory)
    assert not told(html())["runs"][run.id]["recorded"]


def test_every_verdict_has_a_look():
    assert set(re.findall(r"\.v-(\w+)[ ,]", document.STYLE)) >= set(COLOURS)
