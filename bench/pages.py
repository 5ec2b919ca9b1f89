"""What the pages and the API make of requests that mean harm, or are made at random from the API's own description.

    python bench/pages.py [--examples 100] [--tries 10000] [--write]

Three kinds: requests that schemathesis makes from /api/openapi.json, fitting and not, whose answers have to be as that
says; every value of a list of harmful ones in every parameter of every page; and every path of a list. Nothing may end
in a traceback (status 500), and the workspace has to be in order afterwards. Exits 1 where anything was wrong.
"""

from __future__ import annotations

import argparse
import datetime
import importlib.metadata
import platform
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]
# ruff: noqa: E402

import schemathesis
from reliability import keep

from bilat.demo import sample_paths
from bilat.store import View
from bilat.store.checking import check
from bilat.web import create_app
from tests.web.served import TODAY, fill, pages
from tests.web.test_api_description import requests_of
from tests.web.test_hostile import PATHS

PAGES = (
    "/", "/timeline", "/state", "/phase", "/ledger", "/outlook", "/people", "/phrases", "/documents", "/search?q=the",
    "/review", "/alerts", "/login", "/pictures/timeline.svg", "/pictures/timeline.csv", "/api/timeline", "/api/records",
    "/api/people", "/api/search?q=the", "/api/search?q=the&order=relevance", "/api/review", "/api/judgements",
)  # fmt: skip
NAMES = ("on", "known_by", "since", "until", "side", "issue", "after", "q", "what", "order", "lang", "words", "next")
# What stands where a day, a place in a list, a number or a word belongs.
VALUES = (
    "' OR '1'='1", "1; DROP TABLE docs; --", "\x00", "9" * 40, "-1", "~-1", "~" + "9" * 30, "P~1", "1e400~1",
    "\u0661~\u0661", "2026-13-45", "0000-00-00", "9999-12-31", "0001-01-01", "2026-06-31", "../../etc/passwd", "%00",
    "\ud7ff\U0010ffff\u202e", "a" * 5000, "<script>1</script>", "javascript:1", "*", '"', "NEAR(a b", "^ : - +",
)  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=int, default=100, help="of each operation, fitting and not")
    parser.add_argument("--tries", type=int, default=10_000, help="of harmful values in addresses, at random")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    tried: Counter[str] = Counter()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory(prefix="bilat-pages-") as folder, sample_paths() as samples:
        workspace = Path(folder) / "bilat.db"
        fill(workspace, [str(path) for path in samples])
        described(workspace, args.examples, tried, wrong)
        addressed(workspace, args.tries, tried, wrong)
        with View(str(workspace)) as view:
            wrong += check(view.engine).problems
    print(*wrong, dict(tried), f"{len(wrong)} wrong", sep="\n")
    if args.write:
        keep("pages", told(tried))
    return 1 if wrong else 0


def described(workspace: Path, examples: int, tried: Counter[str], wrong: list[str]) -> None:
    """Requests made from the description."""
    app = create_app(str(workspace), today=lambda: TODAY, hosts=None)
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", app)
    for found in schema.get_all_operations():
        operation = found.ok()
        for fitting in (True, False):
            sent: list[Any] = []
            try:
                if fitting or list(operation.query):
                    requests_of(operation, fitting, sent.append, examples)
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt):
                    raise
                wrong.append(f"{operation.label}: {error}")
            tried["requests from the API's description, " + ("fitting" if fitting else "not fitting")] += len(sent)


def addressed(workspace: Path, most: int, tried: Counter[str], wrong: list[str]) -> None:
    """Harmful values and paths."""
    with pages(workspace) as client:
        tries = [(path, {name: value}) for path in PAGES for name in NAMES for value in VALUES]
        chosen = random.Random(1).sample(tries, min(most, len(tries)))
        for path, query in [*chosen, *((path, {}) for path in PATHS)]:
            plain, _, rest = path.partition("?")
            given = dict(part.split("=") for part in rest.split("&") if part) | query
            try:
                status = client.get(plain, params=given).status_code
            except Exception as error:
                wrong.append(f"{path} {query}: {type(error).__name__}: {error}")
                continue
            tried["harmful values in addresses" if query else "harmful paths"] += 1
            if status not in (200, 303, 400, 404, 422):
                wrong.append(f"{path} {query}: {status}")


def told(tried: Counter[str]) -> dict[str, Any]:
    """What this found, for the page of reliability."""
    return {
        "kind": "Pages and API",
        "what": "Requests that mean harm, or are made from the API's own description (`python bench/pages.py`); "
        "markup and script wherever a document, title, address or name can carry it, in Chromium "
        "(tests/web/test_markup.py); sessions, forms of others, guessing, secrets (tests/web/test_hostile.py and "
        "test_access.py).",
        "tried": dict(tried),
        "findings": [
            "a place in a list that is none (`/api/review?after=P~1`) or too large for the database: a traceback",
            "a day at the calendar's end (`/state?on=9999-12-31`, `/phase`), or a year of many digits in a search, too",
            "the API's description told of refusals in another shape than they have, and left most of them out",
            "a copy of a session's cookie went on working after signing out, after another password, and after "
            "`bilat access remove` until a restart",
        ],
        "survived": [
            "no answer but a page, a refusal (400, 404, 422) or a way to sign in; no traceback; all in order",
            "21 pages of a workspace full of markup: nothing ran, no element slipped in, no link but to http",
        ],
        "figures": {},
        "conditions": [
            f"schemathesis {importlib.metadata.version('schemathesis')}, Python {platform.python_version()}",
            "in process, the workspace of the sample articles",
        ],
        "not_covered": ["browsers other than Chromium", "stateful sequences of requests", "forms at random"],
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
