"""Composes date expressions in sentences, with what they mean computed from the day that was meant, not by bilat.

    python bench/dates_compose.py OUTPUT_FOLDER

A day (month, week ...) is drawn first, then written as an expression that the conventions of the suite read back as
that day from the day of publication; the sentences are the hand-written frames of dates_frames.yaml. The same seed
gives the same rows. Even rows go to `held-out/`.
"""

from __future__ import annotations

import calendar
import json
import random
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import yaml

FRAMES = yaml.safe_load(Path(__file__).with_name("dates_frames.yaml").read_text(encoding="utf-8"))
ROWS = 84  # a language
DIGITS = "〇一二三四五六七八九"
WEEKDAYS = "一二三四五六日"
# written expression, frame group, date, end_date, kind
Composed = tuple[str, str, str, str | None, str]


def han(number: int) -> str:
    """A number up to 99 in Chinese figures."""
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十") + (DIGITS[ones] if ones else "")


def ordinal(day: int) -> str:
    """1st, 2nd ... 31st."""
    return f"{day}" + ("th" if day in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th"))


def months_on(day: date, by: int) -> tuple[int, int]:
    """(year, month) `by` months on."""
    year, month = day.year, day.month
    step = 1 if by > 0 else -1
    for _ in range(abs(by)):
        month += step
        if month in (0, 13):
            year, month = year + step, 12 if month == 0 else 1
    return year, month


class Composer:
    """Draws one expression after another for a language and a day of publication."""

    def __init__(self, language: str, seed: int) -> None:
        self.language, self.english = language, language == "en"
        self.random = random.Random(seed)

    def forms(self) -> list[Callable[[date], Composed]]:
        return [
            self.day,
            self.full_day,
            self.weekday,
            self.week_day,
            self.month,
            self.full_month,
            self.days_counted,
            self.long_counted,
            self.fuzzy_month,
            self.run_of_days,
            self.week,
            self.quarter,
        ]

    def written(self, day: date) -> str:
        """A day without its year."""
        if self.english:
            name, short = calendar.month_name[day.month], calendar.month_abbr[day.month] + "."
            short = name if day.month in (5, 6, 7, 9) else short
            plain = (f"{name} {day.day}", f"{day.day} {name}")
            return self.random.choice((*plain, f"the {ordinal(day.day)} of {name}", f"{short} {day.day}"))
        forms = (f"{day.month}月{day.day}日", f"{han(day.month)}月{han(day.day)}日", f"{day.month}月{day.day}號")
        chosen = self.random.choice(forms)
        return chosen.replace("號", "号") if self.language == "zh-Hans" else chosen

    def turn(self) -> int:
        return self.random.choice((-1, -1, 1))

    def group(self, turn: int) -> str:
        return "past" if turn < 0 else "future"

    def day(self, today: date) -> Composed:
        turn = self.turn()
        day = today + timedelta(days=turn * self.random.randint(2, 200))
        return self._on(self.written(day)), self.group(turn), day.isoformat(), None, "point"

    def _on(self, text: str) -> str:
        return f"on {text}" if self.english else text

    def full_day(self, today: date) -> Composed:
        day = today - timedelta(days=self.random.randint(100, 3000))
        if self.english:
            text = f"on {calendar.month_name[day.month]} {day.day}, {day.year}"
        elif self.language == "zh-Hant" and self.random.random() < 0.5:
            text = f"民國{day.year - 1911}年{day.month}月{day.day}日"
        else:
            text = f"{day.year}年{day.month}月{day.day}日"
        return text, "past", day.isoformat(), None, "point"

    def weekday(self, today: date) -> Composed:
        turn = self.turn()
        day = today + timedelta(days=self.random.randint(1, 6) * turn)
        name = calendar.day_name[day.weekday()] if self.english else self._week() + WEEKDAYS[day.weekday()]
        return self._on(name), self.group(turn), day.isoformat(), None, "point"

    def _week(self) -> str:
        return self.random.choice(("周", "星期") if self.language == "zh-Hans" else ("週", "周", "星期"))

    def week_day(self, today: date) -> Composed:
        """上周二; in English only 'Tuesday of last week', since readers differ over 'last Tuesday'."""
        turn = self.turn()
        monday = today - timedelta(days=today.weekday()) + timedelta(days=7 * turn)
        day = monday + timedelta(days=self.random.randint(0, 6))
        if self.english:
            text = f"on {calendar.day_name[day.weekday()]} of {'last' if turn < 0 else 'next'} week"
        else:
            text = ("上" if turn < 0 else "下") + self._week() + WEEKDAYS[day.weekday()]
        return text, self.group(turn), day.isoformat(), None, "point"

    def month(self, today: date) -> Composed:
        turn = self.turn()
        year, month = months_on(today, turn * self.random.randint(1, 9))
        if self.english:
            text = calendar.month_name[month]
        else:
            beside = {-1: "去年", 0: "今年", 1: "明年"}[year - today.year]
            text = (beside if year != today.year or self.random.random() < 0.3 else "") + f"{month}月"
        return text, "noun_" + self.group(turn), f"{year}-{month:02d}", None, "point"

    def full_month(self, today: date) -> Composed:
        year, month = months_on(today, -self.random.randint(13, 120))
        text = f"{calendar.month_name[month]} {year}" if self.english else f"{year}年{month}月"
        return text, "noun_past", f"{year}-{month:02d}", None, "point"

    def days_counted(self, today: date) -> Composed:
        count = self.random.randint(2, 40)
        day = today - timedelta(days=count)
        number = str(count) if self.random.random() < 0.5 or count > 10 else han(count)
        return (f"{count} days ago" if self.english else f"{number}天前"), "past", day.isoformat(), None, "point"

    def long_counted(self, today: date) -> Composed:
        count = self.random.randint(2, 9)
        words = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
        number = "两" if count == 2 else DIGITS[count]
        number = "兩" if count == 2 and self.language == "zh-Hant" else number
        if self.random.random() < 0.5:
            text = f"{words[count]} years ago" if self.english else f"{number}年前"
            return text, "past", str(today.year - count), None, "vague"
        year, month = months_on(today, -count)
        unit = "個月" if self.language == "zh-Hant" else "个月"
        text = f"{words[count]} months ago" if self.english else f"{number}{unit}前"
        return text, "past", f"{year}-{month:02d}", None, "vague"

    def fuzzy_month(self, today: date) -> Composed:
        turn = self.turn()
        year, month = months_on(today, turn * self.random.randint(1, 8))
        if self.english:
            text = self.random.choice(("early ", "late ", "mid-", "the end of ")) + calendar.month_name[month]
        else:
            beside = "" if year == today.year else "去年" if turn < 0 else "明年"
            text = f"{beside}{month}月" + self.random.choice(("初", "底", "中旬", "上旬", "下旬"))
        return text, "noun_" + self.group(turn), f"{year}-{month:02d}", None, "vague"

    def run_of_days(self, today: date) -> Composed:
        turn = self.turn()
        first = today + timedelta(days=turn * self.random.randint(8, 150))
        last = first + timedelta(days=self.random.randint(1, 6))
        if self.english:
            name, other = calendar.month_name[first.month], calendar.month_name[last.month]
            text = f"{name} {first.day} to {last.day}" if name == other else f"{name} {first.day} to {other} {last.day}"
            text = f"from {text}"
        else:
            end = f"{last.day}日" if first.month == last.month else f"{last.month}月{last.day}日"
            text = f"{first.month}月{first.day}日" + self.random.choice(("至", "到", "—")) + end
        return text, self.group(turn), first.isoformat(), last.isoformat(), "range"

    def week(self, today: date) -> Composed:
        turn = self.turn()
        monday = today - timedelta(days=today.weekday()) + timedelta(days=7 * turn)
        if self.english:
            text = "last week" if turn < 0 else "next week"
        else:
            text = ("上" if turn < 0 else "下") + self._week()
        return text, self.group(turn), monday.isoformat(), (monday + timedelta(days=6)).isoformat(), "range"

    def quarter(self, today: date) -> Composed:
        year, number = today.year - self.random.randint(1, 6), self.random.randint(1, 4)
        if self.english:
            text = f"the {('first', 'second', 'third', 'fourth')[number - 1]} quarter of {year}"
        elif self.language == "zh-Hant":
            text = f"{year}年第{DIGITS[number]}季"
        else:
            text = f"{year}年{DIGITS[number]}季度"
        return text, "noun_past", f"{year}-{3 * number - 2:02d}", f"{year}-{3 * number:02d}", "range"

    def row(self, index: int) -> dict[str, object]:
        """One row of the suite."""
        today = date(2023, 1, 5) + timedelta(days=self.random.randint(0, 1400))
        forms = self.forms()
        text, group, first, last, kind = forms[index % len(forms)](today)
        frame = self.random.choice(FRAMES[self.language][group])
        inside = text.removeprefix("on ") if self.english else text
        shown = text[0].upper() + text[1:] if "{Cap}" in frame else text
        start = frame.index("{") + len(text) - len(inside)
        sentence = frame.replace("{Cap}", shown).replace("{}", shown)
        expected = {"date": first, "end_date": last, "kind": kind}
        return {
            "id": f"{self.language}-c{index:03d}",
            "language": self.language,
            "published": today.isoformat(),
            "text": sentence,
            "expression": sentence[start : start + len(inside)],
            "start": start,
            "expected": expected,
        }


def main() -> int:
    """Write the rows, odd ones and even ones apart."""
    folder = Path(sys.argv[1])
    for seed, language in enumerate(FRAMES):
        composer = Composer(language, seed)
        rows = [composer.row(index) for index in range(1, ROWS + 1)]
        # which of a form's rows is held out changes from one of its turns to the next
        held_out = [row for at, row in enumerate(rows) if (at + at // 12) % 2]
        for name, part in (("", [row for row in rows if row not in held_out]), ("held-out", held_out)):
            target = folder / name / f"composed-{language}.jsonl"
            target.parent.mkdir(parents=True, exist_ok=True)
            lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in part]
            target.write_text("".join(lines), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
