"""People whom the pack does not know, found by how texts introduce them: a role beside the name, or a cue after it."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bilat.extract.analysis import Analysis
from bilat.languages.compiled_patterns import compiled
from bilat.languages.grammar import grammar
from bilat.languages.names import han_dotted_names, han_surname_at, han_transliterated_at, latin_names, name_followers
from bilat.model import Span

_PLACE = compiled(r",? (?:at|of|from|with) (?:the )?[A-Z][\w&.’'-]*(?: (?:[A-Z][\w&.’'-]*|of|and|for|&))*,?")
_REACH = 110  # how far after an English name its description may run
_TOLD_REACH = 10  # characters between a name and its cue: X对某某说
_CUT = re.compile(r"[。；，、：:;“”「」『』\"\s（）()]")


class UnknownPerson(NamedTuple):
    """A name at [start, end), with the voice that the description gives, if any; `full`: where it stands in full."""

    start: int
    end: int
    voice: str | None
    full: Span | None = None


def find_unknown_people(analysis: Analysis, taken: Sequence[Span]) -> list[UnknownPerson]:
    """All occurrences of people's names that stand in none of the taken spans."""
    found: dict[Span, UnknownPerson] = {}
    # A sign for each character that is taken: comparing every two spans is quadratic in a list of names.
    covered, here = bytearray(len(analysis.view)), bytearray(len(analysis.view))
    for start, end in taken:
        covered[start:end] = b"\1" * (end - start)
    for sentence in analysis.sentences:
        finder = _han_people if sentence.language == "zh" else _latin_people
        for person in finder(analysis, sentence.start, sentence.end):
            if not any(covered[person.start : person.end]):
                found.setdefault((person.start, person.end), person)
                here[person.start : person.end] = b"\1" * (person.end - person.start)
    for person in _again(analysis, list(found.values())):
        if not any(covered[person.start : person.end]) and not any(here[person.start : person.end]):
            found[(person.start, person.end)] = person
            here[person.start : person.end] = b"\1" * (person.end - person.start)
    return sorted(found.values(), key=lambda p: p.start)


# -- Chinese


def _han_people(analysis: Analysis, start: int, end: int) -> list[UnknownPerson]:
    view = analysis.view
    found = []
    for first, last in han_dotted_names(view, start, end):
        first, last = _trim_dotted(analysis, first, last), _end_of_dotted(view, first, last)
        found.append(UnknownPerson(first, last, _role_before(analysis, first, start)))
    after = name_followers()
    rules = grammar("zh")
    for role in analysis.layer("role").within(start, end):
        span = han_surname_at(view, role.end, after) or (
            han_surname_at(view, role.end + 1, after)
            if view[role.end : role.end + 1] in (rules.raw["possessive"], "：")
            else None
        )
        if span is None and role.kind != "none":
            span = _transliterated(analysis, role.end, after)
        if span:
            voice = None if role.kind == "media" else _voice_before(analysis, span[0], start)
            found.append(UnknownPerson(*span, voice))
    found += _glossed(analysis, start, end)
    found += [
        UnknownPerson(first, last, _voice_before(analysis, first, start))
        for first, last in latin_names(view, start, end)
        if after.match(view, last) and _cue_or_role_beside(analysis, first, last)
    ]
    for cue in analysis.layer("cue").within(start, end):
        if cue.kind == "none":
            continue
        told = _told().search(view, max(start, cue.start - _TOLD_REACH), cue.start)
        for end, length in itertools.product({cue.start, told.start() if told else cue.start}, (3, 2)):
            at = end - length
            span = han_surname_at(view, at, after) if at >= start else None
            if span and span[1] == end and _begins_clause(analysis, at, start):
                found.append(UnknownPerson(*span, _role_before(analysis, at, start)))
                break
    return found


def _transliterated(analysis: Analysis, at: int, after: re.Pattern[str]) -> Span | None:
    """A transliterated name right behind a role (协会干事霍尔), where no place or other known name stands."""
    span = han_transliterated_at(analysis.view, at, after)
    return None if span is None or analysis.layer("entity").any(*span) else span


@functools.cache
def _told() -> re.Pattern[str]:
    """Whom somebody spoke to, right before the cue."""
    return re.compile(rf"[{grammar('zh').raw['to_whom']}][^。；，、：:;“”「」『』\s]{{1,{_TOLD_REACH - 2}}}\Z")


def _voice_before(analysis: Analysis, first: int, start: int) -> str | None:
    """The voice of the role before a name; one who held an office before speaks as an expert."""
    role = _role_before(analysis, first, start)
    former = analysis.has("former", max(start, first - 40), first)
    return "expert" if former else {"unnamed_official": "official"}.get(role or "", role)


