"""A corrected invoice: a new invoice, with a number of its own, that names the one it puts right.

Sources: EN 16931 BG-3 and BT-25 (the preceding invoice); NLCIUS BR-NL-9 (type 384 must name it); Wet OB 1968 art. 35a
lid 1 onder b (every invoice has its own number).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from invoices.lifecycle import InvoiceStatus
from townhall.refusal import Obstacle

#: The type code (BT-3) of an invoice that corrects another one.
CORRECTED_INVOICE = "384"


@dataclass(frozen=True)
class EarlierInvoice:
    """An invoice that was sent before, as far as it can be corrected."""

    number: str
    contract_id: int
    contract_number: str
    status: InvoiceStatus
    returned_lines: int

    @property
    def can_be_corrected(self) -> bool:
        """Whether something of it came back, or all of it was withdrawn."""
        return self.returned_lines > 0 or self.status is InvoiceStatus.WITHDRAWN


def obstacles_to_correcting(named: str, earlier: EarlierInvoice | None, *, contract_id: int | None) -> list[Obstacle]:
    """Why an invoice under this contract cannot correct the one it names; ``earlier`` is None when unknown."""
    if earlier is None:
        text = f"Factuur {named} kennen wij niet van u. Noem het nummer van de factuur die u verbetert (BT-25)."
        return [Obstacle("corrected-unknown", text, "corrects")]
    obstacles = []
    if contract_id is not None and earlier.contract_id != contract_id:
        text = (
            f"Factuur {earlier.number} hoort bij contract {earlier.contract_number}. Een verbeterde factuur hoort bij "
            "hetzelfde contract."
        )
        obstacles.append(Obstacle("corrected-other-contract", text, "corrects"))
    if not earlier.can_be_corrected:
        text = (
            f"Aan factuur {earlier.number} is niets te verbeteren: er is geen regel teruggestuurd. Wilt u iets "
            "teruggeven, stuur dan een creditnota."
        )
        obstacles.append(Obstacle("nothing-to-correct", text, "corrects"))
    return obstacles


def named_correction(type_code: str, preceding: Sequence[str], known: Sequence[EarlierInvoice]) -> str | None:
    """Which of the named invoices (BT-25) an e-invoice corrects; None when it corrects none.

    A type 384 corrects the first it names, known or not. Another type may name an earlier invoice for other reasons
    (EN 16931 BG-3: a part that was billed before), and then corrects one only when that one can be corrected.
    """
    if type_code == CORRECTED_INVOICE and preceding:
        return preceding[0]
    correctable = {each.number for each in known if each.can_be_corrected}
    return next((number for number in preceding if number in correctable), None)
