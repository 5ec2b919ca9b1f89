"""bilat and dateparser on the same suites of date expressions.

    python bench/dates_peers.py SUITE.jsonl...

dateparser is asked twice: as a search over the sentence, which is bilat's own task, and with the expression cut out for
it, which spares it the finding. It knows neither ranges, lengths nor vague dates, so that beside `right` (date, end and
kind) stands `date right`, which asks for the date and its precision alone. Its date is cut to the period it states
(year, month, day). The day of publication is its base, and undated parts are taken from the past, as news mostly means
them. Needs dateparser, which comes with the `dev` locks; it is no part of bilat.
"""

from __future__ import annotations

import sys
import time
import warnings
from datetime import datetime
from pathlib import Path
from typing import Any

from bilat.evaluate.dates import Answer, Triple, read, rows, table

CODES = {"en": ["en"], "zh-Hans": ["zh", "zh-Hans"], "zh-Hant": ["zh-Hant"]}
LENGTHS = {"year": 4, "month": 7}
NOTHING: Triple = (None, None, None)


def settings(row: dict[str, Any]) -> dict[str, Any]:
    """dateparser's settings for a row."""
    base = datetime.fromisoformat(f"{row['published']}T12:00:00")
    return {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past", "RETURN_AS_TIMEZONE_AWARE": False}


def parsed(text: str, row: dict[str, Any]) -> Triple:
    """What dateparser reads in an expression, cut to its period."""
    from dateparser.date import DateDataParser

    data = DateDataParser(languages=CODES[row["language"]], settings=settings(row)).get_date_data(text)
    if data.date_obj is None:
        return NOTHING
    return data.date_obj.date().isoformat()[: LENGTHS.get(data.period, 10)], None, "point"


def searched(row: dict[str, Any]) -> Triple:
    """What dateparser finds in the sentence over the expression."""
    from dateparser.search import search_dates

    found = search_dates(row["text"], languages=CODES[row["language"]], settings=settings(row)) or []
    start, end, at = row["start"], row["start"] + len(row["expression"]), 0
    best, most = None, 0
    for text, _ in found:
        begins = row["text"].find(text, at)
        if begins < 0:
            continue
        at = begins + len(text)
        shared = min(end, at) - max(start, begins)
        if shared > most:
            best, most = text, shared
    return parsed(best, row) if best else NOTHING


def main() -> int:
    """Print a table for each reader."""
    warnings.filterwarnings("ignore")
    suite = [row for path in sys.argv[1:] for row in rows(Path(path))]
    if not suite:
        sys.exit(__doc__)
    readers = {
        "bilat": read,
        "dateparser, search in the sentence": searched,
        "dateparser, given the expression": lambda row: parsed(row["expression"], row),
    }
    for name, reader in readers.items():
        for row in {row["language"]: row for row in suite}.values():
            reader(row)  # what is loaded once is not counted
        began = time.perf_counter()
        answers = [Answer(row, reader(row)) for row in suite]
        took = time.perf_counter() - began
        print(f"{name} ({1000 * took / len(suite):.1f} ms an expression)\n{table(answers)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
