"""The page in a real browser: clicked, typed at, and watched for what it fetches and runs."""

import json
import shutil
from datetime import UTC, datetime

import pytest
from PIL import Image

import scitex_io
from scitex_clew import html
from scitex_clew.drawing import graph
from scitex_clew.records.record import Parameter
from scitex_clew.rerunning.recorded import written
from scitex_clew.rerunning.reports import OutputReport, Rerun

webdriver = pytest.importorskip("selenium.webdriver")
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402
from selenium.webdriver.support.select import Select  # noqa: E402

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
DRIVER = shutil.which("chromedriver")
OPTIONS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--window-size=1400,900",
)

pytestmark = pytest.mark.skipif(not (BROWSER and DRIVER), reason="there is no Chromium with chromedriver")


@pytest.fixture(scope="module")
def chromium(tmp_path_factory):
    options = webdriver.ChromeOptions()
    options.binary_location = BROWSER
    for option in (*OPTIONS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(option)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    yield driver
    driver.quit()


@pytest.fixture
def opened(chromium, project):
    """Return a function that opens the page of the project, and gives the browser."""

    def open_page():
        path = project.root / "lineage.html"
        path.write_text(html(), encoding="utf-8")
        for kind in ("browser", "performance"):
            chromium.get_log(kind)
        chromium.get(path.as_uri())
        return chromium

    return open_page


def detail(driver):
    return driver.find_element(By.ID, "detail")


def test_a_node_that_is_clicked_tells_its_run(opened, project):
    parameters = {"lr": Parameter("lr", 0.25, "flag --lr")}
    with project.session(parameters=parameters) as run:
        scitex_io.save("one\n", "one.txt")
    driver = opened()
    assert not detail(driver).is_displayed()
    driver.find_element(By.CSS_SELECTOR, "a.node.run").click()
    shown = detail(driver).text
    assert shown.startswith("train.py\n")
    assert "lr 0.25 flag --lr" in shown
    assert f"log of {run.id}" in shown


def test_a_keyboard_is_enough(opened, project):
    project.chain()
    driver = opened()
    for _ in range(6):
        driver.switch_to.active_element.send_keys(Keys.TAB)
    node = driver.switch_to.active_element
    assert node.get_attribute("aria-label").startswith("run, analyse.py, ")
    assert (
        driver.execute_script("return getComputedStyle(arguments[0].querySelector('.box')).strokeWidth", node) == "3px"
    )
    node.send_keys(Keys.ENTER)
    assert detail(driver).text.startswith("analyse.py\n")
    driver.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert not detail(driver).is_displayed()
    assert driver.switch_to.active_element == node


def press(driver, *keys):
    for key in keys:
        driver.switch_to.active_element.send_keys(key)


def names_found(driver):
    """Return the names of the nodes that are found, and the ids of the runs in the list that are shown."""
    nodes = driver.find_elements(By.CSS_SELECTOR, "a.node.hit .name")
    rows = driver.find_elements(By.CSS_SELECTOR, "#list tbody tr:not([hidden]) button")
    return [node.text for node in nodes], [row.get_attribute("data-run") for row in rows]


@pytest.fixture
def two(project):
    """Return two runs, of which the second one is stale."""
    (project.root / "raw.txt").write_text("raw\n")
    with project.session("ingest.py", parameters={"lr": Parameter("lr", 0.25, "flag --lr")}) as first:
        scitex_io.save("clean\n", "clean.txt")
    with project.session("analyse.py", parameters={"lr": Parameter("lr", 0.5, "flag --lr")}) as second:
        scitex_io.load(project.root / "raw.txt")
        scitex_io.save("fit\n", "fit.txt")
    (project.root / "raw.txt").write_text("other\n")
    return first, second


def test_runs_and_files_are_found_by_name_parameter_and_verdict(opened, two):
    first, second = two
    driver = opened()
    assert names_found(driver) == ([], [second.id, first.id])
    press(driver, "/")
    field = driver.switch_to.active_element
    assert field.get_attribute("id") == "search"
    for asked, expected in (
        ("lr=0.25", (["ingest.py"], [first.id])),
        ("FIT.TXT", (["fit.txt"], [])),
        ("stale", (["analyse.py"], [second.id])),
        ("modified", (["raw.txt"], [])),
        ("py verified", (["ingest.py"], [first.id])),
        (first.id, (["ingest.py", "clean.txt"], [first.id])),
        ("<b>$x", ([], [])),
    ):
        field.clear()
        field.send_keys(asked)
        assert names_found(driver) == expected, asked
    assert driver.find_element(By.ID, "hits").text == "nothing found"
    assert driver.get_log("browser") == []


def test_a_search_is_gone_through_and_left_by_the_keyboard_alone(opened, two):
    driver = opened()
    press(driver, "/", "py")
    field, hits = driver.switch_to.active_element, driver.find_element(By.ID, "hits")
    assert (hits.text, detail(driver).is_displayed()) == ("2 found", False)
    seen = []
    for key in (Keys.ENTER, Keys.ENTER, Keys.ENTER, Keys.SHIFT + Keys.ENTER + Keys.NULL):
        field.send_keys(key)
        seen.append((hits.text, detail(driver).text.partition("\n")[0]))
        assert driver.switch_to.active_element == field
    assert seen == [
        ("1 of 2", "ingest.py"),
        ("2 of 2", "analyse.py"),
        ("1 of 2", "ingest.py"),
        ("2 of 2", "analyse.py"),
    ]
    field.send_keys("/")
    assert field.get_attribute("value") == "py/"
    field.send_keys(Keys.BACKSPACE, Keys.ENTER, Keys.ESCAPE)
    assert (field.get_attribute("value"), hits.text, names_found(driver)[0]) == ("", "", [])
    node = driver.switch_to.active_element
    assert node.get_attribute("aria-label").startswith("run, ingest.py")
    node.send_keys(Keys.ESCAPE)
    assert not detail(driver).is_displayed()


def test_the_runs_of_a_large_project_are_found_though_they_have_no_node(opened, two, monkeypatch):
    first, _ = two
    monkeypatch.setattr(graph, "MOST_EDGES", 1)
    driver = opened()
    press(driver, "/", "lr=0.25", Keys.ENTER)
    assert (driver.find_element(By.ID, "hits").text, names_found(driver)) == ("1 of 2", (["ingest.py"], [first.id]))
    press(driver, Keys.ENTER)
    assert f"log of {first.id}" in detail(driver).text


def test_a_figure_is_seen_in_its_node(opened, project):
    with project.session() as run:
        Image.new("RGB", (1200, 400), "red").save(run.directory / "wide.png")
        (run.directory / "a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')
    driver = opened()
    script = """
        const done = arguments[0];
        Promise.all([...document.querySelectorAll("a.node image")].map(async (element) => {
          const image = new Image();
          image.src = element.href.baseVal;
          await image.decode();
          return [image.naturalWidth, image.naturalHeight, element.getBBox().width > 100];
        })).then(done);
    """
    assert sorted(driver.execute_async_script(script)) == [[9, 9, True], [160, 53, True]]
    assert driver.get_log("browser") == []


def test_what_came_out_when_a_run_was_executed_again_is_in_its_details(opened, project):
    with project.session() as run:
        scitex_io.save("one\n", "one.txt")
    for number, (verdict, name) in enumerate(
        (("reproduced", "one.txt"), ("different", "<img src=x onerror=alert(1)>"))
    ):
        folder = project.root / f".scitex/reruns/{number}/{run.id}"
        folder.mkdir(parents=True)
        moment = datetime(2026, 2, 14, number, tzinfo=UTC)
        outputs = (OutputReport(name, verdict, "a detail"),)
        known = Rerun(run.id, "train.py", None, moment, ".", 1e-9, 0.0, "", outputs, notes=(f"see {project.root}/x/y",))
        (folder / "rerun.json").write_text(written(known))
    driver = opened()
    driver.find_element(By.CSS_SELECTOR, "a.node.run").click()
    found = [element.text for element in driver.find_elements(By.CSS_SELECTOR, "#detail details")][:2]
    assert found == [
        "different 2026-02-14 01:00:00 UTC\n"
        "Verdict Output\ndifferent <img src=x onerror=alert(1)> a detail\nnote: see x/y",
        "reproduced 2026-02-14 00:00:00 UTC",
    ]


def test_two_runs_are_compared(opened, project, imported):
    runs = []
    for number in (1, 2):
        imported("helper", f"NUMBER = {number}\n")
        with project.session(
            parameters={"lr": Parameter("lr", number, "flag"), "n": Parameter("n", 3, "default")}
        ) as run:
            scitex_io.save(f"{number}\n", "one.txt")
        runs.append(run)
    driver = opened()
    driver.find_element(By.CSS_SELECTOR, "[data-node=run0]").click()
    Select(driver.find_element(By.ID, "other")).select_by_value(runs[1].id)
    rows = [row.text.split()[0] for row in driver.find_elements(By.CSS_SELECTOR, "#differences tbody tr")]
    assert rows == ["lr", "one.txt", "text"]
    assert [text.text for text in driver.find_elements(By.CSS_SELECTOR, "#detail details summary")] == ["helper.py"]


def test_nothing_is_fetched_and_no_name_does_anything(opened, nasty_project):
    with nasty_project.session("draw.py") as run:
        (run.directory / "a.svg").write_text(
            '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script>'
            '<image href="https://example.org/x.png"/></svg>'
        )
    driver = opened()
    nodes = driver.find_elements(By.CSS_SELECTOR, "a.node")
    for node in nodes:
        driver.execute_script("arguments[0].dispatchEvent(new MouseEvent('click', {bubbles: true}))", node)
        assert detail(driver).text != ""
    assert "<img src=x onerror=alert(1)>.txt" in driver.find_element(By.ID, "graph").get_attribute("textContent")
    assert driver.execute_script("return [...document.images].every(image => image.src.startsWith('data:'))")
    assert driver.execute_script("return document.scripts.length") == 2
    assert driver.get_log("browser") == []
    assert [url for url in requests(driver) if not url.startswith("data:")] == [driver.current_url.partition("#")[0]]


def requests(driver):
    """Return the addresses of all that the page has asked for, itself among them; a late one of an earlier page not."""
    page = driver.current_url.partition("#")[0]
    messages = (json.loads(entry["message"])["message"] for entry in driver.get_log("performance"))
    sent = [message["params"] for message in messages if message["method"] == "Network.requestWillBeSent"]
    return [asked["request"]["url"] for asked in sent if asked["documentURL"].partition("#")[0] == page]
