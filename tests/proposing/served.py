"""A service of this machine that answers as a language model's does: as told, or as badly as told."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


def answer(content: str, *, sent: int = 100, received: int = 20) -> bytes:
    """The body of an OpenAI-compatible answer."""
    message = {"role": "assistant", "content": content}
    usage = {"prompt_tokens": sent, "completion_tokens": received}
    return json.dumps({"choices": [{"message": message}], "usage": usage}).encode()


class Model:
    """`says`: what it answers a request (the parsed body) with, as the message's content; `does`: instead, what it does
    with the connection. `asked`: every request with its headers."""

    def __init__(self) -> None:
        self.says: Callable[[dict[str, Any]], str] = lambda _asked: '{"records": []}'
        self.does: list[Callable[[Any], None] | None] = []
        self.asked: list[tuple[dict[str, Any], dict[str, str]]] = []
        model = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                model.asked.append((body, {name.lower(): value for name, value in self.headers.items()}))
                does = model.does.pop(0) if model.does else None
                if does is not None:
                    does(self)
                else:
                    send(self, 200, answer(model.says(body)))

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def proposes(self, *records: Any) -> None:
        """From now on it answers with these records."""
        self.says = lambda _asked: json.dumps({"records": list(records)}, ensure_ascii=False)

    def close(self) -> None:
        """Stops the service."""
        self.server.shutdown()
        self.server.server_close()


def send(handler: Any, status: int, body: bytes, **headers: str) -> None:
    """One whole answer."""
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def stalls(handler: Any) -> None:
    """Says nothing for longer than anybody waits."""
    time.sleep(1.5)
    handler.close_connection = True


def drips(handler: Any) -> None:
    """Answers a byte at a time, each soon enough, for longer than anybody waits."""
    handler.send_response(200)
    handler.send_header("Content-Length", "4000000")
    handler.end_headers()
    for _ in range(30):
        try:
            handler.wfile.write(b" ")
            handler.wfile.flush()
        except OSError:
            return
        time.sleep(0.1)


def breaks_off(handler: Any) -> None:
    """Promises more than it sends."""
    body = answer('{"records": []}')
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(body) + 500))
    handler.end_headers()
    handler.wfile.write(body[:20])
    handler.wfile.flush()
    handler.close_connection = True


def gives(status: int, body: bytes = b"{}", **headers: str) -> Callable[[Any], None]:
    """Answers with a status of its own."""
    return lambda handler: send(handler, status, body, **headers)
