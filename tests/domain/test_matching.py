"""Which order a mail is about: each step of the ladder, and what is turned down."""

from __future__ import annotations

from bot.adapters.triage.engine import EmbeddedEngine
from bot.domain.mail import VendorRef
from bot.domain.matching import WEIGHTS, Match, Rung, SenderFit, Senders
from bot.domain.triage import Background, Suggestion
from tests.mails import make_mail
from tests.supply import HOLM, KNOWN, OTHER, make_line, make_stored, make_suggestion, make_supply, matched

ENGINE = EmbeddedEngine()


def read(text: str = "", subject: str = "") -> Suggestion:
    return ENGINE.read(make_mail(text, subject), Background())


def rungs(found: Match) -> list[tuple[str, list[Rung]]]:
    return [(one.order_name, [piece.rung for piece in one.evidence]) for one in found.chosen]


def test_number_in_the_subject_weighs_more_than_in_the_text() -> None:
    in_subject = matched(make_mail(subject="P00036"), read(subject="P00036"), make_supply(), open_orders=[])
    in_text = matched(make_mail("About P00036."), read("About P00036."), make_supply(), open_orders=[])
    assert (rungs(in_subject), rungs(in_text)) == ([("P00036", [Rung.SUBJECT])], [("P00036", [Rung.BODY])])
    assert in_subject.chosen[0].score > in_text.chosen[0].score
    assert "“P00036”" in in_text.chosen[0].evidence[0].words


def test_steps_add_up_as_independent_evidence() -> None:
    found = matched(make_mail(subject="P00036"), read(subject="P00036"), make_supply())
    assert rungs(found) == [("P00036", [Rung.SUBJECT, Rung.ONLY_OPEN])]
    assert found.chosen[0].score == round(1 - (1 - WEIGHTS[Rung.SUBJECT]) * (1 - WEIGHTS[Rung.ONLY_OPEN]), 2)


def test_several_orders_named_are_all_meant() -> None:
    text = "P00036 and P00040 leave tomorrow."
    found = matched(make_mail(text), read(text), make_supply(36), make_supply(40))
    assert [one.order_name for one in found.chosen] == ["P00036", "P00040"]


def test_answer_to_a_mail_of_odoo_leads_to_its_order() -> None:
    stored = make_stored(in_reply_to="<123.456-openerp-40-purchase.order@odoo>")
    found = matched(make_mail("Ok."), make_suggestion(), make_supply(40), make_supply(36), stored=stored)
    assert rungs(found) == [("P00040", [Rung.THREAD])]


def test_vendors_own_number_leads_to_the_order() -> None:
    ours = make_supply(40, their_reference="AB-77120")
    found = matched(make_mail("Our order AB-77120 is late."), make_suggestion(), ours, make_supply(36))
    assert rungs(found) == [("P00040", [Rung.THEIR_REFERENCE])]


def test_vendors_number_counts_only_as_a_whole() -> None:
    ours = make_supply(40, their_reference="AB-7712")
    found = matched(make_mail("Our order AB-77120 is late."), make_suggestion(), ours, make_supply(36))
    assert not found.chosen


def test_goods_and_quantity_lead_to_the_only_order_that_has_them() -> None:
    mail = make_mail("The 12 heat exchangers are late.")
    other = make_supply(40, lines=(make_line(9, "Heat exchanger", quantity=12),))
    found = matched(mail, make_suggestion(), make_supply(36), other)
    assert rungs(found) == [("P00040", [Rung.GOODS])]


def test_only_open_order_is_guessed() -> None:
    found = matched(make_mail("We are late."), make_suggestion(), make_supply())
    assert rungs(found) == [("P00036", [Rung.ONLY_OPEN])]


def test_several_candidates_become_a_choice() -> None:
    mail = make_mail("Our order AB-77120 is late.")
    orders = [make_supply(number, their_reference="AB-77120") for number in (36, 40)]
    found = matched(mail, make_suggestion(), *orders)
    assert (found.chosen, [one.order_name for one in found.candidates]) == ((), ["P00036", "P00040"])


def test_order_of_another_vendor_is_not_offered() -> None:
    theirs = make_supply(50, vendor=OTHER)
    found = matched(make_mail(subject="P00050"), read(subject="P00050"), theirs, open_orders=[make_supply(36)])
    assert (found.chosen, found.candidates) == ((), ())
    assert found.turned_down == ("P00050 is an order to another vendor, and the sender belongs to Holm Valves.",)
    assert found.sender is SenderFit.OTHER


def test_order_that_odoo_does_not_show_is_not_offered() -> None:
    found = matched(make_mail(subject="P00999"), read(subject="P00999"), named=[], open_orders=[make_supply(36)])
    assert (found.chosen, found.turned_down) == ((), ("P00999 is not an order that I can see in Odoo.",))


def test_unknown_sender_is_said_and_their_only_order_is_not_guessed() -> None:
    stranger = Senders()
    named = matched(make_mail(subject="P00036"), read(subject="P00036"), make_supply(), senders=stranger)
    guessed = matched(make_mail("We are late."), make_suggestion(), named=[], senders=stranger)
    assert (rungs(named), named.sender) == ([("P00036", [Rung.SUBJECT])], SenderFit.UNKNOWN)
    assert "not known in Odoo" in named.sender_words
    assert guessed.chosen == ()


def test_address_and_domain_are_told_apart() -> None:
    at_domain = Senders((VendorRef(HOLM.id, HOLM.name),), exact=False)
    assert matched(make_mail(), make_suggestion(), senders=KNOWN).sender is SenderFit.ADDRESS
    assert matched(make_mail(), make_suggestion(), senders=at_domain).sender is SenderFit.DOMAIN


def test_lookalike_is_never_sure() -> None:
    like = Senders((VendorRef(HOLM.id, HOLM.name),), lookalike_of="holmvalves.example")
    found = matched(make_mail(subject="P00036"), read(subject="P00036"), make_supply(), senders=like)
    assert (found.sender, found.sure_of_sender) == (SenderFit.LOOKALIKE, False)
