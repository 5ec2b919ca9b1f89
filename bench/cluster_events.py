"""Times the clustering of generated interactions into events, by their number, and how the time grows with it.

    python bench/cluster_events.py [--sizes 10000 100000 1000000] [--limit 600]

The reports are of imagined events: each event has a day, a kind, people and a place of the pack's, and is told by one
to a hundred reports (most by few, some by many, as in the news), of which some err by a day, tell only the month or no
date, name only one side, or share a document. The events lie on as many days as the news of that size would: about 270
reports a day. Prints seconds of the clock and of the processor, peak memory, how many events were found, and of how
many the reports were generated; exits 1 above the limit, or where a report costs more than 1.5 times as much at the
largest size as at the smallest.
"""

from __future__ import annotations

import argparse
import datetime
import random
import resource
import subprocess
import sys
import time

from bilat import packs
from bilat.model import Document, Evidence, Interaction, Name, digest
from bilat.packs import Pack
from bilat.relate.events import events

A_DAY = 270
_GROWTH = 1.5
_FIRST = datetime.date(1979, 1, 1).toordinal()
_STATUSES = ("held",) * 7 + ("planned",) * 2 + ("cancelled",)
_KINDS = ("call", "meeting", "talks", "visit", "summit", "video_call", "letter")


def reports(count: int, pack: Pack) -> tuple[list[Interaction], list[Document], int]:
    """So many interactions, the documents that tell them (two each, or three), and how many events they are of."""
    chance = random.Random(count)
    people = [e for e in pack.entities.values() if e.kind == "person" and e.side]
    places = [e.name for e in pack.entities.values() if e.kind == "place"][:60]
    days = max(1, count // A_DAY)
    told: list[Interaction] = []
    published: dict[str, str] = {}
    founded = 0
    while len(told) < count:
        founded += 1
        day = _FIRST + chance.randrange(days)
        kind, place = chance.choice(_KINDS), chance.choice(places) if chance.random() < 0.7 else None
        who = chance.sample(people, chance.choice((2, 2, 2, 3, 4)))
        status = chance.choice(_STATUSES)
        for _ in range(min(int(chance.paretovariate(0.9)), 100, count - len(told))):
            doc = f"doc/{digest(len(told) // 2, day)}"
            published[doc] = datetime.date.fromordinal(day + chance.choice((0, 0, 1, 1, 2, 5))).isoformat()
            names = who if chance.random() < 0.8 else who[:1]
            told.append(
                Interaction(
                    doc=doc,
                    evidence=(Evidence(start=len(told), end=len(told) + 1, quote="x"),),
                    kind=kind,
                    status=status,
                    date=_told_date(day, chance),
                    date_basis="stated",
                    place=place if chance.random() < 0.8 else None,
                    participants=tuple(Name(name=p.name, surface=p.name, entity=p.id, side=p.side) for p in names),
                )
            )
    documents = [Document(id=key, text="x", language="en", published=day) for key, day in published.items()]
    return told, documents, founded


def _told_date(day: int, chance: random.Random) -> str | None:
    drawn = chance.random()
    if drawn < 0.08:
        return None
    if drawn < 0.13:
        return datetime.date.fromordinal(day).isoformat()[:7]
    return datetime.date.fromordinal(day + (chance.choice((-1, 1)) if drawn < 0.18 else 0)).isoformat()


def one(count: int) -> None:
    """Measure one size in this process."""
    pack = packs.load("us-cn")
    told, documents, founded = reports(count, pack)
    source_of = {document.id: document.id for document in documents}
    clock, processor = time.perf_counter(), time.process_time()
    found = events(told, documents, pack, source_of=source_of)
    clock, processor = time.perf_counter() - clock, time.process_time() - processor
    assert sum(len(event.records) for event in found) == len(told)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count} {clock} {processor} {peak} {len(found)} {founded}")


def main() -> int:
    """Each size in a process of its own."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    asked.add_argument("--limit", type=float, default=600.0, help="seconds of the clock for the largest")
    asked.add_argument("--one", type=int, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.one:
        one(given.one)
        return 0
    costs, clock = [], 0.0
    print("interactions   seconds  CPU seconds  us each   peak MB    events  generated from")
    for size in sorted(given.sizes):
        done = subprocess.run([sys.executable, __file__, "--one", str(size)], capture_output=True, text=True)
        if done.returncode:
            sys.exit(done.stderr)
        count, clock, processor, peak, found, founded = map(float, done.stdout.split())
        costs.append(1e6 * processor / count)
        print(
            f"{count:12.0f} {clock:9.1f} {processor:12.1f} {costs[-1]:8.0f} {peak:9.0f} {found:9.0f} {founded:9.0f}",
            flush=True,
        )
    growth = costs[-1] / costs[0]
    print(f"a report costs {growth:.2f} times as much at the largest size as at the smallest")
    return int(clock > given.limit or growth > _GROWTH)


if __name__ == "__main__":
    sys.exit(main())
