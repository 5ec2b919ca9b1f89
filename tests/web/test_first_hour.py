"""An analyst's first hour in a browser: look, open, read both accounts, click to the words, correct, see it, undo,
search, take a chart away; in the three languages, on a phone, in the dark; nothing serious by axe-core."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from bilat.web import create_app
from tests.web.served import TODAY

CHROMIUM = next((path for name in ("chromium", "google-chrome", "chrome") if (path := shutil.which(name))), None)
DRIVER = shutil.which("chromedriver")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="needs chromium and chromedriver, and finds none"),
]
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update "
    "--disable-sync --no-first-run --window-size=1280,900"
)
PAGES = (
    "/", "/timeline", "/state", "/phase", "/ledger", "/outlook", "/people", "/documents", "/review",
    "/search?q=taiwan",
)  # fmt: skip


@pytest.fixture(scope="module")
def site(filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real server over a workspace of its own."""
    folder = tmp_path_factory.mktemp("served")
    for part in filled.parent.glob("bilat.db*"):
        shutil.copy(part, folder / part.name)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = create_app(str(folder / "bilat.db"), today=lambda: TODAY)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    for _ in range(200):
        if server.started:
            break
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    webdriver = pytest.importorskip("selenium.webdriver")
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    downloads = tmp_path_factory.mktemp("downloads")
    for flag in [*FLAGS.split(), f"--user-data-dir={tmp_path_factory.mktemp('profile')}"]:
        options.add_argument(flag)
    options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    os.environ["SE_OFFLINE"] = "true"
    chrome = webdriver.Chrome(options=options, service=Service(DRIVER))
    chrome.set_script_timeout(180)  # axe reads a long page for a while on a busy machine
    chrome.downloads = downloads
    yield chrome
    chrome.quit()


def one(driver: Any, selector: str) -> Any:
    return driver.find_element("css selector", selector)


def many(driver: Any, selector: str) -> list[Any]:
    return list(driver.find_elements("css selector", selector))


def complaints(driver: Any) -> list[str]:
    return [entry["message"] for entry in driver.get_log("browser") if entry["level"] == "SEVERE"]


def test_the_first_hour(driver: Any, site: str) -> None:
    driver.set_window_size(1280, 900)
    driver.get(site + "/?lang=en")
    assert "What happened last" in one(driver, "main").text
    # To the timeline, and to the call of November 2025 that both governments tell of.
    driver.get(site + "/timeline?lang=en&kind=call&since=2025-11-24&until=2025-11-24")
    one(driver, "article.event h3 a").click()
    assert "/events/" in driver.current_url
    cells = many(driver, "#accounts td")
    assert len(cells) > 4
    # From an account to the words, in place, highlighted.
    one(driver, "#accounts details.words > summary").click()
    assert one(driver, "#panel mark").text
    wanted = one(driver, "#panel mark").text
    one(driver, "#panel a[href*='/documents/']").click()
    assert "/documents/" in driver.current_url
    target = driver.execute_script("return document.querySelector(':target').textContent")
    assert "".join(wanted.split()) in "".join(target.split()) or "".join(target.split()) in "".join(wanted.split())
    # Correct a wrong date of a report.
    driver.get(site + "/timeline?lang=en&kind=call&since=2025-11-24&until=2025-11-24")
    event = one(driver, "article.event h3 a").get_attribute("href")
    driver.get(event)
    one(driver, "form[action$='/split'] a[href^='/records/']").click()
    record = driver.current_url
    driver.execute_script("document.querySelector('select[name=field]').value = 'date'")
    one(driver, "#value").send_keys("2019-03-03")
    one(driver, "form.row button").click()
    assert "2019-03-03" in one(driver, "main table").text
    assert "local" in one(driver, "main").text
    # It shows in the timeline, and is taken back.
    driver.get(site + "/timeline?lang=en&kind=call&since=2019-03-03&until=2019-03-03")
    assert many(driver, "article.event")
    driver.get(record)
    one(driver, "form[action$='/undo'] button").click()
    driver.get(site + "/timeline?lang=en&kind=call&since=2019-03-03&until=2019-03-03")
    assert not many(driver, "article.event")
    assert complaints(driver) == []


@pytest.mark.parametrize("query", ["稀土", "臺灣", "rare earth"])
def test_search_from_the_head_of_any_page(driver: Any, site: str, query: str) -> None:
    driver.get(site + "/ledger?lang=en")
    field = one(driver, "#find")
    field.send_keys(query)
    field.submit()
    assert many(driver, "main mark")
    many(driver, "main .quote a")[0].click()
    assert driver.execute_script("return document.querySelector(':target') !== null")


def test_a_chart_is_taken_away_as_a_picture(driver: Any, site: str) -> None:
    driver.get(site + "/state?on=2025-06-01&lang=en")
    one(driver, "figure[data-name=rates] button.png").click()
    for _ in range(100):
        found = list(driver.downloads.glob("*.png"))
        if found:
            break
        time.sleep(0.1)
    assert found
    assert found[0].read_bytes().startswith(b"\x89PNG")
    assert found[0].stat().st_size > 5000


def test_the_slider_moves_the_day(driver: Any, site: str) -> None:
    driver.get(site + "/state?on=2025-06-01&lang=en")
    driver.execute_script(
        "const s = document.querySelector('#slider'); s.value = 0; s.dispatchEvent(new Event('input'));"
        "s.dispatchEvent(new Event('change'));"
    )
    time.sleep(1)
    assert "on=2018-01-01" in driver.current_url


@pytest.mark.parametrize("lang", ["en", "zh-Hans", "zh-Hant"])
def test_nothing_serious_by_axe(driver: Any, site: str, lang: str) -> None:
    axe = pytest.importorskip("axe_core_python")
    source = (resources.files(axe) / "axe.min.js").read_text("utf-8")
    driver.set_window_size(1280, 900)
    events = [f"/events/{row}" for row in ("call-2025-11-24-leader",)]
    for path in (*PAGES, *events):
        driver.get(f"{site}{path}{'&' if '?' in path else '?'}lang={lang}")
        driver.execute_script(source)
        found = driver.execute_async_script(
            "const done = arguments[0]; axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']}).then(done)"
        )
        bad = [
            (one["id"], [node["html"][:120] for node in one["nodes"]][:3])
            for one in found["violations"]
            if one["impact"] in ("serious", "critical")
        ]
        assert bad == [], path


@pytest.mark.parametrize("lang", ["en", "zh-Hant"])
def test_pages_fit_a_phone(driver: Any, site: str, lang: str) -> None:
    driver.set_window_size(500, 800)
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 360, "height": 740, "deviceScaleFactor": 2, "mobile": True}
    )
    try:
        for path in PAGES:
            driver.get(f"{site}{path}{'&' if '?' in path else '?'}lang={lang}")
            assert driver.execute_script("return document.documentElement.scrollWidth") <= 361, path
    finally:
        driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_everything_is_reached_by_keyboard(driver: Any, site: str) -> None:
    from selenium.webdriver.common.keys import Keys

    driver.set_window_size(1280, 900)
    driver.get(site + "/?lang=en")
    one(driver, "body").send_keys(Keys.TAB)
    assert driver.execute_script("return document.activeElement.className") == "skip"
    driver.switch_to.active_element.send_keys(Keys.ENTER)
    assert driver.execute_script("return document.activeElement.id") == "content"
