"""Whole runs: what they write, whoever writes it and however often it is interrupted."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from bilat.cli import main
from bilat.errors import BilatError, UsageError
from bilat.scale import engines, worker
from bilat.scale.batch import Job
from bilat.scale.driver import Plan, run
from bilat.scale.items import Item
from bilat.scale.shards import Shard
from bilat.scale.worker import Worker

from .helpers import POISON, SLOW, dangerous, full, inline, rows, tree, write_rows

COUNT, SHARD = 10, 3


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> str:
    return write_rows(tmp_path_factory.mktemp("archive") / "news.jsonl.gz", rows(COUNT))


@pytest.fixture(scope="module")
def whole(archive: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The files of a run that nothing disturbed."""
    folder = tmp_path_factory.mktemp("whole")
    run_inline(archive, folder / "data")
    return tree(folder / "data")


def run_inline(archive: str, dataset: Path, shard: int = SHARD) -> int:
    """A run in this process; how many shards were there already."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engines, "of", lambda _: inline)
        return run([archive], Plan(dataset=str(dataset), shard_documents=shard)).kept


def test_the_manifest_tells_what_there_is(archive: str, tmp_path: Path) -> None:
    run_inline(archive, tmp_path / "data")
    manifest = json.loads((tmp_path / "data/manifest.json").read_text())
    assert manifest["complete"]
    assert manifest["totals"]["documents"] == COUNT
    assert [shard["articles"] for shard in manifest["shards"]] == [3, 3, 3, 1]
    (source,) = manifest["inputs"]
    assert source["name"] == archive
    assert source["bytes"] == os.path.getsize(archive)
    assert source["modified"] == "2025-06-15T15:06:40+00:00"


def test_processes_write_the_same_bytes_and_a_killed_one_costs_nothing(
    archive: str, whole: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = Plan(dataset=str(tmp_path / "data"), shard_documents=SHARD, workers=2)
    killed: list[int] = []
    started: list[subprocess.Popen[bytes]] = []
    start = worker._child
    monkeypatch.setattr(worker, "_child", lambda: (started.append((found := start())[0]), found)[1])

    def kill_one(_: object) -> None:
        if not killed:
            killed.append(min(process.pid for process in started))
            os.kill(killed[0], signal.SIGKILL)

    assert run([archive], plan, step=kill_one).kept == 0
    assert len(killed) == 1
    assert tree(tmp_path / "data") == whole


def test_a_driver_that_is_killed_is_gone_on_with(archive: str, whole: dict[str, str], tmp_path: Path) -> None:
    data = tmp_path / "data"
    command = [sys.executable, "-m", "bilat.cli", "run", archive, "-o", str(data), "--shard", str(SHARD)]
    command += ["--workers", "1"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    while not (data / "shards").is_dir() or not any((data / "shards").glob("*.json")):
        assert process.poll() is None
        time.sleep(0.01)
    process.kill()
    process.wait()
    assert not json.loads((data / "manifest.json").read_text())["complete"]
    done = CliRunner().invoke(main, command[3:])
    assert done.exit_code == 0, done.output
    assert f"{COUNT} documents" in done.stderr
    assert tree(data) == whole


@pytest.mark.parametrize(
    "harm",
    [
        lambda data: (data / "statement/part-000001.parquet").unlink(),
        lambda data: os.truncate(data / "document/part-000002.parquet", 100),
        lambda data: (data / "shards/000000.json").unlink(),
        lambda data: (data / "shards/000003.json").write_text("{"),
        lambda data: (data / "interaction/part-000000.parquet").write_bytes(b"x" * 4000),
        lambda data: (data / "manifest.json").unlink(),
    ],
)
def test_a_dataset_that_was_harmed_is_mended(harm: object, archive: str, whole: dict[str, str], tmp_path: Path) -> None:
    run_inline(archive, tmp_path / "data")
    assert callable(harm)
    harm(tmp_path / "data")
    assert tree(tmp_path / "data") != whole
    assert run_inline(archive, tmp_path / "data") >= 3
    assert tree(tmp_path / "data") == whole


def test_the_unfinished_goes_and_what_is_not_ours_stays(archive: str, whole: dict[str, str], tmp_path: Path) -> None:
    run_inline(archive, tmp_path / "data")
    (tmp_path / "data/statement/part-000001.parquet.unfinished-0123").write_bytes(b"PAR1")
    (tmp_path / "data/statement/part-000009.parquet").write_bytes(b"of a run over more")
    (tmp_path / "data/README.txt").write_text("mine")
    assert run_inline(archive, tmp_path / "data") == 4
    assert tree(tmp_path / "data").keys() - whole.keys() == {"README.txt"}


def test_only_what_changed_is_done_again(tmp_path: Path) -> None:
    archive = write_rows(tmp_path / "a.jsonl", rows(6))
    run_inline(archive, tmp_path / "data")
    write_rows(tmp_path / "a.jsonl", rows(8))
    assert run_inline(archive, tmp_path / "data") == 2
    run_inline(archive, tmp_path / "fresh")
    assert tree(tmp_path / "data") == tree(tmp_path / "fresh")


def test_another_run_is_not_mixed_in(archive: str, tmp_path: Path) -> None:
    run_inline(archive, tmp_path / "data")
    with pytest.raises(UsageError, match="made with shard"):
        run_inline(archive, tmp_path / "data", shard=5)


def test_a_folder_of_other_things_is_left_alone(archive: str, tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_text("mine")
    with pytest.raises(UsageError, match=r"thesis\.doc"):
        run_inline(archive, tmp_path)


def articles(*texts: str) -> Shard:
    raws = (json.dumps({"text": text}).encode() for text in texts)
    return Shard(0, tuple(Item("row", "a.jsonl", number, raw) for number, raw in enumerate(raws, start=1)))


def test_poison_is_set_aside_and_the_others_are_kept(tmp_path: Path) -> None:
    watched = Worker(Job(dataset=str(tmp_path)), seconds=1.5, work=dangerous)
    try:
        entry = watched.run(articles("One.", f"{POISON}.", "Three.", f"{SLOW}."))
    finally:
        watched.close()
    assert entry["set_aside"] == {1: "ended its process (SIGKILL)", 3: "took longer than 1.5 s"}


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    watched = Worker(Job(dataset=str(tmp_path)), seconds=3, work=full)
    try:
        with pytest.raises(OSError, match="No space left"):
            watched.run(articles("One."))
    finally:
        watched.close()


def test_a_worker_that_was_stopped_does_not_start(tmp_path: Path) -> None:
    watched = Worker(Job(dataset=str(tmp_path)), seconds=3)
    watched.stop()
    with pytest.raises(BilatError):
        watched.run(articles("One."))


def test_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "of", lambda _: inline)
    archive = write_rows(tmp_path / "a.jsonl", rows(2))
    done = CliRunner().invoke(main, ["run", archive, str(tmp_path / "no.jsonl"), "-o", str(tmp_path / "data")])
    assert done.exit_code == 1
    assert f"bilat: {tmp_path}/no.jsonl: no such file or directory; check the path" in done.stderr
    assert "2 documents" in done.stderr
    assert CliRunner().invoke(main, ["run", archive]).exit_code == 2


def test_other_programs_read_it(archive: str, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    polars = pytest.importorskip("polars")
    run_inline(archive, tmp_path / "data")
    data = tmp_path / "data"
    told = duckdb.sql(
        f"select count(*), count(distinct d.id), max(len(s.evidence[1].quote)) > 0 "
        f"from '{data}/statement/*.parquet' s join '{data}/document/*.parquet' d on s.doc = d.id "
        f"where s.speaker.side = 'CN' and substring(d.text, s.evidence[1].start + 1, "
        f"s.evidence[1].end - s.evidence[1].start) = s.evidence[1].quote"
    ).fetchall()[0]
    assert told[0] >= COUNT // 2
    assert told[1:] == (COUNT, True)
    held = polars.scan_parquet(data / "interaction/*.parquet").filter(polars.col("kind") == "call").collect()
    assert held["participants"].list.len().to_list() == [2] * (COUNT // 2)
