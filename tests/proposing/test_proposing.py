"""A language model behind a real service: what it proposes truly is kept, whatever it makes up is not.

No misbehaviour of the service stops a batch or leaves half a record.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bilat import packs
from bilat.cli import main
from bilat.demo import sample_paths
from bilat.errors import InputError, UsageError
from bilat.evaluate.readers import compared
from bilat.extract.actors import ActorFinder
from bilat.extract.analysis import Analysis
from bilat.fetching import Service
from bilat.fetching.addresses import own_network
from bilat.guards import screen
from bilat.model import Document, Measure, Outlook, Record, Statement, record_id, to_json
from bilat.pipeline import run
from bilat.proposing import Kept, Proposer, joined
from bilat.proposing.answers import Page, Unfit, pieces, proposals, record
from bilat.proposing.prompt import messages, prompt
from tests.proposing.served import Model, breaks_off, drips, gives, stalls

FIRST = 'Treasury Secretary Scott Bessent said on Monday that "the talks were candid and constructive."'
SECOND = "Chinese Vice Premier He Lifeng said that China does not accept the export controls."
THIRD = "The United States suspended a tariff of 24 percent on Chinese goods until November 10, 2025."
FOURTH = "The two sides held talks in Stockholm on July 28, 2025."
TEXT = "\n\n".join((FIRST, SECOND, THIRD, FOURTH))
CHINESE = "中国外交部发言人毛宁7月28日表示，中方不接受单边关税。\n\n中美经贸会谈7月28日在斯德哥尔摩举行。"

SAID = {
    "type": "statement",
    "quote": SECOND,
    "source": "Chinese Vice Premier He Lifeng",
    "speaker": "He Lifeng",
    "cue": "said",
    "content": "China does not accept the export controls",
    "voice": "official",
    "mode": "indirect",
    "act": "affirm",
    "issues": ["export_controls"],
}
PAUSED = {
    "type": "measure",
    "quote": THIRD,
    "instrument": "tariff",
    "imposed_by": "US",
    "target": "CN",
    "value": 24,
    "unit": "percent",
    "status": "suspended",
    "expires": "2025-11-10",
}
TALKS = {"type": "interaction", "quote": FOURTH, "kind": "talks", "status": "held", "date": "2025-07-28"}


@pytest.fixture
def model() -> Iterator[Model]:
    found = Model()
    yield found
    found.close()


@pytest.fixture
def service(model: Model) -> Iterator[Service]:
    with Service(model.url, local=True, most_seconds=0.6, sleep=lambda _seconds: None) as found:
        yield found


def document(text: str = TEXT, language: str = "en") -> Document:
    return Document(id="doc/1", text=text, language=language, published="2025-07-29", kept=((0, len(text)),))


def read(service: Service, text: str = TEXT, language: str = "en", **options: Any) -> Any:
    return Proposer(service, "m-1", **options).read(document(text, language), packs.load("us-cn"))


def changed(one: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {**one, **fields}


ANALYSIS = Analysis(document(), packs.load("us-cn"))
ACTORS = ActorFinder(ANALYSIS).find()


# What is true is kept, and says who proposed it.


def test_a_true_proposal_becomes_a_record_with_its_words(model: Model, service: Service) -> None:
    model.proposes(SAID, PAUSED, TALKS)
    found = read(service)
    assert found.aside == ()
    assert [type(one).__name__ for one in found.kept] == ["Statement", "Measure", "Interaction"]
    for one in found.kept:
        assert one.proposed_by == f"m-1, prompt {prompt().version}"
        assert all(TEXT[item.start : item.end] == item.quote for item in one.evidence)
    said = found.kept[0]
    assert (said.speaker.entity, said.speaker.side) == ("person/he-lifeng", "CN")
    assert [TEXT[slice(*span)] for span in said.content] == ["China does not accept the export controls"]


def test_chinese_is_read_as_well(model: Model, service: Service) -> None:
    model.proposes(
        {
            "type": "statement",
            "quote": CHINESE.split("\n")[0],
            "source": "中国外交部发言人毛宁",
            "speaker": "毛宁",
            "cue": "表示",
            "content": "中方不接受单边关税",
            "voice": "official",
            "mode": "indirect",
            "act": "affirm",
            "issues": ["tariffs"],
        }
    )
    found = read(service, CHINESE, "zh-Hans")
    assert found.aside == ()
    assert found.kept[0].speaker.entity == "person/mao-ning"


def test_the_words_are_found_where_the_text_breaks_its_lines(model: Model, service: Service) -> None:
    model.proposes(SAID)
    broken = TEXT.replace("does not accept the", "does not\naccept the")
    found = read(service, broken)
    assert [broken[slice(*one.content[0])] for one in found.kept] == ["China does not\naccept the export controls"]


# Lies.

LIES = {
    "an invented quote": changed(SAID, quote="He Lifeng said that China gives up.", content="China gives up"),
    "words put in order of one's own": changed(SAID, content="China accepts the export controls"),
    "a negation cut off": changed(SAID, content="accept the export controls"),
    "a speaker who is not there": changed(SAID, source="Wang Yi", speaker="Wang Yi"),
    "somebody else's words": changed(SAID, source="Treasury Secretary Scott Bessent", speaker="Scott Bessent"),
    "an act that no word says": changed(SAID, act="threaten"),
    "quotation marks that are not there": changed(SAID, mode="direct"),
    "a wrong number": changed(PAUSED, value=34),
    "a wrong unit": changed(PAUSED, unit="dollars"),
    "a wrong day": changed(PAUSED, expires="2025-12-10"),
    "a wrong status": changed(PAUSED, status="struck_down"),
    "the sides turned round": changed(PAUSED, imposed_by="CN", target="US"),
    "an instrument that is not named": changed(PAUSED, instrument="port_fees"),
    "a day that no word gives": changed(TALKS, date="2025-07-30"),
    "a guest who was not there": changed(TALKS, participants=["Scott Bessent"]),
    "a length that no word gives": changed(TALKS, duration_minutes=90),
    "somebody who is to have asked": changed(TALKS, initiated_by="XX"),
    "a meeting that was only held": changed(TALKS, status="cancelled"),
    "a promise that nobody made": {
        "type": "commitment",
        "quote": FOURTH,
        "parties": ["CN"],
        "action": "buy 25 million tonnes of soybeans",
        "due": "2026-12-31",
        "issues": ["agriculture"],
    },
    "a due day of one's own": {
        "type": "commitment",
        "quote": SECOND,
        "parties": ["CN"],
        "action": "China does not accept the export controls",
        "due": "2026-12-31",
    },
}


@pytest.mark.parametrize("lie", list(LIES))
def test_a_lie_is_set_aside_with_its_reason_and_the_truth_beside_it_kept(
    model: Model, service: Service, lie: str
) -> None:
    truth = TALKS if LIES[lie]["type"] != "interaction" else PAUSED
    model.proposes(LIES[lie], truth)
    found = read(service)
    assert [type(one).__name__.lower() for one in found.kept] == [truth["type"]], found
    assert len(found.aside) == 1
    assert found.aside[0].reason
    assert found.aside[0].doc == "doc/1"


@pytest.mark.parametrize(
    "shape",
    [
        "no",
        3,
        None,
        [],
        {},
        {"type": "statement"},
        {"type": "comparison", "quote": FIRST},
        {"type": "statement", "quote": 7},
        {"type": "statement", "quote": FIRST, "content": FIRST, "issues": "trade"},
        changed(SAID, issues=["weather"]),
        changed(SAID, voice="king"),
        changed(SAID, source=None, speaker=None),
        changed(SAID, content=None),
        changed(PAUSED, value="24"),
        changed(PAUSED, value=True),
        changed(PAUSED, expires="soon"),
        changed(TALKS, kind="dance"),
        changed(TALKS, participants="all"),
        changed(TALKS, quote="   "),
    ],
)
def test_what_has_not_the_form_of_a_proposal_is_none(model: Model, service: Service, shape: Any) -> None:
    model.proposes(shape)
    found = read(service)
    assert found.kept == ()
    assert len(found.aside) == 1


JSONS = st.recursive(
    st.none()
    | st.booleans()
    | st.floats(allow_nan=False)
    | st.text(max_size=8)
    | st.sampled_from([FIRST, SECOND, "CN", "tariff"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*SAID, *PAUSED, *TALKS]), inner, max_size=5)
    ),
    max_leaves=12,
)


@given(
    st.sampled_from([SAID, PAUSED, TALKS]),
    st.dictionaries(st.sampled_from([*SAID, *PAUSED, *TALKS]), JSONS, max_size=3),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])  # on a machine that is busy
def test_whatever_is_proposed_is_a_record_with_its_words_or_none(base: dict[str, Any], fields: dict[str, Any]) -> None:
    try:
        one = record({**base, **fields}, Page(ANALYSIS, ACTORS, (0, len(TEXT))), "m")
    except Unfit:
        return
    assert isinstance(one, Record)
    assert all(TEXT[item.start : item.end] == item.quote for item in one.evidence)
    json.dumps(to_json(one))


@pytest.mark.parametrize(
    "content", ["", "I cannot help with that.", "{", '["records"]', '{"record": []}', '{"records": {}}']
)
def test_an_answer_that_is_no_list_of_records_gives_none_and_is_not_kept(
    model: Model, service: Service, tmp_path: Path, content: str
) -> None:
    model.says = lambda _asked: content
    found = read(service, kept=Kept(tmp_path))
    assert found.kept == ()
    assert len(found.aside) == 1
    assert not list(tmp_path.rglob("*.json"))


def test_an_answer_in_a_fence_is_read() -> None:
    assert proposals('```json\n{"records": [1]}\n```') == [1]


# A service that misbehaves.


@pytest.mark.parametrize("does", [stalls, drips])
def test_whoever_stalls_is_not_waited_for(model: Model, service: Service, does: Callable[[Any], None]) -> None:
    model.does = [does]
    began = time.monotonic()
    with pytest.raises(InputError, match=r"no answer within|takes longer than|breaks off"):
        read(service)
    assert time.monotonic() - began < 5


def test_an_answer_that_breaks_off_is_asked_for_again(model: Model, service: Service) -> None:
    model.does = [breaks_off, gives(503), None]
    model.proposes(TALKS)
    assert len(read(service).kept) == 1
    assert len(model.asked) == 3


def test_a_service_that_always_breaks_off_gives_none(model: Model, service: Service) -> None:
    model.does = [breaks_off] * 3
    with pytest.raises(InputError, match="breaks off"):
        read(service)


@pytest.mark.parametrize(
    ("does", "wrong"),
    [
        (gives(200, b"<html>"), InputError),
        (gives(200, b"[]"), InputError),
        (gives(200, b'{"choices": []}'), InputError),
        (gives(302, b"", Location="http://169.254.169.254/"), InputError),
        (gives(401), UsageError),
        (gives(404), UsageError),
        (gives(200, b" " * 6_000_000), InputError),
    ],
)
def test_every_other_answer_is_refused(model: Model, service: Service, does: Any, wrong: type[Exception]) -> None:
    model.does = [does]
    with pytest.raises(wrong):
        read(service)
    assert len(model.asked) == 1


def test_nothing_local_is_called_unless_somebody_says_so(model: Model) -> None:
    with Service(model.url) as found, pytest.raises(UsageError, match="--lm-local"):
        found.post("chat/completions", {})
    assert model.asked == []


@pytest.mark.parametrize(
    ("address", "own"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("10.0.0.5", True),
        ("192.168.1.2", True),
        ("169.254.169.254", False),
        ("fe80::1", False),
        ("0.0.0.0", False),
        ("93.184.216.34", False),
    ],
)
def test_the_own_network_is_no_cloud_and_no_other(address: str, own: bool) -> None:
    assert own_network(address) is own


def test_a_key_goes_to_nobody_in_the_open() -> None:
    with pytest.raises(UsageError, match="not encrypted"):
        Service("http://models.example/v1", key="secret")
    for wrong in ("ftp://h/v1", "nowhere", "https://user:pass@host/v1"):
        with pytest.raises(UsageError, match="no address"):
            Service(wrong)


# Answers are kept.


def test_an_answer_is_paid_for_once(model: Model, service: Service, tmp_path: Path) -> None:
    model.proposes(TALKS)
    first = Proposer(service, "m-1", Kept(tmp_path))
    again = Proposer(service, "m-1", Kept(tmp_path))
    pack = packs.load("us-cn")
    assert first.read(document(), pack) == again.read(document(), pack)
    assert len(model.asked) == 1
    assert (first.cost.requests, first.cost.tokens_in, first.cost.tokens_out) == (1, 100, 20)
    assert (again.cost.requests, again.cost.kept_answers, again.cost.tokens_in) == (0, 1, 0)
    Proposer(service, "m-2", Kept(tmp_path)).read(document(), pack)  # another model is another question
    assert len(model.asked) == 2


def test_a_reading_that_broke_off_goes_on_where_it_was(model: Model, service: Service, tmp_path: Path) -> None:
    model.proposes()
    model.does = [None, stalls]
    with pytest.raises(InputError):
        read(service, kept=Kept(tmp_path), most=100)
    asked = len(model.asked)
    assert len(list(tmp_path.rglob("*.json"))) == 1
    proposer = Proposer(service, "m-1", Kept(tmp_path), most=100)
    proposer.read(document(), packs.load("us-cn"))
    assert proposer.cost.kept_answers == 1
    assert len(model.asked) - asked == proposer.cost.requests == len(list(pieces(TEXT, ((0, len(TEXT)),), 100))) - 1


def test_a_broken_file_is_asked_for_again(model: Model, service: Service, tmp_path: Path) -> None:
    read(service, kept=Kept(tmp_path))
    (path,) = tmp_path.rglob("*.json")
    path.write_text("{", "utf-8")
    read(service, kept=Kept(tmp_path))
    assert len(model.asked) == 2
    assert json.loads(path.read_text("utf-8"))["content"]


@given(st.text(alphabet="ab \n。", max_size=60), st.integers(1, 30))
@settings(max_examples=80, deadline=None)
def test_pieces_are_the_whole_text_in_order(text: str, most: int) -> None:
    found = list(pieces(text, ((0, len(text)),), most))
    assert all(0 < end - start <= most for start, end in found)
    assert "".join("".join(text[slice(*span)] for span in found).split()) == "".join(text.split())
    assert found == sorted(found)


def test_what_is_sent_is_the_prompt_the_pack_and_the_piece(model: Model, service: Service) -> None:
    read(service)
    (body, _), *_ = model.asked
    system, user = (one["content"] for one in body["messages"])
    assert body["model"] == "m-1"
    assert body["temperature"] == 0
    assert "rare_earths" in system
    assert "port_fees" in system
    assert "{sides}" not in system
    assert TEXT in user
    assert "2025-07-29" in user
    assert messages(document("{text} {x}"), "{text} {x}", packs.load("us-cn"))[1]["content"].count("{text}") == 1


# With the rules, in a batch, on the command line.


def test_the_same_thing_is_not_told_twice(model: Model, service: Service, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("2025-07-29\n\n" + TEXT, "utf-8")
    model.proposes(SAID, PAUSED, TALKS)
    rules = run([str(path)])
    both = run([str(path)], proposer=Proposer(service, "m-1"))
    alone = run([str(path)], proposer=Proposer(service, "m-1"), alone=True)
    ids = {record_id(one) for one in rules.records}
    assert ids <= {record_id(one) for one in both.records}
    assert all(one.proposed_by is None for one in rules.records)
    more = [one for one in both.records if one.proposed_by]
    assert not any(isinstance(one, Statement) for one in more)  # the rules have it
    assert {type(one).__name__ for one in alone.records if one.proposed_by} == {"Statement", "Measure", "Interaction"}
    assert all(one.proposed_by for one in alone.records)


def echoed(one: Record, text: str) -> dict[str, Any] | None:
    """What a model would propose that reads as the rules do; None for what has more than one piece, or no words."""
    quote = text[min(e.start for e in one.evidence) : max(e.end for e in one.evidence)]
    plain = {key: value for key, value in to_json(one).items() if key not in ("evidence", "doc", "id", "by")}
    if isinstance(one, Statement) and len(one.content) == 1 and one.source and one.speaker.entity:
        spans = [one.source, one.content[0], *((e.start, e.end) for e in one.evidence)]
        whole = text[min(start for start, _ in spans) : max(end for _, end in spans)]
        cue = text[slice(*one.cue)] if one.cue else None
        words = {"source": one.speaker.surface, "speaker": one.speaker.surface, "content": text[slice(*one.content[0])]}
        return {**plain, **words, "cue": cue, "quote": whole}
    if isinstance(one, Measure) and one.target not in (None, "US", "CN") and one.target not in quote:
        return None  # the name of a target in another script than the text's
    return {**plain, "quote": quote} if isinstance(one, Measure | Outlook) else None


def test_what_the_rules_find_passes_when_a_model_proposes_it() -> None:
    """The way through an answer loses next to nothing of what stands in a text."""
    pack, lost, kept = packs.load("us-cn"), 0, 0
    with sample_paths() as paths:
        done = run([str(path) for path in paths])
    for text in done.documents:
        analysis = Analysis(text, pack)
        where = Page(analysis, ActorFinder(analysis).find(), (0, len(text.text)))
        told = [echo for one in done.records if one.doc == text.id and (echo := echoed(one, text.text))]
        found = screen([record(one, where, "m") for one in told], text, pack, analysis=analysis)
        kept, lost = kept + len(found.kept), lost + len(found.aside)
    assert kept > 20
    assert kept / (kept + lost) > 0.9


def test_joined_keeps_what_only_one_has() -> None:
    where = Page(ANALYSIS, ACTORS, (0, len(TEXT)))
    said, paused, talks = (record(one, where, "m") for one in (SAID, PAUSED, TALKS))
    assert joined([said], [said, paused]) == [said, paused]
    assert joined([paused, talks], [talks]) == [paused, talks]


def test_one_document_without_an_answer_stops_nothing(model: Model, service: Service, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(f"{name}\n\n{TEXT}", "utf-8")
    model.does = [stalls]
    done = run([str(tmp_path)], proposer=Proposer(service, "m-1"))
    assert len(done.documents) == 2
    assert len(done.refused) == 1
    assert {one.doc for one in done.records} == {one.id for one in done.documents}


def invoke(model: Model, tmp_path: Path, *args: str, **env: str) -> Any:
    call = [*args, "--lm-kept", str(tmp_path / "kept")]
    return CliRunner(env={"BILAT_LM_MODEL": "m-1", "BILAT_LM_URL": model.url, **env}).invoke(main, call)


def test_the_command_shows_who_proposed_and_what_it_cost(model: Model, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, "utf-8")
    model.proposes(TALKS, changed(PAUSED, value=99))
    call = ("extract", str(path), "--lm", model.url, "--lm-local", "--lm-alone", "--format", "jsonl")
    done = invoke(model, tmp_path, *call, BILAT_LM_KEY="secret")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["type"] for row in rows] == ["document", "interaction"]
    assert rows[1]["proposed_by"].startswith("m-1, prompt 1-")
    assert "1 requests" in done.stderr
    assert "100 tokens sent, 20 received; 2 records proposed, 1 borne out" in done.stderr
    assert "set aside" in done.stderr
    assert model.asked[0][1]["authorization"] == "Bearer secret"
    assert "secret" not in done.stderr + "".join(p.read_text("utf-8") for p in (tmp_path / "kept").rglob("*.json"))


def test_the_command_asks_nobody_unless_told(model: Model, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, "utf-8")
    done = invoke(model, tmp_path, "extract", str(path), "--format", "jsonl")
    assert done.exit_code == 0
    assert model.asked == []
    assert invoke(model, tmp_path, "extract", str(path), "--lm", "env", "--lm-local").exit_code == 0
    assert len(model.asked) == 1
    for wrong in (["--lm", "env", "--lm-model", ""], ["--lm-alone"], ["--lm", model.url, "--lm-model", "m-2"]):
        assert invoke(model, tmp_path, "extract", str(path), *wrong).exit_code == 2


GOLD = {
    "document": "a.txt",
    "language": "en",
    "genre": "news",
    "statements_complete": True,
    "statements": [
        {
            "span": [TEXT.index("China does"), TEXT.index(" export") + 16],
            "speaker": "He Lifeng",
            "side": "CN",
            "voice": "official",
            "issues": ["export_controls"],
        },
    ],
}


def test_readers_are_compared_on_the_same_gold(model: Model, service: Service, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "a.json").write_text(json.dumps(GOLD), "utf-8")
    model.proposes(SAID)
    table = compared([tmp_path], Proposer(service, "m-1", Kept(tmp_path / "kept")))
    lines = {line.split()[0]: line for line in table.splitlines()}
    assert lines["figure"].split() == ["figure", "rules", "model", "both"]
    assert "1.000 (1/1)" in lines["statements.recall"]
    assert len(model.asked) == 1
    done = invoke(model, tmp_path, "evaluate", str(tmp_path), "--lm", model.url, "--lm-local")
    assert done.exit_code == 0, done.output
    assert "statements.speaker" in done.stdout
