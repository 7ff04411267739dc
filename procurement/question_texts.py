"""The words of a question: does it say who asks, and which other questions does it look like?

Who asks stays secret until the opening: it would show competitors who is going to bid
(art. 2.57 Aanbestedingswet, confidentiality; equal treatment, art. 1.8).
"""

import re
from collections.abc import Iterable
from fractions import Fraction

from townhall.identifiers import holds_bsn
from townhall.refusal import Obstacle

_LEGAL_FORMS = re.compile(
    r"\b(?:b\.?v\.?|n\.?v\.?|v\.?o\.?f\.?|c\.?v\.?|stichting|vereniging|co[öo]peratie|u\.?a\.?|holding|groep)(?=\W|$)",
    re.IGNORECASE,
)
_TOO_SHORT = 4
#: Words that say nothing about what a question is about.
_FILLERS = frozenset(
    {
        "aan", "als", "bij", "dan", "dat", "deze", "die", "dit", "door", "een", "geen", "het", "hoe", "kan", "kunt",
        "met", "mag", "moet", "naar", "niet", "nog", "ons", "onze", "ook", "over", "tot", "uit", "van", "voor", "waar",
        "wanneer", "wat", "welke", "wel", "wij", "wordt", "worden", "zijn",
    }
)  # fmt: skip


def core_of(firm: str) -> str:
    """The name of a firm without legal form and brackets: ``Baanbrug BV (fictief)`` is ``baanbrug``."""
    plain = _LEGAL_FORMS.sub(" ", re.sub(r"\(.*?\)", " ", firm))
    return " ".join(re.findall(r"[\w&'-]+", plain)).lower()


def names_found(text: str, names: Iterable[str]) -> list[str]:
    """Which of these names of firms, people or numbers stand in the text."""
    words = " ".join(re.findall(r"[\w&'@.-]+", text)).lower()
    found = []
    for name in names:
        core = core_of(name) if "@" not in name else name.lower()
        if len(core) >= _TOO_SHORT and re.search(rf"(?<!\w){re.escape(core)}(?!\w)", words):
            found.append(name)
    return found


def obstacles_to_text(*texts: str) -> list[Obstacle]:
    """A question never holds what looks like a citizen service number."""
    if not any(holds_bsn(text) for text in texts):
        return []
    sentence = "In uw vraag lijkt een burgerservicenummer te staan. Haal het weg: alle aanbieders lezen de vraag."
    return [Obstacle("text-bsn", sentence, "text")]


def likeness(one: str, other: str) -> Fraction:
    """How much two questions look alike: the part of their telling words that they share, from 0 to 1."""
    first, second = _telling(one), _telling(other)
    if not first or not second:
        return Fraction(0)
    return Fraction(len(first & second), len(first | second))


def _telling(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w{3,}", text.lower())) - _FILLERS
