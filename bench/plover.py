"""How well words that are data tell PLOVER's types and actors, on PLOVER's own gold records.

    python bench/plover.py /path/to/PLOVER_GSR_CAMEO.json

The gold (323 records, CC BY-SA 4.0, by the Open Event Data Alliance from the examples of the CAMEO manual) is about
any country at all, so that packs do not help: types come from `event_words.yaml` and the grammar's cues, actors from
`countries.yaml`. The gold of 2016 has 17 types; the manual's mergers since then (`renamed` in plover.yaml) make them
the 16 of today. The vocabulary was made on the half of the records whose id has an even hash; the other half is the one
to look at (of all records, 25 drawn at random were read before the halves were made).

Beside each gain over the keywords stand the middle 95 % of 10,000 drawings of as many records with replacement: the
same records for both readers, the seed stated.

`bilat, narrow` is the strictest reading of that: the vocabulary cut to the words that occur in the first half. What it
loses on the other half are words that were written down from knowledge of the language, or from sentences of the other
half: nobody noted which, so that the truth about unseen sentences lies between the two.

Baselines: the most frequent type of the first half with the first two countries named; and one list of words a type,
the name of the type and what the manual's definition of it says first, the first word in the sentence deciding.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy

from bilat.export.formats import event_words
from bilat.export.formats.dataset import data
from bilat.export.formats.event_actors import named, parties
from bilat.export.formats.event_words import told

KEYWORDS = {
    "AGREE": "agree promise offer willing", "CONSULT": "meet visit talk consult negotiat discuss",
    "SUPPORT": "support praise sign recogni approv", "CONCEDE": "conced yield ease lift concession",
    "COOPERATE": "cooperat exchange share joint", "AID": "aid assist provid donat asylum",
    "RETREAT": "retreat withdr releas return disarm ceasefire resign", "REQUEST": "demand request order call urge",
    "ACCUSE": "accus investigat condemn criticiz blam complain", "REJECT": "reject refus declin deni veto",
    "THREATEN": "threat warn ultimatum", "PROTEST": "protest demonstrat rall riot strike",
    "SANCTION": "sanction embargo boycott expel suspend halt", "MOBILIZE": "mobiliz alert troops deploy",
    "COERCE": "coerc arrest detain curfew ban seiz", "ASSAULT": "attack kill bomb fight shell assault",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """A reader's answer: a type, and the codes of who acts and of who is acted on."""

    type: str
    source: tuple[str, ...]
    target: tuple[str, ...]


Reader = Callable[[str], Answer]


def gold(path: Path) -> list[Mapping[str, Any]]:
    """The records that have a sentence."""
    return [row for row in json.loads(path.read_text("utf-8")) if row.get("text")]


def halves(rows: Sequence[Mapping[str, Any]]) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
    """The half that the vocabulary was made on, and the other."""
    parts: tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]] = ([], [])
    for row in rows:
        parts[int(hashlib.sha256(row["id"].encode()).hexdigest()[:8], 16) % 2].append(row)
    return parts


def type_of(row: Mapping[str, Any]) -> str:
    """The type of a record, by today's name."""
    return str(data("plover")["renamed"].get(row["event"], row["event"]))


def actors_of(row: Mapping[str, Any], role: str) -> frozenset[str]:
    """The codes of a record's actors; the few that are no list of actors give none."""
    listed = row.get(role) or ()
    return frozenset(actor["code"] for actor in listed if isinstance(actor, dict) and actor.get("code"))


def by_words(sentence: str) -> Answer:
    """bilat's reading; AGREE, the most frequent type, where no word tells one."""
    events = told(sentence)
    if not events:
        return Answer("AGREE", *_first_two(sentence))
    found = parties(sentence, events[0])
    return Answer(events[0].type, found.source, found.target)


def majority(kind: str) -> Reader:
    return lambda sentence: Answer(kind, *_first_two(sentence))


