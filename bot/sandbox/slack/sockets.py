"""Socket Mode: the bot's open sockets, each envelope to one of them, and the acknowledgements."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import uuid
from dataclasses import dataclass, field

from starlette.websockets import WebSocket, WebSocketDisconnect

from bot.sandbox.slack.changes import Changes
from bot.sandbox.slack.outbox import ACK_SECONDS, Delivery, Transport
from bot.sandbox.slack.refusals import Json, NotAcked
from bot.sandbox.slack.timing import Timing

MOST_SOCKETS = 10
TICKET_SECONDS = 30.0
HOST = "sandbox"


@dataclass(eq=False)
class Connection:
    """One socket of the bot; a retired one gets no more envelopes."""

    socket: WebSocket
    retired: bool = False
    waiting: dict[str, asyncio.Future[Json]] = field(default_factory=dict)


class Sockets(Transport):
    """Hands out addresses for sockets, and delivers through the sockets that are open."""

    def __init__(self, app_id: str, timing: Timing, changes: Changes) -> None:
        self._app_id = app_id
        self._timing = timing
        self._changes = changes
        self._tickets: dict[str, float] = {}
        self._open: list[Connection] = []

    @property
    def count(self) -> int:
        """How many sockets would get an envelope."""
        return sum(not connection.retired for connection in self._open)

    def ticket(self) -> str:
        """What opens a socket, for a short while."""
        now = self._timing.now()
        self._tickets = {ticket: until for ticket, until in self._tickets.items() if until >= now}
        ticket = secrets.token_hex(16)
        self._tickets[ticket] = now + TICKET_SECONDS
        return ticket

    async def serve(self, socket: WebSocket) -> None:
        """One socket, from the handshake to its end."""
        if self._tickets.get(socket.query_params.get("ticket", ""), 0.0) < self._timing.now():
            await socket.close(1008)
            return
        await socket.accept()
        if self.count >= MOST_SOCKETS:
            await socket.send_json(_disconnect("too_many_websockets"))
            await socket.close()
            return
        connection = Connection(socket)
        self._open.append(connection)
        try:
            await socket.send_json(self._hello())
            self._tell()
            while True:
                self._take(connection, await socket.receive_text())
        except (WebSocketDisconnect, RuntimeError):
            pass  # gone: what it did not acknowledge runs into its time limit
        finally:
            self._open.remove(connection)
            self._tell()

    async def send(self, delivery: Delivery) -> Json:
        """To one open socket, the next in turn; waits for its acknowledgement."""
        connection = next((one for one in self._open if not one.retired), None)
        if connection is None:
            raise NotAcked("no_socket")
        self._open.remove(connection)
        self._open.append(connection)
        envelope_id = str(uuid.uuid4())
        acked: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        connection.waiting[envelope_id] = acked
        sending = asyncio.ensure_future(_sent(connection.socket, _envelope(envelope_id, delivery)))
        try:
            answer = await self._timing.within(ACK_SECONDS, acked)
            await sending
            return answer
        except TimeoutError:
            raise NotAcked("timeout") from None
        finally:
            sending.cancel()
            connection.waiting.pop(envelope_id, None)

    async def refresh(self, reason: str = "refresh_requested") -> None:
        """Ask the bot to come back with new sockets, as Slack does every few hours (`warning`, `refresh_requested`)."""
        for connection in list(self._open):
            connection.retired = reason != "warning"
            with contextlib.suppress(RuntimeError, ConnectionError):
                await connection.socket.send_json(_disconnect(reason))
        self._tell()

    async def close(self) -> None:
        """Cut every socket."""
        for connection in list(self._open):
            connection.retired = True
            with contextlib.suppress(RuntimeError, ConnectionError):
                await connection.socket.close(1001)

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": self.count,
            "debug_info": {"host": HOST, "build_number": 1, "approximate_connection_time": 18060},
            "connection_info": {"app_id": self._app_id},
        }

    def _take(self, connection: Connection, text: str) -> None:
        try:
            answer = json.loads(text)
        except ValueError:
            return  # Slack ignores what is no acknowledgement
        if isinstance(answer, dict):
            acked = connection.waiting.get(str(answer.get("envelope_id")))
            if acked is not None and not acked.done():
                payload = answer.get("payload")
                acked.set_result(payload if isinstance(payload, dict) else {})

    def _tell(self) -> None:
        self._changes.tell("socket", connected=self.count > 0, sockets=self.count)


async def _sent(socket: WebSocket, envelope: Json) -> None:
    """To a socket that may just be going: then there is no acknowledgement."""
    with contextlib.suppress(WebSocketDisconnect, RuntimeError, ConnectionError):
        await socket.send_json(envelope)


def _envelope(envelope_id: str, delivery: Delivery) -> Json:
    envelope: Json = {
        "envelope_id": envelope_id,
        "payload": delivery.payload,
        "type": delivery.kind,
        "accepts_response_payload": delivery.responds,
    }
    if delivery.kind == "events_api":
        envelope |= {"retry_attempt": delivery.attempt, "retry_reason": delivery.reason}
    return envelope


def _disconnect(reason: str) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": HOST}}
