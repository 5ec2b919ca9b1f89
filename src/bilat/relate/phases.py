"""The phases of the negotiation, inferred by the rules of `phases.yaml` from what the register and documents know.

Each phase names the rule that began it and the signs that rule saw. What a text itself says of phases is a record of
its own (`extract/remarks.py`) and plays no part here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bilat.model import Phase, digest
from bilat.packs import Pack
from bilat.relate.phases_course import Course, Span
from bilat.relate.phases_rules import NONE, Rule, Rules, rules
from bilat.relate.phases_signs import Sign, covered_until, in_order, register_signs
from bilat.relate.state_rows import ALWAYS, whole_day

__all__ = ["Stage", "Standing", "stage_on", "stages"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One phase, always inferred.

    `label`: its id in `phases.yaml`. `start`, `end`: ISO days, the first and the last; `end` is None where the phase is
    the last that is known, and `known_until` is the last day that the sources then cover. `ended_by`: the rule that
    ended it, `no_news` where it was carried beyond its last sign (`last_sign`) and then dropped. `rule`: what began it,
    `because` the signs that the rule saw, `during` those that came later in it.
    """

    id: str
    label: str
    start: str
    end: str | None
    known_until: str
    rule: str
    reason: str
    ended_by: str | None
    last_sign: str
    because: tuple[Sign, ...]
    during: tuple[Sign, ...]
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The phase of a day. `status`: `inferred`; `carried` where no sign as late as that day supports it; `last_known`
    where the sources end before it; `unknown`, then without a stage."""

    day: str
    status: str
    stage: Stage | None


def stages(pack: Pack, *, extra: Sequence[Sign] = (), known_by: str | None = None) -> list[Stage]:
    """The phases from the first that is known on, the earliest first; days between two of them have none.

    `extra`: documents' signs (`phases_documents.document_signs`). `known_by`: only what was known by that day.
    Raises UsageError where that is no day.
    """
    by = whole_day(known_by, "known_by") if known_by else ALWAYS
    using = rules()
    signs = [sign for sign in in_order([*register_signs(pack, using), *extra]) if sign.known <= by]
    if not signs:
        return []
    covered = min(by, covered_until(pack) or signs[-1].day)
    horizon = max(covered, max(min(by, sign.known) for sign in signs))
    course = Course(using, signs, complete=(pack.conduct.complete_since or ALWAYS, covered), horizon=horizon)
    return [_stage(span, course, using) for span in course.spans() if span.label != NONE]


def stage_on(found: Sequence[Stage], day: str) -> Standing:
    """The phase of a day, among the stages found. Raises UsageError where `day` is none."""
    asked = whole_day(day, "on")
    for stage in found:
        if stage.start <= asked <= (stage.end or ALWAYS):
            if stage.end is None and asked > stage.known_until:
                return Standing(day=asked, status="last_known", stage=stage)
            carried = stage.ended_by == "no_news" and asked > stage.last_sign
            return Standing(day=asked, status="carried" if carried else "inferred", stage=stage)
    return Standing(day=asked, status="unknown", stage=None)


def phase_record(stage: Stage) -> Phase:
    """The stage as a record of the published format: its evidence is what its rule saw in the first of its sources."""
    cited = [pair for sign in stage.because for pair in sign.evidence]
    doc = cited[0][0]
    unique = dict.fromkeys(item for where, item in cited if where == doc)
    return Phase(
        doc=doc,
        evidence=tuple(unique),
        confidence=stage.confidence,
        inferred=f"{stage.rule}: {stage.reason}",
        label=stage.label,
        start=stage.start,
        end=stage.end,
    )


def _stage(span: Span, course: Course, using: Rules) -> Stage:
    rule = span.rule
    return Stage(
        id=f"phase/{digest(span.label, span.start, rule.id, [sign.id for sign in span.because])}",
        label=span.label,
        start=span.start,
        end=span.end,
        known_until=min(span.end or course.horizon, course.horizon),
        rule=rule.id,
        reason=rule.reason["en"],
        ended_by=span.ended_by,
        last_sign=max((sign.day for sign in (*span.because, *span.during)), default=span.start),
        because=span.because,
        during=span.during,
        confidence=_confidence(rule, span.because, using),
    )


def _confidence(rule: Rule, because: Sequence[Sign], using: Rules) -> float:
    """The rule's own figure, lowered where the signs are weak."""
    figure = rule.confidence
    if because and all(sign.single for sign in because):
        figure *= using.trust["one_source"]
    if any(sign.first != sign.day for sign in because):
        figure *= using.trust["vague_date"]
    if because and not any(sign.row for sign in because):
        figure *= using.trust["documents_only"]
    return round(figure, 2)
