"""Drafts to vendors in Swedish."""

from bot.domain.letter_texts.wording import Texts

SWEDISH = Texts(
    hello="Hej,",
    regards="Med vänlig hälsning",
    both="och",
    our_order="vår beställning",
    thanks_confirmed="Tack för er orderbekräftelse ({orders}).",
    thanks="Tack för ert meddelande om {orders}.",
    thanks_prices="Tack för ert meddelande om priserna på {orders}.",
    day_moved="{product}: vi har räknat med {old}, ni anger {new}. Vilken dag kan ni tidigast leverera, helt eller delvis?",
    price_moved="{product}: vi beställde till {old}, ni anger {new}. Vänligen ange orsaken eller bekräfta priset i vår beställning.",
    short="{product}: beställt {old}, ni anger {new}.",
    rest_when="När kan vi räkna med restleveransen?",
    rest_never="Kan ni erbjuda en ersättning för resterande {rest}, eller ska vi avbeställa den mängden?",
    rest_day="För restleveransen på {rest} har vi noterat {day}.",
    rest_words="För restleveransen på {rest} har vi noterat ”{words}”.",
    more="{product}: beställt {old}, ni anger {new}. Vänligen bekräfta den beställda kvantiteten.",
    gone="{product}: vi har noterat att den inte levereras.",
    answer_follows="Ni får svar på er fråga inom kort.",
    noted="Vi har noterat det. Hör av er genast om något ändras.",
    unconfirmed="Vi har ännu inte fått någon orderbekräftelse på vår beställning {order}{ordered_on}.",
    ordered_on=" från {day}",
    counted_on="Vi räknar med leverans senast {day}.",
    please_confirm="Vänligen bekräfta kvantiteter, priser och leveransdatum.",
    late="Följande varor i vår beställning {order} har inte kommit:",
    late_row="- {product}, väntad {day}",
    late_when="Vänligen ange leveransdag för var och en.",
)
