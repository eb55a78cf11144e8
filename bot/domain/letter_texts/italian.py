"""Drafts to vendors in Italian."""

from bot.domain.letter_texts.wording import Texts

ITALIAN = Texts(
    hello="Buongiorno,",
    regards="Cordiali saluti",
    both="e",
    our_order="un nostro ordine",
    thanks_confirmed="grazie per la conferma d'ordine ({orders}).",
    thanks="grazie per il Vostro messaggio relativo a {orders}.",
    thanks_prices="grazie per il Vostro messaggio sui prezzi di {orders}.",
    day_moved="{product}: avevamo previsto il {old}, Voi indicate il {new}. Qual è la prima data utile per la consegna, totale o parziale?",
    price_moved="{product}: abbiamo ordinato a {old}, Voi indicate {new}. Vi preghiamo di indicarci il motivo o di confermare il prezzo del nostro ordine.",
    short="{product}: quantità ordinata {old}, Voi indicate {new}.",
    rest_when="Quando possiamo contare sul saldo?",
    rest_never="Potete proporre un articolo sostitutivo per il saldo di {rest}, oppure dobbiamo annullarlo?",
    rest_day="Per il saldo di {rest} abbiamo preso nota del {day}.",
    rest_words="Per il saldo di {rest} abbiamo preso nota di «{words}».",
    more="{product}: quantità ordinata {old}, Voi indicate {new}. Vi preghiamo di confermare la quantità del nostro ordine.",
    gone="{product}: prendiamo nota che non sarà consegnato.",
    answer_follows="Risponderemo a breve alla Vostra domanda.",
    noted="Ne prendiamo nota. Vi preghiamo di avvisarci subito in caso di variazioni.",
    unconfirmed="non abbiamo ancora ricevuto la conferma del nostro ordine {order}{ordered_on}.",
    ordered_on=" del {day}",
    counted_on="Contiamo sulla consegna entro il {day}.",
    please_confirm="Vi preghiamo di confermare quantità, prezzi e data di consegna.",
    late="la seguente merce del nostro ordine {order} non è ancora arrivata:",
    late_row="- {product}, prevista per il {day}",
    late_when="Vi preghiamo di indicarci la data di consegna di ogni posizione.",
)
