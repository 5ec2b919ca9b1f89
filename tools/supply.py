"""What bilat is made of: licences of all that it is installed with, and a CycloneDX list of it.

    python tools/supply.py            writes docs/licences.md and requirements/bilat.cdx.json
    python tools/supply.py --check    exits 1 where they are out of date, or a licence is not one that we take

Names, versions and hashes come from the locks (requirements/run.txt, dev.txt), licences from what the installed
packages say of themselves. `run` is what bilat runs with, and may be of permissive licences or of those that ask for
nothing but that their own files stay open (MPL-2.0); `dev` is what it is tested with, and is handed on to nobody.
"""

from __future__ import annotations

import json
import re
import sys
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
LOCKS = ROOT / "requirements"
MODELS = ROOT / "src" / "bilat" / "extract" / "readers" / "models" / "SHA256SUMS"
PAGE = ROOT / "docs" / "licences.md"
LIST = LOCKS / "bilat.cdx.json"
# SPDX ids of licences that let everybody use, change and hand on, whatever with.
PERMISSIVE = frozenset({
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CNRI-Python", "ISC", "MIT", "MIT-0", "PSF-2.0",
    "Python-2.0", "Unlicense", "Zlib",
})  # fmt: skip
# Asks that its own files, where changed, stay open; we change none of them.
PER_FILE = frozenset({"MPL-2.0", "MPL-1.1"})
# What is tested with, of another licence, and why that does no harm.
TESTED_WITH = {
    "python-stdnum": "LGPL-2.1; comes with followthemoney, which one test of an export reads with; never handed on",
    "text-unidecode": "Artistic-1.0 (or GPL); comes with frictionless, which one test of an export reads with",
}
# What packages say of their licence in words of their own, as SPDX ids.
_WORDS = (
    (r"apache", "Apache-2.0"), (r"\bmpl|mozilla", "MPL-2.0"), (r"lgpl|lesser general", "LGPL-2.1-or-later"),
    (r"artistic", "Artistic-1.0"), (r"\b(?:a?gpl|general public)", "GPL-2.0-or-later"), (r"\bisc\b", "ISC"),
    (r"python software foundation|\bpsf", "PSF-2.0"), (r"2[- ]clause", "BSD-2-Clause"), (r"\bbsd\b", "BSD-3-Clause"),
    (r"unlicense", "Unlicense"), (r"\bmit\b", "MIT"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A locked package. `licence`: an SPDX expression; `run`: bilat runs with it; `hashes`: SHA-256 of its files."""

    name: str
    version: str
    licence: str
    run: bool
    hashes: tuple[str, ...]


def locked(lock: Path) -> dict[str, tuple[str, tuple[str, ...]]]:
    """By name the version and the hashes of every package of a lock."""
    found: dict[str, tuple[str, list[str]]] = {}
    name = ""
    for line in lock.read_text("utf-8").splitlines():
        pin = re.match(r"([A-Za-z0-9_.-]+)==([^\s;]+)", line)
        if pin:
            name = pin[1]
            found[name] = (pin[2], [])
        elif (digest := re.search(r"--hash=sha256:([0-9a-f]{64})", line)) and name:
            found[name][1].append(digest[1])
    return {name: (version, tuple(hashes)) for name, (version, hashes) in found.items()}


def packages() -> list[Package]:
    """Every locked package that is installed here, by name. Raises LookupError where one is of another version."""
    run, every = locked(LOCKS / "run.txt"), locked(LOCKS / "dev.txt")
    return [
        Package(name=name, version=version, licence=licence_of(name), run=name in run, hashes=hashes)
        for name, (version, hashes) in sorted(every.items())
    ]


def licence_of(name: str) -> str:
    """What an installed package says its licence is, as an SPDX expression. Raises LookupError where it says nothing
    that is known, or is not installed."""
    try:
        told = metadata.metadata(name)
    except metadata.PackageNotFoundError as missing:
        raise LookupError(f"{name} is not installed; pip install --requirement requirements/dev.txt") from missing
    stated = told.get("License-Expression")
    if stated:
        return str(stated)
    classifiers = [one.rpartition(" :: ")[2] for one in told.get_all("Classifier", []) if one.startswith("License ::")]
    words = [*classifiers, str(told.get("License") or "").splitlines()[0] if told.get("License") else ""]
    found = list(dict.fromkeys(spdx for text in words for spdx in _ids(text)))
    if not found:
        raise LookupError(f"{name} says nothing of its licence that is known: {words}")
    return " AND ".join(found) if " AND " in words[-1] else " OR ".join(found)


def _ids(text: str) -> Iterator[str]:
    for part in re.split(r" AND | OR |;|, ", text):
        for pattern, spdx in _WORDS:
            if re.search(pattern, part, re.IGNORECASE):
                yield spdx
                break


def taken(licence: str, allowed: frozenset[str]) -> bool:
    """Whether an SPDX expression can be met by licences that are allowed: one of those joined by OR, all by AND."""
    def one_of(text: str) -> bool:
        return any(all_of(part) for part in _split(text, "OR"))

    def all_of(text: str) -> bool:
        return all(single(part) for part in _split(text, "AND"))

    def single(text: str) -> bool:
        text = text.strip()
        return one_of(text[1:-1]) if text.startswith("(") else text.split(" WITH ")[0] in allowed

    return one_of(licence)


def _split(text: str, word: str) -> list[str]:
    """An expression at a word that stands in no parentheses."""
    parts, depth = [""], 0
    for token in re.split(r"(\s+|[()])", text):
        depth += (token == "(") - (token == ")")
        if token == word and depth == 0:
            parts.append("")
        else:
            parts[-1] += token
    return parts


def refused(found: Sequence[Package]) -> list[str]:
    """Packages of licences that we do not take, a line each."""
    return [
        f"{one.name} {one.version}: {one.licence}" + ("; bilat runs with it" if one.run else "; see TESTED_WITH")
        for one in found
        if not taken(one.licence, PERMISSIVE | PER_FILE) and (one.run or one.name not in TESTED_WITH)
    ]


def page(found: Sequence[Package]) -> str:
    """docs/licences.md."""
    parts = [
        "# Licences\n\nMade by `make supply` from the locks and from what the packages say of themselves; a test\n"
        "refuses others than permissive ones and those that ask for nothing but that their own files stay open\n"
        "([MPL-2.0](https://www.mozilla.org/MPL/2.0/)). bilat itself is under the Apache License 2.0. The same as\n"
        "data, with the models: `requirements/bilat.cdx.json` (CycloneDX).\n"
    ]
    for title, run in (("What bilat runs with", True), ("What it is tested with", False)):
        rows = [f"| {one.name} | {one.version} | {one.licence} |" for one in found if one.run is run]
        head = [f"## {title}\n", "| package | version | licence |", "| --- | --- | --- |"]
        parts.append("\n".join([*head, *rows]) + "\n")
    noted = [f"- {name}: {why}" for name, why in sorted(TESTED_WITH.items())]
    return "\n".join([*parts, "Of another licence, and why that does no harm:\n", *noted]) + "\n"


def bill(found: Sequence[Package]) -> str:
    """What bilat runs with as a CycloneDX 1.6 list (JSON), the same bytes for the same locks."""
    from cyclonedx.model import HashAlgorithm, HashType
    from cyclonedx.model.bom import Bom
    from cyclonedx.model.component import Component, ComponentType
    from cyclonedx.model.license import LicenseExpression
    from cyclonedx.output.json import JsonV1Dot6
    from packageurl import PackageURL

    told = tomllib_of(ROOT / "pyproject.toml")["project"]
    own = Component(
        name="bilat", version=told["version"], type=ComponentType.APPLICATION, bom_ref="bilat",
        licenses=[LicenseExpression(told["license"])],
    )  # fmt: skip
    parts = [
        Component(
            name=one.name, version=one.version, type=ComponentType.LIBRARY, bom_ref=f"{one.name}=={one.version}",
            purl=PackageURL("pypi", name=one.name, version=one.version), licenses=[LicenseExpression(one.licence)],
            hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest) for digest in one.hashes],
        )
        for one in found
        if one.run
    ]  # fmt: skip
    models = [line.split() for line in MODELS.read_text("utf-8").splitlines() if line.strip()]
    parts += [
        Component(
            name=name, type=ComponentType.MACHINE_LEARNING_MODEL, bom_ref=f"model:{name}",
            hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest)],
        )
        for digest, name in models
    ]  # fmt: skip
    name = uuid.uuid5(uuid.NAMESPACE_URL, "\n".join(sorted(str(part.bom_ref) for part in parts)))
    bom = Bom(components=parts, serial_number=name)
    bom.metadata.component = own
    bom.register_dependency(own, parts)
    made: dict[str, Any] = json.loads(JsonV1Dot6(bom).output_as_string())
    made["metadata"].pop("timestamp", None)
    return json.dumps(made, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def tomllib_of(path: Path) -> dict[str, Any]:
    """A TOML file."""
    import tomllib

    return tomllib.loads(path.read_text("utf-8"))


def main(arguments: Sequence[str]) -> int:
    """Write or check the page and the list."""
    found = packages()
    wrong = refused(found)
    for path, text in ((PAGE, page(found)), (LIST, bill(found))):
        if "--check" not in arguments:
            path.write_text(text, "utf-8")
        elif not path.is_file() or path.read_text("utf-8") != text:
            wrong.append(f"{path.relative_to(ROOT)} is out of date: python tools/supply.py")
    print(*wrong, f"{len(found)} packages, {len(wrong)} problems", sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
