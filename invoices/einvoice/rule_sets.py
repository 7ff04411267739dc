"""Which rules judge an invoice: chosen by its specification identifier (BT-24) and by the day it came in.

The official rules change in February and August. A release is a row with its first day; what it changed is a pattern
or a list of rules that it left out. Sources: EN 16931 validation artefacts (Connecting Europe) and the validation of
the Dutch Peppol authority (NLCIUS, G-account).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from invoices.einvoice.facts import Finding
from invoices.einvoice.rules.base import Pattern, RuleBook
from invoices.einvoice.rules.core import CORE, UNTIL_1_3_15
from invoices.einvoice.rules.dutch import BLOCKED_ACCOUNT, DUTCH, NLCIUS
from invoices.einvoice.tree import Node

EN16931 = "urn:cen.eu:en16931:2017"


class Specification(StrEnum):
    """What an invoice says it keeps to."""

    EN16931 = "EN 16931"
    NLCIUS = "NLCIUS"
    GACCOUNT = "NLCIUS met G-rekening"


def specification_of(identifier: str) -> Specification | None:
    """The specification that an identifier (BT-24) names, or None when there are no rules for it here.

    White space does not count. Under EN 16931 fall its own identifier, an absent one, and every national
    specification that only restricts the standard (``#compliant#`` without ``#conformant#``).
    """
    identifier = " ".join(identifier.split())
    if "#conformant#urn:fdc:nen.nl:gaccount:v1.0" in identifier:
        return Specification.GACCOUNT
    if identifier == NLCIUS:
        return Specification.NLCIUS
    restricts = identifier.startswith(f"{EN16931}#compliant#") and "#conformant#" not in identifier
    return Specification.EN16931 if identifier in ("", EN16931) or restricts else None


@dataclass(frozen=True)
class Release:
    """The rules of one release, and the day on which they begin to count."""

    first_day: date
    names: dict[Specification, str]
    core: Sequence[Pattern]
    left_out: frozenset[str] = frozenset()
    books: dict[Specification, RuleBook] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        books = {
            Specification.EN16931: RuleBook(*self.core),
            Specification.NLCIUS: RuleBook(DUTCH, *self.core),
            Specification.GACCOUNT: RuleBook(BLOCKED_ACCOUNT, DUTCH, *self.core),
        }
        object.__setattr__(self, "books", books)

    def findings(self, specification: Specification, root: Node) -> Iterator[Finding]:
        """Every rule of this release that the document breaks."""
        for finding in self.books[specification].findings(root):
            if finding.rule not in self.left_out and not _allowed(specification, finding.rule):
                yield finding


#: With a G-account there are two payments, each with its terms and its means.
_SPLIT_PAYMENT = {
    "UBL-CR-411", "UBL-CR-453", "UBL-CR-459", "UBL-SR-05", "UBL-SR-26", "UBL-SR-44", "UBL-SR-45", "UBL-SR-47",
}  # fmt: skip


def _allowed(specification: Specification, rule: str) -> bool:
    return specification is Specification.GACCOUNT and rule in _SPLIT_PAYMENT


RELEASES = (
    Release(
        date.min,
        {
            Specification.EN16931: "EN 16931 1.3.15",
            Specification.NLCIUS: "NLCIUS 2.0.3.12 (EN 16931 1.3.15)",
            Specification.GACCOUNT: "G-rekening 1.0.2.12 (NLCIUS 2.0.3.12)",
        },
        (*CORE, UNTIL_1_3_15),
        frozenset({"UBL-SR-56"}),
    ),
    Release(
        date(2026, 8, 17),
        {
            Specification.EN16931: "EN 16931 1.3.16",
            Specification.NLCIUS: "NLCIUS 2.0.3.13 (EN 16931 1.3.16)",
            Specification.GACCOUNT: "G-rekening 1.0.2.13 (NLCIUS 2.0.3.13)",
        },
        CORE,
    ),
)  # fmt: skip


def release_on(day: date) -> Release:
    """The release in force on this day."""
    return max((release for release in RELEASES if release.first_day <= day), key=lambda release: release.first_day)
