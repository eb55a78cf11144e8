"""A believable year at Brightwater Trade Supply, told by acting it out; every date is relative to the clock."""

from __future__ import annotations

import random
from datetime import timedelta

from bot.sandbox.odoo import world_cards, world_goods, world_people, world_sales
from bot.sandbox.odoo.kinds import KINDS, Wish
from bot.sandbox.odoo.orders import Desk
from bot.sandbox.odoo.server import Server

SCENARIOS = "sandbox.scenarios"
_HISTORY = 48
_EVERY = 6  # days between two of them
_PAID_AFTER = timedelta(days=30)

# Name, kind of order, days ago, hours ago, who submits it.
_WAITING: tuple[tuple[str, str, int, int, str], ...] = (
    ("ordinary", "ordinary", 0, 3, "freya"),
    ("large", "large", 1, 2, "freya"),
    ("risky", "risky", 2, 4, "kofi"),
    ("price_up", "price_up", 1, 5, "kofi"),
    ("foreign", "foreign", 3, 1, "freya"),
    ("urgent", "urgent", 0, 1, "kofi"),
    ("own", "own", 1, 6, "freya"),
)
_STALE = Wish("tatra", (("TL-601", 20, 1.0), ("TL-602", 12, 1.0)), "LYO", due=10)
_SMALL = Wish("moreau", (("HY-501", 12, 1.0), ("HY-504", 10, 1.0)), due=5)
_OPEN: tuple[tuple[str, Wish, int, float], ...] = (
    ("on_time", Wish("norrland", (("FX-105", 60, 1.0),), "LYO", due=6), 3, 0.0),
    ("late", Wish("tatra", (("TL-602", 8, 1.0),), due=12), 18, 0.0),
    ("late_risky", Wish("lumina", (("FX-104", 90, 1.0),), "GDN", due=28), 45, 0.0),
    ("partly_received", Wish("vermeer", (("PK-301", 1800, 1.0), ("PK-302", 400, 1.0)), due=5), 9, 0.5),
    ("service", Wish("rijn", (("SV-001", 2, 1.0),), due=2), 4, 0.0),
)


def build(server: Server) -> None:
    """Fill an empty store."""
    now, rng, desk = server.clock(), random.Random(1874), Desk(server)  # noqa: S311  # the same world every time
    with server.store.transaction():
        server.transact(lambda env: world_people.build(env.sudo()), at=now - timedelta(days=400))
        server.transact(lambda env: world_goods.build(env.sudo(), rng), at=now)
        server.transact(lambda env: world_cards.build(env.sudo()), at=now)
        _history(desk, server, rng)
        _under_way(desk, server)
        server.transact(lambda env: world_sales.build(env.sudo()), at=now - timedelta(days=3))
        server.transact(lambda env: world_cards.write(env.sudo(), _named(server, "late_risky")))
        for name, kind, days, hours, login in _WAITING:
            at = now - timedelta(days=days, hours=hours)
            _remember(server, name, desk.submit(login, KINDS[kind][0], at))
        _remember(server, "stale", desk.submit("kofi", _STALE, now - timedelta(days=9, hours=2)))
        _decided(desk, server)
        _remember(server, "draft_above", desk.draft("freya", KINDS["ordinary"][2], now - timedelta(hours=5)))
        _remember(server, "draft_below", desk.draft("kofi", _SMALL, now - timedelta(days=1)))
        _sent(desk, server)


