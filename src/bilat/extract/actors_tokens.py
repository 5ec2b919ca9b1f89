"""The mentions of a text that may be actors, none overlapping, and which of them belong to one noun phrase."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bilat.extract.actors_asides import without_asides
from bilat.extract.actors_model import Token
from bilat.extract.analysis import Analysis
from bilat.extract.lexicon import Mention
from bilat.extract.unknown_people import find_unknown_people
from bilat.languages.grammar import grammar
from bilat.model import Span

# Which kind a span is where it may be several: the first that fits.
_KINDS = (
    "person",
    "officials",
    "body",
    "outlet",
    "thinktank",
    "joint",
    "office",
    "side",
    "adjective",
    "forum",
    "place",
)
_GAPS = frozenset({"", " ", "·", "、", "’s ", "'s "})
_GLOSS = re.compile(r"[（(][A-Za-z][^（）()]*[）)]")


def groups(analysis: Analysis) -> Iterator[list[Token]]:
    """The noun phrases of a text, each as its tokens, in order."""
    group: list[Token] = []
    for token in tokens(analysis):
        if group and not _joins(analysis, group[-1], token):
            yield group
            group = []
        group.append(token)
    if group:
        yield group


def tokens(analysis: Analysis) -> list[Token]:
    """All tokens of a text in order, the longer first where two begin together."""
    found = list(_entities(analysis))
    taken = [(t.start, t.end) for t in found if t.kind not in ("place", "forum", "adjective", "side")]
    unknown = find_unknown_people(analysis, taken)
    found += [Token(p.start, p.end, "unknown", (), False, p) for p in unknown]
    roles = [Token(m.start, m.end, "role", (m.kind, *m.key)) for m in analysis.layer("role").items if m.kind != "none"]
    accounts = [Token(m.start, m.end, "account", m.key) for m in analysis.layer("accounts").items]
    accounts = [a for a in accounts if not analysis.view.startswith("-", a.end)]  # `post-war` is no post
    accounts = [a for a in accounts if not _is_verb(analysis, a)]
    pronouns = [
        Token(m.start, m.end, "pronoun", (m.kind, *m.key)) for m in analysis.layer("pronoun").items if m.kind != "none"
    ]
    kept: list[Token] = []
    order = {"unknown": 0, "role": 2, "pronoun": 3, "account": 4}
    for token in sorted(
        [*found, *roles, *pronouns, *accounts], key=lambda t: (t.start, -(t.end - t.start), order.get(t.kind, 1))
    ):
        if kept and token.start < kept[-1].end:
            longer = token.end > kept[-1].end
            titled = token.kind == "office" and kept[-1].kind == "role"  # `the president` of `the president-elect`
            if longer and (token.kind == "unknown" or kept[-1].kind == "pronoun" or titled):
                kept[-1] = token  # `the Ministry of Commerce` is no `the ministry`
            continue
        if kept and kept[-1].ids[:1] == ("outlet",) and kept[-1].kind == "pronoun" and token.start - kept[-1].end <= 1:
            noun = kept.pop()  # `the newspaper Global Times`: the name says which
            token = token._replace(start=noun.start)
        kept.append(token)
    return without_asides(analysis, kept)


def _is_verb(analysis: Analysis, account: Token) -> bool:
    """`，说明分歧可以磋商`: at the head of a clause, with more than a verb of saying behind it, it is no text."""
    word = analysis.view[account.start : account.end]
    if word not in grammar("zh").word_set("consequences") or analysis.view[account.start - 1 : account.start] != "，":
        return False
    return not any(cue.start == account.end for cue in analysis.layer("cue").within(account.end, account.end + 4))


def _entities(analysis: Analysis) -> Iterator[Token]:
    groups: dict[Span, list[Mention]] = {}
    for mention in analysis.layer("entity").items:
        groups.setdefault((mention.start, mention.end), []).append(mention)
    strong: set[str] = set()
    named = {key for m in analysis.layer("entity").items if m.kind == "person" and not m.weak for key in m.key}
    for (start, end), mentions in groups.items():
        if mentions[0].kind == "none":
            continue
        mention = min(mentions, key=lambda m: _KINDS.index(m.kind))
        if mention.weak and not _weak_counts(analysis, mention, strong, named):
            mentions = [m for m in mentions if not m.weak]
            if not mentions:
                continue
            mention = min(mentions, key=lambda m: _KINDS.index(m.kind))
        if mention.kind == "person":
            strong.update(mention.key)
        yield Token(start, end, mention.kind, mention.key, mention.weak)


def _weak_counts(analysis: Analysis, mention: Mention, strong: set[str], named: set[str]) -> bool:
    """A weak alias counts right after a title, or once the full name was there and it cannot be a pronoun.

    Behind a rank (`Admiral X`) the full name may stand anywhere in the text.
    """
    before = analysis.layer("entity").within(max(0, mention.start - 40), mention.start)
    if any(m.kind == "office" and mention.start - m.end <= 1 for m in before):
        return True
    ranks = analysis.layer("role").within(max(0, mention.start - 40), mention.start - 1)
    ranked = any(mention.start - m.end == 1 and analysis.view[m.start].isupper() for m in ranks)
    if ranked and any(key in named for key in mention.key):
        return True
    titles = {analysis.view[m.start : m.end] for m in ranks if mention.start - m.end == 1}
    if ranked and any(titles & _titles(analysis, key) for key in mention.key):
        return True  # `Secretary Austin`, where the pack has Austin in an office of that title
    surface = analysis.view[mention.start : mention.end]
    is_word = analysis.layer("pronoun").any(mention.start, mention.end) and not _within_words(analysis, mention)
    return not is_word and len(surface) > 1 and any(key in strong for key in mention.key)


def _titles(analysis: Analysis, person: str) -> set[str]:
    """The words of the titles that somebody has held."""
    pack = analysis.pack
    offices = [pack.offices[tenure.office] for tenure in pack.entities[person].tenures if tenure.office in pack.offices]
    return {word for office in offices for title in office.titles for word in title.split()}


def _within_words(analysis: Analysis, mention: Mention) -> bool:
    """`both He and Bessent`: a capital behind a small letter or a comma is a name's, and no sentence's.

    Unless another capital follows: `He Jinlan` is somebody else.
    """
    before = analysis.view[max(0, mention.start - 2) : mention.start]
    after = analysis.view[mention.end : mention.end + 2]
    return before.endswith(" ") and (before[:1].islower() or before[:1] == ",") and not after[1:].isupper()


def _joins(analysis: Analysis, left: Token, right: Token) -> bool:
    if right.kind == "pronoun" or left.kind in ("pronoun", "joint", "account"):
        return False
    gap = analysis.view[left.end : right.start]
    if left.kind in ("side", "place", "adjective") and right.kind == "outlet" and gap == "《":
        return True  # 美国《华尔街日报》
    if left.kind == "outlet" and right.kind == "role" and right.ids[0] == "media":
        return gap in grammar("zh").words("outlet_links")  # 《华尔街日报》等外媒
    if left.kind == "unknown" and right.kind == "role" and _GLOSS.fullmatch(gap):
        return True  # 朗海默（Rolf Langhammer）教授
    if right.kind == "account" and left.kind in ("side", "body", "outlet", "office"):
        return gap in _GAPS or gap in (*grammar("zh").words("actor_joiners"), *grammar("zh").words("account_joiners"))
    counted = right.kind == "role" and left.kind == "side" and gap in grammar("zh").words("indefinite")  # 美国一名高官
    if gap not in _GAPS and gap not in grammar("zh").words("actor_joiners") and not counted:
        return False
    if left.kind in ("person", "unknown"):
        return not gap and right.kind in ("role", "office") and analysis.view[right.start] > "\u2e80"
    if gap == "、":
        return left.kind == "office" and right.kind in ("office", "person") and right.end - left.start < 24
    if left.kind == "role" and right.kind not in ("person", "unknown", "role"):
        return False
    if left.kind == "side" and right.kind == "side":
        return False
    if left.kind == "outlet" and right.kind not in ("role", "unknown"):
        return False
    return not (left.kind == "office" and right.kind in ("side", "place", "body"))
