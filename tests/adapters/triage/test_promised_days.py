"""Days promised, replaced or about something else, in every phrase and every way of writing of eleven languages."""

from datetime import date
from pathlib import Path

import pytest

from bot.adapters.triage import day_weights
from bot.adapters.triage.promises import promised_dates
from bot.adapters.triage.references import references
from bot.domain.triage import MailClass
from tests.mails import make_mail
from training import promises
from training.said_days import TODAY, Language, Said, languages, said

LANGUAGES = languages()
# All pairs take a while: each phrase is tried with every fourth way of writing, the next phrase with the next ones.
EVERY = 4
# Of a thousand pairs so many may be misread: "4.6" and "v 23" say nothing without the words around them.
SPARED = 4


def misread(one: Said) -> bool:
    mail = make_mail(one.text)
    assert mail.received_on == TODAY
    return {found.date for found in promised_dates(mail, [one.label], references(mail))} != one.promised


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.name)
def test_only_what_is_promised_is_read_as_promised(language: Language) -> None:
    pairs = list(said(language, EVERY))
    wrong = [(one.phrase, one.text) for one in pairs if misread(one)]
    assert len(pairs) > 80
    assert len(wrong) <= 1 + len(pairs) * SPARED // 1000, wrong


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("It will be with you before 19 June.", "2026-06-19"),
        ("You get it by end of calendar week.", "2026-04-10"),
        ("You get it by the end of calendar week 24.", "2026-06-12"),
        ("It leaves between 10 and 12 June.", "2026-06-12"),
        ("Delivery in 10 working days.", "2026-04-21"),
        ("Lieferung innerhalb der nächsten zwei Wochen.", "2026-04-21"),
        ("Livraison sous 3 semaines.", "2026-04-28"),
        ("Entrega en 10 días hábiles.", "2026-04-21"),
        ("We leveren binnen 3 weken.", "2026-04-28"),
        ("Consegna entro 2 settimane.", "2026-04-21"),
        ("Dostawa w ciągu 10 dni roboczych.", "2026-04-21"),
        ("It ships by the end of Q2.", "2026-06-30"),
        ("Guten Morgen, wir liefern am 12. Juni.", "2026-06-12"),
        ("P00036 goes out on Monday 8 June and the rest a week after that.", "2026-06-08 2026-06-15"),
        ("It reaches us on 3 June and then leaves for you on 12 June.", "2026-06-12"),
        ("We said end of next week. We ship on 12 June.", "2026-06-12"),
        ("Leveransen den 15 maj blir tyvärr försenad till den 12 juni.", "2026-06-12"),
        ("Dostawa zaplanowana na 15 maja przesunie się na 12 czerwca.", "2026-06-12"),
        ("De levering die gepland stond voor 15 mei wordt 12 juni.", "2026-06-12"),
        ("Scheduled: 15/05/2026 Revised: 12/06/2026", "2026-06-12"),
        ("Delivery moved from w/c 11 May to w/c 8 June.", "2026-06-08"),
        ("We expect to get the castings on 15 May and ship to you 12 June.", "2026-06-12"),
        ("ETD Shanghai 12 May, ETA Rotterdam 10 June, at your door 15 June.", "2026-06-15"),
        ("Half ships on 12 June, the rest on 26 June.", "2026-06-12 2026-06-26"),
        ("Our warehouse is closed for stocktaking 10-12 June. Your goods leave 15 June.", "2026-06-15"),
        ("Versand dann Anfang nächster Woche, am Montag.", "2026-04-13"),
        ("Nous livrerons la semaine prochaine, le mardi.", "2026-04-14"),
        ("We leveren volgende week, op woensdag.", "2026-04-15"),
        ("Dostawa w przyszłym tygodniu, w czwartek.", "2026-04-16"),
        ("Beleg AB 4711 vom 07.04.2026, Liefertermin 12.06.2026", "2026-06-12"),
        ("Confirmation de commande AR 4711 du 07/04/2026. Livraison le 12/06/2026.", "2026-06-12"),
        ("Conferma d'ordine 4711 del 07.04.2026, consegna 12.06.2026", "2026-06-12"),
        ("Nothing comes out before the weekend. Instead of Thursday reckon on 12 June.", "2026-06-12"),
        ("The taps arrive 8 June, but the shower sets are not possible before 29 June.", "2026-06-08 2026-06-29"),
        ("With transport booked for 3 June, arriving 12 June.", "2026-06-12"),
        ("P00036 is loaded, the driver leaves tonight and tips with you on Thursday.", "2026-04-09"),
        ("Your filling line runs dry tomorrow, I know. We deliver on 12 June.", "2026-06-12"),
    ],
)
def test_turns_of_phrase(text: str, day: str) -> None:
    mail = make_mail(text)
    found = promised_dates(mail, [MailClass.DELAY], ())
    assert " ".join(one.date.isoformat() for one in found) == day


