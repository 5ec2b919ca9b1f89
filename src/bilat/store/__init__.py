"""The workspace: documents, their records with the evidence, and what people decided; see docs/store.md.

`Writer` changes it, `View` reads it; both take a file's name (SQLite) or a `postgresql://` URL.
"""

from bilat.store.filters import Filters, Page
from bilat.store.judging import Judgement
from bilat.store.proposals import Proposals
from bilat.store.view import View
from bilat.store.writer import Added, Renewed, Writer

__all__ = ["Added", "Filters", "Judgement", "Page", "Proposals", "Renewed", "View", "Writer"]
