"""An analyst's first hour in a browser: look, open, read both accounts, click to the words, correct, see it, undo,
search, take a chart away; in the three languages, on a phone, in the dark; nothing serious by axe-core."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
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
    chrome.set_script_timeout(120)
    chrome.downloads = downloads
    yield chrome
    chrome.quit()


def one(driver: Any, selector: str) -> Any:
    return driver.find_element("css selector", selector)


def many(driver: Any, selector: str) -> list[Any]:
    return list(driver.find_elements("css selector", selector))


def followed(driver: Any, act: Callable[[], None]) -> None:
    """Until the page that a click or a form leads to has come in the place of this one: the driver alone waits for it
    only where the browser is quick to leave, and what is asked next is then asked of the page before."""
    driver.execute_script("document.documentElement.dataset.before = ''")
    act()
    for _ in range(600):
        if driver.execute_script(f"return {CAME}"):
            return
        time.sleep(0.05)
    raise AssertionError(f"no other page within half a minute: the page is still {driver.current_url}")


def complaints(driver: Any) -> list[str]:
    return [entry["message"] for entry in driver.get_log("browser") if entry["level"] == "SEVERE"]


CALL = "kind=call&since=2025-11-24&until=2025-11-24"  # both governments tell of it
LANGS = {"en": "3 March 2019", "zh-Hans": "2019年3月3日", "zh-Hant": "2019年3月3日"}
CAME = "document.readyState == 'complete' && !('before' in document.documentElement.dataset)"
QUERIES = ("稀土", "臺灣", "rare earth")


@pytest.mark.parametrize("lang", list(LANGS))
def test_the_first_hour(driver: Any, site: str, lang: str) -> None:
    driver.set_window_size(1280, 900)

    def go(path: str) -> None:
        driver.get(f"{site}{path}{'&' if '?' in path else '?'}lang={lang}")

    go("/")
    assert len(many(driver, ".overview .answer")) == 3  # what happened last, where things stand, what is due
    kept(driver, f"overview-{lang}")
    followed(driver, one(driver, "nav a[href^='/timeline']").click)
    go(f"/timeline?{CALL}")
    followed(driver, one(driver, "article.event h3 a").click)
    event = driver.current_url
    assert len(many(driver, "#accounts td.cell")) > 2
    kept(driver, f"event-{lang}")
    _to_the_words(driver)
    _corrected(driver, event, LANGS[lang], go)
    for query in QUERIES:
        field = one(driver, "#find")
        field.clear()
        field.send_keys(query)
        followed(driver, field.submit)
        assert many(driver, "main mark"), query
    followed(driver, many(driver, "main .quote a")[0].click)
    assert driver.execute_script("return document.querySelector(':target') !== null")
    _a_chart_taken_away(driver, go)
    assert complaints(driver) == []


def _to_the_words(driver: Any) -> None:
    """From an account to the words, in place, highlighted; first beside it, then in the whole text."""
    one(driver, "#accounts details.words > summary").click()
    wanted = "".join(one(driver, "#panel mark").text.split())
    assert wanted
    followed(driver, one(driver, "#panel a[href*='/documents/']").click)
    target = "".join(driver.execute_script("return document.querySelector(':target').textContent").split())
    assert wanted in target or target in wanted


def _corrected(driver: Any, event: str, shown: str, go: Any) -> None:
    """A wrong date is corrected, is seen so on every page at once, and taken back."""
    driver.get(event)
    followed(driver, one(driver, "form[action$='/split'] a[href^='/records/']").click)
    record = driver.current_url
    document = one(driver, "main .meta a[href^='/documents/']").get_attribute("href")
    driver.execute_script("document.querySelector('select[name=field]').value = 'date'")
    one(driver, "#value").send_keys("2019-03-03")
    followed(driver, one(driver, "form.row button").click)
    assert "2019-03-03" in one(driver, "main table").text
    assert "local" in one(driver, "main").text
    driver.get(document)
    assert shown in one(driver, "main .found").text
    go("/review")
    assert "2019-03-03" in one(driver, "main").text
    go("/timeline?kind=call&since=2019-03-03&until=2019-03-03")
    followed(driver, one(driver, "article.event h3 a").click)
    assert shown in one(driver, "main").text
    driver.get(record)
    followed(driver, one(driver, "form[action$='/undo'] button").click)
    go("/timeline?kind=call&since=2019-03-03&until=2019-03-03")
    assert not many(driver, "article.event")
    driver.get(document)
    assert shown not in one(driver, "main .found").text


def _a_chart_taken_away(driver: Any, go: Any) -> None:
    for found in driver.downloads.glob("*"):
        found.unlink()
    go("/state?on=2025-06-01")
    one(driver, "figure[data-name=rates] button.png").click()
    for _ in range(200):
        saved = list(driver.downloads.glob("*.png"))
        if saved:
            break
        time.sleep(0.05)
    assert saved[0].read_bytes().startswith(b"\x89PNG")
    assert saved[0].stat().st_size > 5000
    for kind in ("svg", "csv"):
        assert one(driver, f"figure[data-name=rates] a[href*='.{kind}']").get_attribute("download") is not None


def kept(driver: Any, name: str) -> None:
    """A screenshot to look at, where BILAT_SCREENSHOTS names a folder."""
    if folder := os.environ.get("BILAT_SCREENSHOTS"):
        driver.save_screenshot(str(Path(folder, f"{name}.png")))


def test_a_page_is_sent_by_the_bookmark(driver: Any, site: str) -> None:
    """What the bookmark reads of a page arrives in the form, by way of the fragment, which is gone then."""
    driver.get(site + "/documents?lang=en")
    address = driver.execute_script(
        "const d = document.createElement('a'); return fetch('/').then(a => a.text()).then(t => "
        "new DOMParser().parseFromString(t, 'text/html').querySelector('.bookmark').getAttribute('href'))"
    )
    opened = driver.execute_script(
        "let to = ''; window.open = a => { to = a; }; "
        f"{address.removeprefix('javascript:')}; return to"
    )
    assert opened.startswith(site + "/add#")
    driver.get(opened)
    assert one(driver, "textarea[name=text]").get_attribute("value").startswith("Skip to the content")
    assert one(driver, "input[name=url]").get_attribute("value").endswith("/documents?lang=en")
    assert "#" not in driver.current_url


def test_words_that_are_marked_have_a_link(driver: Any, site: str) -> None:
    driver.get(site + "/documents?lang=en")
    followed(driver, one(driver, "main h3 a").click)
    driver.execute_script(
        "const t = document.querySelector('#text'), r = document.createRange(), w = document.createTreeWalker(t, 4);"
        "w.nextNode(); r.setStart(w.currentNode, 2); r.setEnd(w.currentNode, 9); const s = getSelection();"
        "s.removeAllRanges(); s.addRange(r);"
    )
    for _ in range(50):
        if one(driver, "#span").is_displayed():
            break
        time.sleep(0.02)
    wanted = driver.execute_script("return getSelection().toString()")
    driver.get(one(driver, "#span a").get_attribute("href"))
    assert driver.execute_script("return document.querySelector(':target').textContent") == wanted


def test_the_timeline_is_zoomed_by_dragging_and_by_links(driver: Any, site: str) -> None:
    from selenium.webdriver.common.action_chains import ActionChains

    driver.set_window_size(1280, 900)
    driver.get(site + "/timeline?lang=en")
    picture = one(driver, "svg[data-first]")
    before = (picture.get_attribute("data-first"), picture.get_attribute("data-last"))
    ActionChains(driver).move_to_element_with_offset(picture, -100, 88).click_and_hold().move_by_offset(
        200, 0
    ).release().perform()
    picture = one(driver, "svg[data-first]")
    after = (picture.get_attribute("data-first"), picture.get_attribute("data-last"))
    assert before[0] < after[0] <= after[1] < before[1]
    assert "since=" in driver.current_url
    followed(driver, one(driver, ".zooms a:last-child").click)
    assert "since=" not in driver.current_url


def test_the_slider_moves_the_day(driver: Any, site: str) -> None:
    driver.get(site + "/state?on=2025-06-01&lang=en")
    driver.execute_script(
        "const s = document.querySelector('#slider'); s.value = 0; s.dispatchEvent(new Event('input'));"
        "s.dispatchEvent(new Event('change'));"
    )
    for _ in range(100):
        if "on=2018-01-01" in driver.current_url:
            break
        time.sleep(0.05)
    assert "on=2018-01-01" in driver.current_url


EVENT = "/events/call-2025-11-24-leader"
# Colours take nine tenths of the time that axe takes: they are looked at on the pages that have them all, dark and
# light; that every colour is readable on every ground holds tests/web/test_colours.py.
AXE = [
    *(("en", path, "") for path in (*PAGES, EVENT)), *(("zh-Hant", path, "") for path in ("/", EVENT, "/state")),
    ("zh-Hans", "/", "light"), ("en", "/search?q=taiwan", "light"), ("en", "/review", "dark"), ("en", "/", "dark"),
]  # fmt: skip


def test_nothing_serious_by_axe(driver: Any, site: str) -> None:
    axe = pytest.importorskip("axe_core_python")
    source = (resources.files(axe) / "axe.min.js").read_text("utf-8")
    driver.set_window_size(1280, 900)
    found = {}
    for lang, path, colours in AXE:
        features = [{"name": "prefers-color-scheme", "value": colours or "light"}]
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
        driver.get(f"{site}{path}{'&' if '?' in path else '?'}lang={lang}")
        driver.execute_script(source)
        bad = driver.execute_async_script(
            "const done = arguments[1]; axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'],"
            "resultTypes: ['violations'], rules: {'color-contrast': {enabled: arguments[0]}}}).then(r => done("
            "r.violations.filter(v => v.impact === 'serious' || v.impact === 'critical').map("
            "v => [v.id, v.nodes.slice(0, 3).map(n => n.html.slice(0, 120))])))",
            bool(colours),
        )
        found |= {(lang, path, colours): bad} if bad else {}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    assert found == {}


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