def _history(desk: Desk, server: Server, rng: random.Random) -> None:
    """Ten months of orders, received and billed; prices creep up, and some vendors are late now and then."""
    now = server.clock()
    for number in range(_HISTORY):
        nth, which = divmod(number, len(world_goods.VENDORS))
        vendor = world_goods.VENDORS[which]
        skus = [row[0] for row in world_goods.PRODUCTS if vendor.key in row[4] and row[2] != "Services"]
        lines = tuple(
            (
                sku,
                _lot(rng.choice((600, 1100, 1900)) / world_goods.COST[sku]),
                round(0.93 + 0.0012 * number + rng.uniform(-0.01, 0.01), 3),
            )
            for sku in rng.sample(skus, min(len(skus), 1 + number % 3))
        )
        ordered = now - timedelta(days=_EVERY * (_HISTORY + 2 - number))
        buyer, place = ("freya", "kofi")[number % 2], ("ROT", "LYO", "GDN")[number % 3]
        order = desk.submit(buyer, Wish(vendor.key, lines, place, due=vendor.days), ordered)
        if _state(server, order) == "to approve":
            desk.approve(("ines", "tomasz")[nth % 2], order, ordered + timedelta(hours=5))
        came = ordered + timedelta(days=vendor.days + vendor.late[nth % len(vendor.late)])
        if came < now:
            desk.receive("lena", order, at=came)
            billed = min(came + timedelta(days=1), now)
            desk.bill("marco", order, billed, paid=billed < now - _PAID_AFTER)
            _remember(server, "billed", order)


def _lot(quantity: float) -> float:
    """A quantity as people order it: in ones, fives, tens or hundreds."""
    step = next(step for limit, step in ((12, 1), (60, 5), (400, 10), (float("inf"), 100)) if quantity < limit)
    return float(max(round(quantity / step), 1) * step)


def _state(server: Server, order: int) -> str:
    return str(server.look(lambda env: env.value("purchase.order", order, "state")))


def _under_way(desk: Desk, server: Server) -> None:
    """Confirmed, and not or not wholly received."""
    for name, wish, days, share in _OPEN:
        ordered = server.clock() - timedelta(days=days)
        order = desk.submit("freya", wish, ordered)
        if share:
            desk.receive("lena", order, share, ordered + timedelta(days=4))
        _remember(server, name, order)
    locked = desk.submit("kofi", Wish("helios", (("EL-205", 40, 1.0),), due=9), server.clock() - timedelta(days=4))
    server.transact(lambda env: env.put("purchase.order", locked, {"locked": True}))
    _remember(server, "locked", locked)


def _decided(desk: Desk, server: Server) -> None:
    """Approved, rejected with a reason, and given up."""
    now = server.clock()
    approved = desk.submit("freya", Wish("tatra", (("TL-604", 15, 1.0),)), now - timedelta(days=6))
    desk.approve("tomasz", approved, now - timedelta(days=5, hours=20))
    _remember(server, "approved", approved)
    rejected = desk.submit("kofi", Wish("lumina", (("EL-201", 70, 1.0),), due=30), now - timedelta(days=8))
    desk.say("ines", rejected, "Rejected: wait for the new framework contract with Helios.", now - timedelta(days=7))
    desk.cancel("ines", rejected, now - timedelta(days=7))
    _remember(server, "rejected", rejected)
    given_up = desk.draft("kofi", _SMALL, now - timedelta(days=12))
    desk.cancel("kofi", given_up, now - timedelta(days=11))
    _remember(server, "cancelled", given_up)


def _sent(desk: Desk, server: Server) -> None:
    """A request for quotation that is with the vendor."""
    at = server.clock() - timedelta(days=2)
    order = desk.draft("freya", Wish("harlow", (("MS-901", 4, 1.0),), "LYO", due=16), at)
    desk.act("freya", lambda env: env.put("purchase.order", order, {"state": "sent"}), at)
    _remember(server, "sent", order)


def _named(server: Server, name: str) -> int:
    return next(int(row["order"]) for row in server.store.tables[SCENARIOS].values() if row["name"] == name)


def _remember(server: Server, name: str, order: int) -> None:
    """Under which name an order of the story can be found again."""
    known = {row["name"]: key for key, row in server.store.tables[SCENARIOS].items()}
    server.store.put(SCENARIOS, known.get(name, len(known) + 1), {"name": name, "order": order})
