"""A pack to begin with: every file, with comments that say what belongs there."""

from __future__ import annotations

import csv
import io
import re
from importlib import resources
from pathlib import Path

from bilat.errors import UsageError
from bilat.packs.loader import available
from bilat.packs.raw import pack_format

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CODE = re.compile(r"[A-Z]{2}")
_SIDE = "SIDE_"  # a column of the register that stands once for each side


def write_skeleton(pack_id: str, sides: tuple[str, str], folder: Path) -> Path:
    """Write a small, sound pack of two sides (ISO 3166-1 alpha-2 codes) into a new folder; its path.

    The folder is `folder` where that has the pack's name, else one of that name in it. Raises UsageError where the id
    or a code has another form, the id is a bundled pack's, or the folder holds something already.
    """
    _refuse(pack_id, sides)
    target = folder if folder.name == pack_id else folder / pack_id
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UsageError(f"{target}: there is something already; name another folder with -o")
    target.joinpath("register").mkdir(parents=True)
    marks = {"@ID@": pack_id, "@A@": sides[0], "@B@": sides[1], "@a@": sides[0].lower()}
    for part in sorted(resources.files("bilat.packs").joinpath("blank").iterdir(), key=lambda item: item.name):
        if part.name.endswith(".in"):
            text = part.read_text(encoding="utf-8")
            for mark, value in marks.items():
                text = text.replace(mark, value)
            target.joinpath(part.name.removesuffix(".in")).write_text(text, encoding="utf-8")
    for table, columns in pack_format()["register"].items():
        target.joinpath("register", f"{table}.csv").write_text(_head(list(columns), sides), encoding="utf-8")
    return target


def _refuse(pack_id: str, sides: tuple[str, str]) -> None:
    if not _ID.fullmatch(pack_id):
        raise UsageError(f"{pack_id!r} is no id for a pack; write small letters, digits and -, for instance jp-kr")
    if pack_id in available():
        raise UsageError(f"{pack_id!r} is a pack that bilat brings along; choose another id")
    for code in sides:
        if not _CODE.fullmatch(code):
            raise UsageError(f"{code!r} is no code of a state; write two capital letters (ISO 3166-1), for instance JP")
    if sides[0] == sides[1]:
        raise UsageError(f"the two sides are the same, {sides[0]}; a relationship has two")


def _head(columns: list[str], sides: tuple[str, str]) -> str:
    """The first line of a table of the register."""
    named = [
        column.replace(_SIDE, f"{side.lower()}_") for column in columns for side in sides if column.startswith(_SIDE)
    ]
    plain = [column for column in columns if not column.startswith(_SIDE)]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow([*plain, *named])
    return text.getvalue()
