"""Fetching against servers on this machine that misbehave in each way: how many ways were tried, and what was refused.

    python bench/network.py

Runs the tests of fetching (tests/fetching: real servers on loopback, which the tests alone allow), counts them by what
they try, and writes bench/reliability/network.json. Exits 1 where one fails.
"""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).parents[1]
FOUND = (
    "headers that drip were waited for without end: time was looked at between pieces of the body only",
    "a body that drips less than 64 KB was waited for without end",
    "interim answers (1xx) without end",
    "a body packed several times could become more than memory before its size was looked at",
    "a body whose packing breaks off was taken for whole",
    "redirects, retries and robots.txt each had the time of a page: together half an hour",
    "IPv4-compatible, site-local, 6to4 and Teredo addresses were called",
    "robots.txt: stars and the longest rule (RFC 9309) were not understood",
    "one sitemap of sitemaps could lead to millions of pages",
    "addresses in messages could steer a terminal or forge lines",
)


def main() -> None:
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "tests/fetching", "-q", "-p", "no:xdist"]
        command.append(f"--junit-xml={report}")
        subprocess.run(command, cwd=ROOT, check=False)
        cases = list(ElementTree.parse(report).iter("testcase"))
    tried: Counter[str] = Counter()
    bad = []
    for case in cases:
        name = str(case.get("name")).partition("[")[0].removeprefix("test_").replace("_", " ")
        tried[name] += 1
        if any(part.tag in ("failure", "error") for part in case):
            bad.append(str(case.get("name")))
    skipped = sum(part.tag == "skipped" for case in cases for part in case)
    result = {
        "kind": "network",
        "what": "fetching against servers on loopback that misbehave: addresses, redirects, drips, floods, bombs,"
        " broken answers, certificates, robots.txt",
        "tried": len(cases) - skipped,
        "findings": len(FOUND),
        "survived": len(cases) - skipped - len(bad),
        "figures": {"tried by kind": dict(tried), "found and mended": FOUND, "failing now": bad, "skipped": skipped},
        "conditions": {"command": "python bench/network.py", "seconds": round(time.monotonic() - started)},
        "not_covered": [
            "real name servers that rebind: the resolver is replaced in the test",
            "HTTP/2 (not spoken), proxies (not used), revoked certificates (not looked up)",
            "the time that the system's resolver takes",
        ],
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
    }  # fmt: skip
    folder = ROOT / "bench" / "reliability"
    folder.mkdir(exist_ok=True)
    told = json.dumps(result, indent=1, ensure_ascii=False) + "\n"
    folder.joinpath("network.json").write_text(told, encoding="utf-8")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
