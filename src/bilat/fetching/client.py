"""One page at a time from the web: checked addresses, bounded size, time and redirects, robots.txt, politeness."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx

from bilat.errors import InputError
from bilat.fetching import robots
from bilat.fetching.addresses import Allowance, Allowed, CheckedNetwork, Exhausted, Forbidden, nowhere
from bilat.fetching.unpacking import ACCEPTED, BadPacking, unpacked

_NAME = "bilat"
AGENT = f"{_NAME}/0.1 (reads articles; honours robots.txt)"
MOST_BYTES = 20_000_000
MOST_SECONDS = 60.0  # for one page with its redirects, its robots.txt and all waiting, however slowly it drips
_HEADERS = 1_000_000  # bytes beside the body: headers, marks between chunks
MOST_REDIRECTS = 5
PAUSE = 1.0  # seconds between two requests to one host
_TRIES = 3
_AGAIN = frozenset({429, 500, 502, 503, 504})
_REMEDY = "check the address in a browser, or save the page and add the file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An answer. `url`: where redirects led; `content` is empty where `unchanged` (304)."""

    url: str
    content: bytes
    kind: str
    etag: str | None
    last_modified: str | None
    unchanged: bool = False


def checked_transport(allowed: Allowed, allowance: Allowance) -> httpx.HTTPTransport:
    """A way to the network that leads to public addresses only, and to those that `allowed` names; what comes by it
    is taken from the allowance."""
    transport = httpx.HTTPTransport(retries=0)
    # The one way to give httpx a network of one's own; tests call private addresses through it, and are refused.
    transport._pool = httpcore.ConnectionPool(
        ssl_context=httpx.create_ssl_context(),
        network_backend=CheckedNetwork(allowed, allowance),
        max_connections=4,
    )
    return transport


class Fetcher:
    """Fetches pages, politely. `allowed`: addresses beside the public ones (tests); `sleep`, `clock`: of this machine.

    A robots.txt that cannot be had for the server's fault (5xx) forbids, one that is not there allows (RFC 9309).
    """

    def __init__(
        self,
        *,
        allowed: Allowed = nowhere,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
        pause: float = PAUSE,
        most_bytes: int = MOST_BYTES,
        most_seconds: float = MOST_SECONDS,
    ) -> None:
        self._allowance = Allowance(clock)
        self._client = httpx.Client(
            transport=checked_transport(allowed, self._allowance), timeout=httpx.Timeout(15.0), follow_redirects=False,
            trust_env=False, headers={"User-Agent": AGENT, "Accept-Encoding": ACCEPTED},
        )  # fmt: skip
        self._sleep, self._clock, self._pause = sleep, clock, pause
        self._most_bytes, self._most_seconds = most_bytes, most_seconds
        self._last: dict[str, float] = {}
        self._robots: dict[str, robots.Rules] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, wrong: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def get(self, url: str, *, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        """The page at an address. Raises InputError with what was wrong and what to do."""
        wanted = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        headers = {name: value for name, value in wanted.items() if value}
        self._allowance.begin(self._most_seconds)
        try:
            return self._follow(url, headers)
        except Forbidden as wrong:
            raise InputError(url, str(wrong), "give an address on the public Internet") from wrong
        except (Exhausted, BadPacking) as wrong:
            raise InputError(url, str(wrong), _REMEDY) from wrong
        except (httpx.HTTPError, httpx.InvalidURL, httpcore.NetworkError, httpcore.TimeoutException,
                httpcore.ProtocolError, ValueError) as wrong:  # fmt: skip
            raise InputError(url, str(wrong) or type(wrong).__name__, _REMEDY) from wrong

    def _follow(self, url: str, headers: Mapping[str, str]) -> Fetched:
        at = url
        for _ in range(MOST_REDIRECTS + 1):
            self._check(url, at)
            answer = self._patient(at, headers)
            if not 300 <= answer.status < 400 or answer.status == 304 or not answer.location:
                return self._fetched(url, at, answer)
            at = urljoin(at, answer.location)
        raise InputError(url, f"more than {MOST_REDIRECTS} redirects", _REMEDY)

    def _check(self, url: str, at: str) -> None:
        parts = urlsplit(at)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
            raise InputError(url, f"leads to {at!r}, which is no plain web address", "give an http or https address")
        if not self._may(at):
            raise InputError(url, "its robots.txt asks programs to stay away", "open it in a browser and save it")

    def _fetched(self, url: str, at: str, answer: _Answer) -> Fetched:
        if answer.status == 304:
            return Fetched(url=at, content=b"", kind="", etag=None, last_modified=None, unchanged=True)
        if answer.status != 200:
            raise InputError(url, f"the server answers {answer.status}", _REMEDY)
        return Fetched(
            url=at, content=answer.body, kind=answer.headers.get("content-type", ""),
            etag=answer.headers.get("etag"), last_modified=answer.headers.get("last-modified"),
        )  # fmt: skip

    def _patient(self, url: str, headers: Mapping[str, str]) -> _Answer:
        """An answer, asked for again where the server is busy."""
        for turn in range(_TRIES):
            last = turn == _TRIES - 1
            try:
                answer = self._once(url, headers)
            except (httpx.TransportError, httpcore.NetworkError, httpcore.TimeoutException):
                if last:
                    raise
                answer = None
            if answer is not None and (answer.status not in _AGAIN or last):
                return answer
            asked = answer.headers.get("retry-after", "") if answer else ""
            wait = min(float(asked), 30.0) if asked.isdecimal() else 2.0**turn
            if wait > self._allowance.left() and answer is not None:
                return answer
            self._sleep(wait + random.random() * 0.2)  # not all at the same moment
        raise AssertionError("the last try returns or raises")

    def _once(self, url: str, headers: Mapping[str, str]) -> _Answer:
        host = urlsplit(url).netloc
        since = self._clock() - self._last.get(host, float("-inf"))
        if since < self._pause:
            self._sleep(self._pause - since)
        self._allowance.allow(self._most_bytes + _HEADERS)
        try:
            with self._client.stream("GET", url, headers=dict(headers)) as response:
                body = bytearray()
                # Unpacked here: the library would undo several packings at once, each a thousandfold.
                for part in unpacked(response.iter_raw(), response.headers.get("content-encoding", "")):
                    body += part
                    if len(body) > self._most_bytes:
                        raise Exhausted(f"is larger than {self._most_bytes} bytes")
                    self._allowance.left()
                return _Answer(response.status_code, dict(response.headers), bytes(body))
        finally:
            self._last[host] = self._clock()

    def _may(self, url: str) -> bool:
        parts = urlsplit(url)
        root = f"{parts.scheme}://{parts.netloc}"
        if parts.path == "/robots.txt":
            return True
        if root not in self._robots:
            answer = self._robots_of(root)
            if answer is None or answer.status >= 500:
                self._robots[root] = robots.NOTHING
            elif answer.status == 200:
                self._robots[root] = robots.parse(answer.body, _NAME)
            else:
                self._robots[root] = robots.EVERYTHING
        return self._robots[root].allow(parts.path + (f"?{parts.query}" if parts.query else ""))

    def _robots_of(self, root: str) -> _Answer | None:
        at = root + "/robots.txt"
        for _ in range(MOST_REDIRECTS):
            answer = self._patient(at, {})
            if not (300 <= answer.status < 400 and answer.location):
                return answer
            at = urljoin(at, answer.location)
            if urlsplit(at).scheme not in ("http", "https"):
                return None
        return None


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def location(self) -> str | None:
        """Where a redirect leads."""
        return self.headers.get("location")
