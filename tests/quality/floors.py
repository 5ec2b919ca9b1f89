"""Floors of the figures, and the chain of those ever set.

`floors.json` holds the floors in force: `{"corpus": HASH, "dev": {FIGURE: FLOOR}, ...}`. `ratchet.json` holds
every set of floors that was ever in force, oldest first, each sealed together with the one before it; floors lower
than the highest of the same corpus, or a chain with a changed link, fail the gate. A changed corpus starts anew, and
says why.

What is counted of the matched items alone ("of the statements found, how many have the right speaker") would sink when
more, and harder, items are found. The gate counts those hits over everything noted, so that finding more never costs.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bilat.evaluate import Figure, Report, evaluate

HERE = Path(__file__).parent
ARTICLES = HERE.parent / "fixtures" / "articles"
FLOORS = HERE / "floors.json"
RATCHET = HERE / "ratchet.json"
HALVES = ("dev", "held")
PAIRS = "pairs"
SETS = (*HALVES, PAIRS)
MARGIN = 0.01
OF_MATCHED = {
    f"{kind}.{detail}": f"{kind}.recall"
    for kind, details in (
        ("interactions", ("dated", "participants", "duration_minutes", "initiated_by", "level")),
        ("statements", ("speaker", "side", "voice", "mode", "act", "issues.recall")),
        ("measures", ("status",)),
        ("compliance", ("claim",)),
    )
    for detail in details
}
LEFT_OUT = frozenset({"statements.issues.f1"})  # of matched items alone; its precision and recall are watched

Floors = dict[str, dict[str, float]]


def corpus_hash() -> str:
    """SHA-256 over the names and bytes of the articles and their notes."""
    digest = hashlib.sha256()
    for path in sorted(ARTICLES.rglob("*")):
        if path.is_file():
            name = path.relative_to(ARTICLES).as_posix().encode()
            content = path.read_bytes()
            digest.update(b"%d %s %d " % (len(name), name, len(content)) + content)
    return digest.hexdigest()


def which_set(name: str) -> str:
    """`dev` for odd numbered articles, which one may look at while improving; `held` for even numbered ones."""
    number = re.search(r"(\d+)$", name)
    if number is None:
        raise ValueError(f"{name}: an article's folder ends in a number")
    return HALVES[(int(number.group(1)) + 1) % 2]


def measure() -> dict[str, Report]:
    """The reports of both halves, and of the pairs of accounts, which may have an article in each half."""
    report = evaluate([ARTICLES])
    articles = report.where(lambda tally: tally.genre is not None)
    dev = articles.where(lambda tally: which_set(tally.name) == HALVES[0])
    held = articles.where(lambda tally: which_set(tally.name) == HALVES[1])
    pairs = report.where(lambda tally: tally.genre is None)
    return dict(zip(SETS, (dev, held, pairs), strict=True))


def figures(reports: dict[str, Report]) -> Floors:
    """The values that the gate watches: figures without anything to count left out."""
    return {which: gated(report.figures) for which, report in reports.items()}


def gated(measured: Mapping[str, Figure]) -> dict[str, float]:
    """Figures by name, those of matched items alone counted over all that is noted."""
    found = {}
    for name, figure in measured.items():
        whole = measured.get(OF_MATCHED.get(name, name), figure)
        if figure.value is not None and whole.total and name not in LEFT_OUT:
            found[name] = figure.hits / whole.total
    return found


def raised(measured: Floors, before: Floors) -> Floors:
    """Floors a margin below what was measured, and nowhere below the floors before."""
    return {
        which: {
            name: round(max(value - MARGIN, before.get(which, {}).get(name, 0.0)), 4)
            for name, value in sorted(measured[which].items())
        }
        for which in SETS
    }


def sunk(measured: Floors, floors: Floors) -> list[str]:
    """What is below its floor, or no longer measured, a line each."""
    return [
        f"{which} {name}: {measured[which].get(name)} is below {floor}"
        for which in SETS
        for name, floor in floors[which].items()
        if measured[which].get(name, -1.0) < floor
    ]


def seal(before: str, link: dict[str, Any]) -> str:
    """What seals a link of the chain to the one before it."""
    body = {key: value for key, value in link.items() if key != "seal"}
    return hashlib.sha256((before + json.dumps(body, sort_keys=True)).encode()).hexdigest()


def chained(chain: list[dict[str, Any]]) -> bool:
    """True where every link bears the seal of its content and of the link before."""
    before = ""
    for link in chain:
        if link["seal"] != seal(before, link):
            return False
        before = link["seal"]
    return True


def highest(chain: list[dict[str, Any]], corpus: str) -> Floors:
    """The highest floors ever set for a corpus."""
    found: Floors = {which: {} for which in SETS}
    for link in chain:
        for which in SETS if link["corpus"] == corpus else ():
            for name, floor in link["floors"][which].items():
                found[which][name] = max(floor, found[which].get(name, 0.0))
    return found


def lowered(floors: Floors, top: Floors) -> list[str]:
    """Floors that are missing or lower than they once were, a line each."""
    return [
        f"{which} {name}: {floors[which].get(name)} was {floor} once"
        for which in SETS
        for name, floor in top[which].items()
        if floors[which].get(name, -1.0) < floor
    ]


def read(path: Path) -> Any:
    """A JSON file's content, an empty list where there is none yet."""
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []


def write(path: Path, content: Any) -> None:
    """Write JSON as it is kept in the repository."""
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
