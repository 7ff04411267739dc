"""Are the reasons for the scores fit to be sent? What a letter must be able to stand on, read before it leaves.

A bidder may know why he got his score (Aanbestedingswet 2012 art. 2.130 lid 1 and 2): the relevant reasons, of his own
bid. A text that could be about anybody, or that two bidders share, is no such reason.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from procurement.award_terms import plain
from townhall.refusal import Obstacle


class Flaw(StrEnum):
    """What can be wrong with a motivation."""

    MISSING = "missing"
    NOT_ABOUT_ANSWER = "not_about_answer"
    SAME_TEXT = "same_text"
    SAME_TEXT_OTHER_SCORE = "same_text_other_score"


#: From these letters on a word says something; its beginning tells a word from its plural or its verb.
SHORTEST_WORD, STEM = 5, 6
#: How many words of his own answer a bidder must read back.
WORDS_IN_COMMON = 2
#: Words that stand in the reasons for any bid, and so show nothing of this one.
EMPTY_WORDS = frozenset(
    {
        "aanbieder", "aanpak", "alleen", "andere", "beschrijft", "biedt", "binnen", "commissie", "concreet",
        "criterium", "daarbij", "daarom", "deelnemer", "doelgroep", "duidelijk", "eerste", "gemeente", "goede",
        "haalbaar", "hebben", "heeft", "hierdoor", "inschrijver", "inschrijving", "kwaliteit", "kunnen", "maken",
        "namelijk", "noemt", "omdat", "onderdeel", "onvoldoende", "opdracht", "opzicht", "plaats", "plannen",
        "punten", "scoort", "score", "slecht", "stukken", "tevens", "tussen", "uitgewerkt", "uitstekend", "verder",
        "verwachting", "voldoende", "volgens", "vooral", "waarbij", "waardoor", "wensen", "werken", "wordt", "worden",
        "zijn", "zonder", "zouden"
    }
)  # fmt: skip
_PLACE = re.compile(
    r"\b(?:bladzijde|blz|pagina|pag|p|paragraaf|par|hoofdstuk|bijlage|figuur|tabel)\b\.?\s*\d|§\s*\d", re.IGNORECASE
)


@dataclass(frozen=True)
class Motivated:
    """One final score with its reasons, and the answer it is about.

    ``about`` are the words of the question itself: to repeat those is no reason either.
    """

    bid_id: int
    criterion_id: int
    bidder: str
    lot: int
    code: str
    score: Decimal
    motivation: str
    answer: str
    has_documents: bool = False
    about: str = ""

    @property
    def place(self) -> str:
        """Where it stands, as people name it."""
        return f"{self.bidder}, perceel {self.lot}, {self.code}"


@dataclass(frozen=True)
class Finding:
    """A motivation that cannot be sent, and why."""

    flaw: Flaw
    text: Motivated
    words: str


def findings_in(texts: Sequence[Motivated]) -> list[Finding]:
    """Every motivation that cannot be sent, in the order of the texts; the same text may be wrong in two ways."""
    found = []
    same = _by_what_they_say(texts)
    for each in texts:
        if not each.motivation.strip():
            found.append(Finding(Flaw.MISSING, each, f"{each.place}: de motivering ontbreekt."))
            continue
        if not is_about_answer(each):
            found.append(Finding(Flaw.NOT_ABOUT_ANSWER, each, _not_about(each)))
        found += _twins(each, same[id(each)])
    return found


def obstacles_to_telling(texts: Sequence[Motivated]) -> list[Obstacle]:
    """Why the letters with these motivations cannot leave; every reason at once."""
    return [Obstacle(f"motivation-{each.flaw.value.replace('_', '-')}", each.words) for each in findings_in(texts)]


def is_about_answer(text: Motivated) -> bool:
    """Whether the motivation reads back something of this bidder's own answer, or says where it stands in his plan.

    Words of the question and words that fit every bid do not count. Nobody who wrote a single word can be read back
    two; who wrote nothing and added no document has no answer to mention.
    """
    if text.has_documents and _PLACE.search(text.motivation):
        return True
    own = _stems(text.answer) - _stems(text.about) - _stems(text.bidder)
    if not own:
        return not text.has_documents
    return len(own & _stems(text.motivation)) >= min(WORDS_IN_COMMON, len(own))


def _not_about(text: Motivated) -> str:
    how = "Noem wat deze inschrijver zelf schrijft"
    if text.has_documents:
        how += ", of de bladzijde van zijn plan"
    return f"{text.place}: de motivering gaat niet over het antwoord van deze inschrijver. {how}."


def _by_what_they_say(texts: Sequence[Motivated]) -> dict[int, list[Motivated]]:
    """Per text all texts that say the same, whatever name stands in it."""
    names = frozenset(word for each in texts for word in _words(each.bidder))
    groups: dict[str, list[Motivated]] = {}
    for each in texts:
        groups.setdefault(_bare(each.motivation, names), []).append(each)
    return {id(each): group for group in groups.values() for each in group}


def _twins(text: Motivated, same: Sequence[Motivated]) -> list[Finding]:
    others = [each for each in same if each is not text]
    unequal = next((each for each in others if each.code == text.code and each.score != text.score), None)
    if unequal is not None:
        words = (
            f"{text.place}: dezelfde tekst als bij {unequal.place}, maar met een andere score "
            f"({plain(text.score)} en {plain(unequal.score)}). Schrijf op waarin zij verschillen."
        )
        return [Finding(Flaw.SAME_TEXT_OTHER_SCORE, text, words)]
    of_another = next((each for each in others if each.bidder != text.bidder), None)
    if of_another is not None:
        words = (
            f"{text.place}: dezelfde tekst als bij {of_another.place}. Schrijf voor elke inschrijver een eigen reden."
        )
        return [Finding(Flaw.SAME_TEXT, text, words)]
    return []


def _bare(text: str, names: frozenset[str]) -> str:
    """A text without names, signs and capitals: what is left is what it says."""
    return " ".join(word for word in _words(text) if word not in names)


def _stems(text: str) -> frozenset[str]:
    return frozenset(
        word[:STEM]
        for word in _words(text)
        if (len(word) >= SHORTEST_WORD and word not in EMPTY_WORDS and word.rstrip("s") not in EMPTY_WORDS)
        or (len(word) > 1 and word.isdigit())
    )


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())
