"""A small real model, spoken to as OpenAI's chat API is: words, or calls of tools. Loopback only.

The model has 135 million parameters. That a call is well-formed is seen to by a grammar; which tool it calls, with
what, and what it makes of the results is its own, and mostly nonsense: good for what must hold whatever a model says.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
import uuid
from collections.abc import Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

NAME = "smollm2-135m-instruct"
ROOM = 8192  # tokens of a conversation
LONGEST_TEXT, LONGEST_LIST, LONGEST_REPLY = 20, 2, 200  # of arguments; the model may not find an end by itself
Json = dict[str, Any]


class Wrong(Exception):
    """The request is not one that can be answered."""


class Model:
    """The weights in memory. One question at a time."""

    def __init__(self, weights: Path, threads: int) -> None:
        import xllamacpp

        given = xllamacpp.CommonParams()
        given.model.path, given.n_ctx, given.n_parallel, given.use_jinja = str(weights), ROOM, 1, True
        given.cpuparams.n_threads = given.cpuparams_batch.n_threads = threads
        given.port, given.hostnames = 0, ["127.0.0.1"]  # the runtime opens a port of its own
        given.warmup = False
        self._server, self._turn = xllamacpp.Server(given), threading.Lock()

    def say(self, messages: Sequence[Json], most: int, shape: Json | None, temperature: float) -> tuple[str, str, Json]:
        """What the model says, why it stopped, and the tokens used; `shape` is a JSON schema that it is held to."""
        asked: Json = {"messages": messages, "max_tokens": most, "temperature": temperature, "cache_prompt": True}
        if shape is not None:
            asked["response_format"] = {"type": "json_schema", "json_schema": {"name": "answer", "schema": shape}}
        with self._turn:
            told = self._server.handle_chat_completions(asked)
        told = json.loads(told) if isinstance(told, (str, bytes)) else told
        if "choices" not in told:
            raise Wrong(str(told)[:500])
        choice = told["choices"][0]
        return choice["message"].get("content") or "", choice.get("finish_reason", "stop"), told.get("usage") or {}


def chat(model: Model, asked: Mapping[str, Any]) -> Json:
    """An answer to `/v1/chat/completions`."""
    messages, tools, must = asked.get("messages"), asked.get("tools") or [], asked.get("tool_choice") or "auto"
    if not isinstance(messages, list) or not messages:
        raise Wrong("messages: a list with at least one is needed")
    if isinstance(must, Mapping):
        tools = [tool for tool in tools if tool["function"]["name"] == must["function"]["name"]]
        must = "required"
    answered = messages[-1]["role"] == "tool" and must == "auto"
    calls = bool(tools) and must != "none" and not answered
    most = int(asked.get("max_completion_tokens") or asked.get("max_tokens") or 256)
    shape = call_of(tools, or_reply=must == "auto") if calls else None
    said, why, used = model.say(plain(messages, tools if calls else []), most, shape, asked.get("temperature") or 0.0)
    message: Json = {"role": "assistant", "content": said}
    if calls:
        message, why = called(said, why)
    return {
        "id": f"chatcmpl-{uuid.uuid4().hex[:20]}",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": NAME,
        "choices": [{"index": 0, "message": message, "finish_reason": why}],
        "usage": used,
    }


def plain(messages: Sequence[Json], tools: Sequence[Json]) -> list[Json]:
    """A conversation for a model that knows of system, user and assistant only; tools by name and first line."""
    told = [f"- {f['name']}: {f.get('description', '').split(chr(10))[0]}" for f in (t["function"] for t in tools)]
    rules = [text_of(m) for m in messages if m["role"] in {"system", "developer"}]
    rules += ["You can call one of these:", *told] if told else []
    said: list[Json] = [{"role": "system", "content": "\n".join(rules)}] if rules else []
    for message in messages:
        match message["role"]:
            case "user":
                said.append({"role": "user", "content": text_of(message)})
            case "assistant":
                named = [f"[called {call['function']['name']}]" for call in message.get("tool_calls") or []]
                said.append({"role": "assistant", "content": " ".join([text_of(message), *named]).strip()})
            case "tool":
                said.append({"role": "user", "content": f"The result: {text_of(message)}"})
    return said


def text_of(message: Mapping[str, Any]) -> str:
    """The words of a message, which may come in parts."""
    content = message.get("content") or ""
    return content if isinstance(content, str) else "\n".join(part.get("text", "") for part in content)


def call_of(tools: Sequence[Json], *, or_reply: bool) -> Json:
    """The schema of a call of one of these tools, or of a reply in words."""
    ways, shared = [], {}
    for function in (tool["function"] for tool in tools):
        arguments = bounded(function.get("parameters") or {"type": "object", "properties": {}})
        shared |= arguments.pop("$defs", {})
        ways.append(_object(name={"const": function["name"]}, arguments=arguments))
    if or_reply:
        ways.append(_object(reply={"type": "string", "maxLength": LONGEST_REPLY}))
    return {"anyOf": ways} | ({"$defs": shared} if shared else {})


def bounded(schema: Any) -> Any:
    """The same schema, in which every free text and every list has an end."""
    if isinstance(schema, list):
        return [bounded(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: bounded(value) for key, value in schema.items()}
    if found.get("type") == "string" and not found.keys() & {"enum", "const", "pattern", "format"}:
        found.setdefault("maxLength", LONGEST_TEXT)
    if found.get("type") == "array":
        found.setdefault("maxItems", LONGEST_LIST)
    return found


def called(said: str, why: str) -> tuple[Json, str]:
    """The message of what was said under `call_of`; cut off in the middle, it is words."""
    try:
        meant = json.loads(said)
    except ValueError:
        return {"role": "assistant", "content": said}, why
    if "name" not in meant:
        return {"role": "assistant", "content": meant["reply"]}, why
    function = {"name": meant["name"], "arguments": json.dumps(meant["arguments"])}
    call = {"id": f"call_{uuid.uuid4().hex[:16]}", "type": "function", "function": function}
    return {"role": "assistant", "content": None, "tool_calls": [call]}, "tool_calls"


def _object(**properties: Json) -> Json:
    return {
        "type": "object", "properties": properties, "required": list(properties), "additionalProperties": False
    }  # fmt: skip


class Door(BaseHTTPRequestHandler):
    """`GET /v1/models` and `POST /v1/chat/completions`."""

    protocol_version = "HTTP/1.1"
    model: Model

    def do_GET(self) -> None:
        """Which models there are."""
        if self.path.rstrip("/") == "/v1/models":
            self._answer(200, {"object": "list", "data": [{"id": NAME, "object": "model", "owned_by": "testbed"}]})
        else:
            self._refuse(404, f"no such path: {self.path}")

    def do_POST(self) -> None:
        """A conversation goes on."""
        text = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path != "/v1/chat/completions":
            self._refuse(404, f"no such path: {self.path}")
            return
        try:
            self._answer(200, chat(self.model, json.loads(text)))
        except (Wrong, ValueError, KeyError, TypeError) as error:
            self._refuse(400, f"{type(error).__name__}: {error}")

    def _refuse(self, status: int, why: str) -> None:
        self._answer(status, {"error": {"message": why, "type": "invalid_request_error"}})

    def _answer(self, status: int, told: Json) -> None:
        text = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


def main() -> None:
    """Serve until told to stop."""
    wanted = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    wanted.add_argument("--port", type=int, required=True)
    wanted.add_argument("--weights", type=Path, required=True)
    wanted.add_argument("--threads", type=int, default=1)
    given = wanted.parse_args()
    Door.model = Model(given.weights, given.threads)
    server = ThreadingHTTPServer(("127.0.0.1", given.port), Door)
    server.daemon_threads = True
    print(f"listening on http://127.0.0.1:{given.port}/v1", file=sys.stderr, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
