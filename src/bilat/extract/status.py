"""Whether an interaction was held, is planned, proposed, cancelled, or is no interaction at all."""

from __future__ import annotations

import re

from bilat.extract.analysis import Analysis
from bilat.extract.interactions_clauses import in_brackets
from bilat.extract.lexicon import Mention
from bilat.languages.events import event_list
from bilat.languages.sentences import Sentence
from bilat.model import FAMILY, Span

_NEAR = {"zh": 14, "en": 60}
_MARKS = re.compile("[，,；;。]")
_BEHIND = 4  # characters from an event word to what makes it only possible
_AIRED = 48  # characters from a word of airing to what is aired
_SETTLED = 24  # characters from a verb of agreeing to the means
_WISH = 24  # characters from a verb of wishing to the infinitive
_CALLED_OFF = 80  # characters from a verb of calling off to what is called off
_ARTICLE = 5  # words from an article to the noun: `another round of working-level talks`
_MENTIONED = {"zh": 4, "en": 12}  # characters from a negation to a word of mentioning
_NEGATION = {"zh": 16, "en": 24}  # characters from a negation to the word that it rules


def status_of(analysis: Analysis, word: Mention, sentence: Sentence, clause: Span) -> str | None:
    """The status that the words around an event word give it; None where it is denied or only imagined."""
    near = _NEAR[sentence.language]
    start, end = clause
    low, high = max(start, word.start - near), min(end, word.end + near)
    comma = _comma_span(analysis.view, word, sentence)
    text = analysis.view[sentence.start : sentence.end].rstrip('”」』"')
    if text.endswith(("?", "？")) and sentence.language == "zh":
        return _in_question(analysis, word, sentence, comma)
    if _whether(analysis, word, comma):
        return "proposed"
    if text.endswith(("?", "？")) or _nothing_in_it(analysis, word, sentence, comma):
        return None
    if _cancelled(analysis, word, sentence, comma):
        return "cancelled"
    if postponement(analysis, word, sentence) is not None:
        return "planned"
    if word.key[1] == "invite" or _invited(analysis, word, sentence, comma):
        return "planned" if analysis.has("accepted", *comma) else "proposed"
    if analysis.view.startswith(event_list(sentence.language, "possible_behind") or "\0", word.end):
        return "proposed"
    if word.kind == "visit" and _sent(analysis, word, comma):
        return "planned"
    if analysis.view[start : word.start].endswith(event_list(sentence.language, "held_in") or "\0"):
        return "planned" if analysis.has("future", comma[0], word.start) else "held"
    if word.key[1] == "medium" and analysis.has("agreed_verb", max(comma[0], word.start - _SETTLED), word.start):
        return "held"  # `to carry out what the two settled by phone`
    if aired := _aired(analysis, word, sentence, comma):
        return aired
    scheduled = _scheduled(analysis, comma)
    if _conditional(analysis, sentence, word):
        dated = any(d.date and len(d.date) >= 7 and d.kind == "point" for d in analysis.dates_in(comma[0], comma[1]))
        modals = event_list(sentence.language, "conditional_modals")
        could = any(analysis.view[m.start : m.end] in modals for m in _modal(analysis, comma[0], word.start))
        return "planned" if scheduled or dated else "proposed" if could else None
    goes_on = _goes_on(analysis, sentence, comma)
    held = _recalled(analysis, comma[0], word.end, min(comma[1], high), goes_on=goes_on)
    held = held or analysis.view.startswith(event_list(sentence.language, "outcomes") or "\0", word.end)
    held = held or (word.kind == "visit" and analysis.has("completed", comma[0], word.start))
    if not held and _hoped(analysis, word, sentence, comma):
        return "proposed"
    if not held and _agreed_to(analysis, word, sentence, comma):
        return "planned"
    if scheduled or (not held and _is_ahead(analysis, comma[0], _break(analysis, word, min(comma[1], high)))):
        return "planned"
    if word.kind == "visit":
        if analysis.has("proposed", comma[0], comma[1]):
            return "planned" if analysis.has("accepted", sentence.start, comma[1]) else "proposed"
        if analysis.has("future", sentence.start, sentence.end) and not held:
            return "planned"
    elif not held and any(
        m.kind == "proposed"
        for m in analysis.layer("proposed").within(max(comma[0], low), min(high, comma[1]))
        if analysis.view[m.start : m.end] not in analysis.grammar_of(sentence).words("welcoming")
    ):
        return "proposed"
    behind = _own_stretch(analysis, word, comma[1])
    if not held and analysis.has("modality", *behind) and analysis.has("occurs", *behind):
        return "planned" if _reported_future(analysis, sentence, word.end, comma[1]) else "proposed"
    if analysis.has("modality", comma[0], word.start) and not held:
        return "planned" if _reported_future(analysis, sentence, comma[0], word.start) else "proposed"
    if not held and goes_on:
        return "planned"
    return "held"


