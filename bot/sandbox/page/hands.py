"""What a visitor does: as one of the people in Slack, and in the world around it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.errors import InvalidInput
from bot.sandbox import supplier_mail
from bot.sandbox.clock import DemoClock
from bot.sandbox.odoo import SandboxOdoo
from bot.sandbox.odoo.errors import OdooFault
from bot.sandbox.page import asked
from bot.sandbox.slack import NotThere, SandboxSlack
from bot.sandbox.workspace import ACTORS, ZONE

Done = dict[str, Any]
NOT_TAKEN = "The bot did not take that in time. It may be starting; please try again."
SPANS = {"hour": timedelta(hours=1), "day": timedelta(days=1)}
MOST_LOOKED_AT = 40  # orders, the newest first
BUYER = next(actor for actor in ACTORS if actor.role == "Buyer")


class NotPossible(Exception):
    """Why something was not done, in words for the visitor."""


class Hands:
    """Each deed answers with what the page may say (`said`), or raises `NotPossible`."""

    def __init__(
        self,
        slack: SandboxSlack,
        odoo: SandboxOdoo,
        clock: DemoClock,
        keep_clock: Callable[[], None],
        reset: Callable[[], Awaitable[None]],
        deliver: Callable[[bytes], bool],
    ) -> None:
        """`deliver` hands a mail to the bot as a mail server would, and says whether it was taken."""
        self._slack = slack
        self._odoo = odoo
        self._clock = clock
        self._keep_clock = keep_clock
        self._reset = reset
        self._deliver = deliver

    async def say(self, given: asked.Say) -> Done:
        """Write a message."""
        with _there("That conversation is not there any more."):
            await self._slack.say(given.person, given.conversation, given.text, given.thread)
        return {}

    async def command(self, given: asked.Command) -> Done:
        """Send a slash command; Slack itself tells the person when the bot does not take it."""
        with _there("There is no such command here."):
            await self._slack.command(given.person, given.conversation, given.command, given.text)
        return {}

    async def click(self, given: asked.Click) -> Done:
        """Use a control of a message, a modal or the Home tab."""
        choice = {"choice": given.chosen[0]} if given.chosen else {}
        with _there("That is not there any more: the message has changed."):
            if given.view:
                taken = await self._slack.use(given.person, given.view, given.block, given.action, **choice)
            else:
                taken = await self._slack.click(
                    given.person, given.channel or "", given.ts or "", given.block, given.action, **choice
                )
        if not taken:
            raise NotPossible(NOT_TAKEN)
        return {}

    async def submit(self, given: asked.Submit) -> Done:
        """Send a modal; what the bot or the form refuses is told by input."""
        with _there("That dialog is not open any more."):
            return {"errors": await self._slack.submit(given.person, given.view, given.values) or {}}

    async def close(self, given: asked.Close) -> Done:
        """Close a modal."""
        with _there("That dialog is not open any more."):
            await self._slack.close_view(given.person, given.view)
        return {}

    async def home(self, given: asked.Home) -> Done:
        """Open the app."""
        with _there("The app has no such tab."):
            await self._slack.open_home(given.person, given.tab)
        return {}

    async def read(self, given: asked.Read) -> Done:
        """Note what was read."""
        with _there("That conversation is not there any more."):
            await self._slack.mark_read(given.person, given.conversation, given.ts)
        return {}

    async def new_order(self, given: asked.NewOrder) -> Done:
        """A buyer confirms an order that then waits for approval."""
        self._odoo_runs()
        with _there("Odoo knows no such kind of order."):
            order_id = await asyncio.to_thread(self._odoo.new_order, given.kind, BUYER.login)
            order = await asyncio.to_thread(self._odoo.order, order_id)
        return {"order": order["name"], "said": f"{order['buyer']} confirmed {order['name']}. It waits for approval."}

    async def change(self, given: asked.OnOrder) -> Done:
        """The buyer changes an order that waits."""
        self._odoo_runs()
        with _there("Odoo has no such order."):
            await asyncio.to_thread(self._odoo.change, given.order_id, BUYER.login)
            order = await asyncio.to_thread(self._odoo.order, given.order_id)
        return {"said": f"{order['name']} changed: it is now {order['amount']:,.2f} {order['currency']}."}

    async def approve(self, given: asked.Approve) -> Done:
        """Somebody approves in Odoo itself."""
        self._odoo_runs()
        with _there("Odoo has no such order, or no such user."):
            state = await asyncio.to_thread(self._odoo.approve_in_odoo, given.order_id, given.login)
        if state != "purchase":
            raise NotPossible("Odoo did not approve it: that person may not.")
        return {"said": "Approved in Odoo. The cards follow."}

    async def mail(self, given: asked.Mail) -> Done:
        """A supplier writes about the newest order that goods are awaited of."""
        order = await asyncio.to_thread(self._awaited)
        with _there("There is no such kind of mail."):
            raw = supplier_mail.write(given.kind, order, self._clock.now())
        if not await asyncio.to_thread(self._deliver, raw):
            raise NotPossible(NOT_TAKEN)
        return {"said": f"A mail about {order['name']} has arrived. The bot reads it and shows what it means."}

    def _awaited(self) -> Done:
        """An order that a vendor would write about: the buyer's, nothing of it received, with the most lines."""
        confirmed = [row["id"] for row in self._odoo.orders() if row["state"] == "purchase"]
        orders = [
            order for order in map(self._odoo.order, confirmed[:MOST_LOOKED_AT]) if order["receipt_status"] != "full"
        ]
        buyable = [order for order in orders if order["vendor_email"] and order["lines"]]
        if not buyable:
            raise NotPossible("No confirmed order is open: approve one first.")

        def fit(order: Mapping[str, Any]) -> tuple[bool, bool, int, int]:
            hers = order["buyer"] == BUYER.name
            return hers, order["receipt_status"] == "pending", len(order["lines"]), order["id"]

        return max(buyable, key=fit)

    async def stop_odoo(self, _given: asked.Nothing) -> Done:
        """Take Odoo down."""
        self._odoo.stop()
        return {}

    async def start_odoo(self, _given: asked.Nothing) -> Done:
        """Bring Odoo back."""
        self._odoo.start()
        return {}

    async def move_clock(self, given: asked.Move) -> Done:
        """Move the clock forward."""
        if given.to == "morning":
            self._clock.next_working_morning(ZONE)
        else:
            self._clock.forward(SPANS[given.to])
        self._keep_clock()
        here = self._clock.now().astimezone(ZoneInfo(ZONE))
        return {"said": f"It is now {here:%A, %B} {here.day}, {here:%H:%M}. What is due by now is done."}

    async def reset(self, _given: asked.Nothing) -> Done:
        """Begin anew."""
        await self._reset()
        return {"said": "The demo begins anew."}

    def _odoo_runs(self) -> None:
        if self._odoo.stopped:
            raise NotPossible("Odoo is stopped: start it first.")


@contextmanager
def _there(otherwise: str) -> Iterator[None]:
    """Turns what the sandboxes refuse into words for the visitor."""
    try:
        yield
    except (NotThere, LookupError) as error:
        raise NotPossible(otherwise) from error
    except (InvalidInput, OdooFault, ValueError) as error:
        raise NotPossible(str(error)) from error
