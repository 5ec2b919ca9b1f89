"""What the pages work out from all that is said: states, the ledger, phases, the outlook; kept by `results`."""

from __future__ import annotations

import contextlib

from sqlalchemy.exc import DBAPIError

from bilat.errors import BilatError
from bilat.model import Commitment, Compliance, Measure, Record
from bilat.relate.initiative import indicators
from bilat.relate.ledger import Entry, gathered
from bilat.relate.outlook import Prospects, prospects
from bilat.relate.phases import stages
from bilat.relate.phases_documents import document_signs
from bilat.relate.phases_report import Report
from bilat.relate.phases_signs import Sign, covered_until
from bilat.relate.state import StateRecord, states
from bilat.web.results import Worked
from bilat.web.site import Site

_TOLD = ("measure", "compliance")  # what phases rest on
_OWED = ("commitment", "compliance")
_ALL = ("measure", "commitment", "compliance", "interaction")


def prepare(site: Site) -> None:
    """Work out what the pages show without being asked for another day."""
    with contextlib.suppress(BilatError, DBAPIError):  # whoever opens the page is told
        today = site.today()
        states_of(site, today)
        undertakings(site)
        report_of(site, None)
        prospects_of(site, None, None)


def states_of(
    site: Site, on: str, known_by: str | None = None, instrument: str | None = None
) -> Worked[list[StateRecord]]:
    """Every instrument as it stood on a day. Raises UsageError as `relate.state.states` does."""

    def work() -> list[StateRecord]:
        told, published = site.view.distinct("measure")
        mine = [one for one in told if isinstance(one, Measure)]
        return states(site.pack, on=on, known_by=known_by, instrument=instrument, extra=mine, published=published)

    return site.results.get(("states", on, known_by, instrument), ("measure",), work)


def undertakings(site: Site) -> Worked[list[Entry]]:
    """All entries of the ledger with all claims, in its order; `relate.ledger.as_of` gives those of a day."""

    def work() -> list[Entry]:
        told, published = _said(site, _OWED)
        mine = [one for one in told if isinstance(one, Commitment | Compliance)]
        met = site.view.occasions(c.interaction for c in mine if isinstance(c, Commitment) and c.interaction)
        return gathered(site.pack, mine, published=published, met=met)

    return site.results.get("ledger", _OWED, work)


def report_of(site: Site, known_by: str | None) -> Worked[Report]:
    """Phases by the register and by what documents say of measures and of broken undertakings; and who had the
    initiative. Raises UsageError where `known_by` is no day."""

    def work() -> Report:
        extra = site.results.now("signs", _TOLD, lambda: _signs(site))
        return Report(
            stages=tuple(stages(site.pack, extra=extra, known_by=known_by)), told=(),
            initiative=tuple(indicators(site.pack, extra=extra, known_by=known_by)),
        )  # fmt: skip

    return site.results.get(("phases", known_by), _TOLD, work)


def prospects_of(site: Site, on: str | None, known_by: str | None) -> Worked[Prospects]:
    """The outlook of a day by the register and the workspace. Raises UsageError for what is no day."""
    day = on or site.today()

    def work() -> Prospects:
        told, published = _said(site, _ALL[:3])
        # What documents tell of interactions counts only beyond the register's last day.
        met, dates = site.view.distinct("interaction", since=min(covered_until(site.pack) or "", day))
        documents = [one for key in dates if (one := site.view.load_document(key)) is not None]
        return prospects(
            site.pack, documents, [*told, *met], on=day, known_by=known_by or on, published=published | dates
        )

    return site.results.get(("outlook", on, day, known_by), _ALL, work)


def _signs(site: Site) -> list[Sign]:
    told, published = _said(site, _TOLD)
    return document_signs(site.pack, (), told, published)


def _said(site: Site, kinds: tuple[str, ...]) -> tuple[list[Record], dict[str, str | None]]:
    told: list[Record] = []
    published: dict[str, str | None] = {}
    for kind in kinds:
        found, dates = site.view.distinct(kind)
        told += found
        published |= dates
    return told, published
