"""Finds vendors, products, warehouses and people in a question, typos forgiven."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.spelling import flat, singular, typo_of, word_set, words
from bot.domain.vocabulary import Known, Vocabulary
from bot.services.questions.lexicon import FILLER, ORDINARY, is_known
from bot.services.questions.text import Text, Word

VENDOR, PRODUCT, PERSON, PLACE = "vendorname", "productname", "personname", "placename"
LONGEST_NAME = 7
ENDINGS = frozenset(
    {"s", "es", "a", "u", "i", "y", "em", "ie", "owi", "ego", "iego", "emu"}
)  # names as languages bend them
BEFORE_VENDORS = word_set(
    """
    from with at by to for of vendor supplier vendors suppliers tell ask remind email mail lieferant von bei mit
    vom fournisseur de chez avec par proveedor con fornitore da di presso leverancier van met bij dostawca od z
    and about has did is
    """
)
SURELY_VENDORS = word_set(
    """
    from with vendor supplier von bei chez lieferant fournisseur proveedor fornitore
    """
)
BEFORE_PLACES = word_set(
    """
    in for at to into warehouse depot wh from lager fur ins nach entrepot pour magazyn magazyn do magazijn voor
    naar almacen para magazzino per site location and about und et y e en
    """
)
NOT_NAMES = word_set(
    """
    demo admin administrator user bot test system support
    """
)


@dataclass
class Names:
    """What was recognised. `doubtful` holds the vendors that one name may equally mean."""

    suppliers: list[Known] = field(default_factory=list)
    products: list[str] = field(default_factory=list)
    warehouses: list[Known] = field(default_factory=list)
    users: list[Known] = field(default_factory=list)
    doubtful: tuple[Known, ...] = ()
    doubtful_users: tuple[Known, ...] = ()


@dataclass(frozen=True)
class Candidate:
    """Words `start` to `end` may be this. The better one wins: more letters, fewer slips, a whole name."""

    start: int
    end: int
    kind: str
    letters: int
    slips: int
    whole: bool
    record: Known | None = None
    surface: str = ""

    @property
    def rank(self) -> tuple[int, bool, bool]:
        """Higher is better."""
        return self.letters - 3 * self.slips, self.whole, self.kind != PRODUCT


@dataclass(frozen=True)
class Spelled:
    """A name by its words: all of them, and those that tell it from others."""

    known: Known
    core: tuple[str, ...]
    full: tuple[str, ...]


class Finder:
    """Knows one vocabulary by its words, so that looking a question through takes no time with many names."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._vendors = _by_word([Spelled(k, k.core, tuple(words(k.name))) for k in vocabulary.suppliers])
        self._people = _by_word([Spelled(k, tuple(words(k.name)), tuple(words(k.name))) for k in vocabulary.users])
        self._spellings: dict[str, tuple[str, int] | None] = {}
        self._products: dict[str, set[int]] = defaultdict(set)
        for number, known in enumerate(vocabulary.products):
            for word in words(known.name):
                self._products[singular(word)].add(number)
        self._codes = {" ".join(words(known.code)): known for known in vocabulary.products if known.code}
        self._places = self._place_names()

    def find(self, text: Text) -> Names:
        """Recognise names in the text, and take them out of it."""
        found = Names()
        candidates = [*self._vendor(text), *self._person(text), *self._product(text), *self._place(text)]
        chosen: list[Candidate] = []
        for candidate in sorted(candidates, key=lambda c: c.rank, reverse=True):
            if all(candidate.end <= other.start or other.end <= candidate.start for other in chosen):
                rivals = _rivals(candidate, candidates)
                if rivals and candidate.kind == VENDOR:
                    found.doubtful = rivals
                elif rivals:
                    found.doubtful_users = rivals
                chosen.append(candidate)
        for candidate in sorted(chosen, key=lambda c: c.start, reverse=True):
            text.take(candidate.start, candidate.end, candidate.kind)
        for candidate in sorted(chosen, key=lambda c: c.start):
            self._keep(candidate, found)
        return found

    def _keep(self, candidate: Candidate, found: Names) -> None:
        if candidate.kind == PRODUCT:
            if candidate.surface not in found.products:
                found.products.append(candidate.surface)
            return
        assert candidate.record is not None
        kept = {VENDOR: found.suppliers, PERSON: found.users, PLACE: found.warehouses}[candidate.kind]
        doubtful = found.doubtful if candidate.kind == VENDOR else found.doubtful_users
        if candidate.record not in kept and candidate.record not in doubtful:
            kept.append(candidate.record)

    def _vendor(self, text: Text) -> Iterator[Candidate]:
        for start, end, window in _windows(text):
            joined = "".join(w.flat for w in window)
            for name in _touched(self._vendors, window):
                known, core = name.known, name.core
                match = _matches(window, core, name.full)
                if match is None and len(window) == 1 and len(joined) >= 5:
                    glued = typo_of(joined, "".join(core)) if not is_known(joined) and len(core) > 1 else None
                    match = (glued, True) if glued is not None else None
                if match is None:
                    continue
                slips, whole = match
                if not whole and not self._tells(text, start, window, core):
                    continue
                yield Candidate(start, end, VENDOR, len(joined), slips, whole, known)

    def _tells(self, text: Text, start: int, window: Sequence[Word], core: tuple[str, ...]) -> bool:
        """Whether a part of a vendor's name is enough in this place to mean the vendor."""
        if len(window) > 1:
            return True
        word, before = window[0].flat, text.words[start - 1].flat if start else ""
        said_so = before in BEFORE_VENDORS
        if len(word) < 3 or word in FILLER:
            return False
        if word in ORDINARY:
            return (said_so and window[0].typed[0].isupper()) or (before in SURELY_VENDORS and core[0].startswith(word))
        first = core[0].startswith(word) or typo_of(word, core[0]) is not None
        return (first and (said_so or not is_known(word))) or (said_so and len(word) >= 3 and not is_known(word))

    def _person(self, text: Text) -> Iterator[Candidate]:
        for start, end, window in _windows(text):
            joined = "".join(w.flat for w in window)
            for name in _touched(self._people, window):
                known = name.known
                match = _matches(window, name.full, name.full)
                if match is None or (not match[1] and (joined in NOT_NAMES or joined in FILLER or len(joined) < 3)):
                    continue
                if not match[1] and (is_known(joined) or (match[0] and len(joined) < 5)):
                    continue
                yield Candidate(start, end, PERSON, len(joined), match[0], match[1], known)

    def _product(self, text: Text) -> Iterator[Candidate]:
        for start, end, window in _windows(text):
            phrase = " ".join(w.flat for w in window)
            if code := self._codes.get(phrase):
                yield Candidate(start, end, PRODUCT, len(phrase) + 4, 0, True, surface=code.code)
                continue
            meant = self._meant(window)
            if meant is not None:
                surface, slips = meant
                yield Candidate(start, end, PRODUCT, len(phrase.replace(" ", "")), slips, False, surface=surface)

    def _meant(self, window: Sequence[Word]) -> tuple[str, int] | None:
        """The product term that these words are, in the singular, and the slips in it."""
        if any(w.flat in FILLER for w in (window[0], window[-1])):
            return None
        common: set[int] | None = None
        surface, slips = [], 0
        for word in window:
            spelled = self._spelled(word.flat)
            if spelled is None:
                return None
            surface.append(spelled[0])
            slips += spelled[1]
            numbers = self._products[spelled[0]]
            common = numbers if common is None else common & numbers
            if not common:
                return None
        alone = surface[0] if len(surface) == 1 else ""
        if alone and (alone in ORDINARY or is_known(window[0].flat) or len(alone) < 3 or alone.isdigit()):
            return None
        return " ".join(surface), slips

    def _spelled(self, word: str) -> tuple[str, int] | None:
        """A word as products spell it, and the slips that were in it."""
        if (stem := singular(word)) in self._products:
            return stem, 0
        if word in self._products:
            return word, 0
        if len(word) < 5 or is_known(word):
            return None
        if word not in self._spellings:
            near = [(slips, known) for known in self._products if (slips := typo_of(stem, known)) is not None]
            self._spellings[word] = (min(near)[1], min(near)[0]) if near else None
        return self._spellings[word]

    def _place_names(self) -> dict[str, Known]:
        names: dict[str, Known] = {}
        for known in self._vocabulary.warehouses:
            for spelling in {known.code, known.name} - {""}:
                names[" ".join(words(spelling))] = known
                digits = "".join(c for c in known.code if c.isdigit())
                if digits:
                    for word in ("warehouse", "wh", "lager", "depot", "entrepot", "almacen", "magazzino", "magazijn"):
                        names.setdefault(f"{word} {int(digits)}", known)
        return names

    def _place(self, text: Text) -> Iterator[Candidate]:
        for start, end, window in _windows(text):
            phrase = " ".join(w.flat for w in window)
            known = self._places.get(phrase)
            if known is None:
                continue
            before = text.words[start - 1].flat if start else ""
            after = text.words[end].flat if end < len(text.words) else ""
            typed_so = window[0].typed.isupper() and len(window[0].typed) > 1
            if (is_known(phrase) or phrase in ORDINARY) and not (
                typed_so or before in BEFORE_PLACES or after in {"warehouse", "depot", "dc", "lager"}
            ):
                continue
            yield Candidate(start, end, PLACE, len(phrase) + 2, 0, True, known)


