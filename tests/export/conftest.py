"""What the tests of the brief share: the sample, its page in each language, and a parsed page."""

from __future__ import annotations

import functools
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from page import Page
from sample import LABELS, sample

from bilat.export.brief import render_brief
from bilat.export.labels import LANGS, Lang


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "browser: needs chromium and chromedriver")


@functools.cache
def brief(lang: Lang) -> str:
    documents, records = sample()
    return render_brief(documents, records, lang=lang, labels=LABELS, generated="2025-11-20")


@pytest.fixture(params=LANGS)
def lang(request: pytest.FixtureRequest) -> Lang:
    return request.param


@pytest.fixture
def html(lang: Lang) -> str:
    return brief(lang)


@pytest.fixture
def page(html: str) -> Page:
    return Page.of(html)


@pytest.fixture
def english() -> str:
    return brief("en")
