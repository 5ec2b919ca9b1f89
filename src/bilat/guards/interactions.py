"""Guards of interactions: what kind, when, with whom, where, how long, and whether it has happened."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from bilat.extract.lexicon import Mention
from bilat.guards.figures import amount_told, date_told
from bilat.guards.names import known, meant, places_of, stood_for
from bilat.guards.problem import Finding
from bilat.guards.text import Text, covered, evidence_spans
from bilat.model import FAMILY, Interaction, Name, Span
from bilat.packs.lookups import forum_places, interaction_rows, participants, states_of

_FACE_TO_FACE = ("meeting", "summit")
_AHEAD = (
    "future",
    "scheduled",
    "modality",
    "postponed",
    "aired",
    "hoping",
    "expecting",
    "possible",
    "sending",
    "whether",
    "agreeing",
    "hinging",
    "rumoured",
    "unsettled",
    "questioned",
)
_INVITED = ("proposed", "accepted", "inviting")  # what is to come of it may have come
_RULING = ("conditional", "wish")  # these rule what follows them in the sentence
_SERIES = {"zh": 10, "en": 30}  # characters from a number to the noun that it counts
_MARKS = "，,；;。"
_DAY = 10  # characters of an ISO day
_ENDS = (("date", "end_date"), ("end_date", "date"))


def check_interaction(record: Interaction, text: Text) -> Iterator[Finding]:
    """What is wrong with an interaction."""
    spans = evidence_spans(record)
    scope = text.whole(spans)
    row = interaction_rows(text.pack).get(record.register_id or "")
    if record.register_id is not None and row is None:
        yield Finding("terms", f"the register has no {record.register_id}")
        return
    yield from _kind(record, text, scope, row)
    yield from _when(record, text, scope, row)
    yield from _status(record, text, scope, row)
    sides = {name.side for name in record.participants}
    if record.kind in _FACE_TO_FACE and len(record.participants) > 1 and len(sides) == 1 and sides <= set(text.codes):
        yield Finding("sides", f"all who are to have met are of {sides.pop()}")
    for name in record.participants:
        yield from known(name, text)
        yield from _took_part(name, text, scope, row)
    if _names_others(record, text, scope):
        yield Finding("names", "its words name others than those who are to have taken part")
    if record.duration_minutes is not None:
        yield from amount_told(record.duration_minutes, "minutes", text, scope, text.paragraphs(scope), name="length")
    yield from _where(record, text, scope)
    yield from _at_home(record, text)
    if record.initiated_by is not None and not _asked(record, text, scope):
        yield Finding("sides", f"no words name {record.initiated_by}, which is to have asked for it")


def _asked(record: Interaction, text: Text, scope: list[Span]) -> bool:
    """True where the words name the side that asked, or say that the other came at request (应约)."""
    if record.initiated_by in text.sides_named(scope):
        return True
    other = any(name.side == record.initiated_by for name in record.participants)
    return other and any(m.kind == "bare" for m in text.mentions("request", scope))


def _kind(record: Interaction, text: Text, scope: list[Span], row: object) -> Iterator[Finding]:
    words = {_family(m.kind) for m in text.mentions("event", scope) if not _is_bare(m, text)}
    if isinstance(row, dict):
        words = {_family(row["kind"])}
    if words and _family(record.kind) not in words:
        yield Finding("words", f"no words name a {record.kind}")
    if not _is_told(record, text, scope):
        yield Finding("words", f"no words of a contact can mean a {record.kind}")


def _is_told(record: Interaction, text: Text, scope: list[Span]) -> bool:
    """True where words of a contact can be those of its kind, or the place is named where it was."""
    events = {_family(m.kind) for m in text.mentions("event", scope)}
    contacts = {_family(m.kind) for m in text.mentions("contact", scope)}
    if _family(record.kind) in events | contacts or ("any" in contacts and not events):
        return True
    return record.place is not None and record.place in _places(text, scope)


def _is_bare(word: Mention, text: Text) -> bool:
    """A word that is one of an interaction only where it counts one of a series."""
    before = (max(0, word.start - _SERIES[word.key[2]]), word.end)
    return word.key[1] == "numbered" and not text.has([before], "numbered")


def _when(record: Interaction, text: Text, scope: list[Span], row: object) -> Iterator[Finding]:
    known_row = row if isinstance(row, dict) else None
    if record.date_basis == "register" and known_row is not None:
        if (record.date, record.end_date) != (known_row["date"], known_row["end_date"] or None):
            yield Finding("dates", f"the register has {known_row['date']} for {record.register_id}, not {record.date}")
        return
    if record.date_basis == "register":
        yield Finding("dates", "its date is to be of the register, but no row is named")
        return
    if record.date and known_row is not None and not _is_of_row(record.date, known_row):
        yield Finding("dates", f"the register has {known_row['date']} for {record.register_id}, not {record.date}")
    later = (text.document.published or "") if record.status in ("planned", "proposed") else ""
    inner = (text.analysis.date_behind(word) for word in text.mentions("event", scope))
    if any(day is not None and day.date == record.date and not record.end_date for day in inner):
        return
    counted = _days_counted(record, text, scope)
    for name in ("date", "end_date"):
        if name == counted:
            continue
        day, first = getattr(record, name), name == "date" and record.end_date is None
        yield from date_told(day, text, scope, text.paragraphs(scope), name=name, later=later, first=first)
    told = [*text.dates(scope), *text.dates(text.paragraphs(scope))]
    ends = {found.end_date for found in told if found.date == record.date and found.end_date}
    if record.end_date and (record.end_date == record.date or (ends and record.end_date not in ends)):
        yield Finding("dates", f"the words give {record.date} another end than {record.end_date}")


def _is_of_row(date: str, row: dict[str, Any]) -> bool:
    """True for a day of a row, or one beside them, which the hour of another place may make it; or for their month."""
    days = [str(day) for day in (row["date"], row["end_date"]) if day]
    if len(date) < _DAY or any(len(day) < _DAY for day in days):
        return any(day.startswith(date) or date.startswith(day) for day in days)
    ends, one = [datetime.date.fromisoformat(day) for day in days], datetime.timedelta(days=1)
    return (min(ends) - one).isoformat() <= date <= (max(ends) + one).isoformat()


def _days_counted(record: Interaction, text: Text, scope: list[Span]) -> str | None:
    """Which end of an event of several days no words name, where they name the other and how many days they were."""
    if len(record.date or "") != _DAY or len(record.end_date or "") != _DAY:
        return None
    first, last = (datetime.date.fromisoformat(str(day)) for day in (record.date, record.end_date))
    lengths = {int(q.value) - 1 for q in text.quantities(text.paragraphs(scope)) if q.unit == "days"}
    if (last - first).days not in lengths:
        return None
    told = {found.date for found in text.dates(text.paragraphs(scope))}
    return next((name for name, other in _ENDS if getattr(record, other) in told), None)


def _status(record: Interaction, text: Text, scope: list[Span], row: object) -> Iterator[Finding]:
    """Held, planned, proposed or cancelled as the words around the words for it say, or as its day is gone or not."""
    published, date = text.document.published or "", record.date or ""
    shared = min(len(date), len(published))
    ahead, gone = date[:shared] > published[:shared], shared > 0 and date[:shared] < published[:shared]
    if record.status == "held" and ahead:
        yield Finding("status", f"it is to have been held on {date}, after the text of {published}")
    told = [_told(m, text) for m in text.mentions("event", scope) if _family(m.kind) == _family(record.kind)]
    if record.status == "cancelled" and not any("cancelled" in words for words in told):
        yield Finding("status", "no word says that it was cancelled")
    coming = {"ahead"} if gone and len(date) == _DAY else {"ahead", "asked over"}  # who was invited may have been
    if record.status in ("planned", "proposed") and not ahead and not any(coming & words for words in told):
        yield Finding("status", f"no word says that it is {record.status}")
    off = any("cancelled" in words for words in told) and not any("gone" in words for words in told)
    if record.status == "held" and off and not gone and row is None:
        yield Finding("status", "a word says that it was cancelled")
    if record.status in ("planned", "proposed") and isinstance(row, dict) and row["status"] == "held" and gone:
        yield Finding("status", f"the register has it held on {row['date']}, before the text of {published}")
    over = gone and any("gone" in words for words in told)
    if record.status == "planned" and over and not any("cancelled" in words for words in told):
        yield Finding("status", f"its day {date} is gone by the text of {published}")
    coming_only = bool(told) and all(words & {"ahead", "asked over"} and "gone" not in words for words in told)
    called = bool(told) and all("called so" in words for words in told)  # `a planned call is discussed`, also long ago
    if record.status == "held" and (called or (coming_only and not gone)) and row is None:
        yield Finding("status", "the words speak of what is to come")


def _told(word: Mention, text: Text) -> set[str]:
    """What the words in the clause of an event word, and right before it, say of when it is."""
    sentence = text.sentence_at(word.start)
    if sentence is None:
        return set()
    before = [at for at in range(sentence.start, word.start) if text.view[at] in _MARKS]
    behind = [at for at in range(word.end, sentence.end) if text.view[at] in _MARKS]
    clause = [(before[-1] if before else sentence.start, behind[0] if behind else sentence.end)]
    found = {"ahead"} if text.has(clause, *_AHEAD) or text.has([(sentence.start, word.start)], *_RULING) else set()
    late = word.kind == "visit" and text.has([(word.end, sentence.end)], "postponed")  # her trip, in May, is put off
    found |= {"ahead"} if late else set()
    found |= {"asked over"} if text.has(clause, *_INVITED) else set()
    agreed = text.mentions("agreeing", [(sentence.start, word.start)])
    found |= {"ahead"} if any(text.view[m.end] in _MARKS for m in agreed) else set()  # 双方商定，举行……，并安排……
    found |= {"called so"} if any(m.end == word.start - 1 for m in text.mentions("future", clause)) else set()
    found |= {"ahead"} if word.key[1:2] == ("invite",) else set()
    found |= {"cancelled"} if text.has(clause, "cancelled", "not_held") else set()
    firsts = {(m.start, m.end) for m in text.mentions("first", clause)}  # "the first" may be one to come
    gone = any((m.start, m.end) not in firsts for m in text.mentions("recall", clause) if m.kind != "none")
    return found | ({"gone"} if gone or text.has(clause, "completed") else set())


def _family(kind: str) -> str:
    return FAMILY.get(kind, kind)


def _took_part(name: Name, text: Text, scope: list[Span], row: object) -> Iterator[Finding]:
    if isinstance(row, dict) and name.entity in participants(row) and name.surface == name.name:
        return
    places = list(text.occurrences(name.surface, scope)) or list(text.occurrences(name.surface))
    if not places:
        yield Finding("names", f"{name.surface!r} does not stand in the text")
        return
    told = [meant(name, text, place) for place in places]
    stood = [at for at, known_there in zip(places, told, strict=True) if known_there is None]
    if not any(told) and not any(_points_at(name, text, place) for place in stood):
        yield Finding("names", f"{name.surface!r} does not mean {name.name}")


def _names_others(record: Interaction, text: Text, scope: list[Span]) -> bool:
    """True where the words name none of those who are to have taken part, as the record has their names, and nothing
    says where else they come from."""
    mentions = [m for span in scope for m in text.entities(span)]
    named = {key for m in mentions if m.kind == "person" for key in m.key}
    pointed = text.has(scope, "pronoun") or any(m.kind == "joint" for m in mentions)
    if record.inferred or pointed or not named or named & {name.entity for name in record.participants}:
        return False
    surfaces = {name.surface for name in record.participants}
    return bool(surfaces) and not any(True for words in surfaces for _ in text.occurrences(words, scope))


def _points_at(name: Name, text: Text, place: Span) -> bool:
    """True where a pronoun or a title can stand for somebody: a pronoun for one named in its sentence, even behind it,
    or in a paragraph right before."""
    if stood_for(name, text, place[0], text.view[slice(*place)]):
        return True
    near = text.paragraphs([place], before=1)
    return text.has([place], "pronoun") and any(covered(at, near) for at in places_of(name, text))


def _where(record: Interaction, text: Text, scope: list[Span]) -> Iterator[Finding]:
    for name in ("place", "forum"):
        told = getattr(record, name)
        if told is None:
            continue
        if told not in _places(text, scope):
            yield Finding("words", f"no words name its {name} {told}")


def _at_home(record: Interaction, text: Text) -> Iterator[Finding]:
    """Nobody visits the state that he is of."""
    if record.kind != "visit" or record.place is None:
        return
    state = states_of(text.pack).get(record.place)
    if state is not None and {name.side for name in record.participants} == {state}:
        yield Finding("sides", f"those who are to visit {record.place} are of it")


def _places(text: Text, scope: list[Span]) -> set[str]:
    """The names of all that some words name, with the states that a word for a contact ends in (访美) and the places
    that forums go by."""
    named = {key for span in scope for m in text.entities(span) for key in m.key if key in text.pack.entities}
    named |= {parent for key in named if (parent := text.pack.entities[key].parent)}
    found = {text.pack.entities[key].name for key in named if key in text.pack.entities}
    words = [text.view[m.start : m.end] for m in text.mentions("event", scope)]
    for side in text.pack.sides:
        shorts = tuple(short for short in side.adjectives if len(short) == 1)
        if any(word.endswith(shorts) or word.startswith(shorts, 1) for word in words):
            found.add(side.name)
    for forum in named:
        held = forum_places(text.pack).get(forum, ())
        if len(held) == 1 and (place := text.pack.entities.get(held[0])):
            found.add(place.name)
    return found
