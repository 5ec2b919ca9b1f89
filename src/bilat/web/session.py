"""Sessions in a signed cookie, and the token that a form must bring along."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from itsdangerous import BadData, URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import Response

from bilat.web.access import LOCAL, Access, User

COOKIE = "bilat_session"
_AGE = 12 * 3600  # seconds that a session lasts


@dataclass(frozen=True, slots=True)
class Session:
    """Who looks, and the session's id, from which the tokens of its forms are made."""

    user: User | None
    id: str
    fresh: bool = False  # not in a cookie yet


class Sessions:
    """Reads and writes the sessions of an access."""

    def __init__(self, access: Access) -> None:
        self.access = access
        self._signed = URLSafeTimedSerializer(access.secret, salt="bilat.session")

    def read(self, request: Request) -> Session:
        """The session of a request: by its bearer token, by its cookie, or a new one of nobody."""
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and token:
            return Session(self.access.by_token(token.strip()), "")
        kept = request.cookies.get(COOKIE)
        if kept:
            try:
                data = self._signed.loads(kept, max_age=_AGE)
                name = data.get("name")
                user = LOCAL if self.access.is_open else self.access.by_name(name) if name else None
                return Session(user, str(data["id"]))
            except (BadData, KeyError, AttributeError, TypeError):
                pass
        return Session(LOCAL if self.access.is_open else None, secrets.token_urlsafe(18), fresh=True)

    def write(self, response: Response, session: Session, *, secure: bool) -> None:
        """Put a session into its cookie."""
        name = session.user.name if session.user and not self.access.is_open else None
        response.set_cookie(
            COOKIE, self._signed.dumps({"id": session.id, "name": name}),
            max_age=_AGE, httponly=True, samesite="strict", secure=secure, path="/",
        )  # fmt: skip

    def begin(self, user: User) -> Session:
        """A session for somebody who has just said who they are; its id is new, so that none can be planted."""
        return Session(user, secrets.token_urlsafe(18), fresh=True)

    def form_token(self, session: Session) -> str:
        """What a form of this session brings along."""
        return hmac.new(self.access.secret.encode(), b"form:" + session.id.encode(), hashlib.sha256).hexdigest()

    def is_own_form(self, session: Session, token: str | None) -> bool:
        """True where a form brings this session's token; a bearer of a token needs none, no browser sends it alone."""
        if not session.id:
            return session.user is not None
        own = self.form_token(session).encode()
        return token is not None and hmac.compare_digest(own, token.encode("utf-8", "replace"))
