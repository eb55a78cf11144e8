"""Kinds of orders that need approval, each with its own reason to look twice."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Wish:
    """What to order: lines are product number, quantity, and how far off the list price (1.0 is the list's).

    `buyer` stands on the order in place of whoever makes it; `due` is in how many days it is needed.
    """

    vendor: str
    lines: tuple[tuple[str, float, float], ...]
    warehouse: str = "ROT"
    urgent: bool = False
    due: int = 12
    buyer: str = ""
    says: str = ""
    file: str = ""


KINDS: dict[str, Wish] = {
    "ordinary": Wish(
        "castell", (("SF-403", 80, 1.0), ("SF-402", 36, 1.0)), says="Winter outfitting for the night shift."
    ),
    "large": Wish("helios", (("EL-206", 8, 1.0), ("EL-204", 14, 1.0)), file="quotation.pdf"),
    "risky": Wish("quickso", (("FX-101", 420, 1.0), ("EL-205", 60, 1.0)), "GDN", due=25),
    "price_up": Wish(
        "vermeer",
        (("PK-303", 110, 1.18), ("PK-304", 60, 1.0)),
        "LYO",
        says="Vermeer raised the price of paper tape this month; their letter is attached.",
        file="price-letter.pdf",
    ),
    "foreign": Wish("pennine", (("AB-801", 70, 1.0), ("AB-802", 40, 1.0)), due=14),
    "urgent": Wish(
        "helios", (("EL-204", 11, 1.0),), urgent=True, due=2, says="Line 3 stands still without these motors."
    ),
    "own": Wish("balt", (("RK-701", 14, 1.0), ("RK-702", 20, 1.0)), "GDN", buyer="ines", due=20),
}
