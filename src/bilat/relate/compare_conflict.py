"""Where two accounts contradict each other on an issue. Different emphasis is no contradiction: it takes a fact that
cannot be both, and a reason that can be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bilat.languages.quantities import find_quantities
from bilat.model import Interaction, Statement
from bilat.relate.compare_facts import Fact, differ, near
from bilat.relate.compare_unsaid import data, words_of
from bilat.relate.compare_words import listed, view_of

_AGREED = frozenset({"affirm", "commit", "welcome"})
_LEAST_APART, _SHARE_APART = 15, 0.3  # minutes, and share of the shorter: nearer lengths may be one, rounded
_SCALES = {"": 1.0, "million": 1e6, "billion": 1e9}
_COUNTED = frozenset({"tonnes", "USD", "aircraft"})  # units in which the two name the size of one thing


def conflict(
    issue: str,
    said: Mapping[str, Sequence[Statement]],
    told: Mapping[str, Sequence[Interaction]],
    texts: Mapping[str, str],
    facts: Mapping[str, Sequence[Fact]] | None = None,
) -> str | None:
    """Why the accounts contradict each other on an issue; None where they do not.

    `said` and `told`: by side the statements on the issue, and the records of the interaction, in its accounts;
    `texts`: the documents' texts by id; `facts`: by side what the passages on the issue tell.
    """
    if len(said) != 2:
        return None
    if issue == data()["who_asked"]:
        return _who_asked(told)
    return _denied(said, texts) or _numbers(issue, said, texts) or _facts(facts or {})


def lengths(told: Mapping[str, Sequence[Interaction]]) -> str | None:
    """How the accounts contradict each other on how long the contact took; None where they do not, or where the two
    lengths may be roundings of one."""
    minutes = {side: {r.duration_minutes for r in records if r.duration_minutes} for side, records in told.items()}
    if len(minutes) != 2 or any(len(one) != 1 for one in minutes.values()):
        return None
    (first, (ours,)), (second, (theirs,)) = sorted(minutes.items())
    if abs(ours - theirs) < max(_LEAST_APART, _SHARE_APART * min(ours, theirs)):
        return None
    return f"how long: {first}'s account says {ours} minutes, {second}'s account says {theirs} minutes"


def _facts(facts: Mapping[str, Sequence[Fact]]) -> str | None:
    """Each account tells one thing, and the two cannot both be."""
    if len(facts) != 2:
        return None
    (first, ours), (second, theirs) = sorted(facts.items())
    found = differ(ours, theirs)
    if found is None:
        return None
    here, there = found
    return f"{here.kind}: {first}'s account says {here.text}, {second}'s account says {there.text}"


def _who_asked(told: Mapping[str, Sequence[Interaction]]) -> str | None:
    """Each account says, with one voice, that somebody else asked."""
    asked = {side: {r.initiated_by for r in records if r.initiated_by} for side, records in told.items()}
    values = [next(iter(one)) for one in asked.values() if len(one) == 1]
    if len(values) == 2 and values[0] != values[1]:
        return "who asked: " + ", ".join(f"{side}'s account says {min(one)}" for side, one in sorted(asked.items()))
    return None


def _denied(said: Mapping[str, Sequence[Statement]], texts: Mapping[str, str]) -> str | None:
    """One side's account has the other side agree to what that side's own account has it deny to have agreed to."""
    (first, ours), (second, theirs) = sorted(said.items())
    for side, own, other in ((first, ours, theirs), (second, theirs, ours)):
        denies = any(s.act == "deny" and s.speaker.side == side and _of_agreeing(s, texts[s.doc]) for s in own)
        agrees = any(s.act in _AGREED and s.speaker.side == side for s in other)
        echoed = any(s.act == "deny" and s.speaker.side == side for s in other)  # the other account tells of it too
        if denies and agrees and not echoed:
            return f"{side} denies what the other account says it agreed to"
    return None


def _of_agreeing(statement: Statement, text: str) -> bool:
    """Its words are of promises and agreements: that one does not seek a quarrel denies none."""
    passages = [view_of(text)[start:end] for start, end in statement.content]
    return any(words_of(name).search(one) for one in passages for name in ("agreed", "not_agreed"))


def _numbers(issue: str, said: Mapping[str, Sequence[Statement]], texts: Mapping[str, str]) -> str | None:
    """Each account names one size of one thing, and the sizes differ."""
    sizes = {side: _sizes(issue, statements, texts) for side, statements in said.items()}
    (first, ours), (second, theirs) = sorted(sizes.items())
    for thing in sorted(set(ours) & set(theirs)):
        single = len(ours[thing]) == len(theirs[thing]) == 1
        if single and not near(*ours[thing], *theirs[thing]):
            (here,), (there,) = ours[thing].values(), theirs[thing].values()
            return f"how much: {first}'s account says {here}, {second}'s account says {there}"
    return None


def _sizes(
    issue: str, statements: Sequence[Statement], texts: Mapping[str, str]
) -> dict[tuple[str, str], dict[float, str]]:
    """By thing counted, and rate, the sizes that statements foremost on an issue name flatly, each as it is written;
    a passage with a `not` or a `may` names none."""
    found: dict[tuple[str, str], dict[float, str]] = {}
    for statement in statements:
        if statement.issues[:1] != (issue,):
            continue
        for start, end in statement.content:
            passage = view_of(texts[statement.doc])[start:end]
            if listed("negation").hits(passage) or listed("modality").hits(passage):
                continue
            for quantity in find_quantities(passage):
                scale, _, thing = quantity.unit.rpartition(" ")
                if thing in _COUNTED:
                    size = float(quantity.value) * _SCALES[scale]
                    label = f"{quantity.value:g} {quantity.unit}"
                    found.setdefault((thing, quantity.per or ""), {})[size] = label
    return found
