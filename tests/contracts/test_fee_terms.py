"""What is agreed beside the milestones is kept, refused when it contradicts itself, and explained in Dutch."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from contracts.drafting import PlacementRules
from contracts.fee_explanations import explain_schedule
from contracts.fee_presets import preset
from contracts.fee_schedules import line_of, with_amounts
from contracts.fee_terms import AgreedFees, FeeTerms, IndexClause, obstacles_to_fees
from contracts.placement_kinds import ClawbackManner, ContractForm, WorkKind
from procurement.lots import Financing, MilestoneKind
from townhall.money import euros

Kind = MilestoneKind
LINES = with_amounts(preset("NCLP-30/30/40").lines, euros("4500"))
AGREED = AgreedFees(PlacementRules(months=6, hours_per_week=Decimal(24), guarantee_months=3), FeeTerms())
EVERYTHING = FeeTerms(
    work_kinds=frozenset({WorkKind.REGULAR}),
    contract_forms=frozenset({ContractForm.PERMANENT, ContractForm.FIXED_TERM}),
    able_share=Decimal("62.5"),
    within_months=24,
    benefit_must_end=True,
    full_fee_hours=Decimal(36),
    clawback=ClawbackManner.PRO_RATA,
    once_per_client=True,
    most_per_year=euros("200000"),
    indexed=IndexClause("CBS dienstenprijzen", date(2026, 1, 1)),
)


def codes(lines=LINES, agreed=AGREED, financing=Financing.NO_CURE_LESS_PAY):
    return [obstacle.code for obstacle in obstacles_to_fees(lines, agreed, financing)]


def agreed_with(*, months=6, guarantee_months=3, **terms):
    rules = PlacementRules(months=months, hours_per_week=Decimal(24), guarantee_months=guarantee_months)
    return AgreedFees(rules, FeeTerms(**terms))


def in_words(lines=LINES, agreed=AGREED):
    return explain_schedule(
        lines, agreed, euro=lambda amount: f"€ {amount}", words=lambda each: each.value.replace("_", " ")
    )


@pytest.mark.parametrize("terms", [FeeTerms(), EVERYTHING])
def test_terms_come_back_as_they_were_kept(terms):
    assert FeeTerms.of(terms.to_keep()) == terms


def test_a_contract_that_says_nothing_keeps_nothing():
    assert FeeTerms().to_keep() == {}


@pytest.mark.parametrize(
    ("agreed", "expected"),
    [
        (AGREED, []),
        (AgreedFees(AGREED.placement, EVERYTHING), []),
        (agreed_with(guarantee_months=7), ["guarantee-longer-than-placement", "guarantee-longer-than-sustained"]),
        (agreed_with(months=12, guarantee_months=7), ["guarantee-longer-than-sustained"]),
        (agreed_with(work_kinds=frozenset()), ["no-work-counts"]),
        (agreed_with(work_kinds=frozenset({WorkKind.TRIAL})), ["no-work-counts", "never-a-placement"]),
        (agreed_with(contract_forms=frozenset({ContractForm.NO_EMPLOYMENT})), ["no-form-counts"]),
        (agreed_with(full_fee_hours=Decimal(24)), ["pro-rata-never"]),
        (agreed_with(most_per_year=euros("1799.99")), ["year-below-milestone"]),
    ],
)
def test_terms_that_contradict_each_other_are_refused(agreed, expected):
    assert codes(agreed=agreed) == expected


def test_every_reason_is_named_at_once():
    lines = [
        replace(line_of(Kind.PLAN, 60), claim_within_days=0),
        line_of(Kind.SUSTAINED_6M, 60),
        line_of(Kind.BONUS, amount=euros("1"), months=12),
        replace(line_of(Kind.CERTIFICATE, amount=euros("5")), sustained_months=3),
    ]

    found = codes(lines, agreed_with(guarantee_months=9, work_kinds=frozenset()))

    assert found == [
        "claim-window-closed",
        "shares-not-hundred",
        "never-reached",
        "order-contradicts",
        "tariff-missing",
        "no-work-counts",
        "guarantee-longer-than-placement",
        "guarantee-longer-than-sustained",
        "never-reached",
        "months-without-work",
    ]


def test_the_schedule_of_the_issue_reads_as_it_was_meant():
    assert in_words() == [
        "Bij het plan verdient de aanbieder € 1350.00, dat is 30 % van het tarief.",
        "Bij plaatsing verdient de aanbieder € 1350.00, dat is 30 % van het tarief.",
        "Na 6 maanden werk verdient de aanbieder € 1800.00, dat is 40 % van het tarief.",
        "Een plaatsing is werk dat voor ten minste 6 maanden is afgesproken, voor ten minste 24 uur per week. Banen "
        "die iemand tegelijk heeft, tellen samen; een vervolgcontract met hoogstens 14 dagen ertussen telt mee.",
        "Wat telt: agreement job, regular, wage cost subsidy. Een onbetaalde proefplaats is geen plaatsing, en werk "
        "dat er al was of bij de aanbieder zelf ook niet.",
        "De gemeente stelt zelf vast dat de uitkering is gestopt of verlaagd.",
        "Eindigt het werk binnen 3 maanden, dan komt de hele vergoeding voor de plaatsing terug. Vindt de deelnemer "
        "daarna werk dat wel telt en wel zo lang duurt, dan houdt de aanbieder de vergoeding.",
        "Elke mijlpaal telt één keer per traject. De volgorde telt: wat eerder in de regeling staat, moet eerst zijn "
        "bereikt.",
        "Na het einde van een traject wordt niets meer verdiend. Alleen werk dat doorloopt, kan daarna nog iets "
        "opleveren.",
        "Eén deelnemer levert hoogstens € 4500.00 op, exclusief btw.",
    ]


def test_everything_that_can_be_agreed_is_said():
    told = " ".join(in_words(agreed=AgreedFees(AGREED.placement, EVERYTHING)))

    for part in (
        "62,5 % van de uren die de deelnemer kan werken", "binnen 24 maanden na de aanmelding", "is gestopt.",
        "geldt vanaf 36 uur", "de dagen van die tijd waarop niet is gewerkt", "ook bij een tweede traject",
        "Per kalenderjaar wordt hoogstens € 200000.00", "‘CBS dienstenprijzen’; het cijfer van januari 2026",
        "fixed term, permanent",
    ):  # fmt: skip
        assert part in told, part
