"""The engine ray. Ray is an extra: `pip install 'bilat[ray]'` to run these."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bilat.errors import UsageError
from bilat.scale import on_ray
from bilat.scale.batch import Job
from bilat.scale.driver import Plan, run

from .helpers import rows, tree, write_rows

QUIET = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_AUTH_MODE": "disabled", "RAY_worker_niceness": "0"}


def test_without_ray_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "ray", None)
    with pytest.raises(UsageError, match=r"pip install 'bilat\[ray\]'"):
        list(on_ray.cluster([], Job(dataset="x"), workers=1, seconds=1))


def test_a_node_that_is_killed_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in QUIET.items():
        monkeypatch.setenv(name, value)
    ray = pytest.importorskip("ray", reason="the extra bilat[ray] is not installed")
    from ray.cluster_utils import Cluster

    archive = write_rows(tmp_path / "a.jsonl", rows(16))
    run([archive], Plan(dataset=str(tmp_path / "local"), shard_documents=2, workers=1))
    cluster: Any = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    try:
        victims = [cluster.add_node(num_cpus=1)]
        ray.init(address=cluster.address, log_to_driver=False)

        def kill_one(_: object) -> None:
            if victims:
                cluster.remove_node(victims.pop(), allow_graceful=False)

        run([archive], Plan(dataset=str(tmp_path / "ray"), shard_documents=2, engine="ray"), step=kill_one)
        assert victims == []
    finally:
        ray.shutdown()
        cluster.shutdown()
    assert tree(tmp_path / "ray") == tree(tmp_path / "local")
