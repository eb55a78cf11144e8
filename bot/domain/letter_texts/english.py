"""Drafts to vendors in English."""

from bot.domain.letter_texts.wording import Texts

ENGLISH = Texts(
    hello="Hello,",
    regards="Kind regards",
    both="and",
    our_order="our order",
    thanks_confirmed="Thank you for confirming {orders}.",
    thanks="Thank you for your message about {orders}.",
    thanks_prices="Thank you for your message about the prices of {orders}.",
    day_moved="{product}: we planned with {old}, you name {new}. What is the earliest day you can deliver, in full or in part?",
    price_moved="{product}: we ordered at {old}, you name {new}. Please tell us the reason, or confirm the price of our order.",
    short="{product}: we ordered {old}, you name {new}.",
    rest_when="When can we expect the rest?",
    rest_never="Can you offer a replacement for the remaining {rest}, or shall we take it off the order?",
    rest_day="We have noted {day} for the remaining {rest}.",
    rest_words="We have noted your “{words}” for the remaining {rest}.",
    more="{product}: we ordered {old}, you name {new}. Please confirm the quantity of our order.",
    gone="{product}: we have noted that it will not be delivered.",
    answer_follows="You will have our answer to your question shortly.",
    noted="We have noted it. Please tell us at once should anything change.",
    unconfirmed="We have no order confirmation yet for {order}{ordered_on}.",
    ordered_on=" of {day}",
    counted_on="We count on delivery by {day}.",
    please_confirm="Please confirm quantities, prices and the delivery date.",
    late="These goods of our order {order} have not arrived:",
    late_row="- {product}, due {day}",
    late_when="Please tell us on which day each of them will be delivered.",
)
