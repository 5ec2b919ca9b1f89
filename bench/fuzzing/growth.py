"""Time against size, stage by stage: hostile repetition of n, 2n and 4n characters may cost about 1, 2 and 4."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bilat.export.brief import render_brief
from bilat.export.pack_labels import labels_of
from bilat.extract import extract
from bilat.extract.analysis import Analysis
from bilat.guards import screen
from bilat.model import Document, Record, document_json, to_json
from bilat.packs import Pack
from bilat.pipeline import outlet_kinds, relate
from bilat.reading.compose import compose
from bilat.reading.decoding import decode
from bilat.reading.stated import Stated

STAGES = ("decode", "compose", "analyse", "extract", "guard", "relate", "records", "brief")
NOTICED = 0.25  # seconds; what takes less is not judged
STEEPEST = 9.0  # times as long for four times as much: linear is 4, quadratic is 16


@dataclass(frozen=True, slots=True)
class Steep:
    """A stage whose time grows faster than the text. `seconds`: at n, 2n, 4n characters of `unit`, n being `size`."""

    stage: str
    unit: str
    size: int
    seconds: tuple[float, ...]

    @property
    def times(self) -> float:
        return self.seconds[-1] / max(self.seconds[0], 1e-4)


def stages(text: str, pack: Pack, published: str | None = "2025-06-10") -> dict[str, float]:
    """CPU seconds of each stage for a text."""
    found: dict[str, float] = {}

    def timed(name: str, work: Callable[[], Any]) -> Any:
        started = time.process_time()
        result = work()
        found[name] = time.process_time() - started
        return result

    raw = text.encode("utf-8", "surrogatepass")
    timed("decode", lambda: _quiet(decode, raw))
    text = text.encode("utf-8", "replace").decode()
    document: Document = timed(
        "compose", lambda: compose("a", "a.txt", text, Stated(published=published), _kinds(pack))
    )
    analysis: Analysis = timed("analyse", lambda: Analysis(document, pack))
    records: list[Record] = timed("extract", lambda: list(extract(document, pack, analysis=analysis)))
    kept = timed("guard", lambda: screen(records, document, pack, analysis=analysis)).kept
    related = timed("relate", lambda: relate([document], kept, pack))
    timed("records", lambda: [document_json(document), *map(to_json, related.records)])
    labels = labels_of(pack)
    every = [*related.records, *related.observed]
    timed("brief", lambda: render_brief([document], every, lang="en", labels=labels, pack=pack))
    return found


@functools.cache
def _kinds(pack: Pack) -> dict[str, str]:
    return outlet_kinds(pack)


def _quiet(work: Callable[[bytes], Any], raw: bytes) -> Any:
    try:
        return work(raw)
    except Exception:
        return None


def steep(unit: str, pack: Pack, repeated: Callable[[str, int], str], sizes: Sequence[int]) -> Iterator[Steep]:
    """The stages that are steep for one unit. `sizes`: n, 2n, 4n, each of which is tried in turn; a stage that is slow
    and steep at the largest is measured once more, for a machine has moods."""
    told = [stages(repeated(unit, size), pack) for size in sizes]
    for name in STAGES:
        seconds = tuple(one[name] for one in told)
        if seconds[-1] >= NOTICED and seconds[-1] > STEEPEST * max(seconds[0], 1e-3):
            yield Steep(name, unit, sizes[0], seconds)
