"""The two governments' accounts side by side, from text to comparison."""

from __future__ import annotations

from dataclasses import replace

import pytest
from events_fixture import pack, read_rows

from bilat.model import Comparison, Document, Interaction, Record, Silence, Statement, record_id
from bilat.pipeline import records_of, relate_all
from bilat.relate.accounts import side_of
from bilat.relate.compare import compare

US = {
    "id": "us",
    "outlet": "US State Department site",
    "published": "2025-09-10",
    "language": "en",
    "title": "Secretary Rubio's Call with Chinese Foreign Minister Wang Yi",
    "text": "Secretary of State Marco Rubio spoke by phone with Chinese Foreign Minister Wang Yi on September 10, "
    "2025. Secretary Rubio stressed that open communication matters. He raised concern about the South China Sea. "
    "Rubio said that fentanyl must stop. They also discussed rare earths. Human rights were not discussed.",
}
CN = {
    "id": "cn",
    "outlet": "China Foreign Ministry site",
    "published": "2025-09-10",
    "language": "zh-Hans",
    "title": "王毅同美国国务卿鲁比奥通电话",
    "text": "2025年9月10日，外交部长王毅应约同美国国务卿鲁比奥通电话。王毅表示，双方要保持沟通。"
    "王毅强调，美方在台湾问题上必须谨言慎行。鲁比奥表示，美方愿就南海问题同中方对话。",
}
REPORT = {
    "id": "report",
    "published": "2025-09-11",
    "language": "zh-Hant",
    "title": "國務院：魯比歐與王毅通電話",
    "text": "美國國務卿魯比歐9月10日與中國外長王毅通電話。魯比歐說，雙方溝通很重要。魯比歐表示，對南海情勢感到關切。"
    "魯比歐說，芬太尼必須停止流入。學者林大明認為，通話對股市是利多。",
}


def related(*rows: dict[str, str]) -> tuple[tuple[Document, ...], list[Record]]:
    documents = read_rows([dict(row) for row in rows])
    records = [record for document in documents for record in records_of(document, pack())]
    return documents, list(relate_all(documents, records, pack()))


def outcomes(records: list[Record]) -> dict[str, str]:
    found = [record for record in records if isinstance(record, Comparison)]
    assert len({(record.event, record.issue) for record in found}) == len(found), "one record an event and issue"
    return {record.issue: record.outcome for record in found}


def test_each_issue_is_told_by_both_or_by_one() -> None:
    _, records = related(US, CN)
    told = outcomes(records)
    assert told["communication"] == told["south_china_sea"] == "both"
    assert told["fentanyl"] == "only_US"
    assert told["taiwan"] == "only_CN"
    assert told["rare_earths"] == "only_US", "a topic that no one is quoted on is raised all the same"
    assert told["initiative"] == "only_CN"
    assert "human_rights" not in told, "what was not discussed is not raised"


def test_a_comparison_names_its_documents_statements_and_evidence() -> None:
    documents, records = related(US, CN)
    texts = {document.id: document.text for document in documents}
    statements = {record_id(record): record for record in records if isinstance(record, Statement)}
    for record in records:
        if isinstance(record, Comparison):
            assert set(record.docs) == set(texts)
            assert record.missing == ()
            assert record.evidence
            assert all(texts[record.doc][e.start : e.end] == e.quote for e in record.evidence)
            for keys in record.sides.values():
                assert all(key in statements for key in keys)
    (taiwan,) = [record for record in records if isinstance(record, Comparison) and record.issue == "taiwan"]
    assert [statements[key].speaker.name for key in taiwan.sides["CN"]] == ["Wang Yi"]
    assert taiwan.sides["US"] == ()


def test_what_one_account_leaves_out_is_an_observed_silence() -> None:
    documents, records = related(US, CN)
    paths = {document.id: (document.path or "").rpartition("#")[2] for document in documents}
    observed = {
        (record.side, record.issue): paths[record.doc]
        for record in records
        if isinstance(record, Silence) and record.basis == "observed"
    }
    assert observed[("US", "taiwan")] == "us"
    assert observed[("CN", "fentanyl")] == "cn"
    assert ("CN", "communication") not in observed


