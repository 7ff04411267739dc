"""The gate before a signature names everything that is missing, at once."""

from dataclasses import replace
from datetime import date

import pytest

from contracts.lifecycle import ContractBasis, ContractStatus
from contracts.signing import Clause, SigningFacts, needed_in_first_year, obstacles_to_signing
from townhall.budgets.authority import MandateFacts
from townhall.budgets.kinds import MandateKind
from townhall.money import euros

UNLIMITED = MandateFacts(MandateKind.SIGN_CONTRACT, None, date(2026, 1, 1))


def up_to(amount: str) -> tuple[MandateFacts, ...]:
    return (replace(UNLIMITED, up_to=euros(amount)),)


READY = SigningFacts(
    status=ContractStatus.DRAFT,
    basis=ContractBasis.TENDER,
    basis_reason="",
    award_is_final=True,
    standstill_ends_on=date(2026, 12, 14),
    maximum_value=euros("500000"),
    has_milestones=True,
    clauses=frozenset(Clause),
    data_processing_agreed=True,
    expected_value=None,
    mandates=(UNLIMITED,),
    budget_room=euros("100000"),
    needed_first_year=euros("100000"),
    starts_on=date(2027, 1, 1),
    ends_on=date(2028, 12, 31),
    supplier_is_active=True,
)


def codes(facts: SigningFacts, signed_on: date = date(2026, 12, 15), signatory: str = "Wim") -> list[str]:
    return [o.code for o in obstacles_to_signing(facts, signed_on=signed_on, signatory=signatory)]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (READY, []),
        (replace(READY, award_is_final=False), ["award-not-final"]),
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
            replace(READY, basis=ContractBasis.IN_HOUSE, award_is_final=None, maximum_value=None),
            ["ground-missing"],
        ),
        (
            replace(
                READY,
                basis=ContractBasis.IN_HOUSE,
                basis_reason="Artikel 2.24b",
                award_is_final=None,
                standstill_ends_on=None,
                maximum_value=None,
                expected_value=euros("1"),
            ),
            [],
        ),
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
        award_is_final=False,
        maximum_value=None,
        has_milestones=False,
        clauses=frozenset(),
        data_processing_agreed=False,
        budget_room=None,
    )

    assert len(codes(nothing, signed_on=date(2026, 12, 1), signatory="")) == 7 + len(Clause)


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
