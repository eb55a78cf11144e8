"""How Brightwater's vendors are reached, on which terms they deliver, and what one of them wrote."""

from __future__ import annotations

from datetime import timedelta

from bot.sandbox.odoo import mail
from bot.sandbox.odoo.env import Env

# By vendor: street, zip, city, country, phone, whom to ask for, and in how many days they are paid.
_CARDS: dict[str, tuple[str, str, str, str, str, str, int]] = {
    "norrland": ("Hamngatan 4", "972 31", "Lulea", "Sweden", "+46 920 555 010", "Elsa Berg, Sales", 30),
    "helios": ("Am Speicher 12", "30159", "Hannover", "Germany", "+49 511 5550 120", "Jonas Reuter, Key Accounts", 45),
    "vermeer": ("Kadeweg 88", "3089 JH", "Rotterdam", "Netherlands", "+31 10 555 0177", "Femke de Wit, Sales", 30),
    "castell": ("Carrer del Moll 21", "08039", "Barcelona", "Spain", "+34 93 555 0142", "Marta Soler, Orders", 30),
    "moreau": ("Rue des Lavoirs 9", "69007", "Lyon", "France", "+33 4 55 50 01 23", "Luc Moreau, Owner", 15),
    "tatra": ("Hutnicka 3", "040 01", "Kosice", "Slovakia", "+421 55 555 0190", "Petra Novotna, Export", 30),
    "balt": ("Portowa 17", "80-555", "Gdansk", "Poland", "+48 58 555 01 66", "Marek Zielinski, Projects", 45),
    "pennine": ("Mill Lane 2", "HX1 5AA", "Halifax", "United Kingdom", "+44 1422 555 012", "Grace Holt, Sales", 30),
    "harlow": ("410 Dockside Ave", "02210", "Boston", "United States", "+1 617 555 0134", "Ray Ellison, Sales", 30),
    "rijn": ("Waalhaven 51", "3087 AM", "Rotterdam", "Netherlands", "+31 10 555 0199", "Dispatch", 15),
    "quickso": ("Unit 7, Harbour Estate", "LV-1045", "Riga", "Latvia", "+371 67 555 018", "Sales desk", 15),
    "lumina": ("18 Canton Row", "4010", "Basel", "Switzerland", "+41 61 555 01 88", "Nina Frei, Import", 15),
}
_LATE_MAIL = "The anchors are held at the port. We expect them to leave next week and will send a new date."


def build(env: Env) -> None:
    """Complete the address cards of the vendors."""
    countries = {card[3]: env.insert("res.country", {"name": card[3]}) for card in _CARDS.values()}
    terms = {card[6]: env.insert("account.payment.term", {"name": f"{card[6]} Days"}) for card in _CARDS.values()}
    for key, (street, code, city, country, phone, contact, days) in _CARDS.items():
        vendor = env.find("res.partner", ref=f"V-{key.upper()}")[0]
        card = {"street": street, "zip": code, "city": city, "country_id": countries[country], "phone": phone}
        env.put("res.partner", vendor, card | {"property_supplier_payment_term_id": terms[days]})
        name, _, function = contact.partition(", ")
        person = {"name": name, "function": function, "parent_id": vendor, "active": True}
        env.insert("res.partner", person | {"email": f"{name.split()[0].lower()}@{key}.example"})


def write(env: Env, order: int) -> None:
    """What the vendor of a late order wrote, a week ago."""
    vendor = env.value("purchase.order", order, "partner_id")
    name, address = env.values("res.partner", vendor, "name", "email")
    at = (env.work.now - timedelta(days=7)).strftime("%Y-%m-%d %H:%M:%S")
    mail.post(
        env,
        "purchase.order",
        order,
        f"<p>{_LATE_MAIL}</p>",
        subtype="mail.mt_comment",
        kind="email",
        author=vendor,
        email_from=f'"{name}" <{address}>',
        date=at,
    )
