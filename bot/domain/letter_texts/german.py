"""Drafts to vendors in German."""

from bot.domain.letter_texts.wording import Texts

GERMAN = Texts(
    hello="Guten Tag,",
    regards="Mit freundlichen Grüßen",
    both="und",
    our_order="unserer Bestellung",
    thanks_confirmed="vielen Dank für Ihre Auftragsbestätigung zu {orders}.",
    thanks="vielen Dank für Ihre Nachricht zu {orders}.",
    thanks_prices="vielen Dank für Ihre Nachricht zu den Preisen von {orders}.",
    day_moved="{product}: Wir hatten den {old} eingeplant, Sie nennen den {new}. Wann können Sie frühestens liefern, ganz oder in Teilen?",
    price_moved="{product}: Bestellt haben wir zu {old}, Sie nennen {new}. Bitte nennen Sie uns den Grund, oder bestätigen Sie den Preis unserer Bestellung.",
    short="{product}: Bestellt sind {old}, Sie nennen {new}.",
    rest_when="Wann können wir mit der Restmenge rechnen?",
    rest_never="Können Sie für die Restmenge von {rest} einen Ersatz anbieten, oder sollen wir sie aus der Bestellung streichen?",
    rest_day="Für die Restmenge von {rest} haben wir den {day} notiert.",
    rest_words="Für die Restmenge von {rest} haben wir Ihre Angabe „{words}“ notiert.",
    more="{product}: Bestellt sind {old}, Sie nennen {new}. Bitte bestätigen Sie die bestellte Menge.",
    gone="{product}: Wir haben notiert, dass nicht geliefert wird.",
    answer_follows="Die Antwort auf Ihre Frage erhalten Sie in Kürze.",
    noted="Wir haben es notiert. Bitte melden Sie sich umgehend, falls sich etwas ändert.",
    unconfirmed="zu unserer Bestellung {order}{ordered_on} liegt uns noch keine Auftragsbestätigung vor.",
    ordered_on=" vom {day}",
    counted_on="Wir rechnen mit der Lieferung bis zum {day}.",
    please_confirm="Bitte bestätigen Sie Mengen, Preise und Liefertermin.",
    late="folgende Ware zu unserer Bestellung {order} ist noch nicht eingetroffen:",
    late_row="- {product}, fällig am {day}",
    late_when="Bitte nennen Sie uns für jede Position den Liefertermin.",
)
