"""Fetching against servers on this machine that misbehave in each way, and what it refuses without asking."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bilat.errors import InputError
from bilat.fetching import Fetcher, listed
from bilat.fetching.addresses import is_public
from bilat.store import View, Writer
from bilat.workspace import ingest
from bilat.workspace.web import web_arrivals

PAGE = (
    "<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>Foreign Minister Wang Yi told Secretary"
    " of State Marco Rubio by telephone on January 24, 2025 that the two sides should keep in touch. {more}</p>"
    "</article></body></html>"
)


class Site:
    """A server of this machine whose answers are functions of the request."""

    def __init__(self) -> None:
        self.answers: dict[str, Callable[[Any], None]] = {}
        self.asked: list[str] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                answer = site.answers.get(self.path)
                if answer is None:
                    site.send(self, 404, b"")
                else:
                    answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.root = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @staticmethod
    def send(handler: Any, status: int, body: bytes, **headers: str) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def gives(self, path: str, body: str | bytes, status: int = 200, **headers: str) -> None:
        raw = body.encode("utf-8") if isinstance(body, str) else body
        self.answers[path] = lambda handler: self.send(handler, status, raw, **headers)


@pytest.fixture
def site() -> Iterator[Site]:
    found = Site()
    yield found
    found.server.shutdown()
    found.server.server_close()


def fetcher(**options: Any) -> Fetcher:
    options.setdefault("allowed", lambda address: address == "127.0.0.1")
    return Fetcher(sleep=lambda _seconds: None, pause=0, **options)


def test_a_page_is_fetched(site: Site) -> None:
    site.gives("/a", PAGE, Content_Type="text/html", ETag='"1"')
    with fetcher() as web:
        got = web.get(site.root + "/a")
    assert (got.content.decode(), got.etag, got.unchanged) == (PAGE, '"1"', False)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:169.254.169.254", "2002:7f00:1::", "64:ff9b::7f00:1", "198.18.0.1", "192.0.2.1",
    ],
)  # fmt: skip
def test_no_private_address_is_called(address: str) -> None:
    assert not is_public(address)


def test_public_addresses_are_called() -> None:
    assert is_public("93.184.216.34")
    assert is_public("2606:2800:220:1:248:1893:25c8:1946")
    assert is_public("::ffff:93.184.216.34")


@given(st.integers(0, 2**32 - 1))
def test_an_address_inside_another_is_looked_at_as_what_it_is(number: int) -> None:
    import ipaddress

    plain = ipaddress.IPv4Address(number)
    assert is_public(f"::ffff:{plain}") == is_public(str(plain))


def test_this_machine_is_refused_by_name_and_number(site: Site) -> None:
    port = site.server.server_port
    with Fetcher(sleep=lambda _seconds: None, pause=0) as web:
        for host in ("127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433", "0x7f.1"):
            with pytest.raises(InputError):
                web.get(f"http://{host}:{port}/a")
    assert site.asked == []


def test_a_redirect_to_a_private_address_is_refused(site: Site) -> None:
    for place, target in enumerate(("http://169.254.169.254/latest/meta-data/", "http://10.0.0.1/", "file:///etc/passwd",
                                    "gopher://127.0.0.1/", "http://user:word@example.org/")):  # fmt: skip
        site.gives(f"/{place}", b"", 302, Location=target)
        with fetcher() as web, pytest.raises(InputError):
            web.get(f"{site.root}/{place}")


def test_a_name_is_resolved_once_for_the_check_and_the_call(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that means another address the second time leads nowhere."""
    answers = iter(["93.184.216.34", "127.0.0.1"])
    asked = []

    def resolve(host: str, port: int, **_: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), port))]

    called = []

    def connect(_backend: Any, host: str, *_: Any) -> Any:
        called.append(host)
        raise OSError("not in a test")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr("httpcore.SyncBackend.connect_tcp", connect)
    with Fetcher(sleep=lambda _seconds: None, pause=0) as web, pytest.raises((InputError, OSError)):
        web.get("http://rebind.example/")
    assert called[0] == "93.184.216.34"
    assert "127.0.0.1" not in called


def test_redirects_end(site: Site) -> None:
    site.gives("/loop", b"", 302, Location="/loop")
    with fetcher() as web, pytest.raises(InputError, match="redirects"):
        web.get(site.root + "/loop")


def test_robots_are_honoured(site: Site) -> None:
    site.gives("/robots.txt", "User-agent: *\nDisallow: /private\n")
    site.gives("/private/a", PAGE)
    site.gives("/open", PAGE)
    with fetcher() as web:
        assert web.get(site.root + "/open").content
        with pytest.raises(InputError, match=r"robots\.txt"):
            web.get(site.root + "/private/a")
    assert "/private/a" not in site.asked


def test_robots_that_cannot_be_had_forbid(site: Site) -> None:
    site.gives("/robots.txt", "", 503)
    site.gives("/a", PAGE)
    with fetcher() as web, pytest.raises(InputError, match=r"robots\.txt"):
        web.get(site.root + "/a")


