"""Two governments' accounts of one interaction, side by side, against what the notes say that each raises."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bilat.evaluate.gold import Gold
from bilat.evaluate.tally import Tally
from bilat.model import Comparison, Document, Record, Silence
from bilat.packs import Pack
from bilat.pipeline import relate


def score_pairs(
    golds: Iterable[Gold], documents: Mapping[str, Document], by_document: Mapping[str, Sequence[Record]], pack: Pack
) -> list[Tally]:
    """One tally a pair of which both accounts are there. `documents`: by the name of their gold; `by_document`: their
    records by document id. The two are related alone, as the notes were made: of an event there may be other accounts.
    """
    pairs: dict[str, dict[str, Gold]] = {}
    for gold in golds:
        if gold.notes.get("pair"):
            pairs.setdefault(gold.notes["pair"], {})[gold.notes["account"]] = gold
    both = {name: accounts for name, accounts in sorted(pairs.items()) if len(accounts) > 1}
    return [
        score_pair(name, accounts, documents, _compared(accounts, documents, by_document, pack))
        for name, accounts in both.items()
    ]


def _compared(
    accounts: Mapping[str, Gold],
    documents: Mapping[str, Document],
    by_document: Mapping[str, Sequence[Record]],
    pack: Pack,
) -> list[Comparison]:
    """What relating the two accounts gives."""
    two = [documents[gold.name] for gold in accounts.values() if gold.name in documents]
    told = [record for one in two for record in by_document.get(one.id, ()) if not _is_observed(record)]
    return [record for record in relate(two, told, pack).observed if isinstance(record, Comparison)]


def _is_observed(record: Record) -> bool:
    return isinstance(record, Comparison) or (isinstance(record, Silence) and record.basis == "observed")


def score_pair(
    name: str, accounts: Mapping[str, Gold], documents: Mapping[str, Document], compared: Sequence[Comparison]
) -> Tally:
    """The tally of two accounts, `compared` being what comparing them gave."""
    languages = {gold.language for gold in accounts.values()}
    tally = Tally(name, language=languages.pop() if len(languages) == 1 else None)
    wanted = _outcomes({side: _issues(gold, side) for side, gold in accounts.items()})
    ids = {documents[gold.name].id if gold.name in documents else None for gold in accounts.values()}
    got = {(record.issue, record.outcome) for record in compared if ids <= set(record.docs)}
    tally.check("pairs.found", bool(got), accounts=sorted(gold.name for gold in accounts.values()))
    tally.add("pairs.recall", len(wanted & got), len(wanted))
    tally.add("pairs.precision", len(wanted & got), len(got))
    if got and wanted != got:
        tally.missed("pairs.f1", missed=sorted(wanted - got), extra=sorted(got - wanted))
    return tally


def _issues(gold: Gold, side: str) -> set[str]:
    return set(gold.notes["issues_by_side"].get(side, ()))


def _outcomes(raised: Mapping[str, set[str]]) -> set[tuple[str, str]]:
    (first, ours), (second, theirs) = sorted(raised.items())
    return {
        (issue, "both" if issue in ours & theirs else f"only_{first if issue in ours else second}")
        for issue in ours | theirs
    }
