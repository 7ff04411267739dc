"""What kinds of organisation there are, and what can become of their accounts and applications."""

from enum import StrEnum
from typing import Any


class OrganisationKind(StrEnum):
    MUNICIPALITY = "municipality"
    DEPARTMENT = "department"
    PARTNER = "partner"
    SUPPLIER = "supplier"


class OrganisationStatus(StrEnum):
    ACTIVE = "active"
    #: No new bids, contracts or log-ins; what runs is finished.
    ENDED = "ended"


class BankAccountStatus(StrEnum):
    PROPOSED = "proposed"
    #: One staff member has called the organisation back on a number known from elsewhere.
    CALLED_BACK = "called_back"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


#: A proposal on which somebody still has to decide.
OPEN_PROPOSALS = (BankAccountStatus.PROPOSED, BankAccountStatus.CALLED_BACK)


class ShortcomingConsequence(StrEnum):
    """What followed on the shortcoming (art. 2.87(1)(g) Aanbestedingswet asks for one of these)."""

    EARLY_TERMINATION = "early_termination"
    DAMAGES = "damages"
    COMPARABLE_SANCTION = "comparable_sanction"


KIND_LABELS: dict[OrganisationKind, str] = {
    OrganisationKind.MUNICIPALITY: "Gemeente",
    OrganisationKind.DEPARTMENT: "Afdeling",
    OrganisationKind.PARTNER: "Partnergemeente",
    OrganisationKind.SUPPLIER: "Aanbieder",
}

STATUS_LABELS: dict[OrganisationStatus, str] = {
    OrganisationStatus.ACTIVE: "Actief",
    OrganisationStatus.ENDED: "Beëindigd",
}

BANK_ACCOUNT_LABELS: dict[BankAccountStatus, str] = {
    BankAccountStatus.PROPOSED: "Voorgesteld",
    BankAccountStatus.CALLED_BACK: "Teruggebeld",
    BankAccountStatus.CONFIRMED: "Bevestigd",
    BankAccountStatus.REFUSED: "Afgewezen",
}

SHORTCOMING_LABELS: dict[ShortcomingConsequence, str] = {
    ShortcomingConsequence.EARLY_TERMINATION: "Vroegtijdige beëindiging",
    ShortcomingConsequence.DAMAGES: "Schadevergoeding",
    ShortcomingConsequence.COMPARABLE_SANCTION: "Vergelijkbare sanctie",
}

LABELS: dict[Any, str] = {**KIND_LABELS, **STATUS_LABELS, **BANK_ACCOUNT_LABELS, **SHORTCOMING_LABELS}