def test_what_is_too_large_or_too_slow_is_given_up(site: Site) -> None:
    def endless(handler: Any) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(400):
            handler.wfile.write(b"x" * 100_000)

    def drip(handler: Any) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(100):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.05)

    site.answers |= {"/endless": endless, "/drip": drip}
    with fetcher(most_bytes=1_000_000) as web, pytest.raises(InputError, match="larger"):
        web.get(site.root + "/endless")
    with fetcher(most_seconds=0.3) as web, pytest.raises(InputError, match="longer"):
        web.get(site.root + "/drip")


def test_a_packed_bomb_is_given_up(site: Site) -> None:
    import gzip

    site.gives("/bomb", gzip.compress(b"\0" * 50_000_000), Content_Encoding="gzip")
    with fetcher(most_bytes=1_000_000) as web, pytest.raises(InputError, match="larger"):
        web.get(site.root + "/bomb")


def test_a_busy_server_is_asked_again(site: Site) -> None:
    left = [503, 503, 200]

    def busy(handler: Any) -> None:
        site.send(handler, left.pop(0), PAGE.encode())

    site.answers["/busy"] = busy
    with fetcher() as web:
        assert web.get(site.root + "/busy").content
    site.gives("/gone", "", 410)
    with fetcher() as web, pytest.raises(InputError, match="410"):
        web.get(site.root + "/gone")


def test_nonsense_is_said_to_be_nonsense(site: Site) -> None:
    def broken(handler: Any) -> None:
        handler.wfile.write(b"HTTP/1.1 banana\r\n\r\n\0\0")

    site.answers["/broken"] = broken
    with fetcher() as web:
        for url in (site.root + "/broken", "http://", "http://[::1", "http://exa mple/", "ftp://example.org/", "http://\x00/"):
            with pytest.raises(InputError):
                web.get(url)


def test_hosts_are_not_hurried(site: Site) -> None:
    site.gives("/a", PAGE)
    waited: list[float] = []
    now = [0.0]

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        now[0] += seconds

    with Fetcher(allowed=lambda a: a == "127.0.0.1", sleep=sleep, clock=lambda: now[0], pause=1.0) as web:
        web.get(site.root + "/a")
        web.get(site.root + "/a")
    assert len(waited) == 2  # after robots.txt, after the first
    assert all(0 < seconds <= 1 for seconds in waited)


def feed(site: Site, *paths: str) -> str:
    items = "".join(f"<item><title>x</title><link>{site.root}{path}</link></item>" for path in paths)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Desk</title>{items}</channel></rss>'


def test_a_feed_is_asked_only_for_what_is_new(site: Site, tmp_path: Any) -> None:
    for name in ("one", "two"):
        site.gives(f"/{name}", PAGE.format(title=f"A call, told by {name}", more=name * 20), Content_Type="text/html")
    site.gives("/feed", feed(site, "/one"), Content_Type="application/rss+xml", ETag='"1"')
    with Writer(str(tmp_path / "bilat.db")) as writer, fetcher() as web:
        def round() -> list[str]:
            return [o.outcome for o in ingest(writer, web_arrivals([site.root + "/feed"], writer, web))]

        assert round() == ["added"]
        site.asked.clear()

        def unchanged(handler: Any) -> None:
            assert handler.headers["If-None-Match"] == '"1"'
            site.send(handler, 304, b"")

        site.answers["/feed"] = unchanged
        assert round() == []
        assert "/one" not in site.asked
        site.gives("/feed", feed(site, "/one", "/two"), Content_Type="application/rss+xml", ETag='"2"')
        site.asked.clear()
        assert round() == ["added"]
        assert "/one" not in site.asked
        site.gives("/feed", "", 500)
        assert round() == ["refused"]
        known = View(writer.engine).feeds()[0]
        assert (known["title"], known["etag"], known["failures"]) == ("Desk", '"2"', 1)
        found = View(writer.engine).documents()
        assert {row["url"] for row in found.rows} == {site.root + "/one", site.root + "/two"}


def test_sitemaps_lead_to_pages() -> None:
    got = listed(
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><urlset xmlns="http://www.sitemaps'
        b'.org/schemas/sitemap/0.9"><url><loc>https://a.example/1</loc></url><url><loc>javascript:x</loc></url>'
        b"<url><loc>&e;</loc></url></urlset>",
        "application/xml",
    )
    assert got is not None
    assert (got.kind, got.urls) == ("sitemap", ("https://a.example/1",))
    index = listed(b"<sitemapindex><sitemap><loc>https://a.example/s.xml</loc></sitemap></sitemapindex>", "")
    assert index is not None
    assert (index.urls, index.lists) == ((), ("https://a.example/s.xml",))
    assert listed(PAGE.encode(), "text/html") is None


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_no_answer_breaks_the_reading_of_lists(content: bytes) -> None:
    for start in (b"", b"<rss>", b"<feed>", b"<urlset>", b"<?xml version='1.0'?><sitemapindex>"):
        listed(start + content, "application/xml")
