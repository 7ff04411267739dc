"""How a contract stands on a day: ceiling, key figures, plan and advice, put together for pages and
papers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from contracts import terms
from contracts.back_planning import PlannedStep, back_plan, buying_anew
from contracts.ceilings import CeilingFacts, CeilingStage, room_left, stage_of
from contracts.extensions import ExtensionFacts
from contracts.fee_schedules import explain, most_per_person
from contracts.kpis import Kpi
from contracts.models.frameworks import FrameworkContract
from contracts.modifications import Headroom, Indexation, ModificationFacts, headroom, indexed_value
from contracts.queries.ceilings import ceiling_of
from contracts.queries.indexes import approved_of
from contracts.queries.scores import score_of
from contracts.terms import Option
from procurement.annex_xiv import is_in_annex_xiv
from procurement.procedures import FULL_REGIME_PROCEDURES, Procedure
from procurement.queries.planning import house_on
from procurement.thresholds import ThresholdKind, threshold_on
from townhall.filters import euro
from townhall.money import ZERO


@dataclass(frozen=True)
class Standing:
    """Everything that tells at a look how a contract stands."""

    ceiling: CeilingFacts
    stage: CeilingStage
    room: Decimal | None
    kpis: tuple[Kpi, ...]
    next_option: Option | None
    end_if_taken: date | None
    plan: tuple[PlannedStep, ...]
    """Every day of buying anew and of deciding, counted back."""
    anew: tuple[PlannedStep, ...]
    """Of those the days of buying anew: what happens when the contract is not extended."""
    road: Procedure
    next_starts_on: date
    headroom: Headroom
    fees_in_words: str
    most_per_person: Decimal

    @property
    def key_steps(self) -> list[PlannedStep]:
        """The steps that a page in one look shows: without what lies within the procedure."""
        return [step for step in self.plan if not step.code.startswith("tender-")]

    @property
    def last_start(self) -> date:
        """The last day on which buying anew can start without a gap."""
        return self.anew[0].on


def standing_of(contract: FrameworkContract, *, today: date) -> Standing:
    """How this contract stands today. Asks the database for the figures of its tracks."""
    term = contract.term()
    ceiling = ceiling_of(contract)
    kpis = score_of(contract, today=today)
    option, road, house = terms.next_option(term), procedure_of(contract), house_on(today)
    lines = contract.fee_lines()
    return Standing(
        ceiling=ceiling,
        stage=stage_of(ceiling),
        room=room_left(ceiling),
        kpis=tuple(kpis),
        next_option=option,
        end_if_taken=None if option is None else terms.end_with(term, option),
        plan=tuple(back_plan(term, house, road)),
        anew=tuple(buying_anew(terms.ends_on(term), house, road)),
        road=road,
        next_starts_on=terms.ends_on(term) + timedelta(days=1),
        headroom=headroom(modification_facts(contract, on=today)),
        fees_in_words=explain(lines, euro) if lines else "",
        most_per_person=most_per_person(lines),
    )


def procedure_of(contract: FrameworkContract) -> Procedure:
    """The road along which it was bought, and so would be bought anew: that of its tender, else that of social
    services."""
    return Procedure.SAS if contract.lot_award is None else contract.lot_award.tender.procedure


def extension_facts(contract: FrameworkContract, sequence: int) -> ExtensionFacts:
    """What the rules must know to decide on this option."""
    return ExtensionFacts(
        status=contract.status, term=contract.term(), sequence=sequence, ceiling=ceiling_of(contract)
    )


def indexations_per_contract(contract_ids: Sequence[int]) -> dict[int, list[Indexation]]:
    """Per contract by which factor its prices changed, and from which day. One query."""
    found: dict[int, list[Indexation]] = {contract_id: [] for contract_id in contract_ids}
    for each in approved_of(contract_ids):
        found[each.contract_id].append(
            Indexation(each.valid_from, Fraction(each.figure) / Fraction(each.figure_before))
        )
    return found


def _threshold_kind(contract: FrameworkContract) -> ThresholdKind:
    """The amount for social services, unless its code says it is another service, or the full regime was followed."""
    if contract.cpv_code:
        is_social = is_in_annex_xiv(contract.cpv_code)
    else:
        is_social = procedure_of(contract) not in FULL_REGIME_PROCEDURES
    return ThresholdKind.SAS if is_social else ThresholdKind.SERVICES_SUBCENTRAL


def modification_facts(
    contract: FrameworkContract, *, on: date, indexations: Sequence[Indexation] | None = None
) -> ModificationFacts:
    """What a change agreed on this day is measured against: the value at the prices of that day, and the European
    amount of the day the contract was signed. Give the indexations when they were asked for many contracts at once."""
    if indexations is None:
        indexations = indexations_per_contract([contract.id])[contract.id]
    signed_on = contract.signed_on or contract.starts_on
    threshold = threshold_on(_threshold_kind(contract), signed_on) or threshold_on(
        ThresholdKind.SERVICES_SUBCENTRAL, signed_on
    )
    return ModificationFacts(
        original_value=None
        if contract.expected_value is None
        else indexed_value(contract.expected_value, indexations, on),
        threshold=ZERO if threshold is None else threshold.amount,
        earlier=tuple(modification.facts() for modification in contract.modifications),
        option_is_open=terms.next_option(contract.term()) is not None,
    )
