"""What every request passes: whom it addresses, how often it comes, and the headers that every answer carries."""

from __future__ import annotations

import math
import re
from collections.abc import Awaitable, Callable, Sequence

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bilat.web.limits import Limit

# Nothing from elsewhere, no inline style or script, no frames: a document's text can never run.
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
MOST = 256  # some forty are worked on at once (the threads that Starlette has), the others wait
AGAIN = 5  # seconds after which to come back
_LARGEST = 5_000_000  # bytes of a request's body
Handler = Callable[[Request], Awaitable[Response]]


class Door:
    """A middleware. hosts: the names this server goes by (None: any), against pages that point their name here.
    most: requests that may wait or be worked on at once; more are told to come back, so that memory stays bounded."""

    def __init__(self, hosts: Sequence[str] | None, limit: Limit | None, most: int = MOST) -> None:
        self.hosts, self.limit, self.most = hosts, limit, most
        self._inside = 0

    async def __call__(self, request: Request, call_next: Handler) -> Response:
        """The answer with its headers; 400 for another host's name, 413 for a large body, 429 for a flood, 503 where
        too many wait already."""
        answer = self._refusal(request)
        if answer is None:
            self._inside += 1
            try:
                answer = await call_next(request)
            finally:
                self._inside -= 1
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        if "cache-control" not in answer.headers:
            answer.headers["Cache-Control"] = "no-store"
        return answer

    def _refusal(self, request: Request) -> Response | None:
        if self._inside >= self.most:
            return PlainTextResponse(
                "Too many ask at once; try again in a moment.\n", 503, headers={"Retry-After": str(AGAIN)}
            )
        host = request.headers.get("host", "")
        name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
        if self.hosts is not None and name.lower() not in self.hosts:
            return PlainTextResponse("This server does not go by that name.\n", 400)
        length = request.headers.get("content-length", "0")
        if "transfer-encoding" in request.headers:
            return PlainTextResponse("Say how long the body is.\n", 411)
        if not re.fullmatch("[0-9]{1,12}", length) or int(length) > _LARGEST:
            return PlainTextResponse("That is too much at once.\n", 413)
        if self.limit is not None:
            wait = self.limit.take(request.client.host if request.client else "")
            if wait:
                return PlainTextResponse(
                    "Too many requests.\n", 429, headers={"Retry-After": str(math.ceil(wait))}
                )
        return None


def from_elsewhere(request: Request) -> bool:
    """True where a browser says that another site's page sends this."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("origin")
    return origin is not None and origin.split("://", 1)[-1] != request.headers.get("host")
