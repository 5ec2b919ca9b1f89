"""The ledger of the page, where it is joined with the register's."""

from __future__ import annotations

import pytest
from page import Page
from sample import LABELS, sample

from bilat import packs
from bilat.export.brief import render_brief
from bilat.export.edition import assemble
from bilat.export.labels import LANGS, Lang
from bilat.export.ledger import title_of
from bilat.export.pack_labels import labels_of
from bilat.export.picture import main_rates
from bilat.export.standing import instruments as _instruments
from bilat.export.wording import Wording, load
from bilat.model import Commitment, Document, Measure, Record, cite, record_id
from bilat.relate.ledger import told

BUSAN = "summit-2025-10-30-leader"


def with_promise() -> tuple[list[Document], list[Record], Commitment]:
    documents, records = sample()
    first = documents[0]
    made = Commitment(
        doc=first.id, evidence=cite(first.text, (0, 10)), name="Fentanyl undertaking", parties=("US",), to="CN",
        action="cancel 10 points of the fentanyl duty", issues=("tariffs", "fentanyl"), interaction=f"event/{BUSAN}",
    )  # fmt: skip
    return list(documents), [*records, made], made


def page(lang: Lang, known_by: str | None) -> str:
    documents, records, _ = with_promise()
    published = {document.id: "2025-10-31" for document in documents}
    owed = told(packs.load("us-cn"), records, published=published, known_by=known_by)
    return render_brief(documents, records, lang=lang, labels=LABELS, owed=owed)


@pytest.mark.parametrize("lang", LANGS)
def test_an_undertaking_that_the_register_has_too_says_so_with_its_sources(lang: Lang) -> None:
    html = page(lang, "2025-11-10")
    *_, made = with_promise()
    entry = next(e for e in Page.of(html).elements if e.get("id") == record_id(made).replace("/", "-"))
    assert load(lang)["ledger"]["known"] in entry.text
    assert load(lang)["ledger"]["status"]["kept"] in entry.text
    row = next(r for r in packs.load("us-cn").register["commitments"] if r["id"].endswith("cancel-10-points-fentanyl"))
    assert row["sources"].split(" | ")[0] in html


def test_a_claim_made_after_the_documents_is_not_shown() -> None:
    assert load("en")["ledger"]["status"]["kept"] not in page("en", "2025-10-31")


def test_every_undertaking_and_claim_of_the_records_is_there_once() -> None:
    from bilat.model import Compliance

    documents, records, _ = with_promise()
    ids = [element.get("id") for element in Page.of(page("en", None)).elements]
    for record in records:
        if isinstance(record, Compliance):
            assert ids.count(record_id(record).replace("/", "-")) == 1
    assert documents


def test_every_status_and_timing_that_is_told_has_words() -> None:
    for lang in LANGS:
        assert {"kept", "breached", "partial", "disputed"} == set(load(lang)["ledger"]["status"])
        assert {"overdue", "unknown"} == set(load(lang)["ledger"]["timing"])


def test_the_picture_draws_the_same_rates_in_every_language() -> None:
    documents, _ = sample()
    first = documents[0]
    parts = ("reciprocal", "total", "fentanyl", "section_301")
    records = [
        Measure(
            doc=first.id, evidence=cite(first.text, (place, place + 1)), instrument="tariff", imposed_by="US",
            layer=layer, value=10 + place, unit="percent", effective=f"2025-0{place + 1}-01",
        )
        for place, layer in enumerate(parts)
    ]  # fmt: skip
    drawn = []
    for lang in LANGS:
        edition = assemble(documents, records, labels=LABELS, say=Wording(lang))
        lines = [line for one in _instruments(edition) for line in one.lines]
        drawn.append([[state.value for state in line.states] for line in main_rates(lines, edition.sides)])
    assert drawn[0] == drawn[1] == drawn[2]
    assert drawn[0] == [[11]]  # the whole before its parts


def test_an_undertaking_is_named_in_the_language_of_the_page() -> None:
    documents, _ = sample()
    labels = labels_of(packs.load("us-cn"))
    for lang, place, issue in (
        ("en", "Busan understanding", "Tariffs undertaking"),
        ("zh-Hans", "釜山共识", "关于关税"),
        ("zh-Hant", "釜山共識", "關於關稅"),
    ):
        edition = assemble(documents, [], labels=labels, say=Wording(lang))
        assert title_of(edition, "Busan understanding") == place
        assert title_of(edition, "Tariffs undertaking") == issue
        assert title_of(edition, "undertaking") == load(lang)["ledger"]["commitment"]
        assert title_of(edition, "Some other name") == "Some other name"
