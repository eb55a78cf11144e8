"""Drafts to vendors in Danish."""

from bot.domain.letter_texts.wording import Texts

DANISH = Texts(
    hello="Hej,",
    regards="Med venlig hilsen",
    both="og",
    our_order="vores ordre",
    thanks_confirmed="Tak for jeres ordrebekræftelse ({orders}).",
    thanks="Tak for jeres besked om {orders}.",
    thanks_prices="Tak for jeres besked om priserne på {orders}.",
    day_moved="{product}: vi regnede med {old}, I oplyser {new}. Hvornår kan I tidligst levere, helt eller delvist?",
    price_moved="{product}: vi bestilte til {old}, I oplyser {new}. Oplys venligst årsagen, eller bekræft prisen i vores ordre.",
    short="{product}: bestilt {old}, I oplyser {new}.",
    rest_when="Hvornår kan vi forvente restleveringen?",
    rest_never="Kan I tilbyde en erstatning for de resterende {rest}, eller skal vi annullere dem?",
    rest_day="For restleveringen på {rest} har vi noteret {day}.",
    rest_words="For restleveringen på {rest} har vi noteret »{words}«.",
    more="{product}: bestilt {old}, I oplyser {new}. Bekræft venligst den bestilte mængde.",
    gone="{product}: vi har noteret, at den ikke leveres.",
    answer_follows="I får snarest svar på jeres spørgsmål.",
    noted="Det har vi noteret. Giv os straks besked, hvis noget ændrer sig.",
    unconfirmed="Vi har endnu ikke modtaget en ordrebekræftelse på vores ordre {order}{ordered_on}.",
    ordered_on=" af {day}",
    counted_on="Vi regner med levering senest {day}.",
    please_confirm="Bekræft venligst mængder, priser og leveringsdato.",
    late="Følgende varer fra vores ordre {order} er ikke kommet:",
    late_row="- {product}, ventet {day}",
    late_when="Oplys venligst leveringsdagen for hver af dem.",
)
