"""Two accounts of one call, and a workspace that holds them."""

from __future__ import annotations

import functools
import tempfile
from dataclasses import replace
from pathlib import Path

from bilat import packs
from bilat.model import Record
from bilat.pipeline import records_of
from bilat.store import Writer
from bilat.workspace import Arrival, read_arrivals, relate
from bilat.workspace.extractor import extractor

CALL_US = """Readout of the Secretary's Call with the Foreign Minister
WASHINGTON, September 10, 2025 - Secretary of State Marco Rubio spoke by phone with Chinese Foreign Minister Wang Yi
on September 10, 2025. Rubio said that the United States wants fair trade. He urged China to stop the flow of fentanyl.
"""
CALL_CN = """王毅同美国国务卿鲁比奥通电话
新华社北京2025年9月10日电 2025年9月10日，外交部长王毅同美国国务卿鲁比奥通电话。王毅表示，台湾问题是中国的内政。
王毅指出，中方愿同美方就稀土出口加强沟通。
"""


def write(folder: Path, **texts: str) -> str:
    """A folder of articles, by their names."""
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return str(folder)


@functools.cache
def _read(name: str, text: str) -> tuple[Arrival, tuple[Record, ...]]:
    """An article and its records, read once however many tests ask for it."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, name).write_text(text, "utf-8")
        (arrival,) = read_arrivals([str(Path(folder, name))])
    assert isinstance(arrival, Arrival)
    return arrival, tuple(records_of(arrival.document, packs.load("us-cn")))


def fill(workspace: str, folder: str) -> None:
    """A workspace with the articles of a folder, compared."""
    with Writer(workspace) as writer:
        for path in sorted(Path(folder).glob("*.txt")):
            arrival, found = _read(path.name, path.read_text("utf-8"))
            original, document = arrival.original, replace(arrival.document, path=str(path))
            done = writer.add(document, found, pack="us-cn", extractor=extractor(), original=original)
            assert done.outcome == "added"
        relate(writer)
