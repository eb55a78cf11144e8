"""How soon somebody should look: what costs something by tomorrow is high, and little else."""

import pytest

from bot.adapters.triage.urgency import urgency
from bot.domain.triage import MailClass, Part, Risk, RiskFlag, Span, Urgency
from tests.mails import make_mail

C = MailClass
FRAUD = Risk(RiskFlag.PHISHING, "a stranger", Span(Part.BODY, 0, "x"))


@pytest.mark.parametrize(
    ("label", "text"),
    [
        (C.QUALITY_CLAIM, "Unplug any pump of P00036 and keep it aside."),
        (C.QUALITY_CLAIM, "Bitte die Ventile nicht mehr verwenden."),
        (C.QUALITY_CLAIM, "Merci de ne plus utiliser ce lot."),
        (C.QUALITY_CLAIM, "No utilicen este lote."),
        (C.QUALITY_CLAIM, "Si prega di non utilizzare il lotto."),
        (C.QUALITY_CLAIM, "Deze partij niet meer gebruiken."),
        (C.QUALITY_CLAIM, "Prosimy nie używać tej partii."),
        (C.QUALITY_CLAIM, "Não utilizem este lote."),
        (C.QUALITY_CLAIM, "Använd inte detta parti."),
        (C.QUALITY_CLAIM, "Partiet må ikke bruges."),
        (C.QUALITY_CLAIM, "Tuto šarži nepoužívejte."),
        (C.DELAY, "We know your line stands still without P00036."),
        (C.DELAY, "Wir wissen, dass Ihr Band steht."),
        (C.DELAY, "Nous savons que votre ligne est arrêtée."),
        (C.DELAY, "Sabemos que su línea está parada."),
        (C.DELAY, "Sappiamo che la vostra linea è ferma."),
        (C.DELAY, "We weten dat jullie lijn stil staat."),
        (C.DELAY, "Wiemy, że Państwa linia stoi."),
        (C.DELAY, "Sabemos que a vossa linha está parada."),
        (C.DELAY, "Vi vet att er linje står."),
        (C.DELAY, "Vi ved at jeres linje står stille."),
        (C.DELAY, "Víme, že vaše linka stojí."),
        (C.SHIPMENT, "Our driver is standing outside your yard with P00036."),
        (C.SHIPMENT, "Unser Fahrer steht mit P00036 vor dem Tor."),
        (C.SHIPMENT, "Le chauffeur attend devant votre dépôt."),
        (C.SHIPMENT, "El conductor espera en la puerta."),
        (C.SHIPMENT, "Il nostro autista aspetta davanti al cancello."),
        (C.SHIPMENT, "Onze chauffeur staat voor de poort."),
        (C.SHIPMENT, "Kierowca czeka przed bramą."),
        (C.SHIPMENT, "O motorista espera no portão."),
        (C.SHIPMENT, "Chauffören väntar vid grinden."),
        (C.SHIPMENT, "Chaufføren holder ved porten."),
        (C.SHIPMENT, "Řidič čeká před branou."),
        (C.QUESTION, "We need to know by 3 pm today, please."),
        (C.QUESTION, "Wir brauchen Ihre Antwort bis heute Mittag."),
        (C.QUESTION, "Nous avons besoin de votre réponse avant ce midi, donc avant aujourd'hui 12 h."),
        (C.QUESTION, "Necesitamos su respuesta antes de las 15 h de hoy."),
        (C.QUESTION, "Ci serve una risposta entro oggi."),
        (C.QUESTION, "We hebben uw antwoord nodig voor vandaag 15 uur."),
        (C.QUESTION, "Prosimy o odpowiedź do dzisiaj do 15."),
        (C.QUESTION, "Precisamos da resposta até hoje às 15."),
        (C.QUESTION, "Vi behöver svar innan kl. 15 idag."),
        (C.QUESTION, "Vi har brug for svar inden kl. 15 i dag."),
        (C.QUESTION, "Potřebujeme odpověď do dnes 15 hodin."),
        (C.PRICE_CHANGE, "Without your approval we do not start."),
        (C.PRICE_CHANGE, "Ohne Ihre Zustimmung fertigen wir nicht."),
        (C.PRICE_CHANGE, "Sans accord de votre part nous ne lançons rien."),
        (C.PRICE_CHANGE, "Sin su conformidad no empezamos."),
        (C.PRICE_CHANGE, "Senza la vostra conferma non partiamo."),
        (C.PRICE_CHANGE, "Zonder uw akkoord starten we niet."),
        (C.PRICE_CHANGE, "Bez Państwa zgody nie zaczniemy."),
        (C.PRICE_CHANGE, "Sem a vossa aprovação não começamos."),
        (C.PRICE_CHANGE, "Utan ert godkännande startar vi inte."),
        (C.PRICE_CHANGE, "Uden jeres godkendelse starter vi ikke."),
        (C.PRICE_CHANGE, "Bez vašeho souhlasu nezačneme."),
        (C.INVOICE_PAYMENT, "Otherwise your account is blocked."),
        (C.INVOICE_PAYMENT, "Sonst wird Ihr Konto gesperrt. Letzte Mahnung."),
        (C.DELAY, "Your account is on stop, P00036 stays here."),
        (C.CANCELLATION, "We can't take P00036, please buy elsewhere."),
        (C.CANCELLATION, "We are not able to ship this outside the US."),
        (C.DELAY, "Sonst fährt Ihr LKW leer zurück."),
    ],
)
def test_what_costs_something_by_tomorrow_is_high(label: MailClass, text: str) -> None:
    assert urgency(make_mail(text), label, ()) is Urgency.HIGH


@pytest.mark.parametrize(
    ("label", "text"),
    [
        (C.DELAY, "Urgent: P00036 will be late, new date 4 May. Sorry for your production planning."),
        (C.DELAY, "The driver stays the night in Brno, P00036 comes tomorrow."),
        (C.DELAY, "The slitting line is down, no new date today."),
        (C.DELAY, "P00036 arrives in eleven weeks."),
        (C.QUESTION, "P00036 landed today. Which gate should the driver use?"),
        (C.SHIPMENT, "P00036 left today and is at your gate on Friday."),
        (C.PRICE_CHANGE, "The price is 4.20 from today."),
        (C.PARTIAL_SHORTAGE, "20 of 50 come, the rest follows."),
        (C.CANCELLATION, "We have cancelled line 4 as you asked."),
    ],
)
def test_what_can_wait_is_normal(label: MailClass, text: str) -> None:
    assert urgency(make_mail(text), label, ()) is Urgency.NORMAL


def test_a_boss_who_wants_silence_is_high_and_a_prize_is_not() -> None:
    assert urgency(make_mail("I need a confidential payment now."), C.SPAM_PHISHING, [FRAUD]) is Urgency.HIGH
    assert urgency(make_mail("You have won a tablet."), C.SPAM_PHISHING, [FRAUD]) is Urgency.NORMAL


def test_advertising_and_small_talk_are_low_whatever_they_shout() -> None:
    for label in (C.SPAM_PHISHING, C.OTHER):
        assert urgency(make_mail("URGENT! Do not use anything else. Answer by noon today."), label, ()) is Urgency.LOW
