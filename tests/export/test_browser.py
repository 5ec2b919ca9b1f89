"""The page in a browser: it opens the words, filters, swaps, fits a phone, and asks the network for nothing."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import brief
from sample import LABELS, sample

from bilat.export.brief import render_brief

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


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    webdriver = pytest.importorskip("selenium.webdriver")
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in [*FLAGS.split(), f"--user-data-dir={tmp_path_factory.mktemp('profile')}"]:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    os.environ["SE_OFFLINE"] = "true"
    chrome = webdriver.Chrome(options=options, service=Service(DRIVER))
    yield chrome
    chrome.quit()


@pytest.fixture
def visit(driver: Any, tmp_path: Path) -> Callable[..., Any]:
    def go(html: str, *, width: int = 1280, dark: bool = False) -> Any:
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": [scheme]})
        size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 500}
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        path = tmp_path / "brief.html"
        path.write_text(html, "utf-8")
        driver.get_log("performance")
        driver.get_log("browser")
        driver.get(path.as_uri())
        return driver

    return go


def js(driver: Any, script: str, *arguments: object) -> Any:
    return driver.execute_script(script, *arguments)


def press(driver: Any, key: str) -> None:
    from selenium.webdriver.common.action_chains import ActionChains

    ActionChains(driver).send_keys(key).perform()


def test_no_request_and_no_complaint(visit: Callable[..., Any]) -> None:
    driver = visit(brief("en"))
    js(driver, "document.querySelectorAll('details').forEach(one => { one.open = true })")
    time.sleep(0.3)
    events = [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]
    urls = [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]
    assert len(urls) == 1
    assert urls[0].startswith("file:")
    assert driver.get_log("browser") == []


def test_an_item_opens_its_words_and_escape_closes_them(visit: Callable[..., Any]) -> None:
    from selenium.webdriver.common.keys import Keys

    driver = visit(brief("en"))
    summary = js(driver, "return document.querySelector('#interactions .event[id] details.words summary')")
    title = js(driver, "return arguments[0].parentElement.dataset.title", summary)
    js(driver, "arguments[0].focus()", summary)
    press(driver, Keys.ENTER)
    assert js(driver, "return document.querySelector('#panel').open")
    assert js(driver, "return document.querySelector('#panel-title').textContent") == title
    marks = js(driver, "return [...document.querySelectorAll('#panel-body mark')].map(one => one.textContent)")
    quotes = {evidence.quote for record in sample()[1] for evidence in record.evidence}
    assert marks
    assert set(marks) <= quotes
    assert js(driver, "return !!document.activeElement.closest('#panel')")
    press(driver, Keys.ESCAPE)
    assert not js(driver, "return document.querySelector('#panel').open")
    assert js(driver, "return document.activeElement === arguments[0]", summary)


def test_a_mark_in_the_picture_tells_and_opens(visit: Callable[..., Any]) -> None:
    from selenium.webdriver.common.keys import Keys

    driver = visit(brief("zh-Hans"))
    link = js(driver, "return document.querySelector('.picture.wide a[href^=\"#interaction\"]')")
    js(driver, "arguments[0].focus()", link)
    assert js(driver, "return document.querySelector('#tip').textContent") == link.get_attribute("aria-label")
    press(driver, Keys.ENTER)
    assert js(driver, "return document.querySelector('#panel').open")
    assert js(driver, "return document.querySelector('#panel-body mark').textContent")


def test_the_statements_can_be_filtered(visit: Callable[..., Any]) -> None:
    driver = visit(brief("en"))
    rows = "return [...document.querySelectorAll('#statements .st:not([hidden])')]"
    total = len(js(driver, rows))
    choose = (
        "const field = document.querySelector(arguments[0]); field.value = arguments[1];"
        "field.dispatchEvent(new Event('input', {bubbles: true}))"
    )
    js(driver, choose, "#f-side", "CN")
    time.sleep(0.3)
    sides = js(driver, rows + ".map(row => row.dataset.side)")
    assert 0 < len(sides) < total
    assert set(sides) == {"CN"}
    js(driver, choose, "#f-text", "台湾")
    time.sleep(0.3)
    left = js(driver, rows + ".map(row => row.textContent)")
    assert len(left) == 1
    assert "台湾问题" in left[0]
    assert js(driver, "return document.querySelector('#shown').textContent") == f"1 of {total} statements shown"
    js(driver, choose, "#f-text", "nobody says this")
    time.sleep(0.3)
    assert js(driver, "return document.querySelector('#none').checkVisibility()")
    js(driver, "document.querySelector('#filters').reset()")
    time.sleep(0.3)
    assert len(js(driver, rows)) == total


def test_the_sides_can_be_swapped(visit: Callable[..., Any]) -> None:
    driver = visit(brief("en"))
    order = "return [...document.querySelectorAll('table.accounts thead th')].map(one => one.textContent.trim())"
    before = js(driver, order)
    js(driver, "document.querySelector('#swap').click()")
    assert js(driver, order) == [before[0], before[2], before[1]]


def test_a_link_to_a_document_opens_it_at_the_words(visit: Callable[..., Any]) -> None:
    driver = visit(brief("en"))
    link = js(driver, "return document.querySelector('#statements figcaption a[href^=\"#doc-\"]')")
    js(driver, "arguments[0].click()", link)
    time.sleep(0.2)
    target = "document.getElementById(location.hash.slice(1))"
    assert js(driver, f"return {target}.closest('details').open")
    top = js(driver, f"return {target}.getBoundingClientRect().top")
    assert 0 <= top < 800


@pytest.mark.parametrize("dark", [False, True])
def test_a_phone_needs_no_scrolling_sideways(visit: Callable[..., Any], lang: str, dark: bool) -> None:
    driver = visit(brief(lang), width=360, dark=dark)
    js(driver, "document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert js(driver, "return document.documentElement.scrollWidth") <= 360
    over = js(
        driver,
        "return [...document.querySelectorAll('main *:not(svg *):not(.vh):not(.vh *)')]"
        ".filter(one => one.getBoundingClientRect().right > 361).map(one => one.outerHTML.slice(0, 120))",
    )
    assert over == []
    assert js(driver, "return document.querySelector('.picture.narrow').checkVisibility()")


@pytest.mark.parametrize("width", [360, 1280])
def test_names_in_the_picture_do_not_lie_on_each_other(visit: Callable[..., Any], lang: str, width: int) -> None:
    driver = visit(brief(lang), width=width)
    boxes = js(
        driver,
        "return [...document.querySelectorAll('svg.picture')].filter(svg => svg.checkVisibility()).map(svg =>"
        "[...svg.querySelectorAll('text')].map(one => { const b = one.getBoundingClientRect();"
        "return [b.left, b.top + 3, b.right, b.bottom - 3, one.textContent]; }))",
    )
    assert boxes
    for texts in boxes:
        for place, one in enumerate(texts):
            for other in texts[place + 1 :]:
                apart = one[2] <= other[0] + 1 or other[2] <= one[0] + 1 or one[3] <= other[1] or other[3] <= one[1]
                assert apart, (one, other)


def test_without_script_everything_is_there(visit: Callable[..., Any], driver: Any) -> None:
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        visit(brief("en"))
        text = driver.find_element("tag name", "main").get_attribute("textContent")
        assert "We will judge China by what it does" in text
        summary = driver.find_element("css selector", "#interactions details.words summary")
        summary.click()
        assert driver.find_element("css selector", "#interactions details.words blockquote").is_displayed()
        assert not driver.find_element("css selector", "#filters").is_displayed()
    finally:
        driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_on_paper_everything_is_open(visit: Callable[..., Any]) -> None:
    driver = visit(brief("en"))
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert js(driver, "return document.querySelector('#statements details.words blockquote').checkVisibility()")
    assert not js(driver, "return document.querySelector('#filters').checkVisibility()")
    assert _printed(driver)


def test_rows_beyond_the_first_open_their_words_from_the_text(visit: Callable[..., Any]) -> None:
    documents, records = sample()
    many = [replace(document, id=f"{document.id}-{copy}") for document in documents for copy in range(9)]
    more = [replace(record, doc=f"{record.doc}-{copy}") for record in records for copy in range(9)]
    driver = visit(render_brief(many, more, lang="en", labels=LABELS))
    link = js(driver, "return document.querySelector('#rest .words-link')")
    words = js(driver, "return document.querySelector(arguments[0].getAttribute('href')).textContent", link)
    js(driver, "document.querySelector('#rest').open = true; arguments[0].click()", link)
    assert js(driver, "return document.querySelector('#panel-body mark').textContent") == words
    assert driver.get_log("browser") == []


def _printed(driver: Any) -> str:
    """The page on paper; the driver gives a slow machine no more than ten seconds for it, whatever it is told."""
    from selenium.common.exceptions import TimeoutException

    for _ in range(4):
        with contextlib.suppress(TimeoutException):
            return str(driver.print_page())
    return str(driver.print_page())
