"""The eyes and hands of everybody in a Slack workspace, whichever it is: the stand-in's or the sandbox's."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

T = TypeVar("T")
Message = dict[str, Any]
Block = dict[str, Any]


def texts(node: Any) -> Iterator[str]:
    """Every text in a message or view, in the order people read it."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "text" and isinstance(value, str):
                yield value
            else:
                yield from texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from texts(value)


def text_of(shown: Message) -> str:
    """All that a message or view says."""
    return "\n".join(texts(shown))


def buttons(message: Message) -> dict[str, Block]:
    """The buttons of a message by their text, each with its block_id, ready to be clicked."""
    found = {}
    for block in message.get("blocks") or []:
        for element in [*block.get("elements", ()), block.get("accessory")]:
            if isinstance(element, dict) and element.get("type") == "button":
                found[element["text"]["text"]] = {**element, "block_id": block.get("block_id")}
    return found


def filled(view: dict[str, Any], values: dict[str, Any], sent: Callable[[Block, Any], Any]) -> dict[str, Any]:
    """The state of a modal whose inputs, named by label or action_id, were filled; `sent` shapes one value."""
    state: dict[str, Any] = {}
    left = dict(values)
    for block in view["blocks"]:
        element = block.get("element")
        if block["type"] == "input" and element:
            for name in (block["label"]["text"], element["action_id"]):
                if name in left:
                    state[block["block_id"]] = {element["action_id"]: sent(element, left.pop(name))}
    assert not left, f"the modal has no input {sorted(left)}"
    return state


class SlackPeople(ABC):
    """Everybody in a workspace. A time-out of 0 is as long as one waits there."""

    @abstractmethod
    def messages(self, channel: str) -> list[Message]:
        """What everybody in a channel sees, oldest first."""

    @abstractmethod
    def ephemerals(self, person: str) -> list[Message]:
        """What was shown to one person alone, in any channel."""

    @abstractmethod
    def view(self) -> dict[str, Any] | None:
        """The modal on top, whoever has it."""

    @abstractmethod
    def act(self, person: str, message: Message, element: Block) -> object:
        """Somebody uses any element of a message, also one that is no longer there."""

    @abstractmethod
    def wait_for(self, condition: Callable[[], T], timeout: float = 0, what: str = "") -> T:
        """Wait until something about what people see holds, and return it."""

    def wait_for_message(self, channel: str, *containing: str, timeout: float = 0) -> Message:
        """The newest message in a channel that contains all of these texts, as soon as there is one."""
        what = f"message in {channel} with {containing}"
        return self._wait_for_newest(lambda: self.messages(channel), containing, timeout, what)

    def wait_for_ephemeral(self, person: str, *containing: str, timeout: float = 0) -> Message:
        """The newest message to one person alone that contains all of these texts."""
        what = f"ephemeral for {person} with {containing}"
        return self._wait_for_newest(lambda: self.ephemerals(person), containing, timeout, what)

    def wait_for_view(self, *containing: str, timeout: float = 0) -> dict[str, Any]:
        """The modal on top, as soon as it contains all of these texts."""

        def open_now() -> list[dict[str, Any]]:
            view = self.view()
            return [view] if view else []

        return self._wait_for_newest(open_now, containing, timeout, f"modal with {containing}")

    def _wait_for_newest(
        self, shown: Callable[[], list[Message]], containing: tuple[str, ...], timeout: float, what: str
    ) -> Message:
        def found() -> Message | None:
            fits = [one for one in shown() if all(part in text_of(one) for part in containing)]
            return fits[-1] if fits else None

        held = self.wait_for(found, timeout, what)
        assert held is not None
        return held

    def click(self, person: str, message: Message, button: str) -> None:
        """Somebody clicks the button with this text or action_id; returns once the bot has acknowledged it."""
        found = buttons(message)
        by_id = {element["action_id"]: element for element in found.values()}
        element = found.get(button) or by_id.get(button)
        assert element, f"no button {button!r}; there are {sorted(found)}"
        self.act(person, message, element)
