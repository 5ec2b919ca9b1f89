"""A language model behind a real service reads a workspace: what is borne out is kept and marked, beside the rules'."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from bilat.cli import main
from bilat.errors import UsageError
from bilat.fetching import Service
from bilat.model import Record, Statement
from bilat.proposing import Kept, Proposer
from bilat.proposing.prompt import prompt
from bilat.store import Judgement, View, Writer
from bilat.store.checking import check
from bilat.store.engine import writing
from bilat.workspace import forget, judge, propose, proposers, relate, update, workspace_run
from tests.proposing.served import Model, breaks_off, gives, stalls
from tests.store import near
from tests.store.accounts import CALL_US, fill, write

RED_LINE = "For Vice Premier He Lifeng, the export controls are a red line."
REFRAIN = "With Scott Bessent it is always the same refrain: tariffs bring factories home."
COLUMN = f"A column about trade\n\nSeptember 11, 2025\n\n{RED_LINE}\n\n{REFRAIN}\n"
BY = f"m-1, prompt {prompt().version}"


def told(quote: str, source: str, content: str, **more: Any) -> dict[str, Any]:
    return {
        "type": "statement", "quote": quote, "source": source, "speaker": source, "content": content,
        "voice": "official", "mode": "indirect", "act": "describe", "issues": [], **more,
    }  # fmt: skip


HE = told(RED_LINE, "Vice Premier He Lifeng", "the export controls are a red line", issues=["export_controls"])
BESSENT = told(REFRAIN, "Scott Bessent", "tariffs bring factories home", issues=["tariffs"])
LIES = (told(RED_LINE, "Wang Yi", "the export controls are a red line"), HE | {"act": "threaten"},
        told(REFRAIN, "Scott Bessent", "factories leave"), HE | {"mode": "direct"})  # fmt: skip


@pytest.fixture
def model() -> Iterator[Model]:
    found = Model()
    found.says = lambda asked: json.dumps({"records": [HE, *LIES]} if RED_LINE in str(asked) else {"records": []})
    yield found
    found.close()


@pytest.fixture
def proposer(model: Model, tmp_path: Path) -> Iterator[Proposer]:
    with Service(model.url, local=True, most_seconds=0.6, sleep=lambda _: None) as service:
        yield Proposer(service, "m-1", Kept(tmp_path / "kept"))


@pytest.fixture
def filled(workspace: str, tmp_path: Path) -> str:
    fill(workspace, write(tmp_path / "articles", column=COLUMN, us=CALL_US))
    return workspace


@pytest.fixture
def small(tmp_path: Path) -> str:
    """The same in a file, for what does not depend on the database."""
    workspace = str(tmp_path / "small.db")
    fill(workspace, write(tmp_path / "articles", column=COLUMN, us=CALL_US))
    return workspace


def marked(workspace: str) -> list[Record]:
    return [record for record in workspace_run(workspace).records if record.proposed_by]


def asked(workspace: str, proposer: Proposer, **more: Any) -> list[Any]:
    with Writer(workspace) as writer:
        found = list(propose(writer, proposer, **more))
        relate(writer)
        assert check(writer.engine).problems == []
    return found


def test_what_is_borne_out_is_kept_and_marked_and_lies_are_told(filled: str, model: Model, proposer: Proposer) -> None:
    before = workspace_run(filled).records
    found = asked(filled, proposer)
    assert {problem.type for one in found for problem in one.aside} == {"statement"}
    assert sum(len(one.aside) for one in found) == len(LIES)
    (one,) = marked(filled)
    assert isinstance(one, Statement)
    assert (one.proposed_by, one.speaker.entity) == (BY, "person/he-lifeng")
    assert [record for record in workspace_run(filled).records if not record.proposed_by] == list(before)
    assert proposers(filled)[0] | {"last": ""} == {"by": BY, "documents": 2, "proposals": 1, "last": ""}
    with Writer(filled) as writer:
        stored = near.stored(writer)
        relate(writer, everything=True)
        assert near.stored(writer) == stored
    assert asked(filled, proposer) == []
    assert len(model.asked) == 2


def test_reading_anew_keeps_proposals_without_asking_and_todays_guards_decide(
    small: str, model: Model, proposer: Proposer
) -> None:
    asked(small, proposer)
    key = marked(small)[0].doc
    with Writer(small) as writer:
        assert [one.renewed.changed + one.renewed.gone for one in update(writer, everything=True)] == [(), ()]
        assert len(marked(small)) == 1
        with writing(writer.engine) as db:  # as if it had been kept by guards that knew less than today's
            db.execute(text("UPDATE proposals SET body = replace(body, '\"describe\"', '\"threaten\"')"))
        changes = {one.renewed.id: one for one in update(writer, everything=True)}
    assert len(changes[key].renewed.gone) == len(changes[key].aside) == 1
    assert marked(small) == []
    assert len(model.asked) == 2


def test_a_judgement_of_a_proposal_stays_and_a_model_is_taken_out(small: str, proposer: Proposer) -> None:
    rules = workspace_run(small).records
    asked(small, proposer)
    with View(small) as view:
        (row,) = [row for row in view.records_of(marked(small)[0].doc) if row.get("proposed_by")]
    with Writer(small) as writer:
        judge(writer, Judgement(kind="reject", target=row["id"], by="Ann"))
        assert marked(small) == []
        list(update(writer, everything=True))
        assert marked(small) == []
        with pytest.raises(UsageError, match=r"'m-2' was asked about nothing here; asked were: m-1, prompt"):
            list(forget(writer, "m-2"))
        assert len(list(forget(writer, "m-1"))) == 2
        relate(writer)
        assert check(writer.engine).problems == []
    assert workspace_run(small).records == rules
    assert proposers(small) == []


def test_a_model_with_another_prompt_takes_its_own_place_and_another_model_stands_behind(
    small: str, model: Model, proposer: Proposer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(small, proposer)
    model.says = lambda asked: json.dumps({"records": [HE, BESSENT] if RED_LINE in str(asked) else []})
    other = Proposer(proposer.service, "m-2", proposer.kept)
    asked(small, other)
    assert [one.proposed_by for one in marked(small)] == [BY, BY.replace("m-1", "m-2")]  # the first has it
    monkeypatch.setattr(Proposer, "name", property(lambda self: f"{self.model}, prompt 2"))
    model.proposes()
    asked(small, Proposer(proposer.service, "m-1", Kept(None)))
    assert [one["by"] for one in proposers(small)] == ["m-1, prompt 2", BY.replace("m-1", "m-2")]
    assert {one.proposed_by for one in marked(small)} == {BY.replace("m-1", "m-2")}
    assert len(marked(small)) == 2


def test_a_service_that_fails_stores_nothing_and_the_rest_goes_on_later(
    small: str, model: Model, proposer: Proposer
) -> None:
    model.does = [stalls, None]
    first, second = asked(small, proposer)
    assert (first.refusal is None, second.refusal is None) == (False, True)
    with View(small) as view:
        assert [view.runs()[0][name] for name in ("command", "added", "refused")] == ["propose", 1, 1]
    assert proposers(small)[0]["documents"] == 1
    model.does = [breaks_off, None]
    (again,) = asked(small, proposer)
    assert again.refusal is None
    assert len(marked(small)) == 1


def test_whoever_answers_nothing_three_times_is_asked_no_further(
    model: Model, proposer: Proposer, tmp_path: Path
) -> None:
    workspace = str(tmp_path / "many.db")
    fill(workspace, write(tmp_path / "many", **{f"a{n}": f"Note {n}\n\n{CALL_US}" for n in range(4)}))
    model.does = [gives(200, b"<html>")] * 4
    found = asked(workspace, proposer)
    assert [one.refusal is not None for one in found] == [True] * 3
    assert found[0].of == 4
    model.does = [gives(401)]
    with pytest.raises(UsageError, match="401"):
        asked(workspace, proposer)
    model.does = []
    assert len(asked(workspace, proposer, most=2)) == 2
    assert len(asked(workspace, proposer)) == 2


def test_a_run_that_is_stopped_has_stored_what_was_done(small: str, model: Model, proposer: Proposer) -> None:
    with Writer(small) as writer:
        running = propose(writer, proposer)
        next(running)
        running.close()
    assert proposers(small)[0]["documents"] == 1
    assert len(asked(small, proposer)) == 1
    assert len(model.asked) == 2


def test_what_was_changed_in_the_store_is_found(small: str, proposer: Proposer) -> None:
    asked(small, proposer)
    with Writer(small) as writer:
        with writing(writer.engine) as db:
            db.execute(text("UPDATE proposals SET body = replace(body, 'a red line', 'no red line')"))
        assert [one for one in check(writer.engine).problems if "proposed does not stand in its text" in one]


def test_the_command_asks_tells_lists_and_forgets(small: str, model: Model, tmp_path: Path) -> None:
    def call(*words: str, status: int = 0) -> Any:
        given = ("propose", "--workspace", small, "--format", "jsonl", "--lm-kept", str(tmp_path / "kept"), *words)
        done = CliRunner(env={"BILAT_LM_MODEL": "m-1"}).invoke(main, list(given))
        assert done.exit_code == status, done.output
        return done

    lm = ("--lm", model.url, "--lm-local")
    done = call("--most", "1", *lm)
    assert "1 documents read anew, 0 refused; 1 more wait" in done.stderr
    assert "100 tokens sent" in done.stderr
    rest = call(*lm)
    rows = [json.loads(line) for line in (done.stdout + rest.stdout).splitlines()]
    assert [len(row["came"]) for row in rows] == [1]
    assert (done.stderr + rest.stderr).count("is set aside") == len(LIES)
    assert json.loads(call().stdout)["by"] == BY
    assert "no document 'doc/x'" in call("doc/x", *lm, status=2).stderr
    assert "goes alone" in call("--forget", "m-1", *lm, status=2).stderr
    assert "--lm URL" in call("doc/x", status=2).stderr
    call("--forget", "m-1")
    assert call().stdout.strip() == ""
