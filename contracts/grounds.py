"""Contracts without a tender in this house: on what ground each may be made, what it needs, and why.

In-house: art. 2.24a, 2.24b and 2.24c Aanbestedingswet 2012. A pilot and a private purchase stay under the threshold and
count in it (art. 2.14). The individual agreement (IRO) buys for one person what no framework has; two years at most is
practice at UWV, not law.
"""

from dataclasses import dataclass

from contracts.drafting import Agreement
from contracts.lifecycle import ContractBasis
from contracts.terms import last_day_of_term
from townhall.refusal import Obstacle

LONGEST_INDIVIDUAL_MONTHS = 24


@dataclass(frozen=True)
class Ground:
    """One way to a contract by hand: when it fits, and what to have at hand."""

    basis: ContractBasis
    when: str
    needs: tuple[str, ...]


GROUNDS: tuple[Ground, ...] = (
    Ground(
        ContractBasis.IN_HOUSE,
        "Een eigen organisatie doet het werk, zoals Pasmatch (Werkpas BV).",
        (
            "Toezicht als op eigen diensten, alleen of samen met andere gemeenten (artikel 2.24a en 2.24b "
            "Aanbestedingswet).",
            "Meer dan 80 % van het werk is voor de gemeenten die toezicht houden, en er is geen privékapitaal.",
            "Het doel dat erbij hoort, zoals het deel van de dienstverlening. Het telt niet mee onder de drempel.",
        ),
    ),
    Ground(
        ContractBasis.PILOT,
        "U probeert iets nieuws uit, met een duidelijk einde.",
        (
            "Wat u wilt weten en wanneer u beslist. Een pilot wordt nooit vanzelf gewone inkoop.",
            "Een maximum en een CPV-code: de pilot telt mee met gelijksoortige inkoop (artikel 2.14 Aanbestedingswet).",
        ),
    ),
    Ground(
        ContractBasis.INDIVIDUAL,
        "Eén deelnemer heeft iets nodig dat in geen contract zit.",
        (
            "Een maximum, en een duur van ten hoogste twee jaar; geen opties en geen normen voor een groep.",
            "Waarom de bestaande contracten niet passen. Noem geen naam, gezondheid of strafverleden.",
        ),
    ),
    Ground(
        ContractBasis.PURCHASE,
        "U vroeg een of meer offertes buiten Raamwerk om.",
        ("Hoeveel offertes u vroeg en waarom deze de beste was.", "Een CPV-code, voor de drempelbewaking."),
    ),
)


def obstacles_to_ground(basis: ContractBasis, agreement: Agreement) -> list[Obstacle]:
    """Why this agreement does not fit the ground it is made on."""
    if basis != ContractBasis.INDIVIDUAL:
        return []
    found = []
    if agreement.maximum_value is None:
        text = "Een individuele overeenkomst heeft een maximum: u koopt één traject."
        found.append(Obstacle("individual-without-maximum", text, "maximum_value"))
    if agreement.options:
        text = "Een individuele overeenkomst heeft geen opties. Maak zo nodig een nieuwe."
        found.append(Obstacle("individual-with-options", text, "option_count"))
    latest = last_day_of_term(agreement.starts_on, months=LONGEST_INDIVIDUAL_MONTHS)
    if agreement.ends_on > latest:
        text = f"Een individuele overeenkomst duurt ten hoogste twee jaar: kies uiterlijk {latest:%d-%m-%Y}."
        found.append(Obstacle("individual-too-long", text, "ends_on"))
    return found