_GLOSS = compiled(r"([\u4e00-\u9fff]{2,6})[（(](?:[A-Z][\w.'’-]+ ?){2,4}[)）]")


def _glossed(analysis: Analysis, start: int, end: int) -> Iterator[UnknownPerson]:
    """A transliterated name behind or before a role, with the name in Latin letters in brackets behind it."""
    breaks = grammar("zh").raw["name_breaks"]
    for match in _GLOSS.finditer(analysis.view, start, end):
        roles = analysis.layer("role").within(max(start, match.start() - 8), match.end(1))
        begin = roles[-1].end if roles else 0
        begin += analysis.view[begin] == grammar("zh").raw["possessive"]
        if roles and 2 <= match.end(1) - begin <= 5:
            yield UnknownPerson(begin, match.end(1), _voice_before(analysis, begin, start))
            continue
        behind = [m for m in analysis.layer("role").within(match.end(), match.end() + 8) if m.start == match.end()]
        first = match.start() + max(match[1].rfind(char) for char in breaks) + 1
        if behind and 2 <= match.end(1) - first <= 5:
            yield UnknownPerson(first, match.end(1), behind[0].kind)  # 研究所的朗海默（Rolf Langhammer）教授
            continue
        says = [m for m in analysis.layer("cue").within(match.end(), match.end() + 8) if m.start == match.end()]
        if any(m.kind != "none" for m in says) and first > match.start() and 2 <= match.end(1) - first <= 5:
            yield UnknownPerson(first, match.end(1), _voice_before(analysis, first, start))  # ……官员的X（…）表示


def _cue_or_role_beside(analysis: Analysis, first: int, last: int) -> bool:
    """True for a name in Latin letters in a Chinese text that a cue follows, or a role precedes."""
    cues = [c for c in analysis.layer("cue").within(last, last + 6) if c.kind != "none"]
    return bool(cues) or any(m.end == first for m in analysis.layer("role").within(max(0, first - 12), first))


def _trim_dotted(analysis: Analysis, first: int, last: int) -> int:
    """Where a dotted name really begins: after the last mention or role that runs into its first part."""
    rules = grammar("zh")
    dot = re.compile(r"[·‧・．]").search(analysis.view, first, last)
    end = dot.start() if dot else last
    low = max(0, first - 12)
    edges = [m.end for name in ("role", "entity", "cue") for m in analysis.layer(name).within(low, end) if m.end < end]
    edges += [m.end() for m in re.finditer(f"[{rules.raw['name_breaks']}]", analysis.view[first : end - 1])]
    begins = [e if e >= first else first for e in edges if e > first]
    begins += [
        first + m.end() for m in re.finditer(f"[{rules.raw['description_ends']}]", analysis.view[first : end - 1])
    ]
    return max((b for b in begins if b < end), default=first)


def _end_of_dotted(view: str, first: int, last: int) -> int:
    """Where a dotted name ends: before a cue or another word that follows subjects runs into its last part."""
    dot = max(view.rfind(mark, first, last) for mark in "·‧・．")
    for at in range(dot + 2, last):
        if name_followers().match(view, at):
            return at
    return last


def _role_before(analysis: Analysis, at: int, start: int) -> str | None:
    """The voice of a role noun in the clause before a name."""
    low = max(start, at - 40)
    cuts = [m.end() for m in re.finditer("[。；\n]", analysis.view[low:at])]
    low += cuts[-1] if cuts else 0
    roles = analysis.layer("role").within(low, at)
    return roles[-1].kind if roles else None


def _begins_clause(analysis: Analysis, at: int, start: int) -> bool:
    """True at the beginning of a clause, after 的, or right after a mention: where a subject can stand."""
    if at <= start or _CUT.match(analysis.view[at - 1]) or analysis.view[at - 1] in grammar("zh").raw["clause_openers"]:
        return True
    return any(m.end == at for name in ("role", "entity") for m in analysis.layer(name).within(max(0, at - 20), at))


# -- English


def _latin_people(analysis: Analysis, start: int, end: int) -> list[UnknownPerson]:
    found = []
    for first, last in latin_names(analysis.view, start, end):
        if analysis.layer("entity").any(first, last) and not _is_free(analysis, first, last):
            continue
        if analysis.view.startswith((" at ", "\nAt "), max(0, first - 4)):
            continue  # an institution: "analysts at Kirkland Moss"
        voice = _description(analysis, last, end) or _role_right_before(analysis, first)
        voice = voice or _affiliation(analysis, last)
        cue = _cue_beside(analysis, first, last) or _cue_behind_place(analysis, last, end)
        if voice or cue or _honorific_before(analysis, first):
            found.append(UnknownPerson(first, last, voice))
    return found


