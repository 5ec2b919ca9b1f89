"""The fields of a found date as numbers: the words of a rule's groups looked up in the language's tables."""

from __future__ import annotations

import re

from bilat.languages.dates_grammar import Found, grammar
from bilat.languages.numerals import parse_number

_DIGITS = re.compile(r"\d+")


class Fields:
    """Reads one `Found`; every reader gives None where the group is absent or says nothing."""

    def __init__(self, found: Found) -> None:
        self.found = found
        self.words = grammar(found.language).data["words"]
        self.raw = found.fields

    def __contains__(self, name: str) -> bool:
        return name in self.raw

    def word(self, name: str, table: str | None = None) -> int | str | None:
        """The value of a word in the table of its group's name (or `table`)."""
        text = self.raw.get(name)
        if text is None:
            return None
        value: int | str | None = self.words.get(table or name, {}).get(text.lower())
        return value

    def offset(self, name: str) -> int | None:
        value = self.word(name)
        return value if isinstance(value, int) else None

    def number(self, name: str) -> int | None:
        """A count, an ordinal day or a Chinese numeral; an English article counts as one."""
        text = self.raw.get(name)
        if text is None:
            return None
        digits = _DIGITS.match(text)
        if digits and text[digits.end() :].lower() in ("", "st", "nd", "rd", "th"):
            return int(digits.group())
        value = parse_number(text)
        if value is None and self.found.language == "en" and len(text) <= 2:
            return 1
        return int(value) if value is not None and float(value).is_integer() else None

    def year(self, name: str = "y") -> int | None:
        """A year by its number: two figures are of this century, a republican one counts from 1912."""
        if name == "y" and "roc" in self.raw:
            text = self.raw["roc"]
            value = parse_number(text)
            return 1911 + (int(value) if value is not None else 1)
        text = self.raw.get(name, "").replace("○", "〇").replace("O", "〇")
        value = self._positional(text)
        if value is None:
            return None
        if 100 <= value < 200:  # 114年: a year of the Republic
            return value + 1911
        return value + 2000 if value < 100 else value

    def month(self, name: str = "m") -> int | None:
        text = self.raw.get(name)
        if text is None:
            return None
        if self.found.language == "en" and not text.isdigit():
            value: int | None = self.words["m"].get(text.lower().rstrip("."))
            return value
        return self._positional(text)

    def weekday(self, name: str = "wd") -> int | None:
        text = self.raw.get(name)
        if text is None:
            return None
        value: int | None = self.words["wd"].get(text.lower().rstrip("."))
        return value

    def _positional(self, text: str) -> int | None:
        value = parse_number(text) if text else None
        return int(value) if value is not None else None