def test_a_side_without_an_account_is_missing_and_not_silent() -> None:
    _, records = related(US)
    found = [record for record in records if isinstance(record, Comparison)]
    assert found
    assert all(record.missing == ("CN",) and record.outcome == "only_US" for record in found)
    assert not [record for record in records if isinstance(record, Silence) and record.basis == "observed"]


def test_a_report_of_an_account_is_that_sides_account() -> None:
    _, records = related(REPORT, CN)
    told = outcomes(records)
    assert told["south_china_sea"] == "both"
    assert told["fentanyl"] == "only_US"
    assert told["taiwan"] == "only_CN"
    assert "markets" not in told, "what a scholar adds to the report is not the government's account"


def test_a_copy_of_an_account_adds_nothing() -> None:
    copy = CN | {"id": "copy", "outlet": "Reposts Daily"}
    _, alone = related(US, CN)
    _, records = related(US, CN, copy)
    assert outcomes(records) == outcomes(alone)
    for record in records:
        if isinstance(record, Comparison) and record.issue == "taiwan":
            assert len(record.docs) == 3
            assert len(record.sides["CN"]) == 1


def test_officials_of_whom_it_is_not_told_whose_they_are_are_the_reports_own() -> None:
    (document,), records = related(REPORT)
    unknown = [
        replace(one, speaker=replace(one.speaker, side=None, entity=None)) if isinstance(one, Statement) else one
        for one in records
    ]
    assert side_of(document, records, pack()) == side_of(document, unknown, pack()) == ("US", False)


def test_a_think_tanks_report_is_nobodys_account() -> None:
    (document,), records = related(US)
    assert side_of(document, records, pack()) == ("US", True)
    assert side_of(replace(document, outlet_kind="think_tank"), records, pack()) is None


def test_comment_that_retells_an_account_stands_in_for_it_where_there_is_no_other() -> None:
    comment = {
        "id": "comment",
        "published": "2025-09-11",
        "language": "zh-Hans",
        "title": "电话那头的话",
        "text": "2025年9月10日，外交部长王毅同美国国务卿鲁比奥通电话。王毅强调，气候变化要一起应对。",
    }

    def told(*rows: dict[str, str]) -> dict[str, str]:
        read = read_rows([dict(row) for row in rows])
        documents = [replace(one, flags=("opinion",)) if "气候" in one.text else one for one in read]
        return outcomes(list(relate_all(documents, [r for one in documents for r in records_of(one, pack())], pack())))

    assert told(US, comment)["climate"] == "only_CN"
    assert "climate" not in told(US, CN, comment)


def test_a_report_in_which_both_speak_alike_is_nobodys_account() -> None:
    (document,), records = related(REPORT)
    assert side_of(document, records, pack()) == ("US", False)
    said = [record for record in records if isinstance(record, Statement) and record.voice == "official"]
    other = [replace(record, speaker=replace(record.speaker, side="CN")) for record in said]
    assert side_of(document, [*said, *other, *other[:2]], pack()) is None


def test_old_calls_in_an_account_are_not_what_it_is_about() -> None:
    recall = US | {"text": US["text"] + " President Trump and President Xi Jinping spoke by phone on June 5, 2025."}
    _, records = related(recall, CN)
    assert {record.event for record in records if isinstance(record, Comparison)} == {"event/call-2025-09-10-minister"}


@pytest.mark.parametrize(
    "target", ["event/call-2025-09-10-minister", "call-2025-09-10-minister", "2025-09-10", "2025-09"]
)
def test_a_comparison_is_asked_for_by_event_register_or_date(target: str) -> None:
    documents, records = related(US, CN)
    assert compare(target, records, documents) == [record for record in records if isinstance(record, Comparison)]


def test_asking_for_another_day_gives_nothing() -> None:
    documents, records = related(US, CN)
    assert compare("2025-09-12", records, documents) == []
    assert compare("event/none", records, documents) == []


def test_statements_of_accounts_know_their_interaction() -> None:
    _, records = related(US, CN)
    interactions = {record_id(record) for record in records if isinstance(record, Interaction)}
    placed = [record for record in records if isinstance(record, Statement) and record.interaction]
    assert placed
    assert all(record.interaction in interactions for record in placed)


def test_the_order_of_documents_is_without_effect() -> None:
    _, one = related(US, CN, REPORT)
    _, other = related(REPORT, CN, US)
    assert sorted(map(record_id, one)) == sorted(map(record_id, other))
