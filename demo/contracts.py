"""From a final award to a signed contract, and the contracts that came without a tender."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from contracts.drafting import Agreement
from contracts.fee_schedules import FeeLine
from contracts.fee_terms import AgreedFees, FeeTerms, IndexClause
from contracts.kpis import Norms
from contracts.lifecycle import ContractBasis
from contracts.models import FrameworkContract
from contracts.operations.drafts import (
    agreement_of,
    change_draft,
    draft_contract_by_hand,
    draft_contract_from_award,
)
from contracts.operations.fees import change_fees
from contracts.operations.frameworks import end_contract, sign_contract
from contracts.operations.indexation import propose_indexation, record_figure
from contracts.operations.options import decide_on_option
from contracts.operations.partners import add_partner
from contracts.signing import Clause
from demo.telling import Line, Story
from procurement.awarding import LotAwardStatus
from procurement.lots import Financing, MilestoneKind, TargetGroup
from procurement.models.tenders import Tender
from procurement.queries.awards import lot_awards_of
from townhall.budgets.headings import Heading
from townhall.money import euros

INDEXED = IndexClause("Dienstenprijzen arbeidsbemiddeling", date(2025, 1, 1))


def contracts_from(
    story: Story, tender: Tender, name: str, on: datetime, *, norms: Norms | None = None, sroi: Decimal | None = None
) -> Line:
    """Draft and sign a contract for every final award; kept as ``A1``, ``A2`` …"""
    yield on
    for award in lot_awards_of(tender):
        if award.status != LotAwardStatus.FINAL:
            continue
        contract = story.do(draft_contract_from_award, award, norms=norms, by="Coen", on=on)
        if sroi is not None:
            agreed = replace(agreement_of(award), norms=norms or Norms(), sroi_percent=sroi)
            story.do(change_draft, contract, agreed, by="Coen", on=on)
        story.places[f"{name}{award.lot.number}"] = contract
    signed_at = on + timedelta(days=7)
    yield signed_at
    for award in lot_awards_of(tender):
        if award.status == LotAwardStatus.FINAL:
            _sign(story, story.places[f"{name}{award.lot.number}"], signed_at)


def _sign(story: Story, contract: FrameworkContract, on: datetime) -> None:
    story.do(
        sign_contract, contract, signed_on=on.date(), signatory=story.accounts["Wim"],
        supplier_signatory=f"Directie {contract.supplier.name}", clauses=list(Clause), data_processing_agreed=True,
        by="Coen", on=on,
    )  # fmt: skip


def by_hand(
    story: Story, name: str, firm: str, agreement: Agreement, basis: ContractBasis, on: datetime,
    *, terms: FeeTerms | None = None,
) -> Line:  # fmt: skip
    """A contract without a tender; ``terms`` are what it agrees about fees beside the milestones."""
    yield on
    contract = story.do(
        draft_contract_by_hand, agreement, basis=basis, supplier=story.firms[firm], by="Coen", on=on
    )
    if terms is not None:
        agreed = AgreedFees(agreement.placement, terms)
        story.do(change_fees, contract, agreement.lines, agreed, by="Coen", on=on)
    story.places[name] = contract
    signed_at = on + timedelta(days=5)
    yield signed_at
    _sign(story, contract, signed_at)


def indexing(story: Story, name: str, on: datetime) -> Line:
    """The amounts of next year, worked out with made-up figures; Wim has yet to approve them."""
    yield on
    source = "Verzonnen cijfer voor de demonstratie"
    for month, figure in ((date(2025, 1, 1), "112.9"), (date(2026, 1, 1), "118.4")):
        story.do(record_figure, INDEXED.index, month, Decimal(figure), source=source, by="Coen", on=on)
    first_day = date(on.year + 1, 1, 1)
    story.do(propose_indexation, story.places[name], valid_from=first_day, by="Coen", on=on)


def with_zandvoort(story: Story, names: list[str], on: datetime) -> Line:
    """Zandvoort shares in these contracts, for a tenth of the people and the costs."""
    yield on
    for name in names:
        story.do(add_partner, story.places[name], story.firms["Zandvoort"], share=Decimal(10), by="Coen", on=on)


def decline_options(story: Story, names: list[str], on: datetime, motivation: str) -> Line:
    """Decide not to extend."""
    yield on
    for name in names:
        contract = story.places[name]
        story.do(
            decide_on_option, contract, 1, taken=False, motivation=motivation, decided_by=story.accounts["Wim"],
            decided_on=on.date(), by="Coen", on=on,
        )  # fmt: skip


def close(story: Story, names: list[str], on: datetime) -> Line:
    """Close contracts whose last day is over."""
    yield on
    for name in names:
        story.do(end_contract, story.places[name], by="Coen", on=on)


def pasmatch(starts_on: date, ends_on: date, maximum: str, *, claim_within_days: int | None = None) -> Agreement:
    """In-house award to Pasmatch, with the aim of the council (Koersdocument 2016, line 121)."""
    return Agreement(
        title="Arbeidsbemiddeling door Pasmatch",
        target_group=TargetGroup.GENERAL,
        financing=Financing.EFFORT,
        starts_on=starts_on,
        ends_on=ends_on,
        lines=tuple(
            FeeLine(kind=kind, label=label, amount=euros(amount), claim_within_days=claim_within_days)
            for kind, label, amount in (
                (MilestoneKind.START, "Start van het traject", "1100"), (MilestoneKind.HALFWAY, "Halverwege", "900"),
            )
        ),
        maximum_value=euros(maximum),
        expected_value=euros(maximum),
        budget_heading=Heading("Re-integratie"),
        basis_reason="Inbesteding bij Werkpas BV, waarvan Haarlem en Zandvoort enig aandeelhouder zijn (art. 2.24b "
        "Aanbestedingswet 2012; nota 2019/135670). Streven: op termijn ten minste 60 % van de diensten door Pasmatch "
        "(Koersdocument Werk en Inkomen 2016, regel 121).",
    )  # fmt: skip


def purchase(starts_on: date, ends_on: date, amount: str) -> Agreement:
    """A small purchase beside the tenders: it counts with them (art. 2.21 Aanbestedingswet 2012)."""
    return Agreement(
        title="Jobcoaching voor jongeren, losse inkoop",
        target_group=TargetGroup.YOUTH_SPECIAL_EDUCATION,
        financing=Financing.EFFORT,
        starts_on=starts_on,
        ends_on=ends_on,
        lines=(
            FeeLine(kind=MilestoneKind.START, label="Start van de jobcoaching", amount=euros("900")),
            FeeLine(kind=MilestoneKind.HALFWAY, label="Halverwege", amount=euros("600")),
        ),
        maximum_value=euros(amount),
        expected_value=euros(amount),
        budget_heading=Heading("Re-integratie"),
        basis_reason="Enkelvoudig onderhands: de waarde ligt onder de grens van het inkoopbeleid.",
    )
