"""Drafts to vendors in Dutch."""

from bot.domain.letter_texts.wording import Texts

DUTCH = Texts(
    hello="Goedendag,",
    regards="Met vriendelijke groet",
    both="en",
    our_order="onze bestelling",
    thanks_confirmed="Dank voor uw orderbevestiging van {orders}.",
    thanks="Dank voor uw bericht over {orders}.",
    thanks_prices="Dank voor uw bericht over de prijzen van {orders}.",
    day_moved="{product}: wij rekenden op {old}, u noemt {new}. Wat is de vroegste dag waarop u kunt leveren, geheel of gedeeltelijk?",
    price_moved="{product}: wij bestelden voor {old}, u noemt {new}. Wilt u ons de reden laten weten, of de prijs van onze bestelling bevestigen?",
    short="{product}: besteld {old}, u noemt {new}.",
    rest_when="Wanneer kunnen wij de nalevering verwachten?",
    rest_never="Kunt u voor de nalevering van {rest} een vervanging aanbieden, of moeten wij die annuleren?",
    rest_day="Voor de nalevering van {rest} hebben wij {day} genoteerd.",
    rest_words="Voor de nalevering van {rest} hebben wij “{words}” genoteerd.",
    more="{product}: besteld {old}, u noemt {new}. Wilt u de bestelde hoeveelheid bevestigen?",
    gone="{product}: wij hebben genoteerd dat dit niet wordt geleverd.",
    answer_follows="U krijgt spoedig antwoord op uw vraag.",
    noted="Wij hebben het genoteerd. Laat het ons direct weten als er iets verandert.",
    unconfirmed="Wij hebben nog geen orderbevestiging ontvangen van onze bestelling {order}{ordered_on}.",
    ordered_on=" van {day}",
    counted_on="Wij rekenen op levering uiterlijk {day}.",
    please_confirm="Wilt u aantallen, prijzen en leverdatum bevestigen?",
    late="De volgende goederen van onze bestelling {order} zijn nog niet binnen:",
    late_row="- {product}, verwacht op {day}",
    late_when="Wilt u ons voor elk daarvan de leverdatum laten weten?",
)
