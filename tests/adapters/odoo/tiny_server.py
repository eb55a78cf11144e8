"""A web server on loopback that answers JSON-RPC as it is told, to see how the client takes it."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[["Handler"], None]


def result(value: object) -> Answer:
    """Odoo's answer to a call that went well; it leaves a result of None out."""
    return body(json.dumps({"jsonrpc": "2.0", "id": 1} | ({} if value is None else {"result": value})))


def error(name: str, message: str) -> Answer:
    """Odoo's answer to a call that did not, traceback included."""
    data = {"name": name, "message": message, "arguments": [message], "context": {}, "debug": "Traceback: s3cret"}
    return body(json.dumps({"jsonrpc": "2.0", "error": {"code": 0, "message": "Odoo Server Error", "data": data}}))


def body(text: str, status: int = 200) -> Answer:
    """An answer with this text and status."""

    def answer(handler: Handler) -> None:
        content = text.encode()
        handler.send_response(status)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    return answer


def cut_short(handler: Handler) -> None:
    """Half an answer."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"jsonrpc"')


def hang_up(handler: Handler) -> None:
    """No answer: the connection is closed in good order."""
    handler.close_connection = True


def reset(handler: Handler) -> None:
    """No answer: the connection is torn down."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def silence(handler: Handler) -> None:
    """No answer for as long as anybody listens."""
    handler.server.over.wait(10)


class Handler(BaseHTTPRequestHandler):
    """Notes the request and answers as told."""

    server: TinyServer

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["params"]
        self.server.asked.append(asked)
        if asked["method"] == "login":
            return self.server.login(self)
        if asked["args"][3:5] == ["res.users", "read"]:
            return result([{"id": 7, "lang": "en_US", "company_ids": [1]}])(self)
        return self.server.answer(self)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def handle(self) -> None:
        with suppress(OSError):  # the client or the answer closed the connection
            super().handle()

    def finish(self) -> None:
        with suppress(OSError):
            super().finish()


class TinyServer(ThreadingHTTPServer):
    """Knows one user, number 7; `answer` says how every other call is answered."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[dict[str, Any]] = []
        self.login: Answer = result(7)
        self.answer: Answer = result(True)
        self.over = threading.Event()
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def calls(self, method: str) -> int:
        """How often a method was asked for, as Odoo counts: logins too."""
        return sum(method in {asked["method"], *map(str, asked["args"][4:5])} for asked in self.asked)

    def handle_error(self, *_: object) -> None:
        """A client that went away is no news."""

    def stop(self) -> None:
        """Stop listening: further calls are refused."""
        self.over.set()
        self.shutdown()
        self.server_close()
