"""How often records of each class are right, counted on the odd-numbered articles; src/bilat/guards/confidence.yaml.

    python bench/fit_confidence.py     writes it, and prints how it holds on the even-numbered ones

Each class is drawn towards its kind's share by WEIGHT imaginary records of it, since the classes are small.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from bilat.evaluate.calibration import calibration, gap  # noqa: E402
from bilat.guards import confidence  # noqa: E402
from bilat.model import TYPES  # noqa: E402
from tests.quality import floors  # noqa: E402

WEIGHT = 5
TABLE = ROOT / "src" / "bilat" / "guards" / "confidence.yaml"
HEAD = """# Written by bench/fit_confidence.py: of the records of each class how many are right, on the odd-numbered
# articles of tests/fixtures/articles (statements: what is said, and by whom; interactions: kind, status, day or who).
"""

Counted = dict[str, dict[str, tuple[int, int]]]


def counted(weighed: list[tuple[str, str, bool]]) -> Counted:
    """By kind and class: how many are right, and how many there are."""
    found: Counted = defaultdict(dict)
    for kind, name, right in weighed:
        hits, total = found[kind].get(name, (0, 0))
        found[kind][name] = (hits + right, total + 1)
    return found


def fitted(found: Counted) -> dict[str, dict[str, float]]:
    """By kind and class the share that is right, smoothed."""
    shares = {}
    for kind, classes in found.items():
        prior = sum(hits for hits, _ in classes.values()) / sum(total for _, total in classes.values())
        shares[kind] = {n: round((h + WEIGHT * prior) / (t + WEIGHT), 3) for n, (h, t) in sorted(classes.items())}
    return shares


def main() -> None:
    """Fit, write, and print how far confidence and truth lie apart before and after."""
    table, confidence.table = confidence.table, dict  # type: ignore[assignment]  # as the extractor gives them
    told = {which: [w for t in report.tallies for w in t.weighed] for which, report in floors.measure().items()}
    rows = {w: [(TYPES[type(r)], confidence.class_of(r), r.confidence, ok) for r, ok in told[w]] for w in floors.HALVES}
    found = counted([(kind, name, ok) for kind, name, _, ok in rows["dev"]])
    shares = fitted(found)
    lines = [HEAD, "right:\n"]
    for kind in sorted(shares):
        lines.append(f"  {kind}:\n")
        lines += [f"    {n}: {s}  # {found[kind][n][0]} of {found[kind][n][1]}\n" for n, s in shares[kind].items()]
    TABLE.write_text("".join(lines), encoding="utf-8")
    for which, items in rows.items():
        before = gap(calibration((kind, sure, ok) for kind, _, sure, ok in items))
        after = gap(calibration((kind, shares[kind].get(name, sure), ok) for kind, name, sure, ok in items))
        print(f"{which}: {len(items)} records, {before:.3f} apart before, {after:.3f} after")
    confidence.table = table


if __name__ == "__main__":
    main()
