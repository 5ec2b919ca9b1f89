"""Coming in and going out, where the server lets only known people in."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from bilat.web.pages.records import safe_path
from bilat.web.site import Asked
from bilat.web.words import chosen

router = APIRouter()


def frame(request: Request) -> Asked:
    """What a page needs to know of its request, also where nobody is known to ask."""
    lang = chosen(
        request.query_params.get("lang"), request.cookies.get("bilat_lang"), request.headers.get("accept-language", "")
    )
    return Asked(site=request.app.state.site, request=request, lang=lang, session=request.state.session)


@router.get("/login", include_in_schema=False)
def login(request: Request, next: str = "/") -> Response:
    """The form to say who one is."""
    page = frame(request)
    return page.page("login.html.j2", next=safe_path(next) or "/", wrong=False, title=page.say.t("site.login"))


@router.post("/login", include_in_schema=False)
def enter(
    request: Request,
    name: Annotated[str, Form()],
    password: Annotated[str, Form()],
    form_token: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",
) -> Response:
    """Let somebody in; a handful of tries a minute."""
    page = frame(request)
    sessions = page.site.sessions
    if not sessions.is_own_form(page.session, form_token):
        raise HTTPException(403, page.say.t("site.stale_form"))
    address = request.client.host if request.client else ""
    if request.app.state.logins.take(address) or request.app.state.logins.take("name:" + name[:64]):
        raise HTTPException(429, page.say.t("site.too_many_tries"))
    user = sessions.access.by_password(name, password)
    if user is None:
        return page.page(
            "login.html.j2", status=403, next=safe_path(next) or "/", wrong=True, title=page.say.t("site.login")
        )
    request.state.session = sessions.begin(user)
    return RedirectResponse(safe_path(next) or "/", 303)


@router.post("/logout", include_in_schema=False)
def leave(request: Request, form_token: Annotated[str, Form()] = "") -> Response:
    """End a session."""
    page = frame(request)
    if not page.site.sessions.is_own_form(page.session, form_token):
        raise HTTPException(403, page.say.t("site.stale_form"))
    page.site.sessions.end(page.session)
    answer = RedirectResponse("/login", 303)
    answer.delete_cookie("bilat_session", path="/")
    return answer
