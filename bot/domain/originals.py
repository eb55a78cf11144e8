"""A supplier's mail itself, as a person may read it: what came, who it seems to be by, what of it is still there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.mail import Reading, StoredMail, VendorRef
from bot.domain.matching import OF_THE_VENDOR, SenderFit, Senders, sender_fit
from bot.domain.triage import Mail, RiskFlag, Suggestion

SEEN = {
    RiskFlag.BANK_CHANGE: "changed bank details",
    RiskFlag.PHISHING: "signs of fraud",
    RiskFlag.PROMPT_INJECTION: "orders to a machine",
}


@dataclass(frozen=True)
class Listed:
    """One mail of a conversation in a list of them; `day` is the company's day on which it came."""

    mail_id: str
    day: date
    sender: str
    subject: str


@dataclass(frozen=True)
class Original:
    """One mail of a conversation about the orders `about`.

    `mail` is None where its words are gone or never could be read (`why`). `sender` says how the sender belongs to the
    vendor, `sender_words` that in words. `listed` are all mails of the conversation, the newest first. `suggestion`
    holds the dangers that were seen in it.
    """

    case_id: str
    about: str
    stored: StoredMail
    mail: Mail | None
    sender: SenderFit
    sender_words: str
    listed: tuple[Listed, ...]
    suggestion: Suggestion | None = None
    why: str = ""

    @property
    def sure_of_sender(self) -> bool:
        """Whether the sender is somebody of the vendor, as far as an address can tell."""
        return self.sender in OF_THE_VENDOR


def who_wrote(stored: StoredMail, reading: Reading | None, vendor_ids: Sequence[int]) -> tuple[SenderFit, str]:
    """How the sender of a mail stands to the vendors of the orders that it is taken to be about, and that in words."""
    vendors: tuple[VendorRef, ...] = reading.vendors if reading else ()
    senders = Senders(vendors, bool(reading and reading.exact), reading.lookalike_of if reading else "")
    foreign = bool(vendor_ids) and not {vendor.id for vendor in vendors} & set(vendor_ids)
    return sender_fit(stored, senders, foreign)


def warned(fit: SenderFit, words: str, risks: Collection[RiskFlag]) -> str:
    """Who wrote a mail, for somebody who was not shown it; with what to beware of where there is something."""
    sure = fit in OF_THE_VENDOR
    told = [f"{words}." if sure else f"⚠️ Do not take the mail for the vendor’s: {words}."]
    if risks:
        told.append(f"{'⚠️ ' if sure else ''}It shows {', '.join(SEEN[flag] for flag in risks)}.")
    if risks or not sure:
        told.append("Call the vendor on a number that you already have.")
    return " ".join(told)
