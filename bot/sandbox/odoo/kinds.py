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


# Of each kind several, so that one order after another is not the same; the first stands in the story.
KINDS: dict[str, tuple[Wish, ...]] = {
    "ordinary": (
        Wish("castell", (("SF-403", 80, 1.0), ("SF-402", 36, 1.0)), says="Winter outfitting for the night shift."),
        Wish("moreau", (("HY-501", 80, 1.0), ("HY-502", 90, 1.0)), "LYO", due=8),
        Wish("norrland", (("FX-104", 180, 1.0), ("FX-105", 140, 1.0)), "GDN", due=10),
        Wish("castell", (("SF-401", 60, 1.0), ("SF-404", 16, 1.0)), says="For the new team in goods-in."),
    ),
    "large": (
        Wish("helios", (("EL-206", 8, 1.0), ("EL-204", 14, 1.0)), file="quotation.pdf"),
        Wish("balt", (("RK-701", 48, 1.0), ("RK-703", 70, 1.0)), "GDN", due=30, file="layout.pdf"),
        Wish("helios", (("EL-206", 7, 1.0), ("EL-202", 20, 1.0)), "LYO", due=20),
    ),
    "risky": (
        Wish("quickso", (("FX-101", 420, 1.0), ("EL-205", 60, 1.0)), "GDN", due=25),
        Wish("lumina", (("EL-201", 60, 1.0), ("TL-603", 6, 1.0)), due=32),
        Wish("quickso", (("SF-402", 240, 1.0),), "LYO", due=24),
    ),
    "price_up": (
        Wish(
            "vermeer",
            (("PK-303", 110, 1.18), ("PK-304", 60, 1.0)),
            "LYO",
            says="Vermeer raised the price of paper tape this month; their letter is attached.",
            file="price-letter.pdf",
        ),
        Wish(
            "vermeer",
            (("PK-306", 160, 1.18), ("PK-302", 500, 1.0)),
            says="Edge protectors went up as well, they say: no other vendor has them in stock.",
        ),
    ),
    "foreign": (
        Wish("pennine", (("AB-801", 70, 1.0), ("AB-802", 40, 1.0)), due=14),
        Wish("pennine", (("AB-801", 110, 1.0),), "LYO", due=14),
    ),
    "urgent": (
        Wish("helios", (("EL-204", 11, 1.0),), urgent=True, due=2, says="Line 3 stands still without these motors."),
        Wish("tatra", (("TL-603", 18, 1.0),), "GDN", urgent=True, due=2, says="Four trucks failed inspection today."),
    ),
    "own": (
        Wish("balt", (("RK-701", 14, 1.0), ("RK-702", 20, 1.0)), "GDN", buyer="ines", due=20),
        Wish("balt", (("RK-703", 60, 1.0),), buyer="ines", due=20),
    ),
}
