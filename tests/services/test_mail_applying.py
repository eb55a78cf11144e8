"""What a person ticked is written once, read back, and noted with the mail; what moved on meanwhile is asked anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.domain.cases import Case, CaseState, CaseWork
from bot.domain.errors import Refused
from bot.domain.triage import DateKind, MailClass, Part, PriceChange, PromisedDate, Reference, Span, Suggestion
from tests.desk import Desk, bella, ben, olga
from tests.fakes import Cut
from tests.mail_desk import MailDesk, buttons, words
from tests.supply import make_suggestion

TEXT = "We confirm P00036: the valves come on 21 April, the gaskets on 28 April at 1.25 EUR, and the pump as planned."
OLD, NEW_1, NEW_2 = date(2026, 4, 14), date(2026, 4, 21), date(2026, 4, 28)


def span(words: str) -> Span:
    return Span(Part.BODY, TEXT.index(words), words)


def said() -> Suggestion:
    """Two dates, a price, and that the order is confirmed."""
    return make_suggestion(
        secondary=(MailClass.ORDER_CONFIRMATION,),
        references=(Reference("P00036", span("P00036")),),
        promised=(
            PromisedDate(NEW_1, DateKind.DELIVERY, span("21 April")),
            PromisedDate(NEW_2, DateKind.DELIVERY, span("28 April")),
        ),
        prices=(PriceChange(span("1.25 EUR"), "gaskets", new=Decimal("1.25"), currency="EUR"),),
    )


@pytest.fixture
def mail(make_desk: Callable[..., Desk]) -> MailDesk:
    return MailDesk(make_desk())


def days(mail: MailDesk) -> list[date | None]:
    return [line.day for line in mail.desk.supply.stock[36].lines]


def receipts(mail: MailDesk) -> list[date]:
    return [move.day for line in mail.desk.supply.stock[36].lines for move in line.moves]


def of(case: Case, product: str, field: str) -> str:
    return next(change.id for change in case.changes if change.product == product and change.field == field)


def test_ticks_are_written_to_lines_and_receipt_and_noted_with_the_mail(mail: MailDesk) -> None:
    case = mail.apply(mail.arrives(TEXT, said()))
    assert days(mail) == [NEW_1, NEW_2, OLD]
    assert receipts(mail) == [NEW_1, NEW_2, OLD]
    assert mail.desk.supply.line(36, 2).price == Decimal("1.25")
    assert mail.desk.supply.stock[36].acknowledged
    ((order, name),) = mail.desk.supply.files
    assert (order, name.startswith("Supplier mail ")) == (36, True)
    assert mail.desk.supply.noted == [(36, (1,))]
    (note,) = mail.desk.odoo.notes[36]
    assert "Bella Ortiz took over from a mail by ida@holmvalves.example, via Slack" in note
    assert "date of Ball valve DN50: 14 Apr 2026 → 21 Apr 2026 (“21 April”)" in note
    assert (case.changes, len(case.applied), case.work) == ((), 4, CaseWork.NONE)
    assert "applied by Bella Ortiz" in words(mail.card(case))


def test_what_is_not_ticked_stays_as_it_is(mail: MailDesk) -> None:
    case = mail.arrives(TEXT, said())
    only = [change.id for change in case.changes if change.product != "Ball valve DN50"]
    case = mail.apply(case, only=only)
    assert days(mail) == [OLD, NEW_2, OLD]
    assert receipts(mail) == [OLD, NEW_2, OLD]
    assert [change.product for change in case.changes] == ["Ball valve DN50"]
    assert "Apply" in buttons(mail.card(case))


def test_same_mail_again_changes_nothing(mail: MailDesk) -> None:
    mail.apply(mail.arrives(TEXT, said()))
    calls = mail.desk.wire.count("amend")
    again = mail.arrives(TEXT, said(), thread="", message_id="<other@holmvalves.example>")
    assert again.changes == ()
    assert "Apply" not in buttons(mail.card(again))
    assert mail.desk.wire.count("amend") == calls


def test_second_click_is_told_and_writes_nothing(mail: MailDesk) -> None:
    case = mail.arrives(TEXT, said())
    done = mail.apply(case)
    with pytest.raises(Refused, match="Bella Ortiz applied this already to P00036"):
        mail.apply(case)
    assert mail.desk.wire.count("amend") == 1
    assert mail.desk.wire.count("note") == 1
    assert len(done.applied) == 4


def test_two_at_once_write_once(mail: MailDesk) -> None:
    case = mail.arrives(TEXT, said())
    desk = mail.desk.services.triage.desk
    mail.desk.services.people.who(ben)
    ticked = [change.id for change in case.changes]
    desk.tick(case.id, bella, ticked)
    with pytest.raises(Refused, match="Bella Ortiz is applying changes to P00036 right now"):
        desk.tick(case.id, ben, ticked)


def test_changed_in_odoo_meanwhile_is_asked_again(mail: MailDesk) -> None:
    case = mail.arrives(TEXT, said())
    mail.desk.supply.edit(36, 1, day=date(2026, 5, 1))
    case = mail.apply(case)
    assert days(mail) == [date(2026, 5, 1), OLD, OLD]
    assert mail.desk.wire.count("amend") == 0
    assert "was changed in Odoo meanwhile: it is 1 May 2026 now" in case.problem
    assert next((c.product, c.old) for c in case.changes if c.field == "date") == ("Ball valve DN50", "2026-05-01")
    assert "Apply" in buttons(mail.card(case))


def test_done_by_somebody_in_odoo_counts_as_done(mail: MailDesk) -> None:
    case = mail.arrives(TEXT, said())
    moves = tuple(replace(move, day=NEW_1) for move in mail.desk.supply.line(36, 1).moves)
    mail.desk.supply.edit(36, 1, day=NEW_1, moves=moves)
    case = mail.apply(case, only=[of(case, "Ball valve DN50", "date")])
    assert (len(case.applied), mail.desk.wire.count("amend")) == (1, 0)


def test_date_on_the_line_alone_is_not_enough(mail: MailDesk) -> None:
    """Cut off between the lines and the receipt: the receipt is moved along by whoever takes it up."""
    case = mail.arrives(TEXT, said())
    mail.desk.supply.edit(36, 1, day=NEW_1)
    mail.apply(case, only=[of(case, "Ball valve DN50", "date")])
    assert receipts(mail)[0] == NEW_1


def test_cancelled_meanwhile_writes_nothing(mail: MailDesk) -> None:
    from bot.domain.orders import OrderState

    case = mail.arrives(TEXT, said())
    mail.desk.supply.put(replace(mail.desk.supply.stock[36], state=OrderState.CANCEL))
    case = mail.apply(case)
    assert case.problem.startswith("Nothing was applied. P00036 is cancelled in Odoo")
    assert mail.desk.wire.count("amend") == 0


def test_rights_count_at_the_click_and_when_it_is_carried_out(mail: MailDesk) -> None:
    case = mail.arrives(TEXT, said())
    with pytest.raises(Refused):
        mail.desk.services.triage.desk.tick(case.id, olga, [case.changes[0].id])
    desk = mail.desk.services.triage.desk
    desk.tick(case.id, bella, [case.changes[0].id])
    mail.desk.directory.groups["purchase.group_purchase_user"].remove("bella")
    mail.desk.clock.advance(hours=1)
    mail.desk.services.triage.applying.settle(case.id)
    assert "your Odoo user has no purchase rights" in mail.case(case.id).problem
    assert mail.desk.wire.count("amend") == 0


def test_two_values_for_the_same_place_are_refused(mail: MailDesk) -> None:
    case = mail.arrives(TEXT, said())
    change = case.changes[0]
    twin = replace(change, id="another", new="2026-05-05")
    with mail.desk.store.begin() as tx:
        case = tx.cases.save(replace(case, changes=(*case.changes, twin)))
    with pytest.raises(Refused, match="You ticked two values for the date of Ball valve DN50"):
        mail.desk.services.triage.desk.tick(case.id, bella, [change.id, twin.id])


def test_odoo_down_at_the_click_is_made_up_for(mail: MailDesk) -> None:
    case = mail.arrives(TEXT, said())
    mail.desk.services.triage.desk.tick(case.id, bella, [change.id for change in case.changes])
    mail.desk.odoo.down()
    assert not mail.desk.services.triage.applying.settle(case.id)
    mail.desk.odoo.up()
    mail.desk.clock.advance(seconds=15)
    mail.desk.mail_rounds.sweep()
    assert days(mail) == [NEW_1, NEW_2, OLD]


@pytest.mark.parametrize("name", ["amend", "amend receipts", "note", "attach"])
@pytest.mark.parametrize("how", ["lose_answers", "swallow"])
def test_unknown_outcome_ends_right_and_once(mail: MailDesk, name: str, how: str) -> None:
    case = mail.arrives(TEXT, said())
    getattr(mail.desk.odoo, how)(name)
    mail.apply(case)
    for _ in range(30):
        mail.desk.clock.advance(seconds=10)
        mail.desk.mail_rounds.sweep()
    assert days(mail) == [NEW_1, NEW_2, OLD]
    assert receipts(mail) == [NEW_1, NEW_2, OLD]
    assert len(mail.desk.odoo.notes[36]) == 1
    assert len(mail.desk.supply.files) == 1
    assert len(mail.case(case.id).applied) == 4


def test_killed_anywhere_it_is_written_noted_and_told_once(make_desk: Callable[..., Desk]) -> None:
    """Every point between two effects, one after the other."""
    at, cuts = 0, 0
    while True:
        mail = MailDesk(make_desk())
        case = mail.arrives(TEXT, said())
        mail.desk.wire.cut_at = mail.desk.wire.points + at
        try:
            mail.apply(case)
            mail.desk.wire.cut_at = None
        except Cut:
            cuts += 1
            mail.desk.wire.cut_at = None
            mail.desk.restart()
        else:
            break
        for _ in range(30):
            mail.desk.clock.advance(seconds=10)
            mail.desk.run()
            mail.desk.mail_rounds.sweep()
        taken = bool(mail.case(case.id).applied)
        assert days(mail) == ([NEW_1, NEW_2, OLD] if taken else [OLD] * 3), mail.desk.wire.cut_in
        assert receipts(mail) == days(mail)
        assert len(mail.desk.odoo.notes.get(36, [])) == taken, mail.desk.wire.cut_in
        assert len(mail.desk.events("mail.applied")) == taken
        at += 1
    assert cuts >= 8


def test_audit_tells_who_on_whose_word_and_what_was_left_out(mail: MailDesk) -> None:
    case = mail.arrives(TEXT, said())
    mail.apply(case, only=[of(case, "Ball valve DN50", "date")])
    (event,) = mail.desk.events("mail.applied")
    assert event.actor == "Bella Ortiz"
    assert event.order_name == "P00036"
    assert '["P00036",1,"date","2026-04-14","2026-04-21","21 April"]' in event.data
    assert "28 April" in event.data.partition("left_out")[2]
    assert mail.desk.breaches() == []


def test_closed_mail_takes_no_ticks(mail: MailDesk) -> None:
    case = mail.arrives(TEXT, said())
    closed = mail.desk.services.triage.desk.close(case.id, bella)
    mail.desk.run()
    assert closed.state is CaseState.DONE
    assert buttons(mail.card(closed)) == ["Read the mail", "Open in Odoo"]
    with pytest.raises(Refused, match="Bella Ortiz closed this mail about P00036 already"):
        mail.apply(case)
