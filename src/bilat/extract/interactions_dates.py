"""Which of a sentence's dates is that of an interaction, and what the date says of its status."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from bilat.extract.analysis import Analysis
from bilat.extract.interactions_clauses import Clauses, prepares
from bilat.extract.lexicon import Mention
from bilat.languages.dates import DateExpression
from bilat.languages.events import event_list
from bilat.languages.sentences import Sentence
from bilat.model import FAMILY, Span

_LEAST_ENTRIES = 4
_LEAST_HEADINGS = 3
_HEADING = 90  # characters: a longer line is no heading
_FAR = 60  # characters: a day behind a word of subordination and as far as that is of something else
_TERM = 8  # characters from a day to the word that it is the end of something
_VERB_REACH = 14  # characters from a verb of agreeing to its day
_DAY = 10  # characters of an ISO day
_YEAR = 4  # of an ISO year
_WEEK = 6  # days from the first to the last of a week


class EventDates:
    """Dates the events of one document. `tellers` are the spans of sources with those of their contents."""

    def __init__(self, analysis: Analysis, clauses: Clauses, tellers: Sequence[tuple[Span, Span]]) -> None:
        self.analysis = analysis
        self.view = analysis.view
        self.clauses = clauses
        self.tellers = tellers
        self.events = analysis.layer("event")  # the words that a date may belong to
        self.entries = _timeline_entries(analysis)
        stated = [d.date for d in analysis.dates if d.date and d.basis == "stated" and len(d.date) >= 7]
        self.latest = max(stated, default=None) if self.entries else None

    def of_entry(self, sentence: Sentence) -> DateExpression | None:
        """The date at the head of a sentence's line, where the text is a timeline: it dates all of the entry."""
        return self.entries.get(sentence.paragraph)

    def of(self, word: Mention, sentence: Sentence, clause: Span, *, coming: bool = False) -> DateExpression | None:
        """The date of an event word among those of its clause; `coming`: of something that is still to come."""
        if (own := self.analysis.date_behind(word)) is not None:
            return own
        usable = [
            d for d in self.analysis.dates_in(clause[0], clause[1])
            if d.date is not None and d.kind in ("point", "range", "vague")
            and not self._since(d, sentence) and self._is_of(d, word, sentence, coming=coming)
            and not self.clauses.of_another(d.start, word, sentence)
            and not self._of_what_was_since(d, word, sentence) and not self._of_a_term(d, sentence)
            and not self._counted_from(d, word) and not self._of_the_dispatch(d, word)
        ]  # fmt: skip
        if not usable:
            return None
        comma = self.clauses.comma_clause(word, sentence)
        anaphoric = self.clauses.is_anaphoric(word, sentence)

        def distance(date: DateExpression) -> tuple[int, int]:
            before = date.end <= word.start
            gap = word.start - date.end if before else date.start - word.end + 2
            return (0 if comma[0] <= date.start < comma[1] else 1, gap)

        best = min(usable, key=distance)
        told = anaphoric and (distance(best)[0] or self._of_the_speaker(best, word, sentence))
        return None if told else best

    def _of_the_speaker(self, date: DateExpression, word: Mention, sentence: Sentence) -> bool:
        """`said today of this meeting`: before a word that points back stands the day of the words about it."""
        pointing = event_list(sentence.language, "pointing")
        return date.end < word.start and self.view[sentence.start : word.start].endswith(pointing)

    def _since(self, date: DateExpression, sentence: Sentence) -> bool:
        """A date behind "since", or before 以来, is another event's."""
        rules = self.analysis.grammar_of(sentence)
        words = rules.words("since")
        if rules.language == "zh":
            openers = event_list(sentence.language, "since_openers")
            closers = event_list(sentence.language, "since_closers")
            if any(date.end <= m.start < sentence.end and self.view.startswith(closers, m.end) for m in self.events):
                return False  # 自5日X与Y通话以来: the day of that call
            since = self.view[sentence.start : date.start].endswith(openers)
            return since or any(self.view.startswith(w, date.end) for w in words)
        before = self.view[sentence.start : date.start]
        at = max(before.rfind(w + " ") for w in words) if words else -1
        return at >= 0 and not self.analysis.layer("event").any(sentence.start + at, date.start)

    def _counted_from(self, date: DateExpression, word: Mention) -> bool:
        """会晤翌日，即31日: a day counted from the event is not the event's, nor is the day that it is said to be."""
        counted = event_list(word.key[2], "counted_days")
        lead = self.view[word.end : date.end]
        day = next((day for day in counted if lead.startswith(day)), None)
        if day is None:
            return False
        rest = lead[len(day) :].removesuffix(self.view[date.start : date.end])
        return rest == "" or rest in event_list(word.key[2], "that_is")

    def _of_the_dispatch(self, date: DateExpression, word: Mention) -> bool:
        """某社15日自某地发出的消息，把会谈……: the day on which somebody reported."""
        between = self.view[date.end : word.start]
        return any(form in between for form in event_list(word.key[2], "dispatches"))

    def _of_a_term(self, date: DateExpression, sentence: Sentence) -> bool:
        """8月中旬到期的休战, `a truce expiring on August 12`: the day on which something runs out."""
        ends = event_list(sentence.language, "term_ends")
        if sentence.language == "zh":
            if self.view.startswith(event_list(sentence.language, "term_openers"), date.end):
                return True  # 去年底履新后首次见面
            before = event_list(sentence.language, "term_before") if date.kind != "vague" else ()  # 年底前访美
            named = self.view[date.end : date.end + _TERM]  # 11月10日休战到期前
            behind = (named[at:] for at in range(len(named)) if named[:at].isalnum() or not at)
            return any(rest.startswith(ends) for rest in behind) or self.view[date.end :].startswith(before)
        return self.view[sentence.start : date.start].rstrip().endswith(ends)

    def _of_what_was_since(self, date: DateExpression, word: Mention, sentence: Sentence) -> bool:
        """`3月在X举行会谈以来，首次会晤`: the date in a clause that ends in a word for "since" is not the others'."""
        own = self.clauses.comma_clause(word, sentence)
        if own[0] <= date.start < own[1] or sentence.language != "zh":
            return False
        comma = self.view.find("，", date.end, sentence.end)
        return comma >= 0 and self.view[date.end : comma].endswith(event_list(sentence.language, "since_closers"))

    def _is_of(self, date: DateExpression, word: Mention, sentence: Sentence, *, coming: bool) -> bool:
        """True where no event word of another kind stands nearer to the date."""

        subordinate = self.analysis.grammar_of(sentence).words("subordinate")

        def gap(mention: Mention) -> int:
            low, high = min(mention.end, date.end), max(mention.start, date.start)
            between = self.view[low:high]
            apart = date.end <= mention.start or len(between) > _FAR
            apart = apart and any(f" {w} " in between for w in subordinate)
            apart = apart or self._dates_the_telling(date, mention, sentence, coming=coming)
            apart = apart or self._dates_what_was_agreed(date, mention)
            apart = apart or self._leads_on(date, mention, sentence) or self._prepares(date, mention, sentence)
            apart = apart or date.end <= mention.start == self.clauses.comma_clause(mention, sentence)[0]
            return len(between) + 200 * apart + 12 * sum(between.count(mark) for mark in "，,；;：:、")

        if self._of_the_visit_before(date, word, sentence):
            return False
        words = self.events.within(sentence.start, sentence.end)
        words = [m for m in words if m == word or not self._leads_to(m, word, sentence)]
        nearest = min(words, key=gap)
        if gap(word) >= 200:
            return False
        return nearest == word or (
            FAMILY.get(nearest.kind, nearest.kind) == FAMILY.get(word.kind, word.kind) and gap(word) < 30
        )

    def _of_the_visit_before(self, date: DateExpression, word: Mention, sentence: Sentence) -> bool:
        """X明年4月访华以及Y访美: between the day and the second visit stand the first and who makes the second."""
        between = [m for m in self.events.within(date.end, word.start) if m.kind == "visit"]
        if word.kind != "visit" or not between or word.start > sentence.end:
            return False
        return any(between[-1].end <= a.start and a.end <= word.start for a in self.clauses.people)

    def _prepares(self, date: DateExpression, word: Mention, sentence: Sentence) -> bool:
        """`Monday's talks set the stage for Thursday's meeting`, 磋商为周四的会晤铺路: the day of what is prepared
        is not that of what prepares it, nor the other way round."""
        between = (min(word.end, date.end), max(word.start, date.start))
        stop = self.clauses.comma_around(between[1], sentence)
        return prepares(self.analysis, sentence.language, between, stop)

    def _leads_on(self, date: DateExpression, word: Mention, sentence: Sentence) -> bool:
        """`这次通话是10月底那场会晤的延续`: in Chinese a date belongs to the event of another kind right behind it."""
        if sentence.language != "zh" or date.start < word.end:
            return False
        stop = self.clauses.comma_clause(word, sentence)[1]
        behind = [m for m in self.events.within(date.end, stop) if m.kind not in ("none", "back")]
        return bool(behind) and FAMILY.get(behind[0].kind, behind[0].kind) != FAMILY.get(word.kind, word.kind)

    def _leads_to(self, journey: Mention, word: Mention, sentence: Sentence) -> bool:
        """`will fly to Geneva on Friday to meet ...`: the journey has the day of what it is made for."""
        clause = self.clauses.comma_clause(word, sentence)
        begin = clause[0]
        if self.view[begin : clause[1]].startswith(event_list(sentence.language, "led_by_company")):
            begin = self.clauses.comma_clause(journey, sentence)[0]  # 14日率团赴X，与Y磋商
        made_for = FAMILY.get(word.kind, word.kind) == "meeting" and begin <= journey.start
        return journey.kind == "visit" and made_for and journey.end <= word.start

    def _dates_what_was_agreed(self, date: DateExpression, word: Mention) -> bool:
        """`spoke about the truce reached on May 12`: the day belongs to the verb right before it."""
        verbs = self.analysis.layer("agreed_verb").within(max(word.end, date.start - _VERB_REACH), date.start)
        return bool(verbs)

    def _dates_the_telling(self, date: DateExpression, word: Mention, sentence: Sentence, *, coming: bool) -> bool:
        """`reported this morning that ... will meet`: the date is that of the telling.

        What Chinese reports tell of as done was mostly done on the day of the report. An event of a clause before, to
        which the telling does not belong, has nothing of its day.
        """
        if self._is_recalled_by_outcome(word, sentence) and self.analysis.has("cue", date.end, word.start):
            return True  # 商务部30日说明会谈成果
        end = self.clauses.comma_clause(word, sentence)[1]
        for source, content in self.tellers:
            if not source[0] <= date.start < content[0] or not sentence.start <= source[0]:
                continue
            if content[0] <= word.start < content[1] and (coming or sentence.language == "en"):
                return True
            if end <= source[0]:
                return True
        return False

    def _is_recalled_by_outcome(self, word: Mention, sentence: Sentence) -> bool:
        """会谈成果: an event word right before what came of it."""
        return self.view.startswith(event_list(sentence.language, "outcomes") or "\0", word.end)

    def is_the_askings(self, date: DateExpression, status: str, word: Mention) -> bool:
        """True for the day of an invitation or a wish: one behind the document's own, of what is only proposed."""
        told = date.basis == "relative" if word.kind == "visit" else len(date.date or "") == _DAY and not date.end_date
        return status == "proposed" and told and self._order(date) < 0

    def ahead(self, date: DateExpression, status: str) -> DateExpression:
        """The day of what is to come, where the year was not stated and the last such day lies behind the document's.

        `accepted an invitation to visit in April`, written in November: next April.
        """
        published = self.analysis.document.published
        if status not in ("planned", "proposed") or date.basis != "relative" or not date.date or not published:
            return date
        week = event_list("zh", "bare_weekdays")
        if len(date.date) == len(published) == _DAY and self.view.startswith(week, date.start):
            told = max(published, self._told_before(date))  # 下星期三抵达釜山。星期四他会和X会晤
            return replace(date, date=_later(date.date, _WEEK + 1)) if date.date < told else date
        if date.kind == "vague" and len(date.date) == _YEAR and _later_year(date.date) == published[:_YEAR]:
            this = self.view[date.start : date.end].lower().startswith(tuple(event_list("en", "season_heads")) or "\0")
            return replace(date, date=published[:_YEAR]) if this else date  # `in the fall`, written in August
        behind = len(date.date) >= 7 and date.date[:7] < published[:7]
        later = f"{int(date.date[:4]) + 1}{date.date[4:]}"
        return replace(date, date=later) if behind and later > published and self._is_bare(date) else date

    def _told_before(self, date: DateExpression) -> str:
        """The day told of last before a date in its line; "" where there is none."""
        days = [d.date for d in self.analysis.dates_in(self.view.rfind("\n", 0, date.start) + 1, date.start)]
        return next((day for day in reversed(days) if day and len(day) == _DAY), "")

    def nearer_ahead(self, date: DateExpression | None) -> bool:
        """True for a day or month without its year that will come sooner than it was last: `Xi's visit on Sept. 24`,
        written in June."""
        published = self.analysis.document.published
        if date is None or date.basis != "relative" or not date.date or len(date.date) < 7 or not published:
            return False
        if not self._is_bare(date) or date.date >= published[: len(date.date)]:
            return False
        ago = _months(date.date, published)
        return 12 - ago < ago

    def _is_bare(self, date: DateExpression) -> bool:
        """True for a month's name or a month and day alone; `last month`, 上月 say themselves which one they mean."""
        text = self.view[date.start : date.end]
        numeric = sum(unicodedata.numeric(char, None) is not None for char in text)
        if text.isascii():
            month = any(char.isupper() for char in text) and not text.split()[0].islower()
            return month and (numeric > 0 or len(str(date.date)) == 7)
        return numeric > 0 and len(text) - numeric <= 2

    @staticmethod
    def loosely(date: DateExpression) -> DateExpression:
        """A span that only encloses the day (`last week`) is cut to what is known of the day: its month or year."""
        start, end = date.date or "", date.end_date or ""
        if date.basis != "relative" or len(start) != 10 or len(end) != 10 or end <= start:
            return date
        days = (datetime.date.fromisoformat(end) - datetime.date.fromisoformat(start)).days
        known = start[:7] if start[:7] == end[:7] else start[:4]
        return replace(date, date=known, end_date=None) if days >= _WEEK and end.startswith(known) else date

    def spread(self, date: DateExpression, word: Mention, sentence: Sentence) -> DateExpression:
        """`two days of talks ended on Tuesday`, 周二谈了两天后: the days before, or behind, are the event's as well."""
        days = [q for q in self.analysis.quantities_in(sentence.start, sentence.end) if q.unit == "days"]
        days = [q for q in days if min(abs(q.start - word.end), abs(word.start - q.end)) <= _DAY]
        days = [q for q in days if 1 < q.value <= _WEEK]
        if not days or date.kind != "point" or date.end_date or len(date.date or "") != _DAY:
            return date
        stop = self.clauses.comma_clause(word, sentence)[1]
        if sentence.language == "zh" and date.start >= stop:  # 谈了两日，周日收场
            stop = self.clauses.comma_around(date.start, sentence)
        clause = self.view[sentence.start : stop]
        further = int(days[0].value) - 1
        if any(ended in clause for ended in event_list(sentence.language, "days_over")):
            return replace(date, date=_later(str(date.date), -further), end_date=date.date)
        if any(begun in clause for begun in event_list(sentence.language, "days_begun")):
            return replace(date, end_date=_later(str(date.date), further))
        return date

    def status_by_date(self, status: str, date: DateExpression | None, word: Mention, sentence: Sentence) -> str | None:
        """A date after the document's own is to come; a visit without a sign of having happened is not held."""
        order = self._order(date)
        if order > 0:
            return "planned" if status == "held" else status
        if (
            status == "planned"
            and order < 0
            and date is not None
            and date.kind in ("point", "range")
            and len(date.date or "") == 10
            and not self._order(replace(date, date=date.end_date or date.date)) > 0
        ):
            clause = self.clauses.comma_clause(word, sentence)
            future = [m for m in self.analysis.layer("future").within(*clause) if m.kind != "none"]
            weak = event_list(sentence.language, "weak_future")
            if all(self.view[m.start : m.end] in weak for m in future) and future:
                return "held"
        if status == "held" and word.kind == "visit" and not self._completed(word, sentence):
            if self.nearer_ahead(date):
                return "planned"
            precise = date is not None and len(date.date or "") >= 7
            return status if order < 0 and precise else None
        return status

    def _order(self, date: DateExpression | None) -> int:
        """-1 for a date before the document's own, 1 for one after it, 0 where they cannot be told apart."""
        published = self.analysis.document.published or self.latest
        if date is None or date.date is None or published is None:
            return 0
        length = min(len(date.date), len(published))
        return (date.date[:length] > published[:length]) - (date.date[:length] < published[:length])

    def _completed(self, word: Mention, sentence: Sentence) -> bool:
        """`wrapped up a trip`, 结束访问: beside the word of a visit."""
        start, end = self.clauses.comma_clause(word, sentence)
        return self.analysis.has("completed", start, end)


