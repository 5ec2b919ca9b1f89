"""What around a date in the first line says that it is the day of the text itself."""

from __future__ import annotations

import re

from bilat.reading.vocabulary import data, either, fragments

_DASH = r"(?:--?|–|—)"
_BRACKET = 24  # characters of a name beside the date in a bracket
_AGENCY = 60  # characters of an agency's name in brackets
_PLACE = 60  # characters of a place before the date


def is_dateline(before: str, after: str) -> bool:
    """True for the day in a dispatch's opening: `CITY, May 12 (Agency) --`, （某社某地12日电）, `Published: May 12`."""
    if re.match(rf"\s*{data('head')['dateline_end']}", after):
        return not re.match(data("head")["cited"], before)
    # An opening bracket that holds nothing but place, desk and date.
    closed = re.match(r"[^（）()。，]{0,4}(?:，\w{2,6})?[）)\]】]", after)
    if closed and re.fullmatch(r"[（(\[【][^（）()。]{0,40}", before):
        return True
    # The day first, then place, desk and agency: （2025/09/11 某地电）
    if re.fullmatch(r"[（(\[【]\s*", before) and re.match(rf"[^（）()。，,]{{0,{_BRACKET}}}[）)\]】]", after):
        return True
    dash = re.match(rf"\s*(?:\([^()]{{2,{_AGENCY}}}\)\s*)?{_DASH}", after)
    if dash and re.fullmatch(r"[A-Z][\w .,'’/()-]{1,60}", before):
        return before.upper() == before or before.rstrip(" ,").isupper()
    # `WOODSIDE, California, Nov 15, 2023 (Agency) - `, or the date at the head of it all: the agency's name says so.
    agency = re.match(rf"\s*\([^()]{{2,{_AGENCY}}}\)\s*{_DASH}", after)
    if agency and re.fullmatch(r"(?:[A-Z][A-Z .’'-]{2,}(?:, [A-Z][\w .]+)*,?\s*)?", before):
        return True
    # `WASHINGTON (Feb. 4, 2026) - `
    if re.match(rf"\)\s*{_DASH}", after) and re.fullmatch(r"[A-Z][A-Z .,'’/-]{1,60}(?:, [A-Z][\w .]+)?\(", before):
        return True
    labels = "|".join(fragments("head", "date_labels"))
    return bool(re.fullmatch(rf"\W*(?:{labels})[:：\s]*", before, re.IGNORECASE))


def heads_its_text(before: str, after: str) -> bool:
    """True for a day that stands by itself in the first line, whatever the day of the week or the hour beside it.

    `CITY, State, May 12, 2025: ...`, `May 12, 2025 | ...`, `A NOTE / Mon. May 12, 2025`, `A List (as of May 12, 2025)`,
    （某人，2025年5月12日）. A day in the run of a sentence, and one that a comma alone parts from it, is none.
    """
    before, after = _without_hour(before), _without_hour(after)
    parted = before.endswith((",", "，", "."))
    before = re.sub(data("head")["as_of"], "", before, flags=re.IGNORECASE).rstrip(" .,，")
    spans = data("head")["day_spans"]
    bracket = re.search(rf"[（(\[【][^（）()。{spans}]{{0,{_BRACKET}}}$", before)
    if bracket:
        return bool(re.match(r"[^（）()。]{0,6}[）)\]】]\s*$", after))
    if not re.match(rf"(?:[|｜/／:：.。·•]|{_DASH}\s|$)", after):
        return False
    if not before or re.search(rf"(?:[|｜/／】]|\s{_DASH})$", before):
        return True
    if re.fullmatch(r"[A-Z][A-Z.’'-]+(?: [A-Z.’'-]+){0,2}(?:, [A-Z][\w. ]+)*", before[: _PLACE + 1]):
        return True
    place = parted and after and re.fullmatch(r"[A-Z][a-z]+(?: [A-Z][a-z]+)?", before)
    return bool(place or (parted and either("head", "dated_heads").search(before.lower())))


def _without_hour(text: str) -> str:
    """A stretch beside a date without the day of the week, the hour and the blanks between."""
    found = re.sub(r"\s+", " ", re.sub(data("head")["beside_date"], " ", text, flags=re.IGNORECASE))
    return re.sub(r"^[ ,，.]+(?=[|｜/／—–)）\]】-]|$)", "", found).strip()
