"""Keeping a workspace: documents go in, are compared, are read anew (by a newer version, or a language model too), are
judged by people."""

from bilat.workspace.ingest import Arrival, Ingested, Outcome, ingest, read_arrivals
from bilat.workspace.keeping import judge, undo
from bilat.workspace.loading import workspace_run
from bilat.workspace.proposing import forget, propose, proposers
from bilat.workspace.relating import relate
from bilat.workspace.updating import Updated, update

__all__ = [
    "Arrival", "Ingested", "Outcome", "Updated", "forget", "ingest", "judge", "propose", "proposers", "read_arrivals",
    "relate", "undo", "update", "workspace_run",
]  # fmt: skip
