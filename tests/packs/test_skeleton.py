"""`bilat packs new`: what it writes is sound, is a pack, and is written over nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from bilat import packs
from bilat.cli import main
from bilat.errors import UsageError
from bilat.packs.checks import check
from bilat.packs.raw import pack_format
from bilat.packs.skeleton import write_skeleton

OPTIONAL = set(pack_format()["optional_files"])


def test_a_new_pack_is_sound_and_has_every_file(tmp_path: Path) -> None:
    folder = write_skeleton("in-cn", ("IN", "CN"), tmp_path)
    assert folder == tmp_path / "in-cn"
    assert check(str(folder)) == []
    assert {path.stem for path in folder.glob("*.yaml")} == set(pack_format()["files"]) - OPTIONAL
    assert {path.stem for path in folder.glob("register/*.csv")} == set(pack_format()["register"])
    assert [side.code for side in packs.load(str(folder)).sides] == ["IN", "CN"]


def test_a_new_pack_tells_what_belongs_where(tmp_path: Path) -> None:
    folder = write_skeleton("in-cn", ("IN", "CN"), tmp_path)
    for path in folder.glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        assert text.startswith("# "), path.name
        assert "@" not in text, path.name


def test_a_folder_of_the_packs_name_is_the_packs(tmp_path: Path) -> None:
    assert write_skeleton("in-cn", ("IN", "CN"), tmp_path / "in-cn") == tmp_path / "in-cn"


@pytest.mark.parametrize(
    ("pack_id", "sides", "told"),
    [
        ("In_CN", ("IN", "CN"), "is no id for a pack"),
        ("us-cn", ("US", "CN"), "is a pack that bilat brings along"),
        ("in-cn", ("India", "CN"), "'India' is no code of a state"),
        ("cn-cn", ("CN", "CN"), "the two sides are the same"),
    ],
)
def test_what_cannot_be_a_pack_is_refused(pack_id: str, sides: tuple[str, str], told: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=told):
        write_skeleton(pack_id, sides, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "in-cn").mkdir()
    (tmp_path / "in-cn" / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="there is something already"):
        write_skeleton("in-cn", ("IN", "CN"), tmp_path)


def test_from_a_new_pack_to_records_by_the_commands(tmp_path: Path) -> None:
    run = CliRunner().invoke
    made = run(main, ["packs", "new", "in-cn", "--sides", "IN", "CN", "-o", str(tmp_path)])
    assert made.exit_code == 0, made.output
    folder = str(tmp_path / "in-cn")
    assert "in order" in run(main, ["packs", "check", folder]).output
    article = tmp_path / "article.txt"
    article.write_text("Both sides agreed on 3 March 2025 to hold talks on trade.\n", encoding="utf-8")
    read = run(main, ["extract", str(article), "--pack", folder])
    assert read.exit_code == 0, read.output
    assert '"type": "document"' in read.output


def test_a_broken_pack_is_told_by_the_command(tmp_path: Path) -> None:
    folder = write_skeleton("in-cn", ("IN", "CN"), tmp_path)
    people = folder / "people.yaml"
    people.write_text("people:\n- {id: person/a, name: A, side: XX, en: [Ann Ames], zh: []}\n", encoding="utf-8")
    found = CliRunner().invoke(main, ["packs", "check", str(folder)])
    assert found.exit_code == 1
    assert "people.yaml line 2: people: person/a: side: 'XX' is none of the sides IN, CN" in found.output
    refused = CliRunner().invoke(main, ["extract", "x.txt", "--pack", str(folder)])
    assert refused.exit_code == 2
    assert "people.yaml line 2" in refused.output
