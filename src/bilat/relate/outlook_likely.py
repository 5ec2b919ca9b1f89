"""How likely: each question's probability as seen from one day, with what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bilat.model import Evidence
from bilat.packs import Pack
from bilat.relate.outlook_episodes import Ending, Episode, endings, episodes
from bilat.relate.outlook_questions import Question, Settings
from bilat.relate.outlook_rates import Share, by_method, counted, of_endings, share
from bilat.relate.phases_course import shifted
from bilat.relate.phases_signs import Sign
from bilat.relate.state_source import table


@dataclass(frozen=True, slots=True, kw_only=True)
class Likelihood:
    """How likely something is, always inferred (`reason` says from what).

    `within`: days from `seen`, the last day that is known, or from the next beginning where nothing runs; None for a
    set end. `by`: the last day meant, None where nothing runs. `running`: whether the wait has begun; then `since`, and
    `waited` days until `seen`. `others`: what the simpler methods say. `cases`: the past episodes or set ends that it
    rests on; `began`, `evidence`, `sources`: what the wait is counted from, or the row whose end is set.
    """

    question: str
    within: int | None
    by: str | None
    share: Share
    others: dict[str, float]
    running: bool
    since: str | None
    waited: int
    seen: str
    began: str | None
    evidence: tuple[tuple[str, Evidence], ...]
    sources: tuple[str, ...]
    cases: tuple[Episode | Ending, ...]
    few: bool
    selection: bool
    reason: str


def likely(
    question: Question, pack: Pack, signs: Sequence[Sign], told: Sequence[Sign], seen: str, using: Settings
) -> Iterator[Likelihood]:
    """A question's probabilities. `signs`: the register's as known by `seen`, in order, from which the rates come;
    `told`: documents' later ones, which only tell from when on one waits."""
    first = pack.conduct.complete_since or ""
    if question.begins is None:
        yield from _of_endings(question, pack, seen, using, first)
        return
    found = [one for one in episodes(question, signs, seen) if one.since >= first]
    last = max([seen, *(one.day for one in told if _asked(question, one))])
    now = [one for one in episodes(question, [*signs, *told], last) if one.until is None]
    running = now[-1] if now else None
    waited, longest = running.days if running else 0, using.horizons[-1]
    for within in using.horizons:
        happened, cases = counted(found, waited, within, longest)
        sign = running.began if running else None
        yield Likelihood(
            question=question.id,
            within=within,
            by=shifted(last, within) if running else None,
            share=share(happened, cases, using.level),
            others={method: by_method(method, found, waited, within, longest) for method in question.methods[1:]},
            running=running is not None,
            since=running.since if running else None,
            waited=waited,
            seen=last,
            began=sign.id if sign else None,
            evidence=sign.evidence if sign else (),
            sources=sign.sources if sign else (),
            cases=tuple(one for one in found if one.until is not None or one.days > waited),
            few=cases < using.few,
            selection=not first,
            reason=_reason(found, waited, cases, pack),
        )


def _asked(question: Question, sign: Sign) -> bool:
    return any(match is not None and match.holds(sign) for match in (question.begins, question.ends))


def _of_endings(question: Question, pack: Pack, seen: str, using: Settings, first: str) -> Iterator[Likelihood]:
    """One probability for each set end that is still to come; one for the next one where there is none."""
    found = [one for one in endings(question, pack, using, seen, seen) if one.known >= first]
    decided = [one.prolonged for one in found if one.prolonged is not None]
    if not found:
        return
    source = table(pack, "instruments")
    coming: list[Ending | None] = [one for one in found if one.prolonged is None]
    for open_ in coming or [None]:
        row = open_.rows[0] if open_ else None
        yield Likelihood(
            question=question.id,
            within=None,
            by=open_.due if open_ else None,
            share=share(sum(decided), len(decided), using.level),
            others={method: of_endings(method, decided) for method in question.methods[1:]},
            running=open_ is not None,
            since=open_.known if open_ else None,
            waited=0,
            seen=seen,
            began=f"register/{row.id}" if row else None,
            evidence=((source.doc, source.evidence(row.id, "expires", "expires")),) if row else (),
            sources=tuple(url for url in row.cells["sources"].split(" | ") if url) if row else (),
            cases=tuple(one for one in found if one.prolonged is not None),
            few=len(decided) < using.few,
            selection=not first,
            reason=f"{sum(decided)} of {len(decided)} set ends in the register were followed without a gap",
        )


def _reason(found: Sequence[Episode], waited: int, cases: int, pack: Pack) -> str:
    ended = sum(one.until is not None for one in found)
    since = pack.conduct.complete_since
    span = f"since {since}, from when on the register is complete" if since else (
        "in the register, which is a selection: waits can be too long"
    )  # fmt: skip
    lasted = f"; {cases} lasted longer than the {waited} days waited and have a known outcome" if waited else ""
    return f"{ended} past {'case' if ended == 1 else 'cases'} {span}{lasted}"
