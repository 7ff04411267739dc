"""The gate before a contract is signed: everything that must be in order, asked all at once.

Sources: Aanbestedingswet 2012 art. 2.26 (the report before the letters), 2.89 and 2.102 (proofs), 2.127 and 2.131
(standstill, kort geding), CJEU C-23/20 (maximum), Besluit SUWI art. 4.1 third paragraph (clauses with a
re-integratiebedrijf), AVG art. 28 (processing agreement), Gemeentewet art. 171 (who represents the municipality).
"""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from contracts.lifecycle import ContractBasis, ContractStatus, obstacles_to_moving
from townhall.budgets.authority import MandateFacts
from townhall.budgets.kinds import MandateKind
from townhall.money import ZERO, round_to_cents
from townhall.refusal import Obstacle


class Clause(StrEnum):
    """What a written contract with a re-integratiebedrijf must hold."""

    DATA_ON_REQUEST = "data_on_request"
    PRIVACY_RULES = "privacy_rules"
    COMPLAINTS_RULES = "complaints_rules"
    ACCOUNTANT_ACCESS = "accountant_access"
    ACCOUNTANT_OPINION = "accountant_opinion"
    ONLY_NECESSARY_DATA = "only_necessary_data"
    SUBCONTRACTORS_TOO = "subcontractors_too"
    REPORTS_NO_COOPERATION = "reports_no_cooperation"


CLAUSE_WORDS: dict[Clause, str] = {
    Clause.DATA_ON_REQUEST: "Geeft het college op verzoek alle gegevens die nodig zijn",
    Clause.PRIVACY_RULES: "Heeft een privacyreglement en geeft dat aan deelnemer en college",
    Clause.COMPLAINTS_RULES: "Heeft een klachten- en geschillenregeling en geeft die aan deelnemer en college",
    Clause.ACCOUNTANT_ACCESS: "Geeft accountants toegang",
    Clause.ACCOUNTANT_OPINION: "Levert op verzoek een accountantsoordeel over gegevensverwerking en beveiliging",
    Clause.ONLY_NECESSARY_DATA: "Verwerkt alleen gegevens die voor het werk nodig zijn",
    Clause.SUBCONTRACTORS_TOO: "Legt dit alles ook op aan onderaannemers",
    Clause.REPORTS_NO_COOPERATION: "Meldt een gegrond vermoeden dat een deelnemer onvoldoende meewerkt",
}


@dataclass(frozen=True)
class AwardFacts:
    """The award that a contract follows from. Where one offer was asked, no report and no checked proofs are needed."""

    is_final: bool
    standstill_ends_on: date | None
    report_adopted: bool
    proofs_checked: bool
    pending_summons: int
    pending_objections: int


@dataclass(frozen=True)
class SigningFacts:
    """What the gate looks at. ``budget_room`` is what is left of ``budget``, for the first year."""

    status: ContractStatus
    basis: ContractBasis
    basis_reason: str
    award: AwardFacts | None
    """None when there was no tender."""
    maximum_value: Decimal | None
    has_milestones: bool
    clauses: Set[str]
    data_processing_agreed: bool
    expected_value: Decimal | None
    mandates: tuple[MandateFacts, ...]
    """Those of the person who signs for the municipality."""
    budget: str
    """Which budget pays in the first year, or would pay when there was one."""
    budget_room: Decimal | None
    """None when no budget is registered for this lot or programme and year."""
    needed_first_year: Decimal
    starts_on: date
    ends_on: date
    supplier_is_active: bool


def obstacles_to_signing(facts: SigningFacts, *, signed_on: date, signatory: str) -> list[Obstacle]:
    """Every reason why this contract cannot be signed on this day."""
    moving = obstacles_to_moving(facts.status, ContractStatus.SIGNED)
    if moving:
        return moving
    return [
        *_obstacles_of_award(facts, signed_on),
        *_obstacles_of_content(facts),
        *_obstacles_of_money(facts),
        *_obstacles_of_people(facts, signed_on=signed_on, signatory=signatory),
        *_obstacles_of_day(facts, signed_on),
    ]


def _obstacles_of_award(facts: SigningFacts, signed_on: date) -> list[Obstacle]:
    """What is missing to the ground or the award; a call-off after a minicompetition follows from an award too."""
    award, found = facts.award, _obstacles_of_ground(facts)
    if award is None:
        return found
    if award.standstill_ends_on is not None and signed_on <= award.standstill_ends_on:
        text = "De opschortende termijn loopt nog. Teken op een dag na het einde ervan."
        found.append(Obstacle("standstill-running", text, "signed_on"))
    return found + _obstacles_before_signing(award)


def _obstacles_of_ground(facts: SigningFacts) -> list[Obstacle]:
    award = facts.award
    found = []
    if facts.basis is not ContractBasis.TENDER and not facts.basis_reason.strip():
        text = "Schrijf op waarom dit contract zonder aanbesteding mag worden gesloten."
        found.append(Obstacle("ground-missing", text, "basis_reason"))
    needs_award = facts.basis is ContractBasis.TENDER or award is not None
    if needs_award and (award is None or not award.is_final):
        text = "De gunning is nog niet definitief. Maak haar eerst definitief bij de aanbesteding."
        found.append(Obstacle("award-not-final", text))
    return found


