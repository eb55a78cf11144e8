"""Drafts to vendors in French."""

from bot.domain.letter_texts.wording import Texts

FRENCH = Texts(
    hello="Bonjour,",
    regards="Cordialement",
    both="et",
    our_order="notre commande",
    thanks_confirmed="Merci pour votre confirmation de commande ({orders}).",
    thanks="Merci pour votre message concernant {orders}.",
    thanks_prices="Merci pour votre message concernant les prix de {orders}.",
    day_moved="{product} : nous avions prévu le {old}, vous indiquez le {new}. À quelle date pouvez-vous livrer au plus tôt, en totalité ou en partie ?",
    price_moved="{product} : nous avons commandé à {old}, vous indiquez {new}. Merci de nous en donner la raison ou de confirmer le prix de notre commande.",
    short="{product} : quantité commandée {old}, vous indiquez {new}.",
    rest_when="Quand pouvons-nous compter sur le reliquat ?",
    rest_never="Pouvez-vous proposer un remplacement pour le reliquat de {rest}, ou devons-nous l’annuler ?",
    rest_day="Nous avons noté le {day} pour le reliquat de {rest}.",
    rest_words="Nous avons noté « {words} » pour le reliquat de {rest}.",
    more="{product} : quantité commandée {old}, vous indiquez {new}. Merci de confirmer la quantité de notre commande.",
    gone="{product} : nous avons noté que cet article ne sera pas livré.",
    answer_follows="Nous répondrons à votre question dans les meilleurs délais.",
    noted="Nous en avons pris note. Merci de nous prévenir aussitôt de tout changement.",
    unconfirmed="Sauf erreur de notre part, nous n'avons pas encore reçu l'accusé de réception de notre commande {order}{ordered_on}.",
    ordered_on=" du {day}",
    counted_on="Nous comptons sur une livraison pour le {day}.",
    please_confirm="Merci de confirmer les quantités, les prix et la date de livraison.",
    late="Les articles suivants de notre commande {order} ne sont pas encore arrivés :",
    late_row="- {product}, prévu le {day}",
    late_when="Merci de nous indiquer la date de livraison de chacun d'eux.",
)
