"""The page in a real browser: clicked, typed at, and watched for what it fetches and runs."""

import json
import shutil

import pytest

import scitex_io
from scitex_clew import html
from scitex_clew.record import Parameter

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
    for _ in range(5):
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


def test_two_runs_are_compared(opened, project):
    runs = []
    for number in (1, 2):
        with project.session(
            parameters={"lr": Parameter("lr", number, "flag"), "n": Parameter("n", 3, "default")}
        ) as run:
            scitex_io.save(f"{number}\n", "one.txt")
        runs.append(run)
    driver = opened()
    driver.find_element(By.CSS_SELECTOR, "[data-node=run0]").click()
    Select(driver.find_element(By.ID, "other")).select_by_value(runs[1].id)
    rows = [row.text.split()[0] for row in driver.find_elements(By.CSS_SELECTOR, "#differences tbody tr")]
    assert rows == ["lr", "one.txt"]


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
