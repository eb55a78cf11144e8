"""The sandbox Odoo as the demo and the tests use it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from starlette.routing import Route

from bot.domain.errors import InvalidInput
from bot.sandbox.odoo import views, world
from bot.sandbox.odoo.kinds import KINDS
from bot.sandbox.odoo.orders import Desk
from bot.sandbox.odoo.outages import Outages
from bot.sandbox.odoo.server import Server
from bot.sandbox.odoo.store import Store
from bot.sandbox.odoo.wire import Wire
from bot.sandbox.odoo.world_people import BOT, PEOPLE, Person

DB = "brightwater"


def _system_time() -> datetime:
    return datetime.now(UTC)


class SandboxOdoo:
    """An Odoo 19 with a year of purchases in it, in one SQLite file. Safe between threads.

    What is in the file is kept; an empty file, or one of another version's layout, gets the world
    as told by `world.py`. `clock` gives aware moments. Raises `InvalidInput` for an unusable path.
    """

    db = DB
    bot_login = BOT
    people: Sequence[Person] = PEOPLE
    kinds: Sequence[str] = tuple(KINDS)

    def __init__(self, path: str | Path, clock: Callable[[], datetime] = _system_time) -> None:
        self._store = Store(path)
        self.server = Server(self._store, DB, clock)
        self.outages = Outages()
        self._desk = Desk(self.server)
        self._listeners: list[Callable[[Sequence[int]], None]] = []
        if self._store.fresh:
            world.build(self.server)
        self.server.changed.append(self._tell)

    @property
    def bot_key(self) -> str:
        """The bot's API key."""
        return self.key(BOT)

    def key(self, login: str) -> str:
        """Anybody's API key. Raises `LookupError` for an unknown login."""
        return self.person(login).key

    def person(self, login: str) -> Person:
        """One of the people. Raises `LookupError` for an unknown login."""
        found = next((person for person in PEOPLE if person.login == login), None)
        if found is None:
            raise LookupError(f"nobody here has the login {login!r}")
        return found

    def routes(self) -> list[Route]:
        """What a web server must serve for odoorpc: give it to Starlette."""
        return Wire(self.server, self.outages).routes()

    def orders(self) -> list[dict[str, Any]]:
        """All orders, the newest first: id, name, state, vendor, amount, currency, buyer, since when it waits."""
        found: list[dict[str, Any]] = self.server.look(views.all_orders)
        return found

    def order(self, order_id: int) -> dict[str, Any]:
        """One order in full, with lines, receipts and chatter. Raises `LookupError` when there is none."""
        self._must_exist(order_id)
        found: dict[str, Any] = self.server.look(lambda env: views.order_in_full(env, order_id))
        return found

    def scenario(self, name: str) -> int:
        """The id of a named order of the story. Raises `LookupError` for an unknown name."""
        rows: Iterable[dict[str, Any]] = self._store.tables[world.SCENARIOS].values()
        found = next((int(row["order"]) for row in rows if row["name"] == name), None)
        if found is None:
            raise LookupError(f"no order of the story is called {name!r}")
        return found

    def new_order(self, kind: str, buyer: str = "freya") -> int:
        """A new order that waits for approval, by `buyer`; its id. Raises `InvalidInput` for an unknown kind.

        Each differs from the one of its kind before it.
        """
        if kind not in KINDS:
            raise InvalidInput(f"{kind!r} is not one of {', '.join(KINDS)}", where="kind")
        with self._store.transaction():
            nth = self._store.next_number(f"orders of the kind {kind}")
        return self._desk.submit(buyer, KINDS[kind][nth % len(KINDS[kind])])

    def change(self, order_id: int, login: str = "freya") -> float:
        """Raise a quantity so that the amount moves materially; the new total. Raises `LookupError`."""
        self._must_exist(order_id)
        return self._desk.raise_quantity(login, order_id)

    def approve_in_odoo(self, order_id: int, login: str) -> str:
        """Press Odoo's own button as one of the people; the state after it (who may not, changes nothing)."""
        self._must_exist(order_id)
        self._desk.approve(login, order_id)
        return str(self.order(order_id)["state"])

    def cancel_in_odoo(self, order_id: int, login: str) -> str:
        """Press Odoo's cancel button as one of the people; the state after it."""
        self._must_exist(order_id)
        self._desk.cancel(login, order_id)
        return str(self.order(order_id)["state"])

    def stop(self) -> None:
        """Take Odoo down: nothing is carried out until `start`."""
        self.outages.stop()

    def start(self) -> None:
        """Bring Odoo back."""
        self.outages.start()

    @property
    def stopped(self) -> bool:
        """Whether Odoo is down."""
        return self.outages.stopped

    def reset(self) -> None:
        """Begin the story anew, as of now; listeners are told of every order."""
        with self._store.transaction():
            self._store.clear()
            self.server.changed.clear()
            try:
                world.build(self.server)
            finally:
                self.server.changed.append(self._tell)
        self.outages.start()
        self._tell([row["id"] for row in self.orders()])

    def on_change(self, callback: Callable[[Sequence[int]], None]) -> None:
        """Be told the ids of orders made, changed or deleted, after each commit, in the thread that did it."""
        self._listeners.append(callback)

    def close(self) -> None:
        """Let go of the file."""
        self._store.close()

    def _tell(self, orders: Sequence[int]) -> None:
        for listener in self._listeners:
            listener(orders)

    def _must_exist(self, order_id: int) -> None:
        if not self.server.look(lambda env: env.exists("purchase.order", order_id)):
            raise LookupError(f"there is no order {order_id}")
