"""A workspace and pages over it, for the tests."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi.testclient import TestClient

from bilat.store import Writer
from bilat.web import create_app
from bilat.workspace import ingest, read_arrivals, relate

TODAY = "2026-06-01"


def fill(workspace: Path, paths: list[str]) -> None:
    """Documents into a workspace, compared with each other."""
    with Writer(str(workspace)) as writer:
        for outcome in ingest(writer, read_arrivals(paths, stdin=None, pack_id="us-cn")):
            assert outcome.refusal is None, outcome
        relate(writer)


def pages(workspace: Path, **options: Any) -> TestClient:
    """The pages over a workspace."""
    app = create_app(str(workspace), today=lambda: TODAY, **options)
    return TestClient(app, base_url="http://localhost", follow_redirects=False)


def form_token(client: TestClient, page: str = "/") -> str:
    """The token that a page puts into its forms."""
    html = client.get(page).text
    return html.split('name="form_token" value="', 1)[1].split('"', 1)[0]
