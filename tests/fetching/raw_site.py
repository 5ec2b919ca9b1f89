"""A server of this machine that says whatever it is told to, byte by byte: below the manners of HTTP."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator

Answer = Callable[[socket.socket], None]
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


class RawSite:
    """`answers` by path; a robots.txt that is not told is not there. `tls`: how it proves who it is."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        self._tls = tls
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self.root = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"
        self._closed = False
        threading.Thread(target=self._serve, daemon=True).start()

    def gives(self, path: str, *parts: bytes, every: float = 0.0) -> None:
        """From now on these bytes, in so many parts, each after so many seconds; then the connection is closed."""

        def answer(connection: socket.socket) -> None:
            for part in parts:
                connection.sendall(part)
                time.sleep(every)

        self.answers[path] = answer

    def close(self) -> None:
        self._closed = True
        self._listening.close()

    def _serve(self) -> None:
        while not self._closed:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._one, args=(connection,), daemon=True).start()

    def _one(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError, ValueError):
            connection.settimeout(20)
            if self._tls is not None:
                connection = self._tls.wrap_socket(connection, server_side=True)
            with connection:
                path = self._request(connection)
                self.asked.append(path)
                missing = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                self.answers.get(path, lambda one: one.sendall(missing))(connection)

    @staticmethod
    def _request(connection: socket.socket) -> str:
        told = b""
        while b"\r\n\r\n" not in told:
            part = connection.recv(4096)
            if not part:
                raise ValueError("no request")
            told += part
        return told.split(b" ", 2)[1].decode("latin-1")


@contextlib.contextmanager
def raw_site(tls: ssl.SSLContext | None = None) -> Iterator[RawSite]:
    """Such a server, until the end of the block."""
    found = RawSite(tls)
    try:
        yield found
    finally:
        found.close()
