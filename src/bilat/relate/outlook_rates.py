"""From past episodes to a probability with its interval; statsmodels does the statistics.

A probability is the mean of the posterior under Jeffreys' prior, and its interval the equal-tailed one of the same
posterior, of so many cases of which so many (by Kaplan-Meier, so perhaps a part of one) happened: (x + 1/2)/(n + 1).
So nothing is ever said to be certain, and few cases give a wide interval. Of the cases only those count whose outcome
is known; one that was censored before the day asked still tells Kaplan-Meier how long it lasted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec

from bilat.relate.outlook_episodes import Episode


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A probability and its interval, 0..1, from so many `cases` of known outcome of which `happened` did."""

    estimate: float
    low: float
    high: float
    cases: int
    happened: float


def available() -> bool:
    """Whether statsmodels, which the estimates take, is installed (the extra `outlook`)."""
    return find_spec("statsmodels") is not None


def share(happened: float, cases: int, level: float) -> Share:
    """The probability after so many of so many cases; without any, one half and an interval of nearly everything."""
    import numpy
    from statsmodels.stats.proportion import proportion_confint

    with numpy.errstate(invalid="ignore"):  # it also computes the share of no cases, and does not use it
        low, high = proportion_confint(happened, cases, alpha=1 - level, method="jeffreys")
    estimate = jeffreys(happened, cases)
    return Share(estimate=estimate, low=float(low), high=float(high), cases=cases, happened=happened)


def jeffreys(happened: float, cases: int) -> float:
    """The mean of the posterior under Jeffreys' prior, Beta(1/2, 1/2)."""
    return (happened + 0.5) / (cases + 1)


def counted(found: Sequence[Episode], waited: int, within: int, longest: int) -> tuple[float, int]:
    """(how many happened, cases) within so many days more, among the episodes that lasted longer than `waited` days.

    Cases are those that ended or were watched for `longest` days more, the longest time that is asked about: the same
    for every `within`, so that a longer time is never told as less likely.
    """
    from statsmodels.duration.survfunc import SurvfuncRight

    at_risk = [(one.days - waited, one.until is not None) for one in found if one.days > waited]
    cases = sum(over or days >= longest for days, over in at_risk)
    if not cases:
        return 0.0, 0
    curve = SurvfuncRight([days for days, _ in at_risk], [int(over) for _, over in at_risk])
    left = [p for day, p in zip(curve.surv_times, curve.surv_prob, strict=True) if day <= within]
    return (1 - float(left[-1] if left else 1.0)) * cases, cases


def constant_rate(found: Sequence[Episode], within: int) -> float:
    """The probability within so many days at one rate for all days watched; one half where none was watched.

    The predictive probability under Jeffreys' prior for a rate: 1 - (T / (T + h)) ** (k + 1/2) for k ends in T days.
    """
    watched = sum(one.days for one in found)
    if not watched:
        return 0.5
    ended = sum(one.until is not None for one in found)
    return float(1 - (watched / (watched + within)) ** (ended + 0.5))


def by_method(method: str, found: Sequence[Episode], waited: int, within: int, longest: int) -> float:
    """The probability that a method of `outlook.yaml` gives, from episodes. Raises KeyError for one that it has not."""
    if method == "survival":
        return jeffreys(*counted(found, waited, within, longest))
    if method == "rate":
        return constant_rate(found, within)
    if method == "share":
        return jeffreys(*counted(found, 0, within, longest))
    return {"half": 0.5}[method]


def of_endings(method: str, prolonged: Sequence[bool]) -> float:
    """The same from set ends, the earliest first. Raises KeyError for a method that there is not."""
    if method == "share":
        return jeffreys(sum(prolonged), len(prolonged))
    if method == "last":
        return jeffreys(sum(prolonged[-1:]), len(prolonged[-1:]))
    return {"half": 0.5}[method]
