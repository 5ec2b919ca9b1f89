"""Servers of this machine that break the rules of HTTP, each in its way: every one ends, soon, in one clear line."""

from __future__ import annotations

import gzip
import itertools
import re
import socket
import struct
import time
import zlib
from collections.abc import Iterator
from typing import Any

import pytest

from bilat.errors import InputError
from bilat.fetching import Fetcher, Service
from bilat.fetching.addresses import is_public
from tests.fetching.raw_site import HEAD, RawSite, raw_site

SOON = 0.4  # seconds that a page may take in these tests
BODY = b"<html><body><p>The two sides agreed to keep talking.</p></body></html>"


@pytest.fixture
def site() -> Iterator[RawSite]:
    with raw_site() as found:
        yield found


def fetcher(**options: Any) -> Fetcher:
    options.setdefault("most_seconds", SOON)
    return Fetcher(allowed=lambda address: address == "127.0.0.1", sleep=lambda _seconds: None, pause=0, **options)


def refusal(url: str, **options: Any) -> InputError:
    """The one clear line that comes of a page, in time."""
    started = time.monotonic()
    with fetcher(**options) as web, pytest.raises(InputError) as refused:
        web.get(url)
    assert time.monotonic() - started < 20  # a machine may be busy; what is waited for here lasts longer
    assert "\n" not in str(refused.value)
    return refused.value


