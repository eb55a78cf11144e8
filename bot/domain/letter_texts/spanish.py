"""Drafts to vendors in Spanish."""

from bot.domain.letter_texts.wording import Texts

SPANISH = Texts(
    hello="Buenos días:",
    regards="Un saludo",
    both="y",
    our_order="nuestro pedido",
    thanks_confirmed="Gracias por confirmar {orders}.",
    thanks="Gracias por su mensaje sobre {orders}.",
    thanks_prices="Gracias por su mensaje sobre los precios de {orders}.",
    day_moved="{product}: contábamos con el {old} y ustedes indican el {new}. ¿Cuál es la fecha más temprana en que pueden entregar, todo o una parte?",
    price_moved="{product}: lo pedimos a {old} y ustedes indican {new}. Les rogamos que nos expliquen el motivo o confirmen el precio de nuestro pedido.",
    short="{product}: cantidad pedida {old}, ustedes indican {new}.",
    rest_when="¿Cuándo podemos contar con el resto?",
    rest_never="¿Pueden ofrecer un sustituto para el resto ({rest}), o debemos anularlo?",
    rest_day="Hemos anotado el {day} para el resto ({rest}).",
    rest_words="Hemos anotado «{words}» para el resto ({rest}).",
    more="{product}: cantidad pedida {old}, ustedes indican {new}. Les rogamos que confirmen la cantidad de nuestro pedido.",
    gone="{product}: tomamos nota de que no se entregará.",
    answer_follows="En breve responderemos a su pregunta.",
    noted="Tomamos nota. Les rogamos que nos avisen enseguida de cualquier cambio.",
    unconfirmed="Aún no hemos recibido la confirmación de nuestro pedido {order}{ordered_on}.",
    ordered_on=" del {day}",
    counted_on="Contamos con la entrega a más tardar el {day}.",
    please_confirm="Les rogamos que confirmen cantidades, precios y fecha de entrega.",
    late="No hemos recibido todavía estos artículos de nuestro pedido {order}:",
    late_row="- {product}, previsto para el {day}",
    late_when="Les rogamos que nos indiquen la fecha de entrega de cada uno.",
)