def _windows(text: Text) -> Iterator[tuple[int, int, list[Word]]]:
    for start in range(len(text.words)):
        for end in range(start + 1, min(start + LONGEST_NAME, len(text.words)) + 1):
            if text.words[end - 1].taken:
                break
            yield start, end, text.words[start:end]


def _by_word(names: Sequence[Spelled]) -> Mapping[str, list[Spelled]]:
    """Names by two of the first three letters of each of their words, so that one slip there does not hide them."""
    index: dict[str, list[Spelled]] = defaultdict(list)
    for name in names:
        for key in {key for part in name.full for key in (*_keys(part), part[1::-1])}:
            index[key].append(name)
    return index


def _keys(word: str) -> set[str]:
    return {word[:2], word[0] + word[2:3]}


def _touched(index: Mapping[str, list[Spelled]], window: Sequence[Word]) -> list[Spelled]:
    """The names that the first of these words may begin or stand in."""
    found = (name for key in sorted(_keys(window[0].flat)) for name in index.get(key, ()))
    return list({id(name): name for name in found}.values())


def _matches(window: Sequence[Word], core: tuple[str, ...], full: tuple[str, ...]) -> tuple[int, bool] | None:
    """The slips, and whether the whole name stands there; None when these words are not the name."""
    given = [w.flat for w in window]
    for parts in dict.fromkeys((full, core)):
        if len(given) <= len(parts) and (slips := _slips(given, parts)) is not None:
            return slips, len(given) == len(parts) and parts in {core, full}
    for part in core[1:]:
        if len(given) == 1 and (slips := _slips(given, (part,))) is not None:
            return slips + 1, False
    if len(given) == 1 and len(given[0]) >= 4 and core[0].startswith(given[0]) and not is_known(given[0]):
        return 1, False
    return None


def _slips(given: Sequence[str], parts: Sequence[str]) -> int | None:
    total = 0
    for typed, meant in zip(given, parts, strict=False):
        if typed == meant:
            continue
        if len(meant) >= 4 and typed.removeprefix(meant) in ENDINGS:
            continue
        slips = None if is_known(typed) else typo_of(typed, meant)
        if slips is None:
            return None
        total += slips
    return total


def _rivals(chosen: Candidate, candidates: Sequence[Candidate]) -> tuple[Known, ...]:
    """The names that the same words may mean as well as the chosen one; empty when it is clear."""
    if chosen.whole or chosen.record is None:
        return ()
    same = [
        c.record
        for c in candidates
        if c.kind == chosen.kind
        and (c.start, c.end) == (chosen.start, chosen.end)
        and c.record is not None
        and c.slips <= chosen.slips + 1
    ]
    rivals = tuple(dict.fromkeys(same))
    return rivals if len(rivals) > 1 else ()


def original(names: Sequence[str]) -> tuple[str, ...]:
    """Names without doubles, letter case apart."""
    return tuple({flat(name): name for name in reversed(names)}.values())[::-1]