def _obstacles_before_signing(award: AwardFacts) -> list[Obstacle]:
    """What is still open around the award; a summons may come in after the award was made final, too."""
    open_points = (
        (award.report_adopted, "report-not-adopted", "Het gunningsverslag is nog niet vastgesteld (artikel 2.26)."),
        (
            award.proofs_checked,
            "proofs-unchecked",
            "De bewijsstukken van de winnaar zijn nog niet gecontroleerd (artikel 2.89 en 2.102).",
        ),
        (
            not award.pending_summons,
            "summons-pending",
            "Er loopt een kort geding over dit perceel. Wacht op de uitspraak (artikel 2.131 Aanbestedingswet 2012).",
        ),
        (
            not award.pending_objections,
            "objection-pending",
            "Er is een bezwaar op dit perceel. Laat de inkoper het eerst afhandelen.",
        ),
    )
    return [Obstacle(code, text) for is_in_order, code, text in open_points if not is_in_order]


def _obstacles_of_content(facts: SigningFacts) -> list[Obstacle]:
    found = []
    if facts.maximum_value is None and facts.basis is ContractBasis.TENDER:
        found.append(
            Obstacle(
                "maximum-missing",
                "Er is geen maximum afgesproken. Een raamovereenkomst na aanbesteding moet een maximum "
                "hebben (HvJ EU C-23/20). Vul het in bij het contract.",
                "maximum_value",
            )
        )
    if not facts.has_milestones:
        found.append(Obstacle("no-milestones", "De vergoedingsregeling is nog leeg. Voeg ten minste één mijlpaal toe."))
    found += [
        Obstacle(
            f"clause-{clause.value.replace('_', '-')}",
            f"In het contract moet staan dat de opdrachtnemer: {CLAUSE_WORDS[clause][0].lower()}"
            f"{CLAUSE_WORDS[clause][1:]} (artikel 4.1 lid 3 Besluit SUWI). Vink dit aan als het er staat.",
            "clauses",
        )
        for clause in Clause
        if clause not in facts.clauses
    ]
    if not facts.data_processing_agreed:
        found.append(
            Obstacle(
                "processing-agreement-missing",
                "De verwerkersovereenkomst is nog niet getekend. Regel dat en vink het aan.",
                "data_processing_agreed",
            )
        )
    return found


def _obstacles_of_money(facts: SigningFacts) -> list[Obstacle]:
    if facts.budget_room is None:
        return [
            Obstacle(
                "budget-missing",
                f"Er is geen budget vastgelegd voor {facts.budget}. Laat de budgethouder dat doen, of kies een ander "
                "budget voor het contract.",
                "budget_heading",
            )
        ]
    if facts.budget_room < facts.needed_first_year:
        return [
            Obstacle(
                "budget-too-small",
                f"In het budget {facts.budget} is te weinig ruimte voor wat dit contract in het eerste jaar naar "
                "verwachting kost. Vraag de budgethouder om dit budget te verhogen, of kies een ander budget voor het "
                "contract.",
                "budget_heading",
            )
        ]
    return []


def _obstacles_of_people(facts: SigningFacts, *, signed_on: date, signatory: str) -> list[Obstacle]:
    found = []
    if not signatory.strip():
        found.append(Obstacle("signatory-missing", "Vul in wie namens de gemeente tekent.", "signatory"))
    else:
        found += _obstacles_of_mandate(facts, signed_on)
    if not facts.supplier_is_active:
        found.append(Obstacle("supplier-not-active", "De opdrachtnemer is niet (meer) actief als leverancier."))
    return found


def _obstacles_of_mandate(facts: SigningFacts, signed_on: date) -> list[Obstacle]:
    valid = [
        mandate
        for mandate in facts.mandates
        if mandate.kind is MandateKind.SIGN_CONTRACT and mandate.holds_on(signed_on)
    ]
    if not valid:
        return [
            Obstacle(
                "no-mandate",
                "Deze persoon heeft op deze dag geen mandaat om overeenkomsten te tekenen. Kies een ander, "
                "of laat het mandaat vastleggen.",
                "signatory",
            )
        ]
    at_stake = facts.expected_value if facts.maximum_value is None else facts.maximum_value
    if any(mandate.covers(at_stake) for mandate in valid):
        return []
    return [
        Obstacle(
            "mandate-too-small",
            "Het contract is groter dan het mandaat van deze persoon. Laat iemand met een hoger mandaat tekenen.",
            "signatory",
        )
    ]


def _obstacles_of_day(facts: SigningFacts, signed_on: date) -> list[Obstacle]:
    if signed_on <= facts.ends_on:
        return []
    return [Obstacle("signed-after-end", "Het contract zou op deze dag al zijn afgelopen.", "signed_on")]


def needed_in_first_year(expected: Decimal | None, *, starts_on: date, latest_end: date) -> Decimal:
    """The part of the expected value that falls in the first calendar year, by days; nothing when unknown."""
    if expected is None:
        return ZERO
    days_in_all = (latest_end - starts_on).days + 1
    days_this_year = (min(latest_end, date(starts_on.year, 12, 31)) - starts_on).days + 1
    return round_to_cents(Fraction(expected) * days_this_year / days_in_all)
