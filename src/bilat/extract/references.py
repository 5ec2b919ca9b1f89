"""Every address in a text, with its outlet and day as the address shows them, and masked words restored.

Some portals mask names in the addresses that they copy (`trump-*-call`). The same letters are hidden throughout a
document, so the string is looked for that turns the most masked words of all its addresses into known ones.
"""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from bilat.languages.compiled_patterns import compiled
from bilat.model import Document, Reference, cite

# An address ends at white space, at quotation marks and at anything from the East Asian blocks.
_URL = compiled(r"(?i:https?://|\bwww\.)[^\s<>\"“”‘’«»\u2e80-\uffff]+")
_TRAILING = ".,;:!?'…|"
_PAIRS = {")": "(", "]": "[", "}": "{"}
_MASK = re.compile(r"\*+")
_WORD = re.compile(r"[A-Za-z0-9*]+")
_LATIN = re.compile(r"[A-Za-z]+")
# 2025/06/05, 2025-06-05, 2025/06/ and, as a part of its own, 20250605.
_DATE = compiled(
    r"(?<!\d)((?:19|20)\d\d)(?:-(\d{1,2})-(\d{1,2})(?!\d)|/(\d{1,2})(?:[/-](\d{1,2}))?(?=[/_.-]|$)"
    r"|(?<=[/t_]\d{4})-?(\d\d)(?:[/-])?(\d\d)(?=[/_.?]|$))"
)
_SECOND_LEVEL = frozenset({"co", "com", "org", "gov", "net", "edu", "ac", "or", "go", "ne"})


class _Masked(NamedTuple):
    """A word with a mask, in lower case, and the words before and after it in the address."""

    word: str
    before: str
    after: str

    @property
    def whole(self) -> bool:
        return not _MASK.sub("", self.word)


def references(
    document: Document, vocabulary: Collection[str], hosts: Mapping[str, str] | None = None
) -> Iterator[Reference]:
    """The addresses of a document, in order.

    `vocabulary` holds lower-case words that masks may hide (parts of names, outlets; several words with a blank are
    taken as neighbours); `hosts` maps hosts or registrable domains to outlets' names.
    """
    found = list(_addresses(document.text))
    hidden = _hidden(document.text, [url for _, url in found], frozenset(vocabulary))
    for start, url in found:
        restored = _restored(url, *hidden) if hidden and "*" in url else None
        yield Reference(
            doc=document.id,
            evidence=cite(document.text, (start, start + len(url))),
            confidence=0.8 if restored else 1.0,
            inferred=f"every * of the document read as “{hidden[0]}”: {hidden[2]}" if restored and hidden else None,
            url=url,
            restored_url=restored,
            outlet=_outlet(restored or url, hosts or {}),
            published=_published(restored or url),
        )


def _addresses(text: str) -> Iterator[tuple[int, str]]:
    """Offsets and addresses, without the punctuation of the sentence around them."""
    for match in _URL.finditer(text):
        url = match.group()
        while url:
            last = url[-1]
            if last in _TRAILING or (last in _PAIRS and url.count(last) > url.count(_PAIRS[last])):
                url = url[:-1]
            else:
                break
        if len(url.partition("://")[2] or url) > 4:
            yield match.start(), url


def _words(url: str) -> list[str]:
    return _WORD.findall(url.partition("://")[2] or url)


def _masked(url: str) -> list[_Masked]:
    """The masked words of an address. A mask that is all of a path's part is a wildcard and hides no word."""
    found: list[_Masked] = []
    for part in re.split(r"[/?&#=]", url.partition("://")[2] or url):
        words = [word.lower() for word in _WORD.findall(part)]
        if not any(_LATIN.search(word) for word in words):
            continue
        for index, word in enumerate(words):
            if "*" in word:
                before = words[index - 1] if index else ""
                after = words[index + 1] if index + 1 < len(words) else ""
                found.append(_Masked(word, before, after))
    return found


