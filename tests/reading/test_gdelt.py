"""GDELT's files choose addresses; their pages are fetched from a server of this machine and become documents."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from bilat.cli import main
from bilat.errors import InputError
from bilat.export.formats.dataset import data as of_formats
from bilat.fetching import Fetcher
from bilat.reading.gdelt import Lead, leads
from bilat.reading.vocabulary import data
from tests.fetching.test_fetching import PAGE, Site

BOTH = frozenset({"USA", "CHN"})
FIXTURES = Path(__file__).parents[1] / "fixtures" / "gdelt"


def event(number: int, one: str, other: str, url: str, width: int = 61) -> str:
    row = [""] * width
    row[0], row[7], row[17], row[-1], row[-2] = str(number), one, other, url, "20251124231500"
    return "\t".join(row) + "\n"


def mention(number: int, url: str, kind: str = "1") -> str:
    row = [str(number), "20251124231500", "20251124233000", kind, "news.example", url, *["0"] * 8, "", ""]
    return "\t".join(row) + "\n"


def graph(url: str, *places: str, kind: str = "1") -> str:
    row = [""] * 27
    row[0], row[1], row[2], row[3], row[4] = "20251124231500-1", "20251124231500", kind, "news.example", url
    row[9] = ";".join(f"1#{place}#XX#XX#0#0#XX" for place in places)
    return "\t".join(row) + "\n"


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    contents = {
        "a.mentions.CSV": mention(1, "https://b.example/1") + mention(2, "https://b.example/2")
        + mention(1, "a book, page 3", kind="2") + mention(1, "https://a.example/1"),
        "a.export.CSV": event(1, "USA", "CHN", "https://a.example/1") + event(2, "USA", "MEX", "https://a.example/2")
        + event(3, "CHN", "USA", "https://a.example/3"),
        "a.gkg.csv": graph("https://c.example/1", "Beijing, Beijing, China", "United States")
        + graph("https://c.example/2", "China") + graph("urn:x", "China", "United States", kind="6"),
        "old.CSV": event(9, "USA", "CHN", "https://d.example/9", width=58),
        "api.json": '{"articles": [{"url": "https://e.example/1", "seendate": "20251124T231500Z", "title": "T"}]}',
        "api.csv": "\ufeffURL,MobileURL,Date,Title\nhttps://f.example/1,,2025-11-24 23:15:00,\"One, two\"\n",
    }  # fmt: skip
    for name, text in contents.items():
        (tmp_path / name).write_text(text, "utf-8")
    return {name: tmp_path / name for name in contents}


def urls(*paths: Path) -> list[str]:
    found = list(leads(paths, BOTH))
    assert all(isinstance(one, Lead) for one in found), found
    return [one.url for one in found]  # type: ignore[union-attr]


def test_the_layout_is_that_of_the_exports_columns() -> None:
    """What bilat writes as GDELT's events and mentions it reads as such."""
    tables, columns = data("gdelt")["tables"], of_formats("gdelt")
    events, mentions = columns["events"], columns["mentions"]
    assert events.index("SOURCEURL") == tables["61"]["url"]
    assert events.index("DATEADDED") == tables["61"]["seen"]
    assert [events[at] for at in tables["61"]["actors"]] == ["Actor1CountryCode", "Actor2CountryCode"]
    assert [mentions[tables["16"][name]] for name in ("event", "seen", "on_web", "url")] == [
        "GLOBALEVENTID", "MentionTimeDate", "MentionType", "MentionIdentifier",
    ]  # fmt: skip


def test_events_are_chosen_by_both_actors(files: dict[str, Path]) -> None:
    assert urls(files["a.export.CSV"]) == ["https://a.example/1", "https://a.example/3"]
    assert urls(files["old.CSV"]) == ["https://d.example/9"]


def test_mentions_are_those_of_the_events_in_any_order_of_the_files(files: dict[str, Path]) -> None:
    told = ["https://a.example/1", "https://a.example/3", "https://b.example/1"]
    assert urls(files["a.mentions.CSV"], files["a.export.CSV"]) == told
    assert urls(files["a.mentions.CSV"]) == ["https://b.example/1", "https://b.example/2", "https://a.example/1"]


def test_the_knowledge_graph_by_its_places(files: dict[str, Path]) -> None:
    assert urls(files["a.gkg.csv"]) == ["https://c.example/1"]


def test_an_answer_of_the_api_is_taken_whole(files: dict[str, Path]) -> None:
    (one,) = leads([files["api.json"]], BOTH)
    assert one == Lead(url="https://e.example/1", seen="2025-11-24T23:15:00Z", source="articles", title="T")
    (two,) = leads([files["api.csv"]], BOTH)
    assert two == Lead(url="https://f.example/1", seen="2025-11-24T23:15:00Z", source="articles", title="One, two")


