"""The documentation says what is so: generated parts are current, links lead somewhere, commands exist, Python runs."""

from __future__ import annotations

import importlib.util
import json
import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import click
import pytest

from bilat import document_json, run, to_json
from bilat.cli import main as command_line

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\[[^\]]+\]\(([^)\s]+)\)")


def page_name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def blocks(page: Path, *languages: str) -> Iterator[str]:
    yield from (code for language, code in FENCE.findall(page.read_text("utf-8")) if language in languages)


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_generated_parts_are_current() -> None:
    """`make docs` writes them."""
    assert [page_name(page) for page in generator().outdated()] == []


def test_a_part_out_of_date_would_be_seen() -> None:
    stale = "<!-- generated: records -->\nsomething else\n<!-- end -->"
    assert generator().renewed(stale) != stale


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", page.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_links_lead_somewhere(page: Path) -> None:
    broken = []
    for link in LINK.findall(FENCE.sub("", page.read_text("utf-8"))):
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path) if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


def commands_in(page: Path) -> Iterator[list[str]]:
    """The calls of bilat in a page's shell blocks, and in its spans of code."""
    text = page.read_text("utf-8")
    lines = [line for code in blocks(page, "sh", "console") for line in code.splitlines()]
    lines += re.findall(r"`((?:\.venv/bin/)?bilat [^`\n]+)`", FENCE.sub("", text))
    for line in lines:
        words = shlex.split(line, comments=True)
        if words and words[0].removeprefix(".venv/bin/") == "bilat" and "COMMAND" not in words:
            yield words[1:]


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_commands_exist_with_their_options(page: Path) -> None:
    for words in commands_in(page):
        command: click.Command = command_line
        while isinstance(command, click.Group) and words and not words[0].startswith("-"):
            assert words[0] in command.commands, f"bilat {words[0]}"
            command, words = command.commands[words[0]], words[1:]
        known = {name for option in command.params for name in (*option.opts, *option.secondary_opts)}
        used = {word.partition("=")[0] for word in words if word.startswith("-") and word != "-"}
        assert used <= known | {"--help", "-h"}, (command.name, used - known)


def test_make_targets_exist() -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {name for page in PAGES for name in re.findall(r"^make (\w+)$|`make (\w+)`", page.read_text("utf-8"), re.M)}
    assert {each for pair in named for each in pair if each} <= targets


@pytest.mark.parametrize("page", [page for page in PAGES if any(blocks(page, "python"))], ids=page_name)
def test_python_in_pages_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for code in blocks(page, "python"):
        exec(compile(code, page_name(page), "exec"), {"__name__": "page"})


def test_the_readme_shows_a_record_that_bilat_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    pages = [ROOT / name for name in ("README.md", "README.zh.md", "README.zh-Hant.md")]
    shown = [json.loads(code) for page in pages for code in blocks(page, "json")]
    result = run(["src/bilat/samples/en-call-2025-11-24-us.txt"])
    given = [document_json(each) for each in result.documents] + [to_json(each) for each in result.records]
    assert len(shown) == len(pages)
    assert [record for record in shown if record not in given] == []


def test_the_readme_has_the_two_commands_and_ci_runs_one_of_them() -> None:
    for name in ("README.md", "README.zh.md", "README.zh-Hant.md"):
        shown = [code.strip() for code in blocks(ROOT / name, "sh")]
        assert shown[:2] == ["make demo", "make test"]
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert re.findall(r"^(?:exec )?make .*$", script, re.MULTILINE) == ["exec make test </dev/null"]


@pytest.mark.skipif(sys.platform != "linux", reason="checks the files' modes")
def test_ci_script_can_be_run() -> None:
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111


def test_no_page_names_a_package_index() -> None:
    texts = [*PAGES, ROOT / "Makefile", ROOT / "pyproject.toml", *(ROOT / "requirements").iterdir()]
    named = [page_name(path) for path in texts if re.search(r"index-url|find-links|/simple\b", stated(path))]
    assert named == []


def stated(path: Path) -> str:
    """A file without the options by which its locks leave indexes out."""
    return re.sub(r"--no-emit-[\w-]+", "", path.read_text("utf-8"))
