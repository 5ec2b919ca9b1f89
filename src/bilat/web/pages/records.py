"""One record: what the machine found, what people made of it, and the forms to correct, confirm or reject it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, HTTPException, Path
from fastapi.responses import RedirectResponse, Response

from bilat.relate.related import Related, related
from bilat.store import Judgement
from bilat.store.judged_values import judgeable
from bilat.web.pages.lists import who, words_of
from bilat.web.site import Asked, asked, event_path, record_path
from bilat.web.trust import editing
from bilat.workspace import judge, undo

router = APIRouter()
_RELATED = 12  # statements of other documents that are shown with one
_HIDDEN = (
    "type", "id", "doc", "evidence", "document", "machine", "judgements", "confidence", "inferred", "rejected",
    "proposed_by",
)  # fmt: skip


@router.get("/records/{key:path}", include_in_schema=False)
def record(page: Annotated[Asked, Depends(asked)], key: str) -> Response:
    """One record with its evidence and its judgements."""
    found = page.site.view.record(key)
    if found is None:
        raise HTTPException(404, page.say.t("site.no_record"))
    near = _related(page, found) if found["type"] == "statement" else []
    fields = judgeable().get(found["type"], {})
    facts = [(name, found.get(name)) for name in found if name not in _HIDDEN]
    return page.page(
        "record.html.j2", found=found, facts=facts, fields=fields, words_of=words_of,
        related=near, common=lambda one: _common(page, one), who=lambda name: who(page, name),
        title=page.say.t("site.record", what=page.say.t(f"site.types.{found['type']}")),
    )  # fmt: skip


def _related(page: Asked, found: dict[str, Any]) -> list[Related]:
    """The nearest statements of other documents, half of them of other languages where there are as many."""
    others, same_event = page.site.view.near(found["id"])
    ranked = related(found, others, page.site.pack, same_event=same_event)
    own = found["document"]["language"]
    abroad = [one for one in ranked if one.row["document"]["language"] != own]
    home = [one for one in ranked if one.row["document"]["language"] == own]
    return [*abroad[: max(_RELATED // 2, _RELATED - len(home))], *home[: max(_RELATED // 2, _RELATED - len(abroad))]]


def _common(page: Asked, one: Related) -> list[str]:
    """What two statements have in common, in the words of the page."""
    labels, said = page.site.labels, []
    for mark in one.common:
        kind, _, value = mark.partition(":")
        if kind == "issue":
            said.append(labels.issue(value, page.lang))
        elif kind == "phrase":
            phrase = page.site.pack.phrases[value]
            said.append(phrase.labels.get(page.lang) or phrase.id)
        elif kind == "amount":
            said.append(page.say.quantity(float(value.partition(" ")[0]), value.partition(" ")[2]))
        elif kind in ("event", "speaker"):
            said.append(page.say.t(f"site.same.{kind}"))
    return said


@router.post("/records/{key:path}", include_in_schema=False)
def judged(
    page: Annotated[Asked, Depends(editing)],
    key: str,
    kind: Annotated[str, Form()],
    field: Annotated[str, Form()] = "",
    value: Annotated[str, Form()] = "",
    reason: Annotated[str, Form()] = "",
    back: Annotated[str, Form()] = "",
) -> Response:
    """Correct a field, confirm or reject a record."""
    if kind not in ("correct", "confirm", "reject"):
        raise HTTPException(400, page.say.t("site.no_such_judgement"))
    assert page.user is not None
    judge(
        page.site.writer,
        Judgement(
            kind=kind, target=key, by=page.user.name, field=field or None,  # type: ignore[arg-type]
            value=value if kind == "correct" else None, reason=reason or None,
        ),
        pack_id=page.site.pack_id,
    )  # fmt: skip
    return RedirectResponse(safe_path(back) or page.url(record_path(key)), 303)


@router.post("/judgements/{number}/undo", include_in_schema=False)
def undone(
    page: Annotated[Asked, Depends(editing)],
    number: Annotated[int, Path(ge=1, lt=2**63)],
    back: Annotated[str, Form()] = "",
) -> Response:
    """Take a judgement back."""
    assert page.user is not None
    undo(page.site.writer, number, by=page.user.name, pack_id=page.site.pack_id)
    return RedirectResponse(safe_path(back) or page.url("/review"), 303)


@router.post("/events/{key}/merge", include_in_schema=False)
def merged(page: Annotated[Asked, Depends(editing)], key: str, other: Annotated[str, Form()]) -> Response:
    """Say that two events are one."""
    return _of_events(page, key, "merge", (_id(other),))


@router.post("/events/{key}/split", include_in_schema=False)
def split(
    page: Annotated[Asked, Depends(editing)], key: str, record: Annotated[list[str] | None, Form()] = None
) -> Response:
    """Say that some reports of an event tell of another one."""
    if not record:
        raise HTTPException(400, page.say.t("site.choose_reports"))
    assert page.user is not None
    judge(
        page.site.writer,
        Judgement(kind="split", target=record[0], others=tuple(record[1:]), by=page.user.name),
        pack_id=page.site.pack_id,
    )
    return RedirectResponse(page.url(event_path(key)), 303)


def _of_events(page: Asked, key: str, kind: str, others: tuple[str, ...]) -> Response:
    assert page.user is not None
    known = page.site.view.event(f"event/{key}")
    target = known["id"] if known else key
    judge(
        page.site.writer,
        Judgement(kind=kind, target=target, others=others, by=page.user.name),  # type: ignore[arg-type]
        pack_id=page.site.pack_id,
    )
    return RedirectResponse(page.url(event_path(key)), 303)


def _id(text: str) -> str:
    """An event's id, out of its address or its id."""
    tail = text.strip().split("?")[0].split("#")[0].rpartition("/events/")[2]
    return tail if tail.startswith("event/") else f"event/{tail}"


def safe_path(back: str) -> str | None:
    """Where to go back to: an address of this site, nothing else."""
    return back if back.startswith("/") and not back.startswith(("//", "/\\")) and "\\" not in back else None
