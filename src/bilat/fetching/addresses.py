"""Connections only to public addresses: what a name stands for is looked at once, and that very address is called."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable

import httpcore

Allowed = Callable[[str], bool]


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


def is_public(address: str) -> bool:
    """True for an address of the public Internet; IPv4 inside IPv6 is looked at as what it is."""
    found = ipaddress.ip_address(address.split("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo[1] if found.teredo else None)
        if inner is None and found in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return inner.is_global and not inner.is_multicast
    return found.is_global and not found.is_multicast


class CheckedNetwork(httpcore.NetworkBackend):
    """Connects to public addresses only. A name is resolved here, so that it cannot mean something else a moment later.

    `allowed`: further addresses that may be called, for tests against this machine.
    """

    def __init__(self, allowed: Allowed = nowhere) -> None:
        self._plain = httpcore.SyncBackend()
        self._allowed = allowed

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address of the host, if all of them may be called. Raises Forbidden."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as wrong:
            raise httpcore.ConnectError(f"no such host: {host}") from wrong
        addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
        for address in addresses:
            if not is_public(address) and not self._allowed(address):
                raise Forbidden(f"{host} is {address}, which is not on the public Internet")
        return self._plain.connect_tcp(addresses[0], port, timeout, local_address, socket_options)

    def connect_unix_socket(self, *_: object, **__: object) -> httpcore.NetworkStream:
        """Never."""
        raise Forbidden("no connection to a socket of this machine")
