"""Extractors that plugins bring: they propose records as a language model does, and the text decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bilat.extract.analysis import Analysis
from bilat.guards import Problem, Screened, screen
from bilat.model import TYPES, Document, Record
from bilat.packs import Pack
from bilat.plugins import EXTRACTORS, Plugin, plugins


def from_plugins(document: Document, pack: Pack, analysis: Analysis) -> Screened:
    """The records of one document that plugins' extractors propose, parted by the guards, with `proposed_by`.

    A plugin that fails on the document loses its records there, which is one problem; nothing else is lost.
    Raises UsageError for a plugin that cannot be loaded.
    """
    kept: list[Record] = []
    aside: list[Problem] = []
    for plugin in plugins(EXTRACTORS).values():
        extract = plugin.load()
        try:
            proposed = list(_marked(extract(document, pack), plugin))
        except Exception as wrong:  # a stranger's code: whatever it raises stops neither the document nor the batch
            aside.append(_failed(document, plugin, f"{type(wrong).__name__}: {wrong}"))
            continue
        found = screen(proposed, document, pack, analysis=analysis)
        kept += found.kept
        aside += found.aside
    return Screened(tuple(kept), tuple(aside))


def _marked(proposed: Iterator[object], plugin: Plugin) -> Iterator[Record]:
    for one in proposed:
        if not isinstance(one, Record) or type(one) not in TYPES:
            raise TypeError(f"it yields a {type(one).__name__}, which is no record")
        yield replace(one, proposed_by=f"{plugin.name}, {plugin.by}")


def _failed(document: Document, plugin: Plugin, why: str) -> Problem:
    reason = f"the plugin of {plugin.by} failed ({why}); tell its makers"
    return Problem(record=f"all of {plugin.name}", type="plugin", doc=document.id, guard="plugin", reason=reason)
