"""Where the text around a date decides: plans, brackets, months carried on, headlines."""

from __future__ import annotations

import pytest

from bilat.languages.dates import days_of_no_year, find_dates
from bilat.languages.script import to_simplified
from bilat.languages.sentences import split_sentences


def found(text: str, published: str) -> list[tuple[str, str | None]]:
    view = to_simplified(text)
    return [(text[d.start : d.end], d.date) for d in find_dates(view, split_sentences(view), published=published)]


@pytest.mark.parametrize(
    ("published", "text", "date"),
    [
        ("2026-03-17", "The visit planned for March 31 has been put off.", "2026-03-31"),
        ("2026-04-05", "The visit planned for March 31 had been put off.", "2026-03-31"),
        ("2026-04-05", "The visit was scheduled for March 31.", "2026-03-31"),
        ("2026-02-05", "A visit planned for September was announced.", "2026-09"),
        ("2026-03-17", "原定3月31日的访问被推迟。", "2026-03-31"),
        ("2026-04-05", "原定3月31日的訪問延後了。", "2026-03-31"),
        ("2019-01-29", "If no deal is reached by March 2, tariffs will rise.", "2019-03-02"),
        ("2019-08-15", "Levies threatened to start in September have been delayed.", "2019-09"),
        ("2025-06-18", "He has until Friday to reply.", "2025-06-20"),
        ("2026-02-14", "They also discussed the planned visit to China in April.", "2026-04"),
        ("2025-10-31", "The measures were due to take effect Nov. 8, analysts said.", "2025-11-08"),
        ("2025-09-11", "She met him in July on the sidelines of a forum.", "2025-07"),
        ("2025-09-11", "At their July meeting both spoke of trust.", "2025-07"),
    ],
)
def test_what_is_planned(published: str, text: str, date: str) -> None:
    assert found(text, published)[0][1] == date


def test_counted_from_what_has_no_day() -> None:
    """Days after a month lie on no day that the text gives, and never count from the publication."""
    assert found("去年10月他说没有理由，20天后还是签了。", "2025-06-20")[1] == ("20天后", None)


def test_a_month_carried_on() -> None:
    text = "In November he stopped in Delhi and on the 28th he flew to Tokyo."
    assert found(text, "2026-02-10")[1] == ("the 28th", "2025-11-28")
    assert found("11月他在德里，28日飞抵东京。", "2026-02-10")[1] == ("28日", "2026-01-28")


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("她周四（6月5日）表示欢迎。", "2025-06-05"),
        ("她週四（5日）表示歡迎。", "2025-06-05"),
        ("她週四（6/5）表示歡迎。", "2025-06-05"),
        ("She agreed on Thursday (June 5) in Oslo.", "2025-06-05"),
        ("She agreed last Thursday (June 5) in Oslo.", "2025-06-05"),
        ("She agreed on Thursday the 5th in Oslo.", "2025-06-05"),
        ("她昨（5）日表示歡迎。", "2025-06-05"),
    ],
)
def test_brackets_hold(text: str, date: str) -> None:
    """Published on a Friday two weeks after, when the weekday alone would be another day."""
    assert found(text, "2025-06-20")[0][1] == date


@pytest.mark.parametrize(
    ("text", "date"),
    [("部長昨表示歡迎。", "2025-06-19"), ("副國務卿今起訪日。", "2025-06-20"), ("双方至今表示遗憾。", None)],
)
def test_bare_days_of_headlines(text: str, date: str | None) -> None:
    assert [d for _, d in found(text, "2025-06-20")] == ([date] if date else [])


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("明年年初再谈。", "2026"),
        ("今明兩年會有四次會晤。", "2025"),
        ("6月第一周会谈。", "2025-06"),
        ("去年今天签了字。", "2024-06-20"),
        ("一一四年六月五日公布。", "2025-06-05"),
        ("会面定在10月27日那一周。", "2025-10-27"),
        ("The weekend of July 12 suits both.", "2025-07-12"),
        ("In 2018-19 trade fell.", "2018"),
        ("Talks of 5 and 6 May 2024 failed.", "2024-05-05"),
        ("On January 9 of last year they met.", "2024-01-09"),
        ("It was signed a fortnight ago.", "2025-06"),
        ("The day after the June 5 call, teams flew to London.", "2025-06-06"),
        ("A year and a half ago he was there.", "2023"),
        ("Half a year later it was over.", None),
        ("会谈前一天（8日），双方沉默。", "2025-06-08"),
    ],
)
def test_units_together(text: str, date: str | None) -> None:
    assert found(text, "2025-06-20")[0][1] == date


