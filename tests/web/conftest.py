"""A workspace of the sample articles, read once, and pages over a copy of it for every test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bilat.demo import sample_paths
from tests.web.served import fill, form_token, pages


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace of the samples, not to be changed."""
    workspace = tmp_path_factory.mktemp("filled") / "bilat.db"
    with sample_paths() as paths:
        fill(workspace, [str(path) for path in paths])
    return workspace


@pytest.fixture
def workspace(filled: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    copy = tmp_path / "bilat.db"
    for part in filled.parent.glob("bilat.db*"):
        shutil.copy(part, tmp_path / part.name)
    return copy


@pytest.fixture
def client(workspace: Path) -> Iterator[TestClient]:
    """A browser without pictures: it keeps cookies, and follows no redirect by itself."""
    with pages(workspace) as found:
        yield found


@pytest.fixture
def post(client: TestClient) -> Callable[..., Any]:
    """Sends a form of a page, with the token that the page put into it."""

    def send(path: str, *, page: str = "/", **fields: str) -> Any:
        return client.post(path, data={"form_token": form_token(client, page), **fields})

    return send
