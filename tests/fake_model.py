"""An OpenAI-compatible server on loopback that says what a test tells it to, one reply after the other."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = dict[str, Any]


def say(text: str, **overrides: Any) -> Reply:
    """The model's last words."""
    return {"message": {"role": "assistant", "content": text}, "finish_reason": "stop"} | overrides


def call(tool: str, **arguments: Any) -> Reply:
    """The model wants a look-up; `raw` are arguments as they are, JSON or not."""
    raw = arguments.pop("raw", None)
    body = raw if raw is not None else json.dumps(arguments)
    return calls((tool, body))


def calls(*wanted: tuple[str, str]) -> Reply:
    """The model wants several look-ups at once."""
    tools = [
        {"id": f"call_{number}", "type": "function", "function": {"name": tool, "arguments": body}}
        for number, (tool, body) in enumerate(wanted)
    ]
    message = {"role": "assistant", "content": None, "tool_calls": tools}
    return {"message": message, "finish_reason": "tool_calls"}


def fails(status: int) -> Reply:
    """The server is not well."""
    return {"status": status}


def waits(seconds: float) -> Reply:
    """The server takes its time, and then says something."""
    return say("P00012 is confirmed.") | {"wait": seconds}


def raw(body: bytes) -> Reply:
    """The server answers this, whatever it is."""
    return {"raw": body}


class FakeModel:
    """The server. `replies` are given in order, the last one again and again; `asked` are the requests."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []
        self.asked: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.url = ""
        self._guard = threading.Lock()
        self.closing = threading.Event()

    def script(self, *replies: Reply) -> None:
        """What to answer from now on."""
        with self._guard:
            self.replies, self.asked, self.paths = list(replies), [], []

    def next(self, path: str, request: dict[str, Any]) -> Reply:
        """The reply to one request."""
        with self._guard:
            self.asked.append(request)
            self.paths.append(path)
            return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]

    @property
    def tool_results(self) -> list[str]:
        """What the model was told by tools, in its last request."""
        return [m["content"] for m in self.asked[-1]["messages"] if m["role"] == "tool"]


@contextmanager
def serving() -> Iterator[FakeModel]:
    """A server until the end of the block."""
    model = FakeModel()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers.get("content-length") or 0)
            request = json.loads(self.rfile.read(size) or b"{}")
            reply = model.next(self.path, request)
            if wait := reply.get("wait"):
                model.closing.wait(wait)
            if "raw" in reply:
                self._send(200, reply["raw"])
            elif "status" in reply:
                self._send(reply["status"], json.dumps({"error": {"message": "no", "type": "server_error"}}).encode())
            else:
                self._send(200, json.dumps(_completion(reply, request)).encode())

        def do_GET(self) -> None:
            if self.headers.get("authorization") == "Bearer sk-bad":
                self._send(401, b"{}")
            else:
                self._send(200, b'{"object": "list", "data": [{"id": "fake-1", "object": "model"}]}')

        def _send(self, status: int, body: bytes) -> None:
            try:
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                return  # whoever asked has gone

        def log_message(self, *_args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    model.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield model
    finally:
        model.closing.set()
        server.shutdown()
        server.server_close()


def _completion(reply: Reply, request: dict[str, Any]) -> dict[str, Any]:
    prompt = len(json.dumps(request)) // 4
    spoken = len(json.dumps(reply["message"])) // 4
    used = reply.get("usage") or {
        "prompt_tokens": prompt, "completion_tokens": spoken, "total_tokens": prompt + spoken,
    }  # fmt: skip
    choice = {"index": 0, "message": reply["message"], "finish_reason": reply["finish_reason"]}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": request.get("model", "fake"),
        "choices": [choice],
        "usage": used,
    }


def script_of(words: Sequence[str]) -> list[Reply]:
    """Several runs, each one look-up and then words."""
    return [reply for text in words for reply in (call("find_orders"), say(text))]