def _nothing_in_it(analysis: Analysis, word: Mention, sentence: Sentence, comma: Span) -> bool:
    """True where the words around an event word say that there was none: denied, unarranged, a rumour called false."""
    if analysis.has("not_held", *comma) or _denied(analysis, word, sentence, comma):
        return True
    if analysis.view[comma[0] : word.start].lstrip().startswith(event_list(sentence.language, "asking")):
        return True
    undated = event_list(sentence.language, "undated")  # 下一轮会期未定
    if word.kind == "talks" and any(form in analysis.view[slice(*comma)] for form in undated):
        return True
    return analysis.has("rumoured", *comma) and analysis.has("rumour_denied", comma[1], sentence.end)


def _conditional(analysis: Analysis, sentence: Sentence, word: Mention) -> bool:
    """True where a condition stands before an event word, and no mere `if all goes well`."""
    found = [m for m in analysis.layer("conditional").within(sentence.start, word.start) if m.kind != "none"]
    hedges = event_list(sentence.language, "goes_well")
    return any(not analysis.view[m.end :].lstrip().startswith(hedges) for m in found)


def _own_stretch(analysis: Analysis, word: Mention, end: int) -> Span:
    """What stands behind an event word up to the next one: `his meeting with X showed that a call would follow`."""
    others = [m for m in analysis.layer("event").within(word.end, end) if m.key[1] in ("noun", "verb")]
    others = [m for m in others if m.kind not in ("none", "back")]
    return word.end, min([end, *(m.start for m in others)])


def _invited(analysis: Analysis, word: Mention, sentence: Sentence, comma: Span) -> bool:
    """`回请X于明年访美`: between a verb of inviting and the visit stands who is invited."""
    inviting = event_list(sentence.language, "inviting")
    if word.kind != "visit" or not inviting:
        return False
    people = [m.start for m in analysis.layer("entity").within(comma[0], word.start) if m.kind in ("person", "office")]
    other = event_list(sentence.language, "other_party")
    people += [at for w in other if (at := analysis.view.find(w, comma[0], word.start)) >= 0]
    return any(analysis.view[comma[0] : at].endswith(inviting) for at in people)


def _whether(analysis: Analysis, word: Mention, comma: Span) -> bool:
    """`X会否年底访美`: asked after, of somebody who is named and a day that is to come."""
    published = analysis.document.published or ""
    asked = analysis.layer("whether").within(comma[0], word.start)
    who = any(m.kind in ("person", "office", "joint") for m in analysis.layer("entity").within(*comma))
    days = [str(d.end_date or d.date) for d in analysis.dates_in(*comma) if d.date]
    return bool(asked) and who and any(day[: len(published)] >= published[: len(day)] for day in days)


def _in_question(analysis: Analysis, word: Mention, sentence: Sentence, comma: Span) -> str | None:
    """What a question takes as known: `前天的通话，谁打给谁？`, `影响4月的访华吗？`; `年内访华定了吗？` is aired.

    Only where its clause names a day: what is asked of without one nobody has told.
    """
    days = [d.end_date or d.date for d in analysis.dates_in(comma[0], word.start) if d.date]
    published = analysis.document.published or ""
    begin = max(comma[0], analysis.view.rfind("：", comma[0], word.start))
    if not days or not published or analysis.has("cue", begin, word.start) or analysis.has("rumoured", *comma):
        return None
    day = str(days[-1])[: len(published)]
    ahead = day >= published[: len(day)] if len(day) < len(published) else day > published
    known = not analysis.has("questioned", *comma)
    if not ahead and analysis.view.startswith(event_list(sentence.language, "over_behind"), word.end):
        return "held"  # X4日与Y通话后说……，可信吗？
    if analysis.view.startswith(event_list(sentence.language, "asked_what_comes"), word.end):
        return "planned" if ahead else "held"  # 4月访华会不会有新订单？
    if analysis.view[: word.start].endswith(event_list(sentence.language, "possessives")):
        return "planned" if ahead else "held" if known else None
    if not known or analysis.view[comma[1] : sentence.end].strip("，,") in ("？", "?", ""):
        return "proposed" if ahead and word.kind == "visit" else None
    return "planned" if ahead else None


