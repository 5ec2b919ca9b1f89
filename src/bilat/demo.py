"""What `bilat demo` shows: the bundled samples, and a summary of what was found in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

from bilat.model import TYPES, Interaction
from bilat.pipeline import Run


@contextmanager
def sample_paths() -> Iterator[list[str]]:
    """The bundled sample articles as files, in the order of their names."""
    with resources.as_file(resources.files("bilat").joinpath("samples")) as folder:
        yield [str(path) for path in sorted(folder.glob("*.txt"))]


def summary(result: Run, folder: Path) -> str:
    """A few lines for the terminal: how much of what was found, the interactions, and what to try next."""
    counts = Counter(TYPES[type(record)] for record in result.records)
    lines = [f"{len(result.documents)} documents: " + ", ".join(f"{n} {kind}s" for kind, n in counts.most_common()), ""]
    lines += ["Interactions, latest first:"]
    events: dict[str, Interaction] = {}
    for record in result.records:
        if isinstance(record, Interaction) and record.date:
            events.setdefault(record.event or f"{record.kind} {record.date}", record)
    for record in sorted(events.values(), key=lambda r: str(r.date), reverse=True)[:12]:
        who = ", ".join(person.name for person in record.participants) or "not named"
        where = f" in {record.place}" if record.place else ""
        lines.append(f"  {record.date:<10}  {record.kind} ({record.status}){where}: {who}")
    lines += ["", f"Open {folder / 'brief.en.html'} in a browser (also brief.zh-Hans.html and brief.zh-Hant.html)."]
    lines += [
        "Next: `bilat brief YOUR-ARTICLES -o brief.html`, `bilat extract YOUR-ARTICLES --format jsonl`, `bilat --help`."
    ]
    return "\n".join(lines)
