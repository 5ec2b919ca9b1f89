"""How likely what may come is, and how such forecasts have fared, in the words of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bilat.export.edition import Link, links
from bilat.export.wording import Wording
from bilat.relate.outlook import Prospects
from bilat.relate.outlook_episodes import Ending, Episode
from bilat.relate.outlook_likely import Likelihood
from bilat.relate.outlook_questions import Question, settings
from bilat.relate.outlook_record import Fared


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One probability; `low`, `at` and `high` are percent, for the drawing; `others`: what the simpler methods say."""

    when: str
    likely: str
    range: str
    cases: str
    others: tuple[str, ...]
    low: float
    at: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """How forecasts of one kind have fared: a row a method, and for the first how sure it was against what came."""

    way: str
    of: str
    best: str
    scores: tuple[tuple[str, str, str], ...]
    bins: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """One past case: from when to when, and what became of it."""

    when: str
    text: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question with its probabilities, records and past cases."""

    key: str
    title: str
    about: str
    counted: str
    links: tuple[Link, ...]
    notes: tuple[str, ...]
    reason: str
    method: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    records: tuple[Record, ...]
    cases: tuple[Past, ...]


def questions(found: Prospects, say: Wording) -> list[Asked]:
    """The questions that anything is known of, in their order."""
    asked = []
    for question in settings().questions:
        told = [one for one in found.likely if one.question == question.id]
        if told:
            records = [one for one in found.fared if one.question == question.id]
            asked.append(_asked(question, told, records, say))
    return asked


def _asked(question: Question, told: Sequence[Likelihood], records: Sequence[Fared], say: Wording) -> Asked:
    first = told[0]
    notes = [say.t("likely.few")] if first.few else []
    notes += [say.t("likely.selection")] if first.selection else []
    return Asked(
        key=f"likely-{question.id}",
        title=question.title[say.lang],
        about=question.about[say.lang],
        counted=_counted(first, say),
        links=links(first.sources),
        notes=tuple(notes),
        reason=first.reason,
        method=method_name(question.methods[0], say),
        columns=tuple(say.t(f"likely.method.{name}") for name in question.methods[1:]),
        lines=tuple(_line(one, question, say) for one in told),
        records=tuple(_record(one, say) for one in records),
        cases=tuple(_past(one, say) for one in reversed(first.cases)),
    )


def method_name(method: str, say: Wording) -> str:
    """What a method does, in a few words."""
    return settings().methods[method][say.lang]


def percent(value: float) -> str:
    """A share as whole percent; what is not certain is never told as 0 or 100."""
    return f"{min(99, max(1, round(value * 100)))}%"


def _counted(one: Likelihood, say: Wording) -> str:
    if one.within is None:
        return say.t("likely.set", date=say.date(one.by)) if one.by else say.t("likely.none_set")
    if one.since is None:
        return say.t("likely.not_running")
    return say.t("likely.counted", date=say.date(one.since), n=one.waited, seen=say.date(one.seen))


def _line(one: Likelihood, question: Question, say: Wording) -> Line:
    share = one.share
    if one.by:
        when = say.t("likely.by", date=say.date(one.by)) if one.within else say.date(one.by)
    else:
        when = say.t("likely.within", n=one.within) if one.within else say.t("likely.next_end")
    return Line(
        when=when,
        likely=percent(share.estimate),
        range=say.t("likely.range", a=percent(share.low), b=percent(share.high)),
        cases=say.number(share.cases),
        others=tuple(percent(one.others[name]) for name in question.methods[1:]),
        low=round(share.low * 100, 1),
        at=round(share.estimate * 100, 1),
        high=round(share.high * 100, 1),
    )


def _record(one: Fared, say: Wording) -> Record:
    return Record(
        way=say.t(f"likely.way.{one.way}"),
        of=say.t("likely.of", forecasts=one.forecasts, cases=one.cases, cycles=one.cycles),
        best=say.t("likely.best", method=say.t(f"likely.method.{one.best}")),
        scores=tuple(
            (say.t(f"likely.method.{score.method}"), f"{score.brier:.2f}", f"{score.log:.2f}") for score in one.scores
        ),
        bins=tuple(
            (
                say.t("likely.range", a=f"{each.low:.0%}", b=f"{each.high:.0%}"),
                say.number(each.forecasts),
                percent(each.mean),
                f"{each.came_true:.0%}",
            )
            for each in one.calibration
        ),
    )


def _past(one: Episode | Ending, say: Wording) -> Past:
    if isinstance(one, Ending):
        text = say.t("likely.prolonged" if one.prolonged else "likely.ended")
        return Past(when=say.date(one.due), text=text, links=links(one.rows[0].cells["sources"].split(" | ")))
    text = say.t("likely.took" if one.until else "likely.watched", n=one.days)
    sources = [*one.began.sources[:1], *(one.ended.sources[:1] if one.ended else ())]
    return Past(when=say.dates(one.since, one.until), text=text, links=links(sources))
