"""What people decide, and what follows from it for events and comparisons."""

from __future__ import annotations

from bilat.store import Judgement, Writer
from bilat.workspace.relating import relate


def judge(writer: Writer, judgement: Judgement, *, pack_id: str = "us-cn") -> int:
    """Store a person's decision and compare anew what it changes; its number.

    Raises UsageError for a target that is not there, or a value that the field cannot have.
    """
    number = writer.judge(judgement)
    _follow(writer, pack_id)
    return number


def undo(writer: Writer, number: int, *, by: str, pack_id: str = "us-cn") -> None:
    """Take a judgement back and compare anew what that changes. Raises UsageError for one that is not in force."""
    writer.undo(number, by=by)
    _follow(writer, pack_id)


def _follow(writer: Writer, pack_id: str) -> None:
    relate(writer, pack_id=pack_id)
    writer.note_judged()  # who looks now sees all of it