def _sent(analysis: Analysis, word: Mention, comma: Span) -> bool:
    """`派X访问……`: between a verb of sending and the visit stands who is sent."""
    people = [m.start for m in analysis.layer("entity").within(comma[0], word.start) if m.kind in ("person", "office")]
    return any(m.end in people for m in analysis.layer("sending").within(comma[0], word.start))


def _agreed_to(analysis: Analysis, word: Mention, sentence: Sentence, comma: Span) -> bool:
    """`同意在春天安排通话`, `agreed to hold another round`: behind a word of agreeing, and not what was agreed in it or
    of it; in a clause behind such a word (`双方商定，举行……`) only with a word of taking place."""
    lead = (comma[0], word.start)
    if _is_told_of(analysis, word, sentence, lead):
        return False
    if articles := event_list(sentence.language, "one_more"):
        before = analysis.view[slice(*lead)].split()[-_ARTICLE:]
        return analysis.has("agreeing", *lead) and any(w in articles for w in before)
    if word.kind != "talks" and analysis.has("agreeing", *lead):
        return True
    opened = analysis.layer("agreeing").within(sentence.start, word.start)
    ruling = any(m.start >= comma[0] or analysis.view[m.end] == "，" for m in opened)
    return ruling and analysis.has("arranging", *lead)


def _is_told_of(analysis: Analysis, word: Mention, sentence: Sentence, lead: Span) -> bool:
    """希望落实会晤共识, 可能在会谈中: there was one."""
    behind = event_list(sentence.language, "spoken_of_behind") or "\0"
    upheld = event_list(sentence.language, "upheld")
    return analysis.view.startswith(behind, word.end) or any(verb in analysis.view[slice(*lead)] for verb in upheld)


def _hoped(analysis: Analysis, word: Mention, sentence: Sentence, comma: Span) -> bool:
    """Only hoped for, possible or asked about: `希望见到X`, `也许会通话`, `期待会面` without a day or a place."""
    lead = (comma[0], word.start)
    if _is_told_of(analysis, word, sentence, lead):
        return False
    if analysis.has("hoping", *lead) or analysis.has("hinging", word.end, word.end + 2):
        return True
    fixed = any(m.kind == "place" for m in analysis.layer("entity").within(*comma))
    fixed = fixed or any(d.date for d in analysis.dates_in(*comma))
    for hope in () if fixed else analysis.layer("expecting").within(*lead):
        between = analysis.layer("entity").within(hope.end, word.start)
        if hope.kind == "wished" or any(m.kind in ("person", "office", "joint") for m in between):
            return True  # 预计X会来访; not X预计4月来访
    if analysis.has("possible", word.end, word.end + _BEHIND) and analysis.has("occurs", word.end, comma[1]):
        return True  # 下一轮可能在……举行
    dated = any(d.date for d in analysis.dates_in(sentence.start, sentence.end))
    unsettled = [] if dated else analysis.layer("unsettled").within(sentence.start, word.start)
    if analysis.has("rumoured", *comma) or any(m.start <= sentence.start + 1 for m in unsettled):
        return True
    return analysis.has("possible", *lead) and not analysis.has("firm", *lead)


def _scheduled(analysis: Analysis, comma: Span) -> bool:
    """A word of schedules in a clause."""
    return any(not _of_a_length(analysis, m) for m in analysis.layer("scheduled").within(*comma) if m.kind != "none")


def _is_ahead(analysis: Analysis, start: int, end: int) -> bool:
    """A word of what is to come in a stretch."""
    return any(not _of_a_length(analysis, m) for m in analysis.layer("future").within(start, end) if m.kind != "none")


