"""The life of a bid: in time or not, current or replaced, sealed or opened.

A draft is no bid yet: it has a table of its own and nobody but its supplier knows of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from procurement.lifecycle import TenderStatus
from townhall.refusal import Obstacle

TOO_LATE = "bid-too-late"
#: What documents of a bid may be, how large one may be, how large all of them together, and how many.
FILE_KINDS = frozenset({"pdf", "docx", "xlsx"})
LARGEST_FILE = 100_000_000
MOST_TOGETHER = 250_000_000
MOST_FILES = 20
#: Said to who hands in before he wrote anything.
NO_DRAFT = Obstacle("no-draft", "U heeft voor dit perceel nog niets ingevuld. Begin een inschrijving.")
#: Said to who did try, not to who only looks.
ATTEMPT_NOTED = Obstacle("late-attempt-noted", "Wij hebben uw poging genoteerd.", is_final=True)


class BidStatus(StrEnum):
    """Where a bid that was handed in stands."""

    SUBMITTED = "submitted"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    OPENED = "opened"
    HELD = "held"
    REFUSED = "refused"


class EnvelopeKind(StrEnum):
    """A bid is two envelopes: prices stay closed until the quality is settled."""

    QUALITY = "quality"
    PRICE = "price"


class DocumentPart(StrEnum):
    """What a document in a bid is."""

    PLAN = "plan"
    REFERENCE = "reference"
    PROOF = "proof"
    OTHER = "other"


class Participation(StrEnum):
    """Whether a supplier may bid: freely, not before the selection, or not at all."""

    FREE = "free"
    AWAITED = "awaited"
    TURNED_DOWN = "turned_down"


STATUS_LABELS: dict[BidStatus, str] = {
    BidStatus.SUBMITTED: "Ingediend, verzegeld",
    BidStatus.REPLACED: "Vervangen",
    BidStatus.WITHDRAWN: "Ingetrokken door inschrijver",
    BidStatus.OPENED: "Geopend",
    BidStatus.HELD: "Aangehouden: na de sluiting afgerond",
    BidStatus.REFUSED: "Niet toegelaten: te laat",
}
ENVELOPE_LABELS: dict[EnvelopeKind, str] = {
    EnvelopeKind.QUALITY: "Kwaliteit en verklaringen",
    EnvelopeKind.PRICE: "Prijzen",
}
PART_LABELS: dict[DocumentPart, str] = {
    DocumentPart.PLAN: "Plan van aanpak",
    DocumentPart.REFERENCE: "Referentie",
    DocumentPart.PROOF: "Bewijsstuk",
    DocumentPart.OTHER: "Ander document",
}

MOVES: Mapping[BidStatus, frozenset[BidStatus]] = {
    BidStatus.SUBMITTED: frozenset({BidStatus.REPLACED, BidStatus.WITHDRAWN, BidStatus.OPENED}),
    # What was replaced, withdrawn or refused stays sealed for good.
    BidStatus.REPLACED: frozenset(),
    BidStatus.WITHDRAWN: frozenset(),
    # Only in an open house: who was refused applies again.
    BidStatus.OPENED: frozenset({BidStatus.REPLACED}),
    # Begun before the closing and finished after it: two people decide whether it takes part.
    BidStatus.HELD: frozenset({BidStatus.SUBMITTED, BidStatus.REFUSED}),
    BidStatus.REFUSED: frozenset(),
}

#: In a restricted procedure only who was selected may bid (art. 2.27 Aanbestedingswet).
NOT_SELECTED: Mapping[Participation, Obstacle] = {
    Participation.AWAITED: Obstacle(
        "selection-awaited",
        "Inschrijven kan pas als u bent geselecteerd. Doe eerst een verzoek tot deelneming, en wacht op de selectie.",
    ),
    Participation.TURNED_DOWN: Obstacle(
        "not-selected", "Alleen wie is geselecteerd, kan inschrijven. U hoort daar niet bij."
    ),
}


@dataclass(frozen=True)
class BiddingFacts:
    """What decides whether a tender takes bids: status, closing moment, and whether its vault has keys."""

    status: TenderStatus
    closes_at: datetime | None
    has_keys: bool = True
    is_opened_on_receipt: bool = False
    """One offer is asked, which may be opened before the closing."""
    participation: Participation = Participation.FREE


def is_in_time(received_at: datetime, closes_at: datetime) -> bool:
    """Whether a bid came in on time, by the clock of the server. The closing second itself still counts."""
    return received_at <= closes_at


def obstacles_to_bidding(tender: BiddingFacts, now: datetime) -> list[Obstacle]:
    """Why this tender takes no drafts, bids or withdrawals at this moment."""
    if tender.status == TenderStatus.DRAFT or tender.closes_at is None:
        text = "Deze aanbesteding is nog niet gepubliceerd. Inschrijven kan pas daarna."
        return [Obstacle("tender-not-published", text)]
    if tender.status == TenderStatus.WITHDRAWN:
        text = "Deze aanbesteding is ingetrokken. Inschrijven kan niet meer."
        return [Obstacle("tender-withdrawn", text, is_final=True)]
    if tender.is_opened_on_receipt and tender.status == TenderStatus.OPENED and is_in_time(now, tender.closes_at):
        text = "De gemeente heeft uw offerte al geopend. Wijzigen of intrekken kan niet meer; neem contact op met haar."
        return [Obstacle("opened-on-receipt", text, is_final=True)]
    if tender.status != TenderStatus.PUBLISHED or not is_in_time(now, tender.closes_at):
        text = (
            f"De inschrijving sloot op {tender.closes_at:%d-%m-%Y} om {tender.closes_at:%H:%M:%S} uur. "
            f"Het is nu {now:%d-%m-%Y %H:%M:%S} uur op onze server. Er is niets aangenomen of gewijzigd. "
            "Werkte onze site niet? Bel of mail dan meteen de inkoper."
        )
        return [Obstacle(TOO_LATE, text, is_final=True)]
    if tender.participation != Participation.FREE:
        return [NOT_SELECTED[tender.participation]]
    if not tender.has_keys:
        text = "De kluis van deze aanbesteding heeft nog geen sleutels. Neem contact op met de inkoper."
        return [Obstacle("vault-without-keys", text)]
    return []
