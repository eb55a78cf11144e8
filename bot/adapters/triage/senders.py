"""Who wrote: somebody our vendors' records know, a stranger, or somebody who wants to look like a vendor."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from bot.adapters.triage.words import fold
from bot.domain.triage import Address, KnownSenders, Mail

FREE = {
    "gmail", "googlemail", "gmx", "web", "yahoo", "hotmail", "outlook", "live", "aol", "icloud", "mail", "proton", "protonmail", "yandex", "qq", "163",
    "126", "freemail", "libero", "orange", "wanadoo", "wp", "onet", "interia", "zoho", "inbox", "tutanota", "gmx-mail", "mailbox",
}  # fmt: skip
TWINS = [
    ("rn", "m"),
    ("vv", "w"),
    ("cl", "d"),
    ("0", "o"),
    ("1", "l"),
    ("i", "l"),
    ("5", "s"),
    ("3", "e"),
    ("8", "b"),
    ("-", ""),
    ("_", ""),
]
# What fraudsters hang on to a name they borrow.
ADDED = {
    "se", "de", "uk", "us", "eu", "fr", "it", "es", "nl", "pl", "int", "intl", "co", "corp", "group", "ltd", "gmbh", "inc", "llc", "ag", "sa", "mail",
    "billing", "finance", "payments", "payment", "invoice", "invoices", "accounts", "accounting", "secure", "online", "support", "portal", "sales",
    "global", "hq", "office", "team", "service", "pay", "bank",
}  # fmt: skip


class Standing(StrEnum):
    """What we know of a sender."""

    KNOWN = "known"
    KNOWN_DOMAIN = "known_domain"
    OWN = "own"
    LOOKALIKE = "lookalike"
    FREE = "free"
    STRANGER = "stranger"
    UNCHECKED = "unchecked"


# Whoever our vendors' records know, and our own people.
TRUSTED = {Standing.KNOWN, Standing.KNOWN_DOMAIN, Standing.OWN}


def standing(mail: Mail, known: KnownSenders) -> Standing:
    """What we know of a mail's sender; `unchecked` where there are no vendors to compare with."""
    sender = mail.sender
    if not known:
        return Standing.FREE if _label(sender.domain) in FREE else Standing.UNCHECKED
    if known.knows(sender):
        return Standing.KNOWN
    if known.knows_domain(sender.domain) and not is_free(sender.domain):
        return Standing.KNOWN_DOMAIN
    own = mail.to.rpartition("@")[2].strip(" >").lower()
    if own and (sender.domain == own or sender.domain.endswith(f".{own}")):
        return Standing.OWN
    if imitated(sender, known) is not None:
        return Standing.LOOKALIKE
    return Standing.FREE if _label(sender.domain) in FREE else Standing.STRANGER


def is_free(domain: str) -> bool:
    """Whether anybody gets an address there: one of them says nothing about the others."""
    return _label(domain) in FREE


def imitated(sender: Address, known: KnownSenders) -> str | None:
    """The vendor's domain that a sender's domain is made to resemble, None where there is none."""
    if not sender.domain or known.knows_domain(sender.domain):
        return None
    label, plain = _label(sender.domain), _plain(_label(sender.domain))
    for domain in known.addresses:
        vendor = _label(domain)
        if len(vendor) < 5:
            continue
        if plain == _plain(vendor) or (label == vendor and sender.domain != domain):
            return domain
        if len(vendor) >= 7 and _near(label, vendor, 1 if len(vendor) < 10 else 2):
            return domain
        rest = [part for part in label.replace(vendor, "-", 1).split("-") if part] if vendor in label else None
        if rest and all(part in ADDED for part in rest):
            return domain
    return None


def borrowed_name(sender: Address, known: KnownSenders) -> str | None:
    """The vendor whose name a stranger shows as theirs."""
    name = "".join(c for c in fold(sender.name) if c.isalnum())
    for domain in known.addresses:
        vendor = "".join(c for c in _label(domain) if c.isalnum())
        if len(vendor) >= 7 and vendor in name:
            return domain
    return None


@lru_cache(maxsize=8192)
def _label(domain: str) -> str:
    """The telling part of a domain: `nordicglue` of `mail.nordicglue.co.uk`."""
    parts = [part for part in domain.split(".") if part]
    if len(parts) >= 3 and parts[-2] in {"co", "com", "org", "net"} and len(parts[-1]) == 2:
        return parts[-3]
    return parts[-2] if len(parts) >= 2 else domain


@lru_cache(maxsize=8192)
def _plain(label: str) -> str:
    for twin, letter in TWINS:
        label = label.replace(twin, letter)
    return label


def _near(a: str, b: str, most: int) -> bool:
    """Whether at most so many letters differ. Lengths and letters alone tell most vendors apart, and cost nothing."""
    if abs(len(a) - len(b)) > most or len(set(a) ^ set(b)) > 2 * most:
        return False
    return _distance(a, b) <= most


def _distance(a: str, b: str) -> int:
    """How many letters differ (Levenshtein)."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (x != y))
    return row[-1]