def _later(date: str, days: int) -> str:
    """An ISO day so many days later."""
    return (datetime.date.fromisoformat(date) + datetime.timedelta(days=days)).isoformat()


def _later_year(year: str) -> str:
    return str(int(year) + 1)


def _months(earlier: str, later: str) -> int:
    """Months from the month of one ISO date to that of another."""
    return 12 * (int(later[:4]) - int(earlier[:4])) + int(later[5:7]) - int(earlier[5:7])


def _timeline_entries(analysis: Analysis) -> dict[int, DateExpression]:
    """The dates at the heads of lines by paragraph; empty where fewer than a third of the lines begin with one."""
    found: dict[int, DateExpression] = {}
    lines: dict[int, Sentence] = {}
    for sentence in analysis.sentences:
        lines.setdefault(sentence.paragraph, sentence)
    headings = {n: date for n, first in lines.items() if (date := _date_of_heading(analysis, first)) is not None}
    for number, first in lines.items():
        dates = [d for d in analysis.dates_in(first.start, first.end) if d.start - first.start <= 2 and d.date]
        if dates:
            found[number] = dates[0]
    if len(headings) >= _LEAST_HEADINGS:
        last = None
        for number in sorted(lines):
            last = headings.get(number, last)
            if last is not None:
                found.setdefault(number, last)
        return found
    return found if len(found) >= max(_LEAST_ENTRIES, len(lines) / 3) else {}


def _date_of_heading(analysis: Analysis, line: Sentence) -> DateExpression | None:
    """The date at the end of a line that is a heading: `FIRST TALKS - May 26, 2021`."""
    title = analysis.document.title_span
    if line.end - line.start > _HEADING or (title and title[0] <= line.start < title[1]):
        return None
    dates = [d for d in analysis.dates_in(line.start, line.end) if d.date and d.basis == "stated"]
    alone = analysis.view[line.end :].startswith("\n") or line.end == len(analysis.view)
    return dates[-1] if dates and alone and line.end - dates[-1].end <= 1 and dates[-1].kind != "duration" else None
