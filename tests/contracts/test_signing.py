"""The gate before a signature names everything that is missing, at once."""

from dataclasses import replace
from datetime import date

import pytest

from contracts.lifecycle import ContractBasis, ContractStatus
from contracts.operations.drafts import draft_contract_from_award
from contracts.queries.signing import signing_facts
from contracts.signing import AwardFacts, Clause, SigningFacts, needed_in_first_year, obstacles_to_signing
from procurement.awarding import ObjectionKind
from procurement.operations.objections import record_objection
from tests.factories.assessment import after_standstill, final_award
from townhall.budgets.authority import MandateFacts
from townhall.budgets.kinds import MandateKind
from townhall.money import euros

UNLIMITED = MandateFacts(MandateKind.SIGN_CONTRACT, None, date(2026, 1, 1))


def up_to(amount: str) -> tuple[MandateFacts, ...]:
    return (replace(UNLIMITED, up_to=euros(amount)),)


AWARDED = AwardFacts(
    is_final=True,
    standstill_ends_on=date(2026, 12, 14),
    report_adopted=True,
    proofs_checked=True,
    pending_summons=0,
    pending_objections=0,
)
READY = SigningFacts(
    status=ContractStatus.DRAFT,
    basis=ContractBasis.TENDER,
    basis_reason="",
    award=AWARDED,
    maximum_value=euros("500000"),
    has_milestones=True,
    clauses=frozenset(Clause),
    data_processing_agreed=True,
    expected_value=None,
    mandates=(UNLIMITED,),
    budget="Re-integratie 2026",
    budget_room=euros("100000"),
    needed_first_year=euros("100000"),
    starts_on=date(2027, 1, 1),
    ends_on=date(2028, 12, 31),
    supplier_is_active=True,
)
#: Ordered under a framework: directly, or after a minicompetition with an award of its own.
CALLED_OFF = replace(READY, basis=ContractBasis.CALL_OFF, basis_reason="Gegund na minicompetitie")


def codes(facts: SigningFacts, signed_on: date = date(2026, 12, 15), signatory: str = "Wim") -> list[str]:
    return [o.code for o in obstacles_to_signing(facts, signed_on=signed_on, signatory=signatory)]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (READY, []),
        (replace(READY, award=replace(AWARDED, is_final=False)), ["award-not-final"]),
        (replace(READY, award=None), ["award-not-final"]),
        (replace(READY, award=replace(AWARDED, report_adopted=False)), ["report-not-adopted"]),
        (replace(READY, award=replace(AWARDED, proofs_checked=False)), ["proofs-unchecked"]),
        (replace(READY, award=replace(AWARDED, pending_summons=1)), ["summons-pending"]),
        (replace(READY, award=replace(AWARDED, pending_objections=2)), ["objection-pending"]),
        (replace(READY, award=replace(AWARDED, standstill_ends_on=None)), []),
        (replace(READY, maximum_value=None), ["maximum-missing"]),
        (replace(READY, has_milestones=False), ["no-milestones"]),
        (replace(READY, clauses=frozenset(Clause) - {Clause.PRIVACY_RULES}), ["clause-privacy-rules"]),
        (replace(READY, data_processing_agreed=False), ["processing-agreement-missing"]),
        (replace(READY, mandates=()), ["no-mandate"]),
        (replace(READY, mandates=up_to("500000")), []),
        (replace(READY, mandates=up_to("499999.99")), ["mandate-too-small"]),
        (replace(READY, mandates=(replace(UNLIMITED, starts_on=date(2026, 12, 16)),)), ["no-mandate"]),
        (replace(READY, mandates=(replace(UNLIMITED, kind=MandateKind.COMMIT),)), ["no-mandate"]),
        (replace(READY, budget_room=None), ["budget-missing"]),
        (replace(READY, budget_room=euros("99999.99")), ["budget-too-small"]),
        (replace(READY, supplier_is_active=False), ["supplier-not-active"]),
        (replace(READY, status=ContractStatus.SIGNED), ["wrong-state"]),
        (
            replace(READY, basis=ContractBasis.IN_HOUSE, award=None, maximum_value=None),
            ["ground-missing"],
        ),
        (
            replace(
                READY,
                basis=ContractBasis.IN_HOUSE,
                basis_reason="Artikel 2.24b",
                award=None,
                maximum_value=None,
                expected_value=euros("1"),
            ),
            [],
        ),
        (replace(CALLED_OFF, award=None), []),
        (replace(CALLED_OFF, award=AWARDED), []),
        (replace(CALLED_OFF, award=replace(AWARDED, is_final=False)), ["award-not-final"]),
        (replace(CALLED_OFF, award=replace(AWARDED, pending_summons=1)), ["summons-pending"]),
    ],
)
def test_what_keeps_a_contract_from_being_signed(facts, expected):
    assert codes(facts) == expected


@pytest.mark.parametrize(
    ("signed_on", "expected"), [(date(2026, 12, 14), ["standstill-running"]), (date(2026, 12, 15), [])]
)
def test_the_last_day_of_the_standstill_is_too_early(signed_on, expected):
    assert codes(READY, signed_on) == expected


def test_everything_missing_is_named_at_once():
    nothing = replace(
        READY,
        award=replace(
            AWARDED,
            is_final=False,
            report_adopted=False,
            proofs_checked=False,
            pending_summons=1,
            pending_objections=1,
        ),
        maximum_value=None,
        has_milestones=False,
        clauses=frozenset(),
        data_processing_agreed=False,
        budget="dit programma 2026",
        budget_room=None,
    )

    assert len(codes(nothing, signed_on=date(2026, 12, 1), signatory="")) == 11 + len(Clause)


@pytest.mark.parametrize(
    ("starts_on", "latest_end", "needed"),
    [
        (date(2027, 1, 1), date(2027, 12, 31), "1000"),
        (date(2027, 1, 1), date(2028, 12, 31), "499.32"),  # 365 of 731 days: 2028 is a leap year
        (date(2026, 12, 31), date(2027, 1, 1), "500"),
        (date(2027, 6, 1), date(2027, 6, 30), "1000"),
    ],
)
def test_the_first_year_takes_its_share_of_the_days(starts_on, latest_end, needed):
    assert needed_in_first_year(euros("1000"), starts_on=starts_on, latest_end=latest_end) == euros(needed)


def test_without_an_expected_value_nothing_is_needed():
    assert needed_in_first_year(None, starts_on=date(2027, 1, 1), latest_end=date(2027, 1, 2)) == euros(0)


def test_the_gate_sees_a_summons_that_came_in_after_the_final_award(session, people):
    award = final_award(starts_on=date(2027, 2, 1), duration_months=24, extension_count=0, extension_months=0)
    coen, inge, now = people.actor("coen"), people.actor("inge"), after_standstill(award.tender)
    contract = draft_contract_from_award(award, actor=coen, now=now)

    def seen():
        facts = signing_facts(contract, signatory=people.wim, clauses=frozenset(), data_processing_agreed=True)
        assert facts.award is not None
        return facts.award

    assert seen() == replace(AWARDED, standstill_ends_on=award.standstill_ends_on)
    record_objection(
        award, kind=ObjectionKind.SUMMONS, supplier_id=people.rik.organisation_id, received_on=now.date(),
        grounds="Baanbrug vordert dat de gemeente niet tekent.", actor=inge, now=now,
    )  # fmt: skip
    assert seen().pending_summons == 1 and seen().is_final
