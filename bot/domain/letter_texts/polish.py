"""Drafts to vendors in Polish."""

from bot.domain.letter_texts.wording import Texts

POLISH = Texts(
    hello="Dzień dobry,",
    regards="Z poważaniem",
    both="i",
    our_order="nasze zamówienie",
    thanks_confirmed="dziękujemy za potwierdzenie zamówienia ({orders}).",
    thanks="dziękujemy za wiadomość ({orders}).",
    thanks_prices="dziękujemy za wiadomość w sprawie cen ({orders}).",
    day_moved="{product}: planowany termin to {old}, podają Państwo {new}. Jaki jest najwcześniejszy możliwy termin dostawy, całości lub części?",
    price_moved="{product}: cena w zamówieniu to {old}, podają Państwo {new}. Prosimy o podanie przyczyny lub o potwierdzenie ceny z zamówienia.",
    short="{product}: ilość zamówiona: {old}, podają Państwo: {new}.",
    rest_when="Kiedy możemy spodziewać się pozostałej ilości?",
    rest_never="Czy mogą Państwo zaproponować zamiennik dla pozostałej ilości ({rest}), czy mamy ją anulować?",
    rest_day="Termin dla pozostałej ilości ({rest}) zapisaliśmy: {day}.",
    rest_words="Termin dla pozostałej ilości ({rest}) zapisaliśmy: „{words}”.",
    more="{product}: ilość zamówiona: {old}, podają Państwo: {new}. Prosimy o potwierdzenie zamówionej ilości.",
    gone="{product}: przyjęliśmy do wiadomości, że dostawy nie będzie.",
    answer_follows="Wkrótce odpowiemy na Państwa pytanie.",
    noted="Przyjęliśmy to do wiadomości. Prosimy o niezwłoczną informację o wszelkich zmianach.",
    unconfirmed="nie otrzymaliśmy jeszcze potwierdzenia naszego zamówienia {order}{ordered_on}.",
    ordered_on=" (data: {day})",
    counted_on="Oczekujemy dostawy najpóźniej {day}.",
    please_confirm="Prosimy o potwierdzenie ilości, cen i terminu dostawy.",
    late="następujący towar z naszego zamówienia {order} jeszcze nie dotarł:",
    late_row="- {product}, termin: {day}",
    late_when="Prosimy o podanie terminu dostawy każdej pozycji.",
)