def by_keywords(kind: str) -> Reader:
    """The first keyword that stands in the sentence decides."""
    listed = {name: words.replace(" ", "|") for name, words in KEYWORDS.items()}
    patterns = {name: re.compile(rf"\b(?:{words})", re.IGNORECASE) for name, words in listed.items()}

    def read(sentence: str) -> Answer:
        found = [(match.start(), name) for name, pattern in patterns.items() if (match := pattern.search(sentence))]
        return Answer(min(found)[1] if found else kind, *_first_two(sentence))

    return read


def _first_two(sentence: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    codes = tuple(dict.fromkeys(name.code for name in named(sentence)))
    return codes[:1], codes[1:2]


def score(rows: Sequence[Mapping[str, Any]], read: Reader) -> dict[str, float]:
    """Shares of the records whose type, source, target, both actors, and all three are right."""
    right: Counter[str] = Counter()
    for row in rows:
        answer = read(row["text"])
        kind = answer.type == type_of(row)
        source = frozenset(answer.source) == actors_of(row, "source")
        target = frozenset(answer.target) == actors_of(row, "target")
        right.update({"type": kind, "source": source, "target": target})
        right.update({"actors": source and target, "all": kind and source and target})
    return {name: right[name] / len(rows) for name in ("type", "source", "target", "actors", "all")}


def right(rows: Sequence[Mapping[str, Any]], read: Reader) -> dict[str, list[bool]]:
    """By figure whether each record was read right."""
    found: dict[str, list[bool]] = {}
    for row in rows:
        for figure, share in score([row], read).items():
            found.setdefault(figure, []).append(share == 1)
    return found


def gain(rows: Sequence[Mapping[str, Any]], read: Reader, other: Reader) -> str:
    """By how much one reader's shares exceed another's, with the range of the drawings."""
    drawn = numpy.random.default_rng(8).integers(0, len(rows), (10_000, len(rows)))
    ours, theirs, told = right(rows, read), right(rows, other), []
    for figure in ours:
        each = numpy.subtract(ours[figure], theirs[figure], dtype=float)
        low, high = numpy.percentile(each[drawn].mean(axis=1), [2.5, 97.5])
        told.append(f"{figure} {each.mean():+.3f} ({low:+.3f} to {high:+.3f})")
    return "  ".join(told)


def readers(made_on: Sequence[Mapping[str, Any]]) -> dict[str, Reader]:
    kind = Counter(map(type_of, made_on)).most_common(1)[0][0]
    return {"majority": majority(kind), "keywords": by_keywords(kind), "bilat": by_words}


def narrow(rows: Sequence[Mapping[str, Any]]) -> None:
    """Cut the vocabulary, in this process, to the words that occur in the sentences of these rows."""
    sentences = "\n".join(row["text"].lower() for row in rows)

    def occurring(forms: Sequence[str]) -> list[str]:
        return [form for form in forms if re.search(rf"(?<!\w){re.escape(form.lower())}(?!\w)", sentences)]

    book = data("event_words")
    for group in (group for listed in book["types"].values() for group in listed):
        group.update({when: occurring(group[when]) for when in ("forms", "base", "weak") if when in group})
    book.update({name: occurring(book[name]) for name in ("intent", "refusal", "asides", "none")})
    event_words._vocabulary.cache_clear()


def main(path: Path) -> None:
    made_on, other = halves(gold(path))
    for name, rows in (("made on", made_on), ("other half", other), ("all", [*made_on, *other])):
        print(f"{name}: {len(rows)} records")
        for reader, read in readers(made_on).items():
            print(f"  {reader:13}", told_scores(score(rows, read)))
    keywords = readers(made_on)["keywords"]
    print(f"other half, bilat over keywords: {gain(other, by_words, keywords)}")
    narrow(made_on)
    print(f"other half, bilat narrow: {told_scores(score(other, by_words))}")
    print(f"other half, bilat narrow over keywords: {gain(other, by_words, keywords)}")


def told_scores(scores: Mapping[str, float]) -> str:
    return "  ".join(f"{figure} {value:.3f}" for figure, value in scores.items())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
