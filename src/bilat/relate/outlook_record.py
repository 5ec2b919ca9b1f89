"""How such forecasts have fared: made again for every past episode from the other cycles alone, and scored.

Two ways of making them: `other_cycles`, from the episodes of all other cycles, earlier and later (leave one cycle out);
and `that_day`, from nothing but what was known on the day of the forecast.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bilat.packs import Pack
from bilat.relate.outlook_episodes import Ending, Episode, cycle_of, cycles, endings, episodes
from bilat.relate.outlook_questions import Question, Settings
from bilat.relate.outlook_rates import by_method, of_endings, share
from bilat.relate.phases_course import shifted
from bilat.relate.phases_signs import Sign

WAYS = ("other_cycles", "that_day")


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """One forecast made again. `given`: by method its probability; `happened`: what came of it."""

    day: str
    cycle: int
    case: str
    within: int | None
    given: dict[str, float]
    happened: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Means over forecasts: `brier` (0 best, 1 worst), `log` (negative logarithm to base e, 0 best)."""

    method: str
    brier: float
    log: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Forecasts between two probabilities: how many, their mean, and the share of them that came true, with its
    interval."""

    low: float
    high: float
    forecasts: int
    mean: float
    came_true: float
    range: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fared:
    """A question's record in one way. `scores`: the method that is told first, then what it has to beat.
    `calibration`: of the method that is told. `best`: the method with the least Brier score, the first of equals."""

    question: str
    way: str
    forecasts: int
    cases: int
    cycles: int
    scores: tuple[Score, ...]
    calibration: tuple[Bin, ...]
    best: str


def fared(question: Question, forecasts: Sequence[Forecast], way: str, using: Settings) -> Fared | None:
    """The record of forecasts; None where there are none."""
    if not forecasts:
        return None
    scores = tuple(_score(method, forecasts) for method in question.methods)
    return Fared(
        question=question.id,
        way=way,
        forecasts=len(forecasts),
        cases=len({one.case for one in forecasts}),
        cycles=len({one.cycle for one in forecasts}),
        scores=scores,
        calibration=tuple(_bins(question.methods[0], forecasts, using)),
        best=min(scores, key=lambda score: round(score.brier, 9)).method,
    )


def _score(method: str, forecasts: Sequence[Forecast]) -> Score:
    pairs = [(one.given[method], one.happened) for one in forecasts]
    return Score(
        method=method,
        brier=sum((p - happened) ** 2 for p, happened in pairs) / len(pairs),
        log=-sum(math.log(p if happened else 1 - p) for p, happened in pairs) / len(pairs),
    )


def _bins(method: str, forecasts: Sequence[Forecast], using: Settings) -> Iterator[Bin]:
    for low, high in zip(using.bins, using.bins[1:], strict=False):
        inside = [one for one in forecasts if low <= one.given[method] < high]
        if inside:
            true = share(sum(one.happened for one in inside), len(inside), using.level)
            yield Bin(
                low=low,
                high=high,
                forecasts=len(inside),
                mean=sum(one.given[method] for one in inside) / len(inside),
                came_true=true.happened / true.cases,
                range=(true.low, true.high),
            )


def again(
    question: Question, pack: Pack, signs: Sequence[Sign], seen: str, way: str, using: Settings, first: str
) -> list[Forecast]:
    """All forecasts of the past made again in one way. `signs`: the register's that were known by `seen`, in order;
    `first`: the day from which on episodes count."""
    starts = cycles(signs, using)
    if question.begins is None:
        return list(_of_endings(question, pack, starts, seen, way, using, first))
    found = [one for one in episodes(question, signs, seen) if one.since >= first]
    forecasts: list[Forecast] = []
    for one in found:
        for waited in range(0, one.days, using.step):
            day = shifted(one.since, waited)
            if way == "other_cycles":
                train = _other_cycles(found, one, starts)
            else:
                known = [sign for sign in signs if sign.known <= day and sign.day <= day]
                train = [each for each in episodes(question, known, day) if each.since >= first]
            forecasts += _of_episode(question, one, waited, train, cycle_of(one.since, starts), using)
    return forecasts


def _of_episode(
    question: Question, one: Episode, waited: int, train: Sequence[Episode], cycle: int, using: Settings
) -> Iterator[Forecast]:
    """Forecasts on one day of an episode's life, for the horizons whose outcome is known."""
    for within in using.horizons:
        happened = one.until is not None and one.days <= waited + within
        if happened or one.days >= waited + within:
            yield Forecast(
                day=shifted(one.since, waited),
                cycle=cycle,
                case=one.began.id,
                within=within,
                given={name: by_method(name, train, waited, within, using.horizons[-1]) for name in question.methods},
                happened=happened,
            )


def _other_cycles(found: Sequence[Episode], held: Episode, starts: Sequence[str]) -> list[Episode]:
    """The episodes of all cycles but one; what began earlier is watched only until the first episode held out."""
    cycle = cycle_of(held.since, starts)
    first = min(one.since for one in found if cycle_of(one.since, starts) == cycle)
    others = [one for one in found if cycle_of(one.since, starts) != cycle]
    return [one.as_of(first) if one.since < first else one for one in others]


def _of_endings(
    question: Question, pack: Pack, starts: Sequence[str], seen: str, way: str, using: Settings, first: str
) -> Iterator[Forecast]:
    """One forecast a set end, made on the day on which it was set."""
    found = [one for one in endings(question, pack, using, seen, seen) if one.known >= first]
    for one in found:
        if one.prolonged is None:
            continue
        cycle = cycle_of(one.known, starts)
        if way == "other_cycles":
            train = [other for other in found if cycle_of(other.known, starts) != cycle]
        else:
            train = endings(question, pack, using, one.known, one.known)
        decided = _decided([other for other in train if other.due != one.due and other.known >= first])
        yield Forecast(
            day=one.known,
            cycle=cycle,
            case=one.rows[0].id,
            within=None,
            given={method: of_endings(method, decided) for method in question.methods},
            happened=one.prolonged,
        )


def _decided(found: Sequence[Ending]) -> list[bool]:
    return [one.prolonged for one in found if one.prolonged is not None]
