"""`python -m tests.quality.raise_floors [--new-corpus WHY]`: raise the floors to what is measured now.

Run it after an improvement, from the repository's root; it writes floors.json, ratchet.json and docs/quality.md.
`--new-corpus` is needed once the articles or their notes have changed, and its reason is kept in the chain.
"""

from __future__ import annotations

import argparse
import sys

from bilat.evaluate.reliability import reliability_svg
from bilat.evaluate.report import markdown
from bilat.evaluate.sections import sections
from tests.quality import floors as gate

PAGE = gate.HERE.parents[1] / "docs" / "quality.md"


def main() -> int:
    """Measure, raise, write; 1 where figures have sunk or the corpus has changed unannounced."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--new-corpus", metavar="WHY", help="the articles have changed, and why")
    why: str | None = parser.parse_args().new_corpus
    chain = gate.read(gate.RATCHET)
    corpus = gate.corpus_hash()
    if chain and chain[-1]["corpus"] != corpus and not why:
        print("the articles have changed; say why with --new-corpus", file=sys.stderr)
        return 1
    reports = gate.measure()
    measured = gate.figures(reports)
    top = gate.highest(chain, corpus)
    below = gate.sunk(measured, top)
    if below:
        print("\n".join(["these have sunk, mend them first:", *below]), file=sys.stderr)
        return 1
    floors = gate.raised(measured, top)
    if not chain or chain[-1]["floors"] != floors or chain[-1]["corpus"] != corpus:
        link = {"corpus": corpus, "why": why or "raised", "floors": floors}
        chain.append(link | {"seal": gate.seal(chain[-1]["seal"] if chain else "", link)})
        gate.write(gate.RATCHET, chain)
        gate.write(gate.FLOORS, {"corpus": corpus} | floors)
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(markdown(reports, sections(gate.ARTICLES.parent)), encoding="utf-8")
    curve = reliability_svg({which: reports[which].calibration for which in gate.HALVES})
    PAGE.with_name("reliability.svg").write_text(curve, encoding="utf-8")
    print(f"{sum(map(len, floors.values()))} floors, {len(chain)} times set; {PAGE.name} written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
