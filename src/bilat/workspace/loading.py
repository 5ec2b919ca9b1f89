"""A workspace as a run of the pipeline: its documents and records, as people judged them."""

from __future__ import annotations

from collections.abc import Iterable

from bilat.pipeline import Run
from bilat.store import View


def workspace_run(workspace: str, documents: Iterable[str] | None = None) -> Run:
    """The workspace (a file or a `postgresql://` URL) as if its documents had just been read, judgements applied.

    `documents`: only those of these ids. Raises UsageError where there is no such workspace.
    """
    with View(workspace) as view:
        found, records = view.load(documents)
        return Run(tuple(found), tuple(records), ())
