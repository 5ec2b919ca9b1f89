"""The section of phases and initiative, and the bands behind the picture."""

from __future__ import annotations

import re

import pytest
from page import Page
from sample import LABELS, sample

from bilat import packs
from bilat.export.brief import render_brief
from bilat.export.labels import LANGS, Lang
from bilat.export.pack_labels import labels_of
from bilat.export.wording import Wording, load
from bilat.relate.phases_report import Report, known_with, report
from bilat.relate.phases_rules import rules


@pytest.fixture(scope="module")
def course() -> Report:
    documents, records = sample()
    return report(packs.load("us-cn"), documents, records, known_by=known_with(documents))


def page_of(course: Report | None, lang: Lang = "en") -> str:
    documents, records = sample()
    return render_brief(documents, records, lang=lang, labels=LABELS, course=course)


def test_without_a_course_there_is_no_section() -> None:
    assert 'id="course"' not in page_of(None)


@pytest.mark.parametrize("lang", LANGS)
def test_every_phase_tells_its_rule_and_what_it_rests_on(course: Report, lang: Lang) -> None:
    html = page_of(course, lang)
    ids = {element.get("id") for element in Page.of(html).elements}
    for stage in course.stages:
        assert stage.id.replace("/", "-") in ids
    last = course.stages[-1]
    rule = next(rule for rule in rules().rules if rule.id == last.rule)
    assert rule.reason[lang] in html.replace("&#39;", "'") or Wording(lang).opening(rule.reason[lang]) in html
    assert rules().titles[last.label][lang] in html
    urls = [url for sign in last.because for url in sign.sources[:3]]
    assert all(url.replace("&", "&amp;") in html for url in urls)


def test_what_became_known_after_the_documents_is_not_told(course: Report) -> None:
    documents, _ = sample()
    day = known_with(documents)
    assert day is not None
    assert all(stage.start <= day for stage in course.stages)
    assert "13–15 May 2026" not in page_of(course)


def test_the_bands_are_the_inferred_phases_and_have_a_key(course: Report) -> None:
    html = page_of(course)
    labels = {stage.label for stage in course.stages}
    drawn = set(re.findall(r'class="band (\w+)"', html))
    assert drawn & labels
    keyed = set(re.findall(r'class="band swatch (\w+)"', html))
    assert keyed == labels
    assert Wording("en").t("picture.key_phases") in html


def test_the_phase_of_the_first_screen_is_the_last_one_inferred(course: Report) -> None:
    html = page_of(course)
    title = rules().titles[course.stages[-1].label]["en"]
    assert Wording("en").t("summary.phase", name=title) in html


def test_every_code_of_phases_and_initiative_has_words_in_the_three_languages() -> None:
    using = rules()
    for lang in LANGS:
        assert all(lang in rule.reason for rule in using.rules)
        assert all(lang in titles for titles in (*using.titles.values(), *using.about.values()))
        names = {"asked", "hosted", "travelled", "published_first", "raised_alone", "raised_first"}
        assert names | {"moved_first", "eased_first"} <= set(load(lang)["initiative"])
        told = {"register", "reports", "not_told", "third_country", "one_account", "same_day", "not_dated"}
        assert told <= set(load(lang)["initiative"]["basis"])


def test_an_instrument_of_the_register_alone_has_a_name_for_readers() -> None:
    labels = labels_of(packs.load("us-cn"))
    for lang in LANGS:
        assert labels.instrument("us_cn_board_of_trade", lang) != "Us cn board of trade"
