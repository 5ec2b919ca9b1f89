"""Python's way in: what is read, as records, tables, frames, passages, accounts and pictures."""

from __future__ import annotations

import functools
import json
import re
import subprocess
import sys
from pathlib import Path

import altair
import pandas
import pytest
from click.testing import CliRunner

import bilat
from bilat.cli import main
from bilat.demo import sample_paths

KINDS = ("document", "interaction", "statement", "measure", "commitment", "comparison", "outlook")


@functools.cache
def samples() -> bilat.Result:
    with sample_paths() as paths:
        return bilat.read([path for path in paths if "call" in path or "summit-2025" in path])


def test_a_result_has_the_runs_documents_and_records() -> None:
    result = samples()
    with sample_paths() as paths:
        same = bilat.run([path for path in paths if "call" in path or "summit-2025" in path])
    assert result.documents == same.documents
    assert result.records == same.records
    assert repr(result) == f"<Result: {len(same.documents)} documents, {len(same.records)} records, 0 refused>"
    assert result.of(bilat.Statement) == [one for one in same.records if isinstance(one, bilat.Statement)]


@pytest.mark.parametrize("kind", KINDS)
def test_frames_have_a_row_a_record(kind: str) -> None:
    result = samples()
    table, frame, polar = result.table(kind), result.to_pandas(kind), result.to_polars(kind)
    assert len(table) == len(frame) == polar.height > 0
    assert list(frame.columns) == polar.columns == list(table.columns)
    assert frame["id"].tolist() == polar["id"].to_list() == [row["id"] for row in table]
    assert set(table[0]) == set(table.columns)


def test_a_frame_of_statements_carries_words_and_people() -> None:
    frame = samples().to_pandas("statement")
    texts = {document.id: document.text for document in samples().documents}
    for row in frame.itertuples():
        assert texts[row.doc][row.start : row.end] == row.quote
    assert {"speaker", "speaker_side", "act", "issues", "document_published"} <= set(frame.columns)
    assert set(frame["speaker_side"].dropna()) <= {"US", "CN", "both"}


def test_all_records_in_one_frame() -> None:
    result = samples()
    frame = result.to_pandas()
    assert len(frame) == len(result.documents) + len({bilat.record_id(record) for record in result.records})
    assert result.to_polars().height == len(frame)


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(KeyError):
        samples().table("no_such_kind")


def test_the_accounts_side_by_side() -> None:
    accounts = samples().compare("2025-11-24")
    assert {row["outcome"] for row in accounts} >= {"both", "only_US"}
    for row in accounts:
        assert (row["US"] is None) == (row["outcome"] == "only_CN")
        assert (row["CN"] is None) == (row["outcome"] == "only_US")
    assert len(samples().compare("1999-01-01")) == 0


def test_a_passage_is_the_words_in_their_place() -> None:
    result = samples()
    record = result.of(bilat.Statement)[0]
    passage = result.passage(record)
    assert f"[{record.evidence[0].quote}]" in str(passage)
    assert f"<mark>{record.evidence[0].quote}"[:20] in passage._repr_html_().replace("&#39;", "'").replace("&#34;", '"')