def _is_free(analysis: Analysis, first: int, last: int) -> bool:
    """True where only weak names or places lie within: "He Jinlan", "Carla Jennings"."""
    inside = analysis.layer("entity").within(first, last)
    return all(m.weak or (m.kind in ("place",) and (m.start, m.end) != (first, last)) for m in inside) and not any(
        m.start == first and m.end == last for m in inside
    )


def _description(analysis: Analysis, last: int, end: int) -> str | None:
    """The voice told by what follows a name: ", a senior fellow at ...", ", who follows ...", " is a fellow at ..."."""
    if analysis.view[last : last + 2] not in (", ", " (", " o") and not _is_somebody(analysis, last):
        return None
    window = analysis.view[last : min(end, last + _REACH)]
    stop = re.search(r"[.;:\"“”]", window)
    roles = analysis.layer("role").within(last, last + (stop.start() if stop else len(window)))
    if not roles:
        return None
    if analysis.has("former", last, roles[0].start) or any(r.kind == "expert" for r in roles[:1]):
        return "expert"
    return {"unnamed_official": "official"}.get(roles[0].kind, roles[0].kind)


def _is_somebody(analysis: Analysis, last: int) -> bool:
    """`Name is a strategist at ...`: a verb of being and an article."""
    words = analysis.view[last : last + 12].split(" ")[1:3]
    return words[1:] != [] and words[0] in grammar("en").words("being") and words[1] in grammar("en").words("articles")


def _affiliation(analysis: Analysis, last: int) -> str | None:
    """`Name of the Institute`: an expert, where the pack knows the institute."""
    if not analysis.view.startswith((" of ", " at ", " from ", " with "), last):
        return None
    mentions = analysis.layer("entity").within(last, last + 90)
    return "expert" if any(m.kind == "thinktank" and m.start - last <= 10 for m in mentions) else None


def _role_right_before(analysis: Analysis, first: int) -> str | None:
    roles = [m for m in analysis.layer("role").within(max(0, first - 45), first) if first - m.end <= 1]
    if not roles:
        return None
    if analysis.has("former", max(0, roles[-1].start - 30), roles[-1].start + 8):
        return "expert"
    return {"unnamed_official": "official"}.get(roles[-1].kind, roles[-1].kind)


def _cue_beside(analysis: Analysis, first: int, last: int) -> bool:
    before = [m for m in analysis.layer("cue").within(max(0, first - 30), first) if m.end == first - 1]
    after = [m for m in analysis.layer("cue").within(last, last + 30) if m.start - last <= 1]
    return any(m.kind != "none" for m in (*before, *after))


def _cue_behind_place(analysis: Analysis, last: int, end: int) -> bool:
    """`Name at Some Firm reckons`: where the name belongs, then a verb of saying."""
    place = _PLACE.match(analysis.view, last, end)
    if place is None:
        return False
    says = analysis.layer("cue").within(place.end(), place.end() + 24)
    return any(m.kind != "none" and m.start - place.end() <= 1 for m in says)


def _honorific_before(analysis: Analysis, first: int) -> bool:
    word = analysis.view[max(0, first - 20) : first].rstrip().rsplit(" ", 1)[-1]
    return word in grammar("en").word_set("honorifics")


# -- later mentions


def _again(analysis: Analysis, known: Sequence[UnknownPerson]) -> list[UnknownPerson]:
    """The same people named again: in full, or an English or dotted name by its last part."""
    found = []
    view = analysis.view
    told: dict[str, int] = {}  # by form: where those begin that were named by somebody of the same name before
    for person in known:
        name = view[person.start : person.end]
        forms = [name]  # in this order: the whole name goes before a part of it
        if name.isascii() or " " in name:
            forms.append(name.rsplit(" ", 1)[-1])
            given = name.split(" ")[0]
            if given in grammar("en").word_set("surnames_first"):
                forms.append(given)
        else:
            forms.append(re.split("[·‧・．]", name)[-1])
        for form in dict.fromkeys(forms):
            last = told.get(form, len(view))
            if len(form) < 2 or person.start >= last:
                continue
            pattern = rf"(?<![A-Za-z]){re.escape(form)}(?![A-Za-z])" if form[0].isascii() else re.escape(form)
            for match in re.compile(pattern).finditer(view, person.start + 1):
                if match.start() > last:
                    break
                found.append(UnknownPerson(*match.span(), person.voice, (person.start, person.end)))
            told[form] = person.start
    return found
