"""Reading JSON strictly: every mistake gets a Dutch line that names the key, and nothing is guessed."""

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

#: Longer numbers, or larger exponents, are a mistake or an attack.
LONGEST_NUMBER = 60
LARGEST_EXPONENT = 40
#: A number in a text is written as in JSON; "1_000", " 5" and figures of other scripts are not.
PLAIN_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")


class CaseError(ValueError):
    """A case that cannot be worked out; ``errors`` holds one line per mistake."""

    def __init__(self, errors: Sequence[str]) -> None:
        self.errors = list(errors)
        super().__init__(" ".join(errors))


class Case:
    """Collects the mistakes in one case while it is read."""

    def __init__(self) -> None:
        self.errors: list[str] = []

    def wrong(self, line: str) -> None:
        """Note a mistake."""
        self.errors.append(line)

    def refuse_if_wrong(self) -> None:
        """Raise ``CaseError`` when there are mistakes."""
        if self.errors:
            raise CaseError(self.errors)

    def mapping(self, given: object, name: str, known: frozenset[str] | None = None) -> Mapping[str, object]:
        """An object with only known keys; each other key is a mistake."""
        if given is None:
            self.wrong(f"{name} ontbreekt.")
            return {}
        if not isinstance(given, Mapping):
            self.wrong(f"{name} moet een JSON-object zijn.")
            return {}
        if known is not None:
            for key in given:
                if key not in known:
                    self.wrong(
                        f"{name}: de sleutel ‘{key}’ is onbekend; bekend zijn {', '.join(sorted(known))}."
                    )
        return given

    def sequence(self, given: object, name: str) -> Sequence[object]:
        """A list."""
        if given is None:
            self.wrong(f"{name} ontbreekt.")
            return []
        if isinstance(given, (str, bytes)) or not isinstance(given, Sequence):
            self.wrong(f"{name} moet een lijst zijn.")
            return []
        return given

    def text(self, given: object, name: str) -> str | None:
        """A word, or None after noting a mistake."""
        if isinstance(given, str) and given.strip():
            return given
        self.wrong(f"{name} ontbreekt." if given is None or given == "" else f"{name} moet een tekst zijn.")
        return None

    def flag(self, given: object, name: str) -> bool:
        """True or false."""
        if not isinstance(given, bool):
            self.wrong(f"{name} moet true of false zijn.")
            return False
        return given

    def number(self, given: object, name: str) -> Fraction | None:
        """An exact number, or None after noting a mistake."""
        if given is None:
            self.wrong(f"{name} ontbreekt.")
            return None
        exact = exact_number(given)
        if exact is None:
            self.wrong(f"{name} is geen getal: {given!r}.")
        return exact

    def optional_number(self, given: object, name: str) -> Fraction | None:
        """An exact number, or None when it was left out."""
        return None if given is None else self.number(given, name)

    def score(self, given: object, name: str) -> str | Fraction:
        """A score: a number, or a word such as a letter of a scale."""
        exact = exact_number(given)
        if exact is not None:
            return exact
        return self.text(given, name) or ""

    def once(self, names: Iterable[str], what: str) -> None:
        """Each name may stand there once."""
        seen: set[str] = set()
        for name in names:
            if name in seen:
                self.wrong(f"{what} {name} komt twee keer voor.")
            seen.add(name)


def exact_number(given: object) -> Fraction | None:
    """The number exactly as written; None when it is no number."""
    assert not isinstance(given, float), "read JSON with parse_float=Decimal"
    if isinstance(given, bool) or not isinstance(given, (int, str, Decimal, Fraction)):
        return None
    if isinstance(given, Fraction):
        return given
    if isinstance(given, str) and not PLAIN_NUMBER.fullmatch(given):
        return None
    exact = Decimal(given)
    if not exact.is_finite() or len(exact.as_tuple().digits) > LONGEST_NUMBER:
        return None
    if abs(exact.adjusted()) > LARGEST_EXPONENT:
        return None
    return Fraction(exact)
