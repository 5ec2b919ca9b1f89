"""Requests to a service that somebody chose by its address, such as a language model: JSON in, JSON out.

The same network as for pages: public addresses, unless the user says that the service runs on the own network; no
redirects, a bound on size and on time.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import httpcore
import httpx

from bilat.errors import InputError, UsageError
from bilat.fetching.addresses import Allowance, Exhausted, Forbidden, nowhere, own_network
from bilat.fetching.client import checked_transport
from bilat.fetching.unpacking import ACCEPTED, BadPacking, unpacked

MOST_BYTES = 5_000_000
MOST_SECONDS = 120.0  # for one answer, however slowly it drips
_TRIES = 3
_AGAIN = frozenset({429, 500, 502, 503, 504})
_REFUSED = frozenset({401, 403})
_SHOWN = 200
_REMEDY = "see that the service runs and answers, then run the same command again: what it answered is kept"


class Service:
    """A service below one address. `key`: sent as a bearer token, over an encrypted connection or to the own network
    only, and told to nobody. `local`: whether the service may be on this machine or the network around it.

    Raises UsageError for an address that is none, or a key that would go over the open network.
    """

    def __init__(
        self,
        base: str,
        *,
        key: str | None = None,
        local: bool = False,
        most_seconds: float = MOST_SECONDS,
        most_bytes: int = MOST_BYTES,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        parts = urlsplit(base)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
            raise UsageError(f"{base!r} is no address of a service; give one such as https://HOST/v1")
        if key and parts.scheme == "http" and not local:
            raise UsageError(f"{base} is not encrypted, so the key is not sent there; give an https address")
        self.base = base.rstrip("/")
        self._allowance = Allowance(clock)
        self._client = httpx.Client(
            # A service on the own network is called there alone: its name may not lead a key out into the open.
            transport=checked_transport(own_network if local else nowhere, self._allowance),
            timeout=httpx.Timeout(most_seconds, connect=15.0),
            follow_redirects=False,
            trust_env=False,
            headers={"Accept-Encoding": ACCEPTED} | ({"Authorization": f"Bearer {key}"} if key else {}),
        )
        self._most_seconds, self._most_bytes = most_seconds, most_bytes
        self._sleep, self._clock = sleep, clock

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, wrong: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def post(self, path: str, body: Mapping[str, Any]) -> Any:
        """The JSON that the service answers; asked again where it is busy or breaks off.

        Raises InputError where it gives none in time, UsageError where it refuses the key, the model or the address.
        """
        url = f"{self.base}/{path.lstrip('/')}"
        for turn in range(_TRIES):
            try:
                status, answer = self._once(url, body)
            except Forbidden as wrong:
                raise UsageError(f"{wrong}; say so if it is a service of your own (--lm-local)") from wrong
            except (Exhausted, BadPacking) as wrong:
                raise InputError(url, str(wrong), _REMEDY) from wrong
            except (httpx.TimeoutException, httpcore.TimeoutException) as wrong:
                raise InputError(url, f"gives no answer within {self._most_seconds:g} seconds", _REMEDY) from wrong
            except (httpx.HTTPError, httpx.InvalidURL, httpcore.NetworkError, httpcore.ProtocolError) as wrong:
                if turn == _TRIES - 1:
                    raise InputError(url, f"breaks off: {str(wrong) or type(wrong).__name__}", _REMEDY) from wrong
            else:
                if status not in _AGAIN:
                    return _read(url, status, answer)
                if turn == _TRIES - 1:
                    raise InputError(url, f"answers {status}", _REMEDY)
            self._sleep(2.0**turn)
        raise AssertionError("the last try returns or raises")

    def _once(self, url: str, body: Mapping[str, Any]) -> tuple[int, bytes]:
        self._allowance.begin(self._most_seconds)
        self._allowance.allow(2 * self._most_bytes)
        with self._client.stream("POST", url, json=dict(body)) as response:
            found = bytearray()
            for part in unpacked(response.iter_raw(), response.headers.get("content-encoding", "")):
                found += part
                if len(found) > self._most_bytes:
                    raise InputError(url, f"answers with more than {self._most_bytes} bytes", _REMEDY)
                self._allowance.left()
            return response.status_code, bytes(found)


def _read(url: str, status: int, answer: bytes) -> Any:
    told = " ".join(answer[:_SHOWN].decode("utf-8", "replace").split())
    if status in _REFUSED:
        raise UsageError(f"{url} refuses the key ({status}); set the key in the environment")
    if status in (400, 404, 422):
        raise UsageError(f"{url} answers {status}: {told}; check the address and the name of the model")
    if status != 200:
        raise InputError(url, f"answers {status}: {told}", _REMEDY)
    try:
        return json.loads(answer)
    except (ValueError, RecursionError) as wrong:
        raise InputError(url, "answers with what is no JSON", _REMEDY) from wrong
