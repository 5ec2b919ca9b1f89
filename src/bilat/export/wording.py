"""The interface's words and the habits of its language: dates, numbers, lists. The words live in i18n/*.yaml."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bilat.export.labels import readable
from bilat.languages.compiled_yaml import values

_YEARLY = "_a_year"  # the end of a unit that is meant each year
_NAMED = 4  # people who stand in a heading


@functools.cache
def load(lang: str) -> dict[str, Any]:
    """The interface strings of a language, nested as in the file."""
    data = values("bilat.export", f"i18n/{lang}")
    assert isinstance(data, dict)
    return data


def parts(iso: str | None) -> tuple[int, ...] | None:
    """(year, month, day) of an ISO date cut to what is known, as many as there are; None where it is no date."""
    if not iso:
        return None
    try:
        found = tuple(int(part) for part in iso[:10].split("-"))
        datetime.date(*(*found, 1, 1)[:3])
    except ValueError:
        return None
    return found[:3]


@dataclass(frozen=True)
class Wording:
    """One language of the interface."""

    lang: str

    def t(self, key: str, **values: object) -> str:
        """The string at a dotted key with its placeholders filled. Raises KeyError for a key that is not there."""
        node: Any = load(self.lang)
        for part in key.split("."):
            node = node[part]
        text = str(node)
        return text.format_map(values) if values else text

    def n(self, key: str, count: int, **values: object) -> str:
        """A counted string: `key.one` or `key.other`, with {n}."""
        form = "one" if count == 1 else "other"
        return self.t(f"{key}.{form}", n=self.number(count), **values)

    def term(self, group: str, code: str | None) -> str:
        """The name of one of the format's codes; an unknown code is made readable, None is said to be unknown."""
        if code is None:
            return self.t("unknown")
        found = load(self.lang)["terms"].get(group, {}).get(code)
        return str(found) if found is not None else readable(code)

    def number(self, value: float) -> str:
        """A number with thousands separators and no idle zeros."""
        if isinstance(value, float) and not value.is_integer():
            return f"{value:,.2f}".rstrip("0").rstrip(".")
        return f"{int(value):,}"

    def quantity(self, value: float, unit: str | None) -> str:
        """A value with its unit; `UNIT a year` is the unit each year."""
        code = (unit or "").strip().lower().replace(" ", "_")
        if code.endswith(_YEARLY):
            return self.t("units.a_year", said=self.quantity(value, code.removesuffix(_YEARLY)))
        known = load(self.lang)["units"].get(code)
        if not code:
            return self.number(value)
        if isinstance(known, dict):  # counted in another step: ten to the eighth where English counts billions
            text = known["one"] if value == 1 and "one" in known else known["text"]
            return str(text).format(n=self.number(round(value * known["times"], 6)))
        if known is None:
            return self.t("units.other", unit=readable(code).lower(), n=self.number(value))
        return str(known).format(n=self.number(value))

    def event_title(self, kind: str, names: Sequence[str], *, place: str | None, level: str | None) -> str:
        """What an event is headed by: its kind with who took part, or else where, or at what level it was."""
        what = self.term("kind", kind)
        if len(names) > _NAMED:
            names = [*names[: _NAMED - 1], self.t("event.others", n=len(names) - _NAMED + 1)]
        if len(names) > 1:
            return self.t("event.between", what=what, names=self.listing(names))
        if names:
            return self.t("event.of_one", what=what, name=names[0])
        if place:
            return self.t("event.at", what=what, place=place)
        return self.t("event.of_one", what=what, name=self.term("level", level)) if level else what

    def listing(self, items: Sequence[str], *, final: bool = True) -> str:
        """Items as a list in prose; without `final`, as clauses."""
        if len(items) < 2:
            return "".join(items)
        if not final:
            return self.t("mark.clause").join(items)
        return self.t("mark.comma").join(items[:-1]) + self.t("mark.and") + items[-1]

    def aside(self, text: str) -> str:
        """A text in the language's brackets."""
        return self.t("mark.aside", text=text)

    def date(self, iso: str | None, *, short: bool = False) -> str:
        """A date in the language's own form, as exact as it is known; what is no date stays as written."""
        found = parts(iso)
        if found is None:
            return iso or self.t("undated")
        shape = ("year", "month", "day")[len(found) - 1]
        return self._fill(f"date.{'short_' if short else ''}{shape}", found)

    def dates(self, start: str | None, end: str | None, *, short: bool = False) -> str:
        """A span of dates, said once where it is one."""
        first, last = parts(start), parts(end)
        if last is None or start == end:
            return self.date(start, short=short)
        if first is None:
            return self.t("date.until", date=self.date(end, short=short))
        if len(first) == len(last) == 3 and first[:2] == last[:2]:
            key = "date.short_in_month" if short else "date.in_month"
            return self._fill(key, first, until=last[2])
        return self.t("date.range", a=self.date(start, short=short), b=self.date(end, short=short))

    def _fill(self, key: str, found: tuple[int, ...], **more: int) -> str:
        values: dict[str, object] = {"y": found[0], **more}
        if len(found) > 1:
            values |= {"m": found[1], "month": self.month(found[1]), "mon": self.month(found[1], short=True)}
        if len(found) > 2:
            values["d"] = found[2]
        return self.t(key, **values)

    def month(self, number: int, *, short: bool = False) -> str:
        """The name of a month, 1 to 12."""
        return str(load(self.lang)["date"]["short_months" if short else "months"][number - 1])

    def minutes(self, count: int) -> str:
        """A duration in the words of the language."""
        hours, rest = divmod(count, 60)
        said = [self.n("duration.hours", hours)] if hours else []
        if rest or not hours:
            said.append(self.n("duration.minutes", rest))
        return self.t("duration.join").join(said)

    def opening(self, text: str) -> str:
        """A text with the letter that opens a line."""
        return text[:1].upper() + text[1:]

    def bucket(self, group: str, value: float) -> str:
        """The word for a figure: the first entry of the group whose lower bound the value reaches."""
        for row in load(self.lang)["buckets"][group]:
            if value >= row["from"]:
                return str(row["word"])
        return self.number(value)
