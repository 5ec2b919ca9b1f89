"""Who may change something: an editor, through a form of ours."""

from __future__ import annotations

from fastapi import HTTPException, Request
from starlette.requests import ClientDisconnect

from bilat.web.site import Asked, asked


async def editing(request: Request) -> Asked:
    """What a change needs to know of its request. Raises HTTPException 403 for readers, and for forms of others."""
    page = asked(request)
    assert page.user is not None
    if page.user.role != "editor":
        raise HTTPException(403, page.say.t("site.readers_only"))
    try:
        form = await request.form()
    except ClientDisconnect as gone:
        raise HTTPException(400) from gone
    token = form.get("form_token")
    if not page.site.sessions.is_own_form(page.session, token if isinstance(token, str) else None):
        raise HTTPException(403, page.say.t("site.stale_form"))
    return page
