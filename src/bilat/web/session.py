"""Sessions in a signed cookie, and the token that a form must bring along."""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from itsdangerous import BadData, URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import Response

from bilat.errors import UsageError
from bilat.web.access import LOCAL, Access, User

_LOG = logging.getLogger("bilat.web")
COOKIE = "bilat_session"
_AGE = 12 * 3600  # seconds that a session lasts
_MOST = 100_000  # sessions that are remembered as ended


@dataclass(frozen=True, slots=True)
class Session:
    """Who looks, and the session's id, from which the tokens of its forms are made."""

    user: User | None
    id: str
    fresh: bool = False  # not in a cookie yet


class Sessions:
    """Reads and writes the sessions of an access."""

    def __init__(self, access: Callable[[], Access]) -> None:
        self._access = access
        first = access()
        self._secret, self._open = first.secret, first.is_open
        self._signed = URLSafeTimedSerializer(self._secret, salt="bilat.session")
        self._ended: OrderedDict[str, None] = OrderedDict()

    @property
    def access(self) -> Access:
        """Who is let in now; nobody, where that cannot be told any more."""
        try:
            return self._access()
        except UsageError as wrong:
            _LOG.error("%s; nobody is let in", wrong)
            return Access()

    @property
    def is_open(self) -> bool:
        """True where nobody has to say who they are, and never had to: that the last one was removed opens nothing."""
        return self._open and self.access.is_open

    def read(self, request: Request) -> Session:
        """The session of a request: by its bearer token, by its cookie, or a new one of nobody."""
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and token:
            return Session(self.access.by_token(token.strip()), "")
        kept = request.cookies.get(COOKIE)
        if kept:
            try:
                data = self._signed.loads(kept, max_age=_AGE)
                if data["id"] not in self._ended:
                    return Session(self._known(data), str(data["id"]))
            except (BadData, KeyError, AttributeError, TypeError):
                pass
        return Session(LOCAL if self.is_open else None, secrets.token_urlsafe(18), fresh=True)

    def _known(self, data: dict[str, str | None]) -> User | None:
        """Who a cookie says it is of, if they are let in still, by the password that they had then."""
        access, name = self.access, data.get("name")
        if self.is_open:
            return LOCAL
        return access.by_name(name) if name and data.get("print") == access.print_of(name) else None

    def write(self, response: Response, session: Session, *, secure: bool) -> None:
        """Put a session into its cookie."""
        access = self.access
        name = session.user.name if session.user and not self.is_open else None
        told = {"id": session.id, "name": name, "print": access.print_of(name) if name else None}
        response.set_cookie(
            COOKIE, self._signed.dumps(told),
            max_age=_AGE, httponly=True, samesite="strict", secure=secure, path="/",
        )  # fmt: skip

    def begin(self, user: User) -> Session:
        """A session for somebody who has just said who they are; its id is new, so that none can be planted."""
        return Session(user, secrets.token_urlsafe(18), fresh=True)

    def end(self, session: Session) -> None:
        """A session that is over: a copy of its cookie is worth nothing from now on."""
        self._ended[session.id] = None
        while len(self._ended) > _MOST:
            self._ended.popitem(last=False)

    def form_token(self, session: Session) -> str:
        """What a form of this session brings along."""
        return hmac.new(self._secret.encode(), b"form:" + session.id.encode(), hashlib.sha256).hexdigest()

    def is_own_form(self, session: Session, token: str | None) -> bool:
        """True where a form brings this session's token; a bearer of a token needs none, no browser sends it alone."""
        if not session.id:
            return session.user is not None
        own = self.form_token(session).encode()
        return token is not None and hmac.compare_digest(own, token.encode("utf-8", "replace"))