DRIPS = {
    "headers": (b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n"),
    "one header": (HEAD + b"X-A: ", b"b"),
    "status line": (b"HTTP/1.1 200 ", b"O"),
    "interim answers": (b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
    "body": (HEAD + b"Content-Length: 100000\r\n\r\n", b"x"),
    "body without length": (HEAD + b"\r\n", b"x"),
    "chunks": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    "a chunk's head": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n1;", b"a"),
    "packed nothing": (HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"")[:10], b"\0\0\0\xff\xff"),
}


@pytest.mark.parametrize("drip", DRIPS)
def test_whatever_drips_ends(site: RawSite, drip: str) -> None:
    first, then = DRIPS[drip]
    site.gives("/a", first, *itertools.repeat(then, 600), every=0.05)
    assert "longer than" in refusal(site.root + "/a").why


def test_silence_ends(site: RawSite) -> None:
    site.gives("/a", b"", every=30)
    refusal(site.root + "/a")


def test_a_robots_txt_that_drips_ends_too(site: RawSite) -> None:
    site.gives("/robots.txt", HEAD + b"\r\n", *itertools.repeat(b"#", 600), every=0.05)
    site.gives("/a", HEAD + b"\r\n" + BODY)
    assert "longer than" in refusal(site.root + "/a").why
    assert "/a" not in site.asked


def test_all_redirects_together_have_the_time_of_one_page(site: RawSite) -> None:
    for place in range(5):
        site.gives(f"/{place}", b"", b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nConnection: close\r\n"
                   b"Location: /%d\r\n\r\n" % (place + 1), every=0.2)  # fmt: skip
    assert "longer than" in refusal(site.root + "/0").why


def test_a_busy_server_cannot_make_one_wait_for_ever(site: RawSite) -> None:
    waited: list[float] = []
    site.gives("/a", b"HTTP/1.1 503 Busy\r\nRetry-After: 99999999\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    with (
        Fetcher(allowed=lambda a: a == "127.0.0.1", sleep=waited.append, pause=0, most_seconds=SOON) as web,
        pytest.raises(InputError, match="503"),
    ):
        web.get(site.root + "/a")
    assert waited == []


def bomb(layers: int, size: int) -> bytes:
    body = b"\0" * size
    for _ in range(layers):
        body = gzip.compress(body, mtime=0)
    return body


@pytest.mark.parametrize(
    ("encoding", "body", "why"),
    [
        ("gzip", bomb(1, 30_000_000), "larger"),
        ("deflate", zlib.compress(b"\0" * 30_000_000), "larger"),
        ("gzip, gzip", bomb(2, 30_000_000), "not read"),
        ("gzip,gzip,gzip,gzip", bomb(4, 3_000_000), "not read"),
        ("br", b"\x1b", "not read"),
        ("gzip", b"no such thing", "broken"),
        ("gzip", gzip.compress(BODY * 50, mtime=0)[:-20], "breaks off"),
        ("deflate", b"\xff\xff\xff", "broken"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{len(value)} bytes",
)
def test_packed_bodies(site: RawSite, encoding: str, body: bytes, why: str) -> None:
    site.gives("/a", HEAD + f"Content-Encoding: {encoding}\r\n\r\n".encode() + body)
    assert why in refusal(site.root + "/a", most_bytes=1_000_000, most_seconds=3).why


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "raw deflate", "identity", "X-GZIP"])
def test_what_is_packed_as_it_should_be_is_read(site: RawSite, encoding: str) -> None:
    raw = zlib.compressobj(wbits=-15)
    packed = {
        "gzip": gzip.compress(BODY), "deflate": zlib.compress(BODY), "raw deflate": raw.compress(BODY) + raw.flush(),
        "identity": BODY, "X-GZIP": gzip.compress(BODY),
    }[encoding]  # fmt: skip
    name = encoding.removeprefix("raw ")
    site.gives("/a", HEAD + f"Content-Encoding: {name}\r\nContent-Length: {len(packed)}\r\n\r\n".encode(), packed)
    with fetcher() as web:
        assert web.get(site.root + "/a").content == BODY


FLOODS = {
    "many headers": HEAD + b"X-A: b\r\n" * 2_000_000,
    "one long header": HEAD + b"X-A: " + b"b" * 20_000_000,
    "a long status line": b"HTTP/1.1 200 " + b"O" * 20_000_000,
    "interim answers": b"HTTP/1.1 100 Continue\r\n\r\n" * 1_000_000,
    "chunks of nothing": HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + (b"1;" + b"a" * 100 + b"\r\nx\r\n") * 100_000,
    "a trailer": HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n" + b"X-A: b\r\n" * 2_000_000,
    "an endless body": HEAD + b"\r\n" + b"x" * 20_000_000,
}


@pytest.mark.parametrize("flood", FLOODS)
def test_floods_are_given_up(site: RawSite, flood: str) -> None:
    site.gives("/a", FLOODS[flood])
    refusal(site.root + "/a", most_bytes=1_000_000, most_seconds=3)


BROKEN = {
    "nothing": b"",
    "no HTTP": b"SSH-2.0-OpenSSH_9.6\r\n",
    "NUL": b"\0\0\0\0\r\n\r\n",
    "two lengths": HEAD + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nx",
    "a negative length": HEAD + b"Content-Length: -1\r\n\r\nx",
    "a length of words": HEAD + b"Content-Length: many\r\n\r\nx",
    "a body that breaks off": HEAD + b"Content-Length: 100000\r\n\r\nx",
    "chunks that break off": HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nab",
    "a chunk of huge size": HEAD + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffffff\r\nx",
    "a header without name": HEAD + b": x\r\n\r\n",
    "a redirect to nowhere": b"HTTP/1.1 302 Found\r\nLocation: http://\r\nContent-Length: 0\r\n\r\n",
    "a redirect to nonsense": b"HTTP/1.1 302 Found\r\nLocation: http://[::1\r\nContent-Length: 0\r\n\r\n",
    "a redirect with a bell": b"HTTP/1.1 302 Found\r\nLocation: ftp://a/\x1b[2J\r\nContent-Length: 0\r\n\r\n",
    "a port that is none": b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:99999/\r\nContent-Length: 0\r\n\r\n",
}


@pytest.mark.parametrize("broken", BROKEN)
def test_what_is_no_answer_is_one_line(site: RawSite, broken: str) -> None:
    site.gives("/a", BROKEN[broken])
    told = str(refusal(site.root + "/a", most_seconds=2))
    assert told.isprintable()


def test_a_connection_that_is_torn_is_one_line(site: RawSite) -> None:
    def tear(connection: socket.socket) -> None:
        connection.sendall(HEAD)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    site.answers["/a"] = tear
    refusal(site.root + "/a", most_seconds=2)


def test_the_same_holds_for_a_service(site: RawSite) -> None:
    def told(path: str, **options: Any) -> str:
        with (
            Service(site.root, local=True, sleep=lambda _seconds: None, most_seconds=SOON, **options) as service,
            pytest.raises(InputError) as refused,
        ):
            service.post(path, {})
        return refused.value.why

    first, then = DRIPS["headers"]
    site.gives("/drip", first, *itertools.repeat(then, 600), every=0.05)
    assert re.search("longer than|no answer within", told("drip"))
    site.gives("/bomb", HEAD + b"Content-Encoding: gzip\r\n\r\n" + bomb(1, 30_000_000))
    assert "more than" in told("bomb", most_bytes=1_000_000)
    site.gives("/bombs", HEAD + b"Content-Encoding: gzip, gzip\r\n\r\n" + bomb(2, 30_000_000))
    assert "not read" in told("bombs")


@pytest.mark.parametrize(
    "address",
    [
        "::127.0.0.1", "::ffff:0:127.0.0.1", "fec0::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2002:5db8:d822::1",
        "64:ff9b:1::7f00:1", "64:ff9b::a9fe:a9fe", "100::1", "4000::1", "::ffff:10.0.0.1", "2001:db8::1", "ff05::2",
    ],
)  # fmt: skip
def test_old_and_odd_forms_of_addresses_lead_nowhere(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "host",
    [
        "127.1", "0", "0177.0.0.1", "017700000001", "0x7f000001", "2130706433", "localhost.", "LOCALHOST", "127.0.0.1.",
        "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:7f00:1]", "[::127.0.0.1]", "１２７.0.0.1",
        "127。0。0。1", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "%31%32%37.0.0.1", "[fe80::1%25lo]",
    ],
)  # fmt: skip
def test_this_machine_is_refused_however_it_is_written(site: RawSite, host: str) -> None:
    with Fetcher(sleep=lambda _seconds: None, pause=0, most_seconds=5) as web, pytest.raises(InputError):
        web.get(f"http://{host}:{site.port}/a")
    assert site.asked == []


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(_host: str, port: int, **_: Any) -> list[Any]:
        found = ("93.184.216.34", "10.0.0.1")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    called: list[str] = []
    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr("httpcore.SyncBackend.connect_tcp", lambda _backend, host, *_: called.append(host))
    with Fetcher(sleep=lambda _seconds: None, pause=0) as web, pytest.raises(InputError, match=r"10\.0\.0\.1"):
        web.get("http://mixed.example/")
    assert called == []
