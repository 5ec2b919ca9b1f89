"""robots.txt as RFC 9309 has it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilat.fetching.robots import EVERYTHING, NOTHING, parse

TEXT = """
# a comment
User-agent: somebody
Disallow: /

user-agent : Bilat/9.9   # with a version
User-Agent: other
Disallow: /private
Allow: /private/open
Disallow: /*.pdf$
Disallow: /*?print=
Disallow: /exact$
Disallow: /caf%C3%A9
nonsense
Sitemap: https://a.example/s.xml

User-agent: *
Disallow: /everybody
"""


@pytest.mark.parametrize(
    ("path", "may"),
    [
        ("/", True), ("", True), ("/private", False), ("/private/a", False), ("/private/open/a", True),
        ("/a.pdf", False), ("/a.pdfs", True), ("/a.pdf?x=1", True), ("/a?print=1", False), ("/exact", False),
        ("/exactly", True), ("/café", False), ("/caf%c3%a9/x", False), ("/everybody", True), ("/privat", True),
    ],
)  # fmt: skip
def test_the_longest_rule_of_the_own_group_counts(path: str, may: bool) -> None:
    assert parse(TEXT.encode(), "bilat").allow(path) is may


def test_everybody_else_has_the_group_of_all() -> None:
    rules = parse(TEXT.encode(), "stranger")
    assert not rules.allow("/everybody/a")
    assert rules.allow("/private")


def test_groups_of_one_name_count_together_and_ties_allow() -> None:
    rules = parse(b"User-agent: bilat\nDisallow: /a\n\nUser-agent: bilat\nDisallow: /b\nAllow: /b", "bilat")
    assert not rules.allow("/a/x")
    assert rules.allow("/b")


def test_an_empty_rule_forbids_nothing() -> None:
    assert parse(b"User-agent: *\nDisallow:\n", "bilat").allow("/a")
    assert EVERYTHING.allow("/a")
    assert not NOTHING.allow("/a")


def test_a_hostile_one_is_read_in_time() -> None:
    stars = b"User-agent: *\nDisallow: /" + b"*a" * 100_000 + b"$\n"
    many = b"User-agent: *\n" + b"Disallow: /*a*a*a*b$\n" * 20_000
    started = time.process_time()
    for content in (stars, many, b"User-agent: *\n" * 50_000, b"\n" * 500_000, b":" * 500_000):
        parse(content, "bilat").allow("/" + "a" * 2000)
    assert time.process_time() - started < 4


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=200), st.text(max_size=40))
def test_nothing_breaks_it(content: bytes, path: str) -> None:
    parse(b"User-agent: *\nDisallow: /" + content, "bilat").allow("/" + path)
