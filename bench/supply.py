"""What bilat is made of: licences, hashes, the CycloneDX list, the wheel, known weaknesses; as its tests tell it.

    python bench/supply.py [--audit PROGRAM]

Runs tests/test_supply.py and writes bench/reliability/supply.json. PROGRAM is a pip-audit (`make audit` installs one);
without it, or where no advisories can be had, known weaknesses are told as not looked up, with the reason. Exits 1
where a test fails.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

sys.path.insert(0, str(Path(__file__).parent))

from reliability import keep

ROOT = Path(__file__).parents[1]
FOUND = [
    "pip-audit succeeds where its registry tells nothing of any package: told as not looked up now, as no success",
]


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--audit", metavar="PROGRAM")
    audit = asked.parse_args().audit
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        call = [sys.executable, "-m", "pytest", "tests/test_supply.py", "-q", "-p", "no:xdist", f"--junit-xml={report}"]
        subprocess.run(call, cwd=ROOT, check=False, env=os.environ | ({"BILAT_AUDIT": audit} if audit else {}))
        cases = list(ElementTree.parse(report).iter("testcase"))
    skipped = [str(part.get("message")) for case in cases for part in case if part.tag == "skipped"]
    failed = [str(case.get("name")) for case in cases if any(part.tag in ("failure", "error") for part in case)]
    listed = json.loads((ROOT / "requirements" / "bilat.cdx.json").read_text("utf-8"))["components"]
    keep("supply", {
        "kind": "Supply chain", "what": "Locks with hashes, licences, the CycloneDX list, the wheel's bytes, known "
        "weaknesses (`python bench/supply.py`, tests/test_supply.py).",
        "tried": len(cases) - len(skipped), "findings": FOUND, "survived": len(cases) - len(skipped) - len(failed),
        "figures": {
            "packages locked, each with its hashes and a licence that is taken": len(listed),
            "failing now": failed or "none",
            "known weaknesses": "; ".join(skipped) or ("see above" if failed else "looked up, none found"),
        },
        "conditions": [f"Python {sys.version.split()[0]}", "pip-audit given" if audit else "no pip-audit given"],
        "not_covered": ["weaknesses that nobody has published", *(["known weaknesses, here"] if skipped else [])],
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
    })  # fmt: skip
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
