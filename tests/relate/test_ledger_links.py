"""Undertakings know at which interaction they were given, and so the ledger tells each once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bilat import packs
from bilat.model import Commitment, Document, Evidence, Interaction, Name, Record, Statement, cite, record_id
from bilat.packs import Pack
from bilat.pipeline import run
from bilat.relate.accounts import Account
from bilat.relate.ledger import ledger, told
from bilat.relate.ledger_links import occasioned, occasions

TEXT = "The two presidents met in Busan. The United States will pause the duty. China will buy soybeans."
BUSAN = "summit-2025-10-30-leader"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return packs.load("us-cn")


def document(published: str | None = "2025-10-31", key: str = "doc/a") -> Document:
    return Document(id=key, text=TEXT, language="en", published=published)


def met(doc: str = "doc/a", **more: Any) -> Interaction:
    told = {"date": "2025-10-30", "register_id": BUSAN, "event": f"event/{BUSAN}", "status": "held"} | more
    return Interaction(doc=doc, evidence=cite(TEXT, (0, 32)), kind="summit", level="leader", **told)


def promise(doc: str = "doc/a", **more: Any) -> Commitment:
    told = {
        "name": "Tariffs undertaking",
        "parties": ("US",),
        "issues": ("tariffs",),
        "action": "pause the duty",
    } | more
    return Commitment(doc=doc, evidence=cite(TEXT, (33, 71)), **told)


def linked(pack: Pack, *records: Record, published: str | None = "2025-10-31", account: bool = False) -> Commitment:
    accounts = [Account(doc="doc/a", side="US", official=True, event="event/e", interaction=None)] if account else []
    found = list(occasioned(records, [document(published)], [], accounts, pack))
    assert [record_id(record) for record in found] == [record_id(record) for record in records]
    return next(record for record in found if isinstance(record, Commitment))


def test_the_statement_that_it_stands_in_is_the_surest(pack: Pack) -> None:
    speaker = Name(name="United States", surface="The United States", entity="side/US", side="US")
    said = Statement(
        doc="doc/a", evidence=promise().evidence, speaker=speaker, voice="official", mode="indirect", act="commit",
        content=((33, 71),), interaction=record_id(met()),
    )  # fmt: skip
    found = linked(pack, met(), said, promise(name="Geneva understanding"))
    assert found.interaction == record_id(met())
    assert found.inferred is None


def test_the_place_that_names_it_tells_the_latest_meeting_there_before(pack: Pack) -> None:
    found = linked(pack, promise(name="Geneva understanding"), published="2025-06-01")
    assert found.interaction == "event/talks-2025-05-10-minister"
    assert found.inferred is not None
    assert linked(pack, promise(name="Geneva understanding"), published="2025-01-01").interaction is None
    here = linked(pack, met(), promise(name="Busan understanding"))
    assert here.interaction == record_id(met())


def test_an_account_and_the_one_meeting_of_these_days(pack: Pack) -> None:
    assert linked(pack, promise(), account=True).interaction == "event/e"
    assert linked(pack, met(), promise()).interaction == record_id(met())
    assert linked(pack, met(), promise(), published="2026-03-01").interaction is None  # no news any more
    other = met(date="2025-10-27", register_id=None, event="event/other")
    assert linked(pack, met(), other, promise()).interaction is None  # one of two
    assert linked(pack, met(status="planned"), promise()).interaction is None
    assert linked(pack, met(), promise(), published=None).interaction is None


def test_across_documents_an_interaction_is_called_by_its_row() -> None:
    unknown = met(register_id=None, event="event/5f")
    assert occasions([met(), unknown]) == {record_id(met()): BUSAN, record_id(unknown): "5f"}


def test_the_ledger_joins_what_the_register_has_of_that_meeting(pack: Pack) -> None:
    cut = promise(
        action="cancel 10 points of the fentanyl duty", issues=("tariffs", "fentanyl"), interaction=record_id(met())
    )
    found = ledger(pack, [met(), cut], published={"doc/a": "2025-10-31"})
    (entry,) = [one for one in found if record_id(cut) in one.records]
    assert entry.register_id == "us-2025-10-30-cancel-10-points-fentanyl"
    assert [doc for doc, _ in entry.evidence][-1] == "doc/a"
    other = promise(
        action="cancel 30 points of the fentanyl duty", issues=("tariffs", "fentanyl"), interaction=record_id(met())
    )
    found = ledger(pack, [met(), other], published={"doc/a": "2025-10-31"})
    (entry,) = [one for one in found if record_id(other) in one.records]
    assert entry.register_id is None


def test_two_documents_tell_of_one_undertaking_and_one_document_of_two(pack: Pack) -> None:
    def told(doc: str, action: str) -> Commitment:
        return promise(doc, action=action, issues=("space",), interaction=f"event/{BUSAN}")

    dates = {"doc/a": "2025-10-31", "doc/b": "2025-11-01"}
    one, again = told("doc/a", "share the data"), told("doc/b", "let the other have the data")
    joined = [e for e in ledger(pack, [one, again], published=dates) if e.register_id is None]
    assert [len(e.records) for e in joined] == [2]
    second = told("doc/a", "name a contact")
    apart = [e for e in ledger(pack, [one, second], published=dates) if e.register_id is None]
    assert [len(e.records) for e in apart] == [1, 1]


def test_a_year_is_no_date_to_join_by(pack: Pack) -> None:
    vague = promise(due="2025", issues=("tariffs",), action="lower them this year")
    found = ledger(pack, [vague], published={"doc/a": "2025-11-02"})
    assert [e.register_id for e in found if record_id(vague) in e.records] == [None]


def test_register_and_article_are_one_entry_in_both_scripts(pack: Pack, tmp_path: Path) -> None:
    text = (
        "中美元首釜山会晤\n\n2025年10月30日，国家主席习近平在釜山同美国总统特朗普举行会晤。\n\n"
        "特朗普表示，美方承诺取消10个百分点的芬太尼关税。"
    )
    from bilat.languages.script import to_traditional

    for name, words in (("hans", text), ("hant", to_traditional(text))):
        path = tmp_path / f"{name}.txt"
        path.write_text(words, encoding="utf-8")
        result = run([str(path)])
        mine = {record_id(record) for record in result.records if isinstance(record, Commitment)}
        assert mine
        found = ledger(pack, result.records, published={d.id: d.published for d in result.documents})
        (entry,) = [one for one in found if mine & set(one.records)]
        assert entry.register_id == "us-2025-10-30-cancel-10-points-fentanyl"


def test_status_moves_on_dated_claims_alone(pack: Pack) -> None:
    """Undated claims are shown and change nothing; the status of a day is what was claimed by that day."""
    from bilat.model import Compliance

    words = (Evidence(start=0, end=3, quote=TEXT[:3]),)
    named = promise(name="Harbour undertaking", issues=("shipping",), due="2031-01")
    kept = Compliance(doc="doc/b", evidence=words, commitment="Harbour undertaking", by="US", claim="kept", about="US")
    breached = Compliance(
        doc="doc/c", evidence=words, commitment="Harbour undertaking", by="CN", claim="breached", about="US"
    )
    records = [named, kept, breached]

    def status(on: str | None, **dates: str | None) -> str:
        published = {"doc/a": "2025-10-31", "doc/b": "2025-11-05", "doc/c": "2025-12-01"} | {
            f"doc/{key}": value for key, value in dates.items()
        }
        (entry,) = [e for e in ledger(pack, records, on=on, published=published) if e.name == "Harbour undertaking"]
        return entry.status

    assert [status(on) for on in ("2025-11-01", "2025-11-05", "2025-12-01", None)] == [
        "open",
        "kept",
        "disputed",
        "disputed",
    ]
    assert status(None, b=None, c=None) == "open"
    assert status(None, c=None) == "kept"


def test_what_the_other_side_will_do_is_not_the_speaker_s_undertaking(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        'President Donald Trump met President Xi Jinping in Busan. Trump promised that Xi will work "very hard" on '
        "fentanyl. Trump promised that the United States will cut the duty.",
        encoding="utf-8",
    )
    made = {r.action: r.parties for r in run([str(path)]).records if isinstance(r, Commitment)}
    told = {parties for action, parties in made.items() if action and "Xi" in action}
    own = {parties for action, parties in made.items() if action and "cut the duty" in action}
    assert told <= {("CN",)}
    assert own <= {("US",)}
    assert told


def test_a_day_gone_by_is_no_due_date(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    text = (
        "The United States promised to suspend the rule announced on September 29, 2025. "
        "China promised to buy soybeans by December 31, 2025."
    )
    path.write_text(json.dumps({"text": text, "published": "2025-11-05"}), encoding="utf-8")
    due = {r.parties: r.due for r in run([str(path)]).records if isinstance(r, Commitment)}
    assert due[("US",)] is None
    assert due[("CN",)] == "2025-12-31"


def test_what_documents_tell_with_what_the_register_knew_by_then(pack: Pack) -> None:
    cut = promise(action="cancel 10 points of the fentanyl duty", issues=("tariffs", "fentanyl"), interaction=BUSAN)
    published = {"doc/a": "2025-10-31"}
    for known_by, claims, status in (("2025-10-31", 0, "open"), ("2025-11-05", 1, "kept")):
        (entry,) = told(pack, [cut], published=published, known_by=known_by)
        assert (entry.register_id, len(entry.claims), entry.status) == (
            "us-2025-10-30-cancel-10-points-fentanyl",
            claims,
            status,
        )
    assert told(pack, [], published={}) == []


def test_whose_undertaking_it_is_when_one_side_tells_of_the_other(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    sentences = (
        "美方表示，中国承诺年底前购买1200万吨大豆。",
        "中方表示，美方承诺暂停港口费一年。",
        "美方承诺，中国的学生将得到签证。",
    )
    path.write_text(
        "".join(json.dumps({"text": text, "published": "2025-11-05"}) + "\n" for text in sentences), encoding="utf-8"
    )
    made = {r.action: r.parties for r in run([str(path)]).records if isinstance(r, Commitment)}
    for action, parties in made.items():
        assert action is not None
        expected = ("CN",) if "大豆" in action else ("US",)
        assert parties == expected, action
    assert made


def test_that_the_other_kept_its_word_is_a_claim_and_no_undertaking(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Bessent promised that China had fulfilled its pledge to buy soybeans.", encoding="utf-8")
    assert [r for r in run([str(path)]).records if isinstance(r, Commitment)] == []
