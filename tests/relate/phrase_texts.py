"""Texts of our own for the tests of phrases and people, and how they are read."""

from __future__ import annotations

import functools
import json
import tempfile
from pathlib import Path
from typing import Any

from bilat import packs
from bilat.pipeline import Run, run

PACK = packs.load("us-cn")

# A year in which one side softens on tariffs, both use phrases, and a wire copies the ministry.
TEXTS: list[dict[str, Any]] = [
    {
        "id": "ministry-april", "published": "2025-04-11", "language": "zh-Hans", "outlet": "新华社",
        "text": "商务部发言人4月11日表示，贸易战没有赢家，中方不愿打，也不怕打。如果美方执意打关税战，"
        "中方必将奉陪到底。\n\n"
        "外交部发言人林剑说，中方敦促美方停止极限施压，在平等、尊重、互惠的基础上同中方对话。",
    },
    {
        "id": "treasury-may", "published": "2025-05-12", "language": "en", "outlet": "Reuters",
        "text": "GENEVA, May 12 - Treasury Secretary Scott Bessent said neither side wants a decoupling. "
        "He Lifeng, China's vice premier, said the talks in Geneva had been candid and that there are no winners in a "
        "trade war.\n\nBessent welcomed the agreement on tariffs and promised to lower tariffs further.",
    },
    {
        "id": "ministry-june", "published": "2025-06-06", "language": "zh-Hans", "outlet": "新华社",
        "text": "国家主席习近平6月5日晚同美国总统特朗普通电话。习近平指出，中美要相互尊重、和平共处、合作共赢，"
        "妥善管控分歧。"
        "他强调，美方应慎重处理台湾问题。\n\n外交部发言人林剑说，中方欢迎美方取消关税，愿同美方相向而行。",
    },
    {
        "id": "treasury-october", "published": "2025-10-15", "language": "en", "outlet": "Reuters",
        "text": "WASHINGTON, Oct 15 - Treasury Secretary Scott Bessent accused China of breaking its promises on "
        "tariffs and threatened to impose tariffs of 100 percent. Lin Jian, a spokesperson for China's foreign "
        "ministry, warned that China would fight to the end.",
    },
]  # fmt: skip


@functools.cache
def ran() -> Run:
    """The texts as the pipeline reads them."""
    return read(TEXTS)


def read(rows: list[dict[str, Any]]) -> Run:
    """Rows of a JSON Lines input as the pipeline reads them."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "texts.jsonl"
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")
        result = run([str(path)])
    assert not result.refused
    return result