def _hidden(text: str, urls: Iterable[str], vocabulary: frozenset[str]) -> tuple[str, frozenset[str], str] | None:
    """The string behind the masks, the words it may complete, and the reason; None where nothing or several fit."""
    urls = list(urls)
    masked = [word for url in urls for word in _masked(url)]
    if not masked:
        return None
    clear = [word.lower() for url in urls for word in _words(url) if "*" not in word]
    prose = [word.lower() for word in _LATIN.findall(_URL.sub(" ", text))]
    single = frozenset(word for word in vocabulary if word.isalnum())
    # Prose lends its names only; the words beside each other in an address may be any.
    pairs = {pair for pair in itertools.pairwise(prose) if single.issuperset(pair)} | set(itertools.pairwise(clear))
    for entry in vocabulary:
        pairs.update(itertools.pairwise(re.split(r"[\s-]+", entry)))
    beside = frozenset(pairs)
    seen = frozenset(clear) | frozenset(prose)
    scores = {string: _support(string, masked, single, beside, seen) for string in _candidates(masked, single)}
    ranked = sorted(scores, key=lambda string: scores[string], reverse=True)
    if not ranked or not any(scores[ranked[0]][:3]):
        return None
    if len(ranked) > 1 and scores[ranked[0]] == scores[ranked[1]]:
        return None
    best = ranked[0]
    made = sorted({_MASK.sub(best, word.word) for word in masked} & single)
    return best, single | seen, f"it makes {', '.join(made) or best} of the masked words"


def _candidates(masked: Iterable[_Masked], single: frozenset[str]) -> set[str]:
    """What one masked word or another may hide, the words of its own address left out."""
    found: set[str] = set()
    for word in masked:
        if word.whole:
            found |= single - {word.before, word.after}
            continue
        pattern = re.compile(_MASK.sub("([a-z]+)", re.escape(word.word).replace(r"\*", "*")))
        for known in single:
            match = pattern.fullmatch(known)
            if match and len(set(match.groups())) == 1:
                found.add(match[1])
    return {string for string in found if string.isalpha()}


def _support(
    string: str,
    masked: Iterable[_Masked],
    single: frozenset[str],
    pairs: frozenset[tuple[str, str]],
    seen: frozenset[str],
) -> tuple[int, int, int, int]:
    """How well a string explains the masks: words completed, neighbours known, itself seen here, itself known."""
    completed: set[str] = set()
    neighbours: set[tuple[str, str]] = set()
    for word in masked:
        if not word.whole and _MASK.sub(string, word.word) in single:
            completed.add(word.word)
        if word.whole:
            neighbours |= {(word.before, string), (string, word.after)} & pairs
    whole = any(word.whole for word in masked)
    return len(completed), len(neighbours), int(whole and string in seen and string in single), int(string in single)


def _restored(url: str, string: str, known: frozenset[str], _reason: str) -> str | None:
    """The address with its masks filled in; None unless that makes known words of all of them."""
    masked = _masked(url)
    if not masked or any(not word.whole and _MASK.sub(string, word.word) not in known for word in masked):
        return None
    if sum(len(_MASK.findall(word.word)) for word in masked) != len(_MASK.findall(url)):
        return None
    return _MASK.sub(lambda match: string.capitalize() if _capitals(url, match) else string, url)


def _capitals(url: str, mask: re.Match[str]) -> bool:
    """Whether the word beside the mask begins with a capital, as all words of such an address do."""
    after = re.match(r"[-_]([A-Za-z])", url[mask.end() :])
    before = re.search(r"([A-Za-z])[A-Za-z0-9]*[-_]$", url[: mask.start()])
    beside = [match[1] for match in (after, before) if match]
    return bool(beside) and all(letter.isupper() for letter in beside)


def _outlet(url: str, hosts: Mapping[str, str]) -> str | None:
    """The outlet of an address: what `hosts` says of the host or of a domain above it, else the registrable domain."""
    try:
        host = (urlsplit(url if "://" in url else f"//{url}").hostname or "").removeprefix("www.")
    except ValueError:
        return None
    labels = host.split(".")
    for start in range(len(labels)):
        name = hosts.get(".".join(labels[start:]))
        if name:
            return name
    if len(labels) < 2:
        return None
    own = 3 if len(labels) >= 3 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL else 2
    return ".".join(labels[-own:])


def _published(url: str) -> str | None:
    """The day, or the month, that an address's path gives."""
    for match in _DATE.finditer(url.partition("://")[2].partition("/")[2] or url):
        year = match[1]
        month, day = match[2] or match[4] or match[6], match[3] or match[5] or match[7]
        try:
            date = datetime.date(int(year), int(month), int(day or 1))
        except ValueError:
            continue
        return date.isoformat() if day else date.isoformat()[:7]
    return None