def _aired(analysis: Analysis, word: Mention, sentence: Sentence, comma: Span) -> str | None:
    """`hopes to meet X`, `talk of a summit`, `a summit is far from certain`: proposed; `expects, he says, to see X`:
    planned; None where nothing of the kind stands there."""
    before = any(m.kind == "before" for m in analysis.layer("aired").within(word.start - _AIRED, word.start))
    if before or any(m.kind == "behind" for m in analysis.layer("aired").within(word.end, comma[1])):
        return "proposed"
    view = analysis.view
    wished = any(m.kind == "wishing" for m in analysis.layer("wish").within(comma[0], word.start))
    if word.key[1] == "medium" and wished:
        return "proposed"  # `wants to get X and Y into one room`
    for opener in event_list(sentence.language, "infinitives"):
        at = view.rfind(opener, comma[0], word.end)
        if at < 0 or word.start - at > len(opener):
            continue
        aside = not view[comma[0] : at].strip()
        reach = sentence.start if aside else at - _WISH
        wishes = analysis.layer("wish").within(max(sentence.start, reach), at)
        if wishes and (aside or wishes[-1].kind == "wishing"):
            return "proposed" if wishes[-1].kind == "wishing" else "planned"
    return None


def _break(analysis: Analysis, word: Mention, end: int) -> int:
    """`met X and that Y will ...`: where behind an event word a clause of its own begins; else `end`."""
    found = (analysis.view.find(mark, word.end, end) for mark in event_list(word.key[2], "breaks"))
    return min((at for at in found if at >= 0), default=end)


def _of_a_length(analysis: Analysis, word: Mention) -> bool:
    """原定的1小时: right behind stands how long it was to be."""
    lengths = (q for q in analysis.quantities_in(word.end, word.end + 8) if q.unit == "minutes")
    return any(q.start - word.end <= 1 for q in lengths)


def _goes_on(analysis: Analysis, sentence: Sentence, comma: Span) -> bool:
    """`will visit Beijing, and meet X`: the clause goes on with what the one before says is to come."""
    lead = analysis.view[comma[0] : comma[1]].lstrip(" \u3000")
    if comma[0] <= sentence.start or not lead.startswith(event_list(sentence.language, "continuing")):
        return False
    marks = "；;。"
    before = max(analysis.view.rfind(mark, sentence.start, comma[0]) for mark in marks) + 1
    return analysis.has("future", max(before, sentence.start), comma[0])


def postponement(analysis: Analysis, word: Mention, sentence: Sentence) -> Mention | None:
    """The word of putting off that belongs to an event word: in its clause, for a visit anywhere behind it."""
    start, end = _comma_span(analysis.view, word, sentence)
    if word.kind == "visit":
        start, end = max(start, word.start - _NEAR[sentence.language]), sentence.end
        others = [m for m in analysis.layer("event").within(word.end, end) if m.kind == "visit"]
        end = min([end, *(m.start for m in others)])  # `went in June, a trip put off in February`
    return next((m for m in analysis.layer("postponed").within(start, end) if m.kind != "none"), None)


def _denied(analysis: Analysis, word: Mention, sentence: Sentence, comma: Span) -> bool:
    """True where a negation rules the word: `there has been no call`, `has not met`, 没有通话."""
    reach = _NEGATION[sentence.language]
    start = max(comma[0], word.start - reach)
    deniers = event_list(sentence.language, "deniers")
    found = [
        m
        for m in analysis.layer("negation").within(start, word.start)
        if analysis.view[m.start : m.end].lower() in deniers
    ]
    if not found:
        return False
    if any(
        analysis.view.find(mark, found[-1].end, word.start) >= 0
        for mark in event_list(sentence.language, "possessives")
    ):
        return False  # 没有提到四月的会晤: something else is denied
    told = _MENTIONED[sentence.language]
    if analysis.has("mention_verbs", found[-1].end, min(found[-1].end + told, word.start)):
        return not any(d.date for d in analysis.dates_in(*comma))  # 没有提到X明年4月访华: only not mentioned
    occasions, closers = event_list(sentence.language, "occasion"), event_list(sentence.language, "occasion_closers")
    words = analysis.view[found[-1].end : word.start]
    words = f" {words} " if sentence.language == "en" else words
    named = any(occasion in words for occasion in occasions)
    if named and (not closers or analysis.view.startswith(closers, word.end)):
        return False  # `did not come up in the talks`, 没有在会谈中谈及: there were talks
    between = analysis.layer("event").within(found[-1].end, word.start)
    return all(_family(m) == _family(word) for m in between if m.kind != "none")