@pytest.mark.parametrize(
    "text",
    [
        "PO        Ln   Old promise   New promise\nP00036    1    2026-05-14    2026-06-12",
        "Pos.  Artikel  Wunschtermin  Bestätigter Termin\n10    Ventil   14.05.2026    12.06.2026",
        "| Line | Item | Requested | Confirmed |\n|---|---|---|---|\n| 1 | Valve | 14 May | 12 June |",
        "Réf ; Date demandée ; Date confirmée\nV-1 ; 14/05/2026 ; 12/06/2026",
    ],
)
def test_a_table_has_old_days_and_new_ones(text: str) -> None:
    mail = make_mail(text)
    assert [one.date.isoformat() for one in promised_dates(mail, [MailClass.DELAY], ())] == ["2026-06-12"]


@pytest.mark.parametrize(
    "text",
    [
        "We came and looked at your boards on Friday.",
        "Thank you, all as agreed in January.",
    ],
)
def test_a_day_gone_by_is_no_promise(text: str) -> None:
    today = date(2026, 6, 2)
    found = promised_dates(make_mail(text, received_on=today), [MailClass.QUALITY_CLAIM], ())
    assert [one.date.isoformat() for one in found] == []


def test_another_date_of_the_mail_says_which_figure_is_the_day() -> None:
    today = date(2026, 5, 18)
    mail = make_mail("Half comes 29/05/2026, the rest 05/06/2026.", received_on=today)
    found = promised_dates(mail, [MailClass.ORDER_CONFIRMATION], ())
    assert [(one.date, one.alternative) for one in found] == [(date(2026, 5, 29), None), (date(2026, 6, 5), None)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Te llamo mañana. Contamos con descargarlo en vuestra nave el 12 de junio.", "2026-06-12"),
        ("Wegen der Störung wird aus dem 15.05. nichts, die Ware trifft nun am 12.06. bei Ihnen ein.", "2026-06-12"),
        ("What you had from us, 15 May, is off the table. The plan puts it at your dock on 12 June.", "2026-06-12"),
        ("No puede salir el 15/05; saldrá de fábrica el 12/06.", "2026-06-12"),
        ("Our fitter has his exam on 15 May. Bank on 12 June.", "2026-06-12"),
    ],
)
def test_words_no_rule_knows_are_weighed(text: str, day: str) -> None:
    found = promised_dates(make_mail(text), [MailClass.DELAY], ())
    assert " ".join(one.date.isoformat() for one in found) == day


def test_weights_of_days_belong_to_their_bank() -> None:
    assert day_weights.load().bank == promises.fingerprint(), "run `python -m training.promises`"


def test_weights_cut_short_are_refused() -> None:
    with pytest.raises(ValueError, match="holds 3 weights"):
        day_weights.read(b'{"scale": 1, "bias": 0, "bank": ""}\nabc')


def test_a_fragment_without_a_marked_day_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "en.txt").write_text("# today 2026-06-01 EN\nIt comes on 12 June.\n", encoding="utf-8")
    monkeypatch.setattr(promises, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match=r"en.txt:2: no day is marked"):
        list(promises.fragments())
