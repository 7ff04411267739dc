"""The draft of the agreement: its term, its options with their last day to decide, and the obligations."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from procurement.draft_agreement import MONTHS_OF_NOTICE, draft_agreement
from procurement.procedures import RequirementKind
from procurement.requirement_texts import RequirementsText, RequirementText, SectionText
from townhall.periods import Period, add_months, period_of_months


def requirement(number, kind):
    return RequirementText(key=f"E-{number}", number=number, text="U doet dit.", kind=kind)


NONE = RequirementsText()


def test_two_years_with_two_options_of_a_year():
    agreement = draft_agreement(date(2027, 4, 1), 24, extension_count=2, extension_months=12, requirements=NONE)

    assert agreement.term == Period(date(2027, 4, 1), date(2029, 3, 31))
    assert [(each.period, each.decide_by) for each in agreement.options] == [
        (Period(date(2029, 4, 1), date(2030, 3, 31)), date(2029, 1, 1)),
        (Period(date(2030, 4, 1), date(2031, 3, 31)), date(2030, 1, 1)),
    ]


def test_without_a_first_day_or_a_length_there_is_no_term():
    options = {"extension_count": 1, "extension_months": 6, "requirements": NONE}
    assert draft_agreement(None, 24, **options).term is None
    assert draft_agreement(date(2027, 4, 1), None, **options).term is None


def test_an_extension_of_no_months_is_no_option():
    assert draft_agreement(date(2027, 4, 1), 24, extension_count=1, extension_months=0, requirements=NONE).options == ()


def test_what_excludes_is_an_obligation_and_a_wish_is_not():
    text = RequirementsText(
        (
            SectionText(
                1,
                "Algemeen",
                (
                    requirement("1.1", RequirementKind.KNOCK_OUT),
                    requirement("1.2", RequirementKind.WISH),
                    requirement("1.3", RequirementKind.CONDITIONAL),
                ),
            ),
        )
    )

    agreement = draft_agreement(None, None, extension_count=0, extension_months=0, requirements=text)

    assert [each.number for each in agreement.obligations] == ["1.1", "1.3"]


@given(
    starts_on=st.dates(date(2015, 1, 1), date(2040, 12, 31)),
    months=st.integers(1, 60),
    count=st.integers(0, 6),
    length=st.integers(1, 24),
)
def test_term_and_options_follow_each_other_without_a_gap(starts_on, months, count, length):
    agreement = draft_agreement(starts_on, months, extension_count=count, extension_months=length, requirements=NONE)

    stretches = [agreement.term, *(each.period for each in agreement.options)]
    assert all(after.starts_on == before.day_after for before, after in zip(stretches, stretches[1:], strict=False))
    assert stretches[-1].ends_on == period_of_months(starts_on, months + count * length).ends_on
    assert all(each.decide_by == add_months(each.period.starts_on, -MONTHS_OF_NOTICE) for each in agreement.options)
