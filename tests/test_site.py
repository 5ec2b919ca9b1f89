"""The documentation as a site: built without a warning, whole without a network, searched without a server."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
LOADS = re.compile(
    r"""<(?:script|img|iframe|source|video|audio|embed)\b[^>]*?\bsrc=["']([^"']+)|"""
    r"""<link\b(?![^>]*rel=["'](?:canonical|index|search|next|prev))[^>]*?\bhref=["']([^"']+)"""
)
STYLES = re.compile(r"""(?:url\(|@import )\s*["']?([^"')\s]+)""")


def build(source: Path, conf: Path, to: Path) -> subprocess.CompletedProcess[str]:
    """As `make site` does: every warning is an error, a link that leads nowhere among them."""
    call = ["sphinx", "-b", "html", "-W", "--keep-going", "-q", "-c", str(conf), str(source), str(to)]
    return subprocess.run([sys.executable, "-m", *call], capture_output=True, text=True, timeout=600, check=False)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("site")
    done = build(ROOT, ROOT / "docs", to)
    assert done.returncode == 0, done.stderr
    return to


def test_every_page_is_there_and_in_the_navigation(site: Path) -> None:
    first = (site / "docs" / "index.html").read_text("utf-8")
    pages = [path.relative_to(ROOT / "docs").with_suffix("") for path in (ROOT / "docs").rglob("*.md")]
    pages = [page for page in pages if page.parts[0] not in ("notebooks", "decisions") and page.name != "index"]
    assert [page for page in pages if f'href="{page}.html"' not in first] == []
    assert 'href="../README.zh.html"' in first
    assert "docs/index.html" in (site / "index.html").read_text("utf-8")


def test_the_reference_has_every_public_name(site: Path) -> None:
    import bilat

    told = (site / "docs" / "api.html").read_text("utf-8")
    assert [name for name in bilat.__all__ if name != "__version__" and f'id="bilat.{name}"' not in told] == []
    assert "Raises" in told


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    found = []
    for path in [*site.rglob("*.html"), *site.rglob("*.css")]:
        text = path.read_text("utf-8")
        loaded = STYLES.findall(text) if path.suffix == ".css" else [a or b for a, b in LOADS.findall(text)]
        found += [f"{path.name}: {one}" for one in loaded if re.match(r"(?:https?:)?//", one)]
    assert found == []


def test_what_looks_for_such_loads_would_find_one() -> None:
    page = '<script src="//cdn.example/x.js"></script><link rel="stylesheet" href="https://fonts.example/a.css">'
    assert [a or b for a, b in LOADS.findall(page)] == ["//cdn.example/x.js", "https://fonts.example/a.css"]
    assert STYLES.findall("@import 'https://x.example/a.css'; b{c:url(//y.example)}") == [
        "https://x.example/a.css", "//y.example",
    ]  # fmt: skip


def test_a_link_that_leads_nowhere_fails_the_build(tmp_path: Path) -> None:
    links = ["nowhere.md", "index.md#no-such-heading", "../src/nowhere.py", "pictures/none.png"]
    (tmp_path / "docs").mkdir()
    text = (ROOT / "docs" / "conf.py").read_text("utf-8")
    text = re.sub(r"NAVIGATION = \{.*?\}  #", "NAVIGATION = {}  #", text, flags=re.DOTALL)
    (tmp_path / "docs" / "conf.py").write_text(text, "utf-8")
    page = "# A page\n\n" + "\n\n".join(f"{'!' * link.endswith('.png')}[somewhere]({link})" for link in links)
    (tmp_path / "docs" / "index.md").write_text(page + "\n\n[here](#a-page)\n", "utf-8")
    done = build(tmp_path, tmp_path / "docs", tmp_path / "site")
    assert done.returncode != 0
    assert done.stderr.count("WARNING") == len(links), done.stderr


@pytest.mark.browser
def test_a_reader_searches_it_without_a_server(site: Path) -> None:
    if not shutil.which("chromedriver"):
        pytest.skip("no chromedriver")
    from selenium import webdriver
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import WebDriverWait

    options = webdriver.ChromeOptions()
    for each in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage"):
        options.add_argument(each)
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
    try:
        driver.get(f"file://{site}/search.html?q=calibrated")
        found = WebDriverWait(driver, 60).until(lambda it: it.find_elements(By.CSS_SELECTOR, "#search-results li a"))
        assert [link.get_attribute("href") for link in found if "/docs/" in link.get_attribute("href")]
    finally:
        driver.quit()


def test_the_pictures_are_small() -> None:
    made = list(PICTURES.glob("*.png"))
    assert {path.stem for path in made} == {"brief", "brief.zh", "state", "document"}
    assert sum(path.stat().st_size for path in made) < 300_000
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in made)
