"""HTML mail as text: tables stay aligned, quoted history stays apart, and what people cannot see is set aside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from inscriptis import get_text
from inscriptis.css_profiles import CSS_PROFILES
from inscriptis.model.config import ParserConfig
from selectolax.lexbor import LexborHTMLParser, LexborNode

MAX_HTML = 400_000
LOOKS_LIKE_HTML = re.compile(
    r"<!doctype html|</?(?:html|body|p|div|br|table|tr|td|span|b|strong|i|em|a|ul|li|font|h[1-6]|blockquote)\b[^<>]*>",
    re.I,
)
DROPPED = "script, style, head, title, template, noscript, svg, iframe, object"
QUOTED = "blockquote, .gmail_quote, .yahoo_quoted, .moz-cite-prefix, #divRplyFwdMsg, #appendonsend, #reply-intro"
WHITE = r"(?:#fff(?:fff)?\b|white\b|rgba?\(\s*255\s*,\s*255\s*,\s*255|transparent\b|#fefefe\b|#fdfdfd\b)"
HIDING = re.compile(
    rf"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|opacity\s*:\s*0*(?:\.0\d*)?(?:\s*[;!]|$)|"
    rf"font-size\s*:\s*(?:0|1|0?\.\d+)(?:px|pt|em|%)?\s*(?:[;!]|$)|(?<![\w-])color\s*:\s*{WHITE}|"
    rf"(?:max-)?(?:height|width)\s*:\s*0(?:px)?\s*(?:[;!]|$)|text-indent\s*:\s*-\d{{3,}}|(?:left|top)\s*:\s*-\d{{3,}}",
    re.I,
)
BACKGROUND = re.compile(r"background(?:-color)?\s*:\s*(?!\s*(?:#fff|white|transparent|none|inherit))", re.I)
ONLY_COLOUR = re.compile(rf"(?<![\w-])color\s*:\s*{WHITE}", re.I)
# Tags that stay open until they are closed; nested by the thousand they cost any parser seconds and hundreds of MB.
NESTING = re.compile(
    r"<(/?)(div|span|table|font|b|i|u|em|strong|center|blockquote|section|article|a|ul|ol|pre|code|sub|sup|small|big)\b",
    re.I,
)
DEEPEST = 250
COMMENT = re.compile(r"<!--(?!\[if)(.*?)-->", re.S)
CONFIG = ParserConfig(css=CSS_PROFILES["strict"], display_links=False, display_images=False)


@dataclass(frozen=True)
class Visible:
    """What people see of an HTML mail, its quoted history, and the words that were hidden from them."""

    text: str
    history: str
    hidden: str


def looks_like_html(text: str) -> bool:
    """Whether a body that was called plain text holds HTML all the same."""
    return bool(LOOKS_LIKE_HTML.search(text[:20_000]))


def to_text(html: str) -> Visible:
    """Turns HTML into text. Never raises: what no parser takes is read with its tags cut out."""
    html = html[:MAX_HTML].replace("\x00", "")
    hidden = [" ".join(found.split()) for found in COMMENT.findall(html)[:50]]
    tree = None if _is_too_deep(html) else LexborHTMLParser(html)
    if tree is None or tree.body is None:
        return Visible(unescape(re.sub(r"<[^<>]{0,2000}>", " ", html)), "", "\n".join(hidden))
    for node in tree.css(DROPPED):
        node.decompose()
    for node in tree.css("[style], [hidden], font[color], [aria-hidden=true]"):
        if _is_hidden(node):
            hidden.append(" ".join(node.text(separator=" ").split()))
            node.decompose()
    whole = _text(tree)
    history = ""
    quoted = _outermost(tree.css(QUOTED))
    if quoted:
        parts = [node.text(separator="\n") for node in quoted]
        for node in quoted:
            node.decompose()
        rest = _text(tree)
        # A forward with nothing above it is read as the forwarded words, so it stays where it is.
        if len(rest.split()) > 3:
            whole, history = rest, "\n".join(parts)
    return Visible(whole, history, "\n".join(text for text in hidden if text))


def _outermost(nodes: Sequence[LexborNode]) -> list[LexborNode]:
    """Each of these once, without those that stand within another one: what is quoted is told once."""
    found = {node.mem_id: node for node in nodes}
    return [node for node in found.values() if not any(above.mem_id in found for above in _above(node))]


def _above(node: LexborNode) -> Iterator[LexborNode]:
    parent = node.parent
    while parent is not None:
        yield parent
        parent = parent.parent


def _is_too_deep(html: str) -> bool:
    depth = 0
    for tag in NESTING.finditer(html):
        depth = max(depth - 1, 0) if tag[1] else depth + 1
        if depth > DEEPEST:
            return True
    return False


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    if "hidden" in attributes:
        return True
    colour = (attributes.get("color") or "").strip().lower()
    if node.tag == "font" and colour in {"#ffffff", "#fff", "white"}:
        return not _on_colour(node)
    style = attributes.get("style") or ""
    if not HIDING.search(style):
        return False
    # White letters are hidden on white paper, but not on a coloured button.
    return not (HIDING.sub("", ONLY_COLOUR.sub("", style)) == ONLY_COLOUR.sub("", style) and _on_colour(node))


def _on_colour(node: LexborNode | None) -> bool:
    for _ in range(6):
        if node is None:
            return False
        style = node.attributes.get("style") or ""
        shade = (node.attributes.get("bgcolor") or "").lower()
        if BACKGROUND.search(style) or (shade and shade not in {"#ffffff", "#fff", "white"}):
            return True
        node = node.parent
    return False


def _text(tree: LexborHTMLParser) -> str:
    markup = tree.html or ""
    try:
        return str(get_text(markup, CONFIG))
    except (ValueError, RecursionError, AssertionError, TypeError, KeyError):
        return tree.body.text(separator="\n") if tree.body else ""