def test_what_is_packed_is_unpacked(files: dict[str, Path], tmp_path: Path) -> None:
    packed = tmp_path / "a.export.CSV.zip"
    with zipfile.ZipFile(packed, "w") as made:
        made.write(files["a.export.CSV"], "a.export.CSV")
    assert urls(files["a.mentions.CSV"], packed)[-1] == "https://b.example/1"
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 nothing")
    (refusal,) = leads([tmp_path / "broken.zip"], BOTH)
    assert isinstance(refusal, InputError)
    with zipfile.ZipFile(packed, "a") as made:
        made.writestr("second.csv", "x")
    (refusal,) = leads([packed], BOTH)
    assert "holds 2 files" in str(refusal)


def test_what_is_no_list_is_refused_and_a_broken_row_alone(tmp_path: Path, files: dict[str, Path]) -> None:
    for name, text in {"a.txt": "words", "b.json": "{", "c.json": '{"articles": 3}', "d.csv": "a,b\n1,2\n"}.items():
        (tmp_path / name).write_text(text, "utf-8")
        (refusal,) = leads([tmp_path / name], BOTH)
        assert isinstance(refusal, InputError), name
    (refusal,) = leads([tmp_path / "nowhere.csv"], BOTH)
    assert isinstance(refusal, InputError)
    with files["a.export.CSV"].open("a", encoding="utf-8") as stream:
        stream.write("1\t2\t3\n" + event(5, "CHN", "USA", "https://a.example/5"))
    found = list(leads([files["a.export.CSV"]], BOTH))
    assert [type(one) for one in found] == [Lead, Lead, InputError, Lead]
    assert str(found[2]).startswith(f"{files['a.export.CSV']}:4: a row of 3 columns")


@given(st.lists(st.text(alphabet="\t\n#;,{}[]\"a1U\u00e9中", max_size=30), max_size=5).map("\n".join))
@settings(max_examples=60, deadline=None)
def test_any_file_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_text(text, "utf-8")
    assert all(isinstance(one, Lead | InputError) for one in leads([path], BOTH))


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A server of this machine, and commands that may call it."""
    found = Site()
    monkeypatch.setattr(
        "bilat.fetching.Fetcher",
        lambda: Fetcher(allowed=lambda address: address == "127.0.0.1", sleep=lambda _seconds: None, pause=0),
    )
    yield found
    found.server.shutdown()
    found.server.server_close()


def test_pages_are_fetched_once_and_the_rest_goes_on(site: Site, tmp_path: Path) -> None:
    for name in ("1", "3"):
        page = PAGE.format(title=f"Talks {name}", more=f"This was call {name}.")
        site.gives(f"/{name}", page, Content_Type="text/html")
    site.gives("/robots.txt", "User-agent: *\nDisallow: /secret\n")
    rows = [event(n, "USA", "CHN", f"{site.root}/{n}") for n in (1, 2, 3)]
    table = tmp_path / "a.export.CSV"
    rows += [event(4, "CHN", "USA", f"{site.root}/secret"), event(5, "USA", "FRA", f"{site.root}/5")]
    table.write_text("".join(rows), "utf-8")
    call = ["gdelt", str(table), "--workspace", str(tmp_path / "w.db")]
    first = CliRunner().invoke(main, [*call, "--limit", "1"])
    assert first.exit_code == 0, first.output
    assert "1 added, 0 known already, 0 refused, 3 left for later" in first.stderr
    rest = CliRunner().invoke(main, call)
    assert rest.exit_code == 1
    assert "1 added, 0 known already, 2 refused, 0 left for later" in rest.stderr
    assert "the server answers 404" in rest.stderr
    assert "robots.txt asks programs to stay away" in rest.stderr
    assert site.asked.count("/1") == site.asked.count("/3") == 1
    assert "/5" not in site.asked
    assert "/secret" not in site.asked
    hits = CliRunner().invoke(main, ["search", "touch", "--workspace", str(tmp_path / "w.db"), "--format", "jsonl"])
    assert len(hits.stdout.splitlines()) == 2


def test_the_list_can_be_looked_at_and_fetches_nothing(site: Site, files: dict[str, Path]) -> None:
    call = ["gdelt", str(files["a.export.CSV"]), str(files["api.json"]), "--list", "--format", "jsonl"]
    told = CliRunner().invoke(main, call)
    assert told.exit_code == 0, told.output
    rows = [json.loads(line) for line in told.stdout.splitlines()]
    assert [row["url"] for row in rows] == ["https://a.example/1", "https://a.example/3", "https://e.example/1"]
    assert rows[0]["seen"] == "2025-11-24T23:15:00Z"
    none = CliRunner().invoke(main, [*call, "--since", "2025-11-25"])
    assert none.stdout == ""
    all_three = CliRunner().invoke(main, [*call, "--since", "2025-11", "--until", "2025-11-24"])
    assert len(all_three.stdout.splitlines()) == 3
    other = CliRunner().invoke(main, [*call, "--pack", "jp-cn"])
    assert [json.loads(line)["url"] for line in other.stdout.splitlines()] == ["https://e.example/1"]
    assert site.asked == []


def test_the_how_tos_files_are_read() -> None:
    assert len(urls(*FIXTURES.glob("*.CSV"))) == 3
