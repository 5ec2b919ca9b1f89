"""Writes the generated parts of docs/ (records, commands, a pack's fields), the manual page, the traditional README.

    python docs/generate.py           writes them
    python docs/generate.py --check   exits 1 and names the files that are out of date

A generated part stands between `<!-- generated: NAME -->` and `<!-- end -->`; everything around it is written by hand.
"""

from __future__ import annotations

import dataclasses
import inspect
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from bilat import model
from bilat.cli import main as command_line
from bilat.languages.script import to_traditional
from bilat.packs.raw import pack_format

DOCS = Path(__file__).parent
TRADITIONAL = DOCS.parent / "README.zh-Hant.md"
LANGUAGES = "[English](README.md) · [简体中文](README.zh.md) · 繁體中文"
MANUAL = DOCS / "man" / "share" / "man" / "man1" / "bilat.1"  # as in an installation: pyproject.toml, external-data
PART = re.compile(r"(<!-- generated: (?P<name>\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
BASE = {field.name for field in dataclasses.fields(model.Record)}
NOT_PRINTED = {"title_span"}  # it is a document's evidence in the published format
IN_JSON = {
    "str": "string",
    "int": "integer",
    "float": "number",
    "float | int": "number",
    "Span": "[start, end]",
    "Name": "a name",
    "tuple[str, ...]": "list of strings",
    "tuple[Span, ...]": "list of [start, end]",
    "tuple[Name, ...]": "list of names",
    "dict[str, tuple[str, ...]]": "object: a list of strings by side",
}


def records() -> str:
    """A table of fields for each record type, from the dataclasses."""
    parts = [_fields("document", model.Document)]
    parts += [_fields(name, kind) for kind, name in model.TYPES.items()]
    parts += [_fields("a name (within a record)", model.Name), _fields("evidence (within a record)", model.Evidence)]
    return "\n".join(parts)


def _fields(title: str, kind: type[Any]) -> str:
    rows = [f"### {title}\n", "| field | in JSON | where the text says nothing |", "| --- | --- | --- |"]
    for field in dataclasses.fields(kind):
        if field.name in (BASE if issubclass(kind, model.Record) else NOT_PRINTED):
            continue
        rows.append(f"| `{field.name.rstrip('_')}` | {_in_json(field.type)} | {_default(field)} |")
    return "\n".join(rows) + "\n"


def _in_json(annotation: object) -> str:
    """What a field is in JSON, in words; an annotation without words of its own is shown as it is."""
    words = str(annotation).removesuffix(" | None")
    return IN_JSON.get(words, "`" + words.replace("|", "\\|") + "`")


def _default(field: dataclasses.Field[Any]) -> str:
    if field.default is dataclasses.MISSING:
        return "always there"
    return {None: "null", (): "empty list"}.get(field.default, f"`{field.default}`")


def commands() -> str:
    """Every command with its options, from click."""
    parts = []
    for name, command, context in _walk(command_line, "bilat", None):
        if isinstance(command, click.Group) and name != "bilat":
            continue
        parts.append(f"## {name}\n\n{inspect.cleandoc(command.help or '')}\n\n```\n{_usage(command, context)}\n```\n")
    return "\n".join(parts)


def _walk(
    command: click.Command, name: str, parent: click.Context | None
) -> Iterator[tuple[str, click.Command, click.Context]]:
    own_name = name.rsplit(" ", 1)[-1]
    look: dict[str, Any] = {**command.context_settings, "terminal_width": 100, "max_content_width": 100}
    context = click.Context(command, info_name=own_name, parent=parent, **look)
    yield name, command, context
    if isinstance(command, click.Group):
        for child in sorted(command.commands):
            yield from _walk(command.commands[child], f"{name} {child}", context)


def _usage(command: click.Command, context: click.Context) -> str:
    formatter = context.make_formatter()
    command.format_usage(context, formatter)
    command.format_options(context, formatter)
    return formatter.getvalue().strip()


def manual() -> str:
    """The manual page bilat(1), in the macros of man(7): every command with its options, from click."""
    from bilat import __version__

    lines = [f'.TH BILAT 1 "" "bilat {__version__}" "User Commands"', ".SH NAME"]
    lines += [f"bilat \\- {_roff(str(command_line.help)[0].lower() + str(command_line.help)[1:].rstrip('.'))}"]
    lines += [".SH SYNOPSIS", ".B bilat", r"\fICOMMAND\fR [\fIOPTION\fR]... [\fIARGUMENT\fR]...", ".SH COMMANDS"]
    for name, command, context in _walk(command_line, "bilat", None):
        if isinstance(command, click.Group):
            continue
        lines += [".SS " + " ".join((f'"{_roff(name)}', *map(_roff, command.collect_usage_pieces(context)))) + '"']
        paragraphs = inspect.cleandoc(command.help or "").split("\n\n")
        lines += [f"{_roff(' '.join(paragraph.split()))}\n.PP" for paragraph in paragraphs]
        for one in command.get_params(context):
            told = one.get_help_record(context) if isinstance(one, click.Option) else None
            lines += [".TP", rf"\fB{_roff(told[0])}\fR", _roff(told[1]) or r"\&"] if told else []
    lines += [".SH EXIT STATUS", "0 when done, 1 when some input was refused, 2 on wrong usage."]
    lines += [".SH SEE ALSO", r"docs/index.md in bilat's sources, which \fBmake site\fR makes a site of."]
    return "\n".join(lines) + "\n"


def _roff(text: str) -> str:
    """Text as it is, for roff: escapes, hyphens that can be copied, no line that begins as a request does."""
    text = text.replace("\\", r"\e").replace("-", r"\-").replace("'", r"\(aq").replace('"', r"\(dq")
    return rf"\&{text}" if text.startswith(".") else text


def traditional() -> str:
    """The Chinese README in traditional characters; the languages keep their own names, and the demo its own page."""
    text = (DOCS.parent / "README.zh.md").read_text("utf-8")
    head, _, rest = text.partition("\n\n")
    _, _, rest = rest.partition("\n\n")
    return f"{head}\n\n{LANGUAGES}\n\n{to_traditional(rest).replace('zh-Hans', 'zh-Hant')}"


def pack_fields() -> str:
    """A table for each section of a pack's files, from packs/format.yaml."""
    described = pack_format()
    parts = []
    for file, sections in described["files"].items():
        parts.append(f"### {file}.yaml\n")
        if file in described["beside"]:
            parts.append(f"Beside its lists:\n\n{_format_table(described['beside'][file])}")
        for section, fields in sections.items():
            parts.append(f"`{section}`: a list of entries, each with\n\n{_format_table(fields)}")
    for table, columns in described["register"].items():
        parts.append(f"### register/{table}.csv\n\n{_format_table(columns, 'column')}")
    return "\n".join(parts)


def _format_table(fields: Mapping[str, Mapping[str, Any]], head: str = "field") -> str:
    rows = [f"| {head} | what it is | what it says |", "| --- | --- | --- |"]
    rows += [f"| `{name}` | {_kind(spec)} | {_prose(str(spec['about']))} |" for name, spec in fields.items()]
    return "\n".join(rows) + "\n"


def _kind(spec: Mapping[str, Any]) -> str:
    target = spec.get("to", "")
    target = target if isinstance(target, str) else " or ".join(target)
    kinds = {
        "one_of": ", ".join(f"`{value}`" for value in spec.get("values", ())),
        "ref": f"an id of {target}",
        "refs": f"ids of {target}",
        "party": "a side or `both`",
        "id": f"id, `{spec['of']}NAME`" if "of" in spec else "id",
        "flag": "`true` or `false`",
        "yes_no": "`yes` or `no`",
        "worded": "words by language",
        "targets": "words by side and language",
        "listed": "list",
        "claims": "claims",
    }
    more = [", may be empty"] if spec.get("nullable") == "true" else []
    more += [", may be left out"] if spec.get("optional") == "true" else []
    kind = str(spec["is"])
    return kinds.get(kind, kind) + "".join(more)


def _prose(text: str) -> str:
    return text.replace("|", "\\|")


PARTS: Mapping[str, Callable[[], str]] = {"records": records, "commands": commands, "pack_fields": pack_fields}


def renewed(text: str) -> str:
    """A page with its generated parts as they should be. Raises KeyError for a part that nobody generates."""
    return PART.sub(lambda found: f"{found[1]}\n{PARTS[found['name']]()}\n{found[3]}", text)


def outdated() -> dict[Path, str]:
    """The pages whose generated parts are not current, with what should stand there."""
    pages = {path: path.read_text("utf-8") for path in sorted(DOCS.rglob("*.md"))}
    old = {path: new for path, text in pages.items() if (new := renewed(text)) != text}
    whole = {MANUAL: manual(), TRADITIONAL: traditional()}
    return old | {path: text for path, text in whole.items() if not path.is_file() or path.read_text("utf-8") != text}


def main() -> int:
    """Write, or with --check only name, what is out of date."""
    old = outdated()
    for path, text in old.items():
        print(f"{path.relative_to(DOCS.parent)} {'is out of date' if '--check' in sys.argv else 'written'}")
        if "--check" not in sys.argv:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
    return int(bool(old) and "--check" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
