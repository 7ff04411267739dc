"""What can happen to an invoice and to a payment, as tables.

An invoice is judged when it is submitted. What was accepted travels on through three signatures of
three people: performance statement, approval, payment release.
"""

from enum import StrEnum

from townhall.refusal import Obstacle


class InvoiceOrigin(StrEnum):
    """How the invoice came in."""

    FORM = "form"
    UBL = "ubl"


class InvoiceStatus(StrEnum):
    """Where the invoice is."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    STATED = "stated"
    APPROVED = "approved"
    RELEASED = "released"
    PAID = "paid"
    WITHDRAWN = "withdrawn"


MOVES: dict[InvoiceStatus, frozenset[InvoiceStatus]] = {
    InvoiceStatus.DRAFT: frozenset({InvoiceStatus.SUBMITTED, InvoiceStatus.WITHDRAWN}),
    # Matching runs inside submission: at least one line accepted, or all of them returned.
    InvoiceStatus.SUBMITTED: frozenset({InvoiceStatus.IN_REVIEW, InvoiceStatus.RETURNED}),
    InvoiceStatus.IN_REVIEW: frozenset(
        {InvoiceStatus.STATED, InvoiceStatus.RETURNED, InvoiceStatus.WITHDRAWN}
    ),
    # The budget holder may send it back to the contract manager; the statement is then signed anew.
    InvoiceStatus.STATED: frozenset({InvoiceStatus.APPROVED, InvoiceStatus.IN_REVIEW}),
    InvoiceStatus.APPROVED: frozenset({InvoiceStatus.RELEASED}),
    # A payment that bounced, or came back after it was paid, puts the invoice back on the list of what must be paid.
    InvoiceStatus.RELEASED: frozenset({InvoiceStatus.PAID, InvoiceStatus.APPROVED}),
    InvoiceStatus.PAID: frozenset({InvoiceStatus.APPROVED}),
    # A corrected invoice is a new invoice with a new number, and this one stays as it was; but a line that the supplier
    # rightly disputed is taken back into it.
    InvoiceStatus.RETURNED: frozenset({InvoiceStatus.IN_REVIEW}),
    InvoiceStatus.WITHDRAWN: frozenset(),
}

SENTENCES: dict[InvoiceStatus, str] = {
    InvoiceStatus.DRAFT: "De factuur is een concept. Die telt pas als u de factuur indient.",
    InvoiceStatus.SUBMITTED: "De factuur is ingediend en wordt per regel gecontroleerd.",
    InvoiceStatus.IN_REVIEW: "De regels zijn gecontroleerd. De contractmanager verklaart of de prestatie is "
    "geleverd.",
    InvoiceStatus.RETURNED: "Geen enkele regel kan worden betaald. De aanbieder stuurt een verbeterde "
    "factuur met een nieuw nummer.",
    InvoiceStatus.STATED: "De prestatie is verklaard. De budgethouder beslist over akkoord.",
    InvoiceStatus.APPROVED: "De factuur is akkoord. Financiën neemt de factuur op in een betaalrun.",
    InvoiceStatus.RELEASED: "De betaling is vrijgegeven en staat in een betaalbestand.",
    InvoiceStatus.PAID: "De factuur is betaald.",
    InvoiceStatus.WITHDRAWN: "De aanbieder heeft de factuur ingetrokken.",
}

#: Still costs money, or did.
LIVE = frozenset(
    {
        InvoiceStatus.SUBMITTED,
        InvoiceStatus.IN_REVIEW,
        InvoiceStatus.STATED,
        InvoiceStatus.APPROVED,
        InvoiceStatus.RELEASED,
        InvoiceStatus.PAID,
    }
)

#: The budget holder approved it.
SIGNED_FOR_PAYMENT = frozenset({InvoiceStatus.APPROVED, InvoiceStatus.RELEASED, InvoiceStatus.PAID})

#: Waits for somebody at the municipality; the payment term runs.
OPEN = LIVE - {InvoiceStatus.PAID}


class LineStatus(StrEnum):
    """The result of one line."""

    OPEN = "open"
    ACCEPTED = "accepted"
    RETURNED = "returned"


class ClaimStatus(StrEnum):
    """Whether this claim holds its achievement."""

    LIVE = "live"
    RELEASED = "released"


class PaymentStatus(StrEnum):
    """Where the money is."""

    ORDERED = "ordered"
    PAID = "paid"
    FAILED = "failed"


class PaymentRunStatus(StrEnum):
    """Where the payment file is."""

    MADE = "made"
    BOOKED = "booked"


def obstacles_to_moving(now_is: InvoiceStatus, to: InvoiceStatus) -> list[Obstacle]:
    """Why an invoice in this status cannot go to that status; the sentence says where it is."""
    if to in MOVES[now_is]:
        return []
    return [
        Obstacle(
            "invoice-not-here",
            f"Deze stap kan nu niet. {SENTENCES[now_is]} Bekijk de factuur opnieuw.",
        )
    ]
