"""CSV, JSON lines, Parquet and the data package: what goes out comes back, by readers that others wrote."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import pandas
import pyarrow.parquet
import pytest
import yaml
from datasets import bundled, made, written_by_hand

from bilat import __version__
from bilat.export.formats import Dataset, export
from bilat.export.formats.dataset import fields
from bilat.export.formats.parquet import field_types
from bilat.export.formats.tables import by_kind, columns


def back(value: str, told: str) -> Any:
    """A cell of CSV as the value that it was."""
    if value == "":
        return None
    if told in ("integer", "number"):
        return float(value)
    return value if told in ("string", "date") else json.loads(value)


@pytest.mark.parametrize("text", ["quotes", "none", "whole"])
def test_csv_comes_back_as_it_was(tmp_path: Path, text: Any) -> None:
    dataset = written_by_hand(text=text)
    export(dataset, "csv", tmp_path / "tables")
    for kind, rows in by_kind(dataset).items():
        with (tmp_path / "tables" / f"{kind}.csv").open(encoding="utf-8", newline="") as file:
            read = list(csv.DictReader(file))
        assert tuple(read[0]) == columns(dataset, kind)
        types = {name: field["type"] for name, field in fields(kind).items()}
        assert [{n: back(v, types[n]) for n, v in row.items()} for row in read] == [
            {name: row.get(name) for name in columns(dataset, kind)} for row in rows
        ]


def test_one_file_has_all_rows_and_pandas_reads_it(tmp_path: Path) -> None:
    dataset = bundled()
    export(dataset, "csv", tmp_path / "all.csv")
    frame = pandas.read_csv(tmp_path / "all.csv")
    assert frame["id"].tolist() == [row["id"] for row in dataset.rows]
    assert frame["type"].value_counts().to_dict() == {kind: len(rows) for kind, rows in by_kind(dataset).items()}


def test_json_lines_are_the_rows(tmp_path: Path) -> None:
    dataset = bundled()
    export(dataset, "jsonl", tmp_path / "all.jsonl")
    lines = (tmp_path / "all.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line) for line in lines] == list(dataset.rows)


def plain(value: Any) -> Any:
    """What Parquet gives back as the JSON value that it was."""
    if isinstance(value, list) and value and all(isinstance(v, tuple) for v in value):
        return {key: plain(item) for key, item in value}
    return value


@pytest.mark.parametrize("text", ["quotes", "none"])
def test_parquet_comes_back_as_it_was(tmp_path: Path, text: Any) -> None:
    dataset = written_by_hand(text=text)
    export(dataset, "parquet", tmp_path / "tables")
    for kind, rows in by_kind(dataset).items():
        read = pyarrow.parquet.read_table(tmp_path / "tables" / f"{kind}.parquet").to_pylist()
        assert [{name: plain(value) for name, value in row.items()} for row in read] == [
            {name: row.get(name) for name in columns(dataset, kind)} for row in rows
        ]


def test_duckdb_reads_what_is_nested(tmp_path: Path) -> None:
    dataset = bundled()
    export(dataset, "parquet", tmp_path / "all.parquet")
    place = str(tmp_path / "all.parquet")
    counts = duckdb.execute("select type, count(*) from read_parquet(?) group by type", [place]).fetchall()
    assert dict(counts) == {kind: len(rows) for kind, rows in by_kind(dataset).items()}
    spoken = duckdb.execute(
        "select speaker.name, evidence[1].quote from read_parquet(?) where type = 'statement'", [place]
    ).fetchall()
    said = [row for row in dataset.rows if row["type"] == "statement"]
    assert spoken == [(row["speaker"]["name"], row["evidence"][0]["quote"]) for row in said]


def test_every_type_of_the_dictionary_occurs() -> None:
    plain, nested = {"string", "date", "integer", "number"}, {"strings", "span", "spans", "evidence"}
    assert set(field_types().values()) == plain | nested | {"name", "names", "sides"}


@pytest.mark.parametrize("text", ["quotes", "none"])
def test_the_package_is_valid_and_its_tables_are_what_it_says(tmp_path: Path, text: Any) -> None:
    dataset = written_by_hand(text=text, title="A test of the package")
    export(dataset, "package", tmp_path / "package")
    report = frictionless.validate(str(tmp_path / "package" / "datapackage.json"))
    assert report.valid, report.flatten(["title", "fieldName", "note"])
    told = json.loads((tmp_path / "package" / "datapackage.json").read_text("utf-8"))
    package = frictionless.Package(str(tmp_path / "package" / "datapackage.json"))
    assert {one.name: len(one.read_rows()) for one in package.resources} == {
        kind: len(rows) for kind, rows in by_kind(dataset).items()
    }
    assert told["version"].startswith(f"{__version__}+")
    assert all(field["description"] for one in told["resources"] for field in one["schema"]["fields"])


def test_a_package_with_a_wrong_value_is_not_valid(tmp_path: Path) -> None:
    """The validator would see a table that breaks the schema, and a record of no document."""
    export(bundled(), "package", tmp_path)
    table = tmp_path / "data" / "measure.csv"
    table.write_text(table.read_text("utf-8").replace("doc/", "nowhere/"), "utf-8")
    assert not frictionless.validate(str(tmp_path / "datapackage.json")).valid


def test_the_packages_version_follows_from_what_is_in_it(tmp_path: Path) -> None:
    def version(dataset: Dataset, name: str) -> str:
        export(dataset, "package", tmp_path / name)
        told = json.loads((tmp_path / name / "datapackage.json").read_text("utf-8"))
        return str(told["version"])

    dataset = written_by_hand()
    assert version(dataset, "a") == version(written_by_hand(), "b")
    fewer = made(dataset.documents, dataset.records[:-1])
    assert len({version(dataset, "a"), version(fewer, "c"), version(written_by_hand(text="none"), "d")}) == 3


def test_the_citation_is_a_citation_file(tmp_path: Path) -> None:
    export(written_by_hand(title='A "title": with signs'), "package", tmp_path / "out.zip")
    with zipfile.ZipFile(tmp_path / "out.zip") as package:
        told = yaml.safe_load(package.read("CITATION.cff"))
        assert "## data/statement.csv" in package.read("README.md").decode()
    assert told["title"] == 'A "title": with signs'
    assert {"cff-version", "message", "authors", "title", "version", "type"} <= set(told)
