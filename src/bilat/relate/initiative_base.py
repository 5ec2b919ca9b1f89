"""What an indicator of initiative is."""

from __future__ import annotations

from dataclasses import dataclass

from bilat.model import Evidence, digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One thing that tells who held the initiative, and nothing more than that.

    `name`: see `initiative`. `side`: a side's code, `both`, or None where it is not known. `date`: ISO, may be cut.
    `event`: the id of the event or interaction; None for measures. `basis`: what it rests on, or why it is not known:
    `register`, `reports`, `place`, `accounts`, `answered`; `not_told`, `third_country`, `one_account`, `same_day`,
    `not_dated`. `items`: issues, instruments or places. `contested`: sources give different sides, each an indicator.
    `evidence`: with the document that each stands in. `rows`: the register's rows; `sources`: their addresses; `note`:
    what the register says of the contradiction.
    """

    name: str
    side: str | None
    date: str | None
    event: str | None
    basis: str
    items: tuple[str, ...] = ()
    contested: bool = False
    evidence: tuple[tuple[str, Evidence], ...] = ()
    rows: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    note: str | None = None

    @property
    def id(self) -> str:
        """Stable: the same indicator of the same event on the same grounds."""
        return f"initiative/{digest(self.name, self.side, self.date, self.event, self.basis, self.items, self.rows)}"
