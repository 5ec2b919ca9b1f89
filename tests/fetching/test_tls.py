"""Who answers has to prove that it is who was asked: certificates made here, by an authority of this test."""

from __future__ import annotations

import itertools
import shutil
import socket
import ssl
import subprocess
from pathlib import Path

import pytest

from bilat.errors import InputError
from bilat.fetching import Fetched, Fetcher
from tests.fetching.raw_site import HEAD, raw_site

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl here to make certificates with")
BODY = b"<p>The two sides agreed to keep talking.</p>"


def run(folder: Path, *told: str) -> None:
    subprocess.run(["openssl", *told], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `ca.pem`, and `NAME.pem` with key and certificate of servers."""
    folder = tmp_path_factory.mktemp("tls")
    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    run(folder, "req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=test",
        "-addext", "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign")  # fmt: skip
    for name, host, since, until in (
        ("right", "IP:127.0.0.1", "20200101000000Z", "20990101000000Z"),
        ("other", "DNS:other.example", "20200101000000Z", "20990101000000Z"),
        ("expired", "IP:127.0.0.1", "20200101000000Z", "20210101000000Z"),
        ("later", "IP:127.0.0.1", "20980101000000Z", "20990101000000Z"),
    ):
        (folder / "ext").write_text(f"subjectAltName={host}\n")
        (folder / "index").write_text("")
        (folder / "conf").write_text(
            "[ca]\ndefault_ca=a\n[a]\ndatabase=index\nrand_serial=yes\nnew_certs_dir=.\ndefault_md=sha256\npolicy=p\n"
            "[p]\ncommonName=supplied\n"
        )
        run(folder, "req", *key, "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={name}")
        run(folder, "ca", "-batch", "-config", "conf", "-cert", "ca.pem", "-keyfile", "ca.key", "-in", f"{name}.csr",
            "-out", f"{name}.crt", "-startdate", since, "-enddate", until, "-extfile", "ext", "-notext")  # fmt: skip
        (folder / f"{name}.pem").write_text((folder / f"{name}.key").read_text() + (folder / f"{name}.crt").read_text())
    return folder


def fetched(authority: Path, name: str) -> Fetched:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority / f"{name}.pem")
    with raw_site(context) as site, fetcher() as web:
        site.gives("/a", HEAD + b"Content-Length: %d\r\n\r\n" % len(BODY) + BODY)
        return web.get(site.root + "/a")


def fetcher() -> Fetcher:
    return Fetcher(allowed=lambda a: a == "127.0.0.1", sleep=lambda _seconds: None, pause=0, most_seconds=5)


def test_a_proven_server_is_read(authority: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority / "ca.pem"))
    assert fetched(authority, "right").content == BODY


@pytest.mark.parametrize("name", ["other", "expired", "later"])
def test_a_name_or_a_time_that_does_not_fit_is_refused(
    authority: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority / "ca.pem"))
    with pytest.raises(InputError, match=r"(?i)certificate"):
        fetched(authority, name)


def test_an_unknown_authority_is_refused(authority: Path) -> None:
    with pytest.raises(InputError, match=r"(?i)certificate"):
        fetched(authority, "right")


def test_a_server_that_speaks_no_tls_or_stalls_is_refused() -> None:
    def drip(connection: socket.socket) -> None:
        for _ in itertools.repeat(None, 3):
            connection.sendall(b"\x16\x03\x03\x40\x00")

    with raw_site() as site, fetcher() as web:
        site.answers["/a"] = drip
        with pytest.raises(InputError):
            web.get(f"https://127.0.0.1:{site.port}/a")
