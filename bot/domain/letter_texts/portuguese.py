"""Drafts to vendors in Portuguese."""

from bot.domain.letter_texts.wording import Texts

PORTUGUESE = Texts(
    hello="Bom dia,",
    regards="Com os melhores cumprimentos",
    both="e",
    our_order="a nossa encomenda",
    thanks_confirmed="Obrigado pela confirmação de encomenda ({orders}).",
    thanks="Obrigado pela vossa mensagem ({orders}).",
    thanks_prices="Obrigado pela vossa mensagem sobre os preços ({orders}).",
    day_moved="{product}: contávamos com {old}, indicam {new}. Qual é a data mais próxima em que podem entregar, no todo ou em parte?",
    price_moved="{product}: encomendámos a {old}, indicam {new}. Agradecemos que nos indiquem o motivo ou confirmem o preço da nossa encomenda.",
    short="{product}: quantidade encomendada {old}, indicam {new}.",
    rest_when="Quando podemos contar com a quantidade em falta?",
    rest_never="Podem propor um substituto para a quantidade em falta ({rest}), ou devemos anulá-la?",
    rest_day="Tomámos nota de {day} para a quantidade em falta ({rest}).",
    rest_words="Tomámos nota de «{words}» para a quantidade em falta ({rest}).",
    more="{product}: quantidade encomendada {old}, indicam {new}. Agradecemos que confirmem a quantidade da nossa encomenda.",
    gone="{product}: tomámos nota de que não será entregue.",
    answer_follows="Responderemos em breve à vossa pergunta.",
    noted="Tomámos nota. Agradecemos que nos avisem de imediato se algo mudar.",
    unconfirmed="Ainda não recebemos a confirmação da nossa encomenda {order}{ordered_on}.",
    ordered_on=" de {day}",
    counted_on="Contamos com a entrega até {day}.",
    please_confirm="Agradecemos que confirmem quantidades, preços e data de entrega.",
    late="Ainda não recebemos os seguintes artigos da nossa encomenda {order}:",
    late_row="- {product}, entrega prevista: {day}",
    late_when="Agradecemos que nos indiquem a data de entrega de cada um.",
)