@pytest.mark.parametrize(
    "text",
    [
        "依据1974年贸易法第301节。",
        "依1979年《臺灣關係法》供應。",
        "It cites the Trade Act of 1974.",
        "The 2022 CHIPS Act pays for it.",
        "The Sunday Times asked him.",
        "The 15th Five-Year Plan is out.",
        "第十五个五年规划公布。",
    ],
)
def test_names_that_hold_a_number(text: str) -> None:
    assert found(text, "2025-06-20") == []


@pytest.mark.parametrize(
    ("published", "text", "words", "date"),
    [
        # the day on which a report was sent is its today
        ("2025-11-26", "（某社記者某甲華盛頓25日電）美國總統今天與習近平通話。", "今天", "2025-11-25"),
        ("2025-11-26", "新华社北京11月25日电 两国元首今天通话。", "今天", "2025-11-25"),
        ("2025-11-26", "何立峰11月25日电话中说，今天的会谈很好。", "今天", "2025-11-26"),
        # the year that the sentence speaks of
        ("2025-11-25", "这是今年的第四次通话，前三次在1月17日、6月5日和9月19日。", "1月17日", "2025-01-17"),
        ("2025-11-25", "He will visit in April next year, Xi later in the year.", "later in the year", "2026"),
        # a count that is no exact one may lie in another month
        ("2025-06-27", "They spoke about three weeks ago.", "about three weeks ago", "2025"),
        ("2025-06-27", "They spoke three weeks ago.", "three weeks ago", "2025-06"),
        # how long something had not been is no day to come
        ("2024-08-30", "The first visit to China by an adviser in eight years.", "in eight years", None),
        ("2025-10-31", "They held their first face-to-face meeting in six years at the base.", "in six years", None),
        ("2025-10-01", "They will meet in six weeks' time.", "in six weeks' time", "2025-11"),
        # the day before, at the head of another paragraph
        ("2025-11-20", "中方暂停了10月9日公布的措施。\n王文涛前一天同客人座谈。", "前一天", "2025-11-19"),
        ("2025-11-01", "两人10月31日会面。\n前一天，元首在釜山会晤。", "前一天", "2025-10-30"),
        # weeks and weekends before and after count from the day told last
        ("2025-11-01", "They met on October 30. Teams met the weekend before.", "the weekend before", "2025-10-25"),
        ("2025-11-20", "They met on October 30, after the previous weekend.", "the previous weekend", "2025-10-25"),
        ("2025-11-20", "They met on October 30. The following weekend, no.", "The following weekend", "2025-11-01"),
        ("2025-11-20", "They met on October 30. The week after, they spoke.", "The week after", "2025-11-03"),
        ("2025-11-20", "They met the weekend before last.", "weekend before last", "2025-11-08"),
        ("2025-11-20", "They met the previous weekend.", "the previous weekend", "2025-11-15"),
        ("2025-11-20", "两国元首10月30日会晤。此前一周，双方磋商。", "此前一周", "2025-10-20"),
        ("2025-11-20", "两国元首10月30日会晤。此前一周，双方磋商。次日，防长会见。", "次日", "2025-10-31"),
        ("2025-11-20", "两国元首10月30日会晤。前一个周末，双方磋商。", "前一个周末", "2025-10-25"),
        ("2025-11-20", "双方这两天在会谈。", "这两天", "2025-11-19"),
        ("2025-11-20", "双方10月25日至26日会谈，这两天谈得很深。", "这两天", "2025-10-25"),
    ],
)
def test_the_text_around_says_which(published: str, text: str, words: str, date: str | None) -> None:
    told = dict(found(text, published))
    assert next((day for key, day in told.items() if words in key or key in words), None) == date


def test_days_whose_year_is_left_open() -> None:
    view = "BEIJING, June 5 - They spoke on Thursday and will meet tomorrow and on 10月30日."
    days = days_of_no_year(view, split_sentences(view))
    assert [(view[at : at + 6], day) for at, day in days] == [("June 5", "06-05"), ("10月30日", "10-30")]
