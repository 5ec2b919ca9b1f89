"""Connections only to public addresses: what a name stands for is looked at once, and that very address is called.

What comes over them is bounded where it arrives, in time and in bytes: an answer that drips, in its headers or between
them, in chunks that hold nothing or in a packed body that never becomes text, ends like any other.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from typing import Any

import httpcore

Allowed = Callable[[str], bool]
_UNICAST = ipaddress.IPv6Network("2000::/3")  # all that was ever given out to the public (RFC 4291)
_TUNNELS = tuple(map(ipaddress.IPv6Network, ("2002::/16", "2001::/32")))  # 6to4, Teredo: they hide another address
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")  # IPv4 through a translator (RFC 6052)


def nowhere(_address: str) -> bool:
    """No further address."""
    return False


def own_network(address: str) -> bool:
    """This machine and the private network around it, for a service that somebody runs there and names; never an
    address by which a cloud tells its machines their secrets (link-local)."""
    found = ipaddress.ip_address(address.split("%")[0])
    return (found.is_loopback or found.is_private) and not (found.is_link_local or found.is_unspecified)


class Forbidden(Exception):
    """An address that nobody should be led to: this machine, a private network, a cloud's metadata."""


class Exhausted(Exception):
    """More time or more bytes than one request may take; the message says which."""


def is_public(address: str) -> bool:
    """True for an address of the public Internet; IPv4 inside IPv6 is looked at as what it is."""
    found = ipaddress.ip_address(address.split("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped
        if inner is None and found in _TRANSLATED:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is None and (found not in _UNICAST or any(found in tunnel for tunnel in _TUNNELS)):
            return False
        found = inner or found
    return found.is_global and not found.is_multicast


class Allowance:
    """What one request may take from now on: seconds (of `clock`) and bytes on the wire."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until = self._seconds = float("inf")
        self._bytes = self._most = 1 << 62

    def begin(self, seconds: float) -> None:
        """From now on so many seconds, for all that is asked until it begins anew."""
        self._seconds, self._until = seconds, self._clock() + seconds

    def allow(self, size: int) -> None:
        """From now on so many bytes."""
        self._bytes = self._most = size

    def left(self) -> float:
        """The seconds that are left. Raises Exhausted where there are none."""
        seconds = self._until - self._clock()
        if seconds <= 0:
            raise Exhausted(f"takes longer than {self._seconds:g} seconds")
        return seconds

    def take(self, size: int) -> None:
        """Bytes have come. Raises Exhausted where they are too many."""
        self._bytes -= size
        if self._bytes < 0:
            raise Exhausted(f"is larger than {self._most} bytes")


class CheckedNetwork(httpcore.NetworkBackend):
    """Connects to public addresses only. A name is resolved here, so that it cannot mean something else a moment later.

    `allowed`: further addresses that may be called, for tests against this machine; `allowance`: of all connections
    together, which are used one after the other.
    """

    def __init__(self, allowed: Allowed, allowance: Allowance) -> None:
        self._plain = httpcore.SyncBackend()
        self._allowed = allowed
        self._allowance = allowance

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address that answers, if all of the host's may be called. Raises Forbidden."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as wrong:
            raise httpcore.ConnectError(f"no such host: {host}") from wrong
        addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
        for address in addresses:
            if not is_public(address) and not self._allowed(address):
                raise Forbidden(f"{host} is {address}, which is not on the public Internet")
        for address in addresses[:-1]:
            try:
                return self._connected(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._connected(addresses[-1], port, timeout, local_address, socket_options)

    def _connected(self, address: str, port: int, timeout: float | None, *more: Any) -> httpcore.NetworkStream:
        seconds = _least(timeout, self._allowance.left())
        return _BoundedStream(self._plain.connect_tcp(address, port, seconds, *more), self._allowance)

    def connect_unix_socket(self, *_: object, **__: object) -> httpcore.NetworkStream:
        """Never."""
        raise Forbidden("no connection to a socket of this machine")


class _BoundedStream(httpcore.NetworkStream):
    """A connection each of whose waits is part of the allowance."""

    def __init__(self, stream: httpcore.NetworkStream, allowance: Allowance) -> None:
        self._stream, self._allowance = stream, allowance

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        found = self._stream.read(max_bytes, _least(timeout, self._allowance.left()))
        self._allowance.take(len(found))
        return found

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _least(timeout, self._allowance.left()))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        seconds = _least(timeout, self._allowance.left())
        return _BoundedStream(self._stream.start_tls(ssl_context, server_hostname, seconds), self._allowance)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _least(timeout: float | None, left: float) -> float | None:
    seconds = left if timeout is None else min(timeout, left)
    return None if seconds == float("inf") else seconds
