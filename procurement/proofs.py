"""How old a proof of a bidder may be, counted back from the day he bid.

Law: Aanbestedingswet art. 2.89: an extract of the trade register and a statement of the Belastingdienst of at most six
months, a gedragsverklaring aanbesteden of at most two years. Proofs are asked of the intended winner (art. 2.102); who
sends them along earlier has them checked earlier.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from townhall.periods import add_months
from townhall.refusal import Obstacle


class ProofKind(StrEnum):
    """A proof with an age; the value names its field."""

    TRADE_REGISTER = "trade_register"
    CONDUCT = "conduct"
    TAX = "tax"


PROOF_LABELS: Mapping[ProofKind, str] = {
    ProofKind.TRADE_REGISTER: "KvK-uittreksel",
    ProofKind.CONDUCT: "Gedragsverklaring aanbesteden",
    ProofKind.TAX: "Verklaring van de Belastingdienst",
}
#: The oldest it may be, in months.
OLDEST: Mapping[ProofKind, int] = {ProofKind.TRADE_REGISTER: 6, ProofKind.CONDUCT: 24, ProofKind.TAX: 6}

#: Per proof the day that stands on it; None when there is none to look at yet.
Dated = Mapping[ProofKind, date | None]


def obstacles_to_proofs(dated: Dated, *, bid_on: date, today: date) -> list[Obstacle]:
    """Why these proofs do not count: too old on the day of the bid, or dated in the future."""
    obstacles = []
    for kind, day in dated.items():
        if day is None:
            continue
        if day > today:
            text = f"{PROOF_LABELS[kind]}: deze datum ligt in de toekomst."
            obstacles.append(Obstacle("proof-from-the-future", text, kind.value))
        elif add_months(day, OLDEST[kind]) < bid_on:
            text = (
                f"{PROOF_LABELS[kind]} was op de dag van de inschrijving ({_short(bid_on)}) ouder dan "
                f"{OLDEST[kind]} maanden. Vraag een nieuw stuk."
            )
            obstacles.append(Obstacle("proof-too-old", text, kind.value))
    return obstacles


def proofs_in_words(dated: Dated) -> str:
    """Which proofs were seen and of what day, for the file; empty without any."""
    seen = [f"{PROOF_LABELS[kind]} van {_short(day)}" for kind, day in dated.items() if day is not None]
    return f"Gezien: {', '.join(seen)}." if seen else ""


def with_proofs(remarks: str, dated: Dated) -> str:
    """The remarks with what was seen added, once."""
    seen = proofs_in_words(dated)
    return remarks.strip() if not seen or seen in remarks else f"{remarks.strip()}\n{seen}".strip()


def _short(day: date) -> str:
    return f"{day:%d-%m-%Y}"