def test_what_a_notebook_shows_is_escaped(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text("<b>Wang Yi</b> said that <script>alert(1)</script> tariffs must go.\n", "utf-8")
    result = bilat.read(article)
    shown = [result._repr_html_(), result.table()._repr_html_(), result.table("document")._repr_html_()]
    shown += [result.passage(record)._repr_html_() for record in result.records if record.evidence]
    assert not any("<script" in html or "<b>Wang" in html for html in shown)
    assert bilat.Table("x", [{"<i>": "<u>"}])._repr_html_().count("<i>") == 0


def test_a_long_table_says_how_much_more_there_is() -> None:
    table = bilat.Table("numbers", ({"n": number} for number in range(50)))
    assert "30 more rows" in table._repr_html_()
    assert len(table.to_pandas()) == 50
    assert table[3] == {"n": 3}
    assert [row["n"] for row in table[:2]] == [0, 1]


def test_rows_with_other_columns_and_no_rows() -> None:
    table = bilat.Table("mixed", [{"a": 1}, {"b": [2]}])
    assert list(table) == [{"a": 1, "b": None}, {"a": None, "b": [2]}]
    assert table.to_polars().rows() == [(1, None), (None, [2])]
    assert bilat.Table("none", []).to_pandas().empty
    assert bilat.Table("none", []).to_polars().is_empty()


def test_a_phrase_is_found_in_all_scripts() -> None:
    uses = samples().phrases("对等关税")
    assert {row["language"] for row in uses} > {"en"}
    assert [row["date"] for row in uses] == sorted(row["date"] for row in uses)


def test_the_chart_has_the_interactions() -> None:
    chart = samples().chart()
    assert isinstance(chart, altair.Chart)
    (rows,) = chart.to_dict()["datasets"].values()
    assert {"2025-11-24", "2025-10-30"} <= {row["date"] for row in rows}


def test_how_things_stood_and_what_changed() -> None:
    standing = bilat.state("2025-11-10", instrument="tariff").to_pandas()
    assert set(standing["imposed_by"]) == {"US", "CN"}
    steps = bilat.changes("2025-01-01", "2025-12-31", instrument="tariff")
    assert [row["date"] for row in steps] == sorted(row["date"] for row in steps)
    assert all("2025-01-01" < row["date"] <= "2025-12-31" for row in steps)
    with pytest.raises(bilat.UsageError):
        bilat.changes("2025-12-31", "2025-01-01")
    with pytest.raises(bilat.UsageError):
        bilat.state("soon")


def test_a_workspace_is_read_as_a_result(tmp_path: Path) -> None:
    article, workspace = tmp_path / "a.txt", tmp_path / "w.db"
    article.write_text("Wang Yi held talks with Marco Rubio in Munich on February 14, 2026.\n", "utf-8")
    assert CliRunner().invoke(main, ["add", str(article), "--workspace", str(workspace)]).exit_code == 0
    result = bilat.load(workspace)
    assert [one.date for one in result.of(bilat.Interaction)] == ["2026-02-14"]
    with pytest.raises(bilat.UsageError):
        bilat.load(tmp_path / "none.db")


def test_a_bad_input_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("Wang Yi spoke by phone with Marco Rubio on May 2, 2025.\n", "utf-8")
    result = bilat.read([tmp_path / "good.txt", tmp_path / "none.txt"])
    assert len(result.documents) == len(result.refused) == 1


def test_export_from_python(tmp_path: Path) -> None:
    outcome = samples().export("plover", tmp_path / "out.jsonl", text="none")
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    assert outcome.written.count == len(rows) > 0
    assert all("text" not in row for row in rows)


@pytest.mark.parametrize(("library", "extra"), [("pandas", "tables"), ("polars", "tables"), ("altair", "notebooks")])
def test_without_a_library_it_is_told_what_to_install(
    library: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = samples()
    monkeypatch.setitem(sys.modules, library, None)
    call = {"pandas": result.to_pandas, "polars": result.to_polars, "altair": result.chart}[library]
    with pytest.raises(bilat.UsageError, match=re.escape(f"pip install 'bilat[{extra}]'")):
        call()


def test_reading_needs_no_optional_library() -> None:
    code = (
        "import sys, bilat; bilat.read; bilat.state('2025-11-10'); loaded = {m.split('.')[0] for m in sys.modules};"
        "print(sorted(loaded & {'pandas', 'polars', 'altair', 'pyarrow', 'sqlalchemy'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True)
    assert done.stdout.strip() == "[]"


def test_pandas_takes_cut_dates_as_text() -> None:
    frame = samples().to_pandas("interaction")
    assert pandas.api.types.is_string_dtype(frame["date"])