def _family(word: Mention) -> str:
    return FAMILY.get(word.kind, word.kind)


def _reported_future(analysis: Analysis, sentence: Sentence, start: int, end: int) -> bool:
    """`said he would visit`: a plan told in the past."""
    words = event_list(sentence.language, "reported_future")
    modal = [m for m in analysis.layer("modality").within(start, end) if analysis.view[m.start : m.end] in words]
    return bool(modal) and analysis.has("cue", sentence.start, modal[-1].start)


def _recalled(analysis: Analysis, start: int, end: int, high: int, *, goes_on: bool) -> bool:
    """True where the words before tell of the past; a mere "first" does not, beside a word of what is to come."""
    recalls = [m for m in analysis.layer("recall").within(start, end) if m.kind != "none"]
    if analysis.has("future", start, end):  # 曾说很快会通话: what was said is past, not what it was of
        recalls = [m for m in recalls if not any(cue.start == m.end for cue in analysis.layer("cue").begun(m.end, end))]
    possible = analysis.has("modality", start, high) and analysis.has("occurs", start, high)
    if possible or goes_on or analysis.has("future", start, high):
        recalls = [m for m in recalls if not analysis.layer("first").any(m.start, m.end)]
    return bool(recalls)


def _cancelled(analysis: Analysis, word: Mention, sentence: Sentence, comma: Span) -> bool:
    """True where a word of cancelling belongs to the event word: close by, for a visit anywhere after it."""
    reach = 14 if sentence.language == "zh" else 40
    high = sentence.end if word.kind == "visit" else min(sentence.end, word.end + reach)
    high = min([high, *(at for at in range(word.end, high) if analysis.view[at] == "：")])
    low = reach if sentence.language == "zh" else _CALLED_OFF
    found = analysis.layer("cancelled").within(max(comma[0], word.start - low), high)
    found = [c for c in found if c.start > word.start or _rules_object(analysis, c, word)]
    found = [c for c in found if not analysis.has("negation", max(sentence.start, c.start - 8), c.start)]
    if sentence.language == "zh":  # 会晤或告吹: it may be
        found = [c for c in found if not any(m.end == c.start for m in _modal(analysis, comma[0], c.start))]
    objects = [c for c in found if not _has_other_object(analysis, c, word)]
    return bool(objects)


def _rules_object(analysis: Analysis, cancelled: Mention, word: Mention) -> bool:
    """`calling off the commanders' call and the yearly talks`; not `scrapped the fees after the talks`."""
    between = analysis.view[cancelled.end : word.start]
    near = len(between) <= _NEAR["en"] // 3
    parts = set(between.split()) & set(event_list(word.key[2], "parts_from_object"))
    return near or not (parts or analysis.layer("instrument").any(cancelled.end, word.start))


def _modal(analysis: Analysis, start: int, end: int) -> list[Mention]:
    return [m for m in analysis.layer("modality").within(start, end) if m.kind != "none"]


def _has_other_object(analysis: Analysis, cancelled: Mention, word: Mention) -> bool:
    """`cancelled the tariffs`: an instrument stands right behind the word of cancelling."""
    return cancelled.start > word.end and analysis.layer("instrument").any(cancelled.end, cancelled.end + 40)


def _comma_span(view: str, word: Mention, sentence: Sentence) -> Span:
    """The clause of a word up to the nearest marks; those in brackets part nothing."""
    before = reversed([m.start() for m in _MARKS.finditer(view, sentence.start, word.start)])
    start = next((at + 1 for at in before if not in_brackets(view, at, sentence.start)), sentence.start)
    behind = (m.start() for m in _MARKS.finditer(view, word.end, sentence.end))
    return start, next((at for at in behind if not in_brackets(view, at, sentence.start)), sentence.end)
