"""What belongs together: by hand, by the nearest need, else by CPV group; nothing with a code is left out."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from contracts.accumulation import Purchase, Source
from contracts.needs import NeedFacts, Sorted, digits_of, group, market_of, need_for
from procurement.bands import Market
from procurement.lots import TargetGroup
from townhall.money import euros

YOUTH, ALL, COACHING = (
    NeedFacts(1, "Jongeren naar werk", "79600000", TargetGroup.YOUTH_SPECIAL_EDUCATION),
    NeedFacts(2, "Personeelsdiensten", "79600000"),
    NeedFacts(3, "Bemiddeling", "79611000"),
)


def bought(code="79611000", key="loose-1", amount="1000"):
    return Purchase(key, "inkoop", Source.LOOSE, date(2026, 6, 1), euros(amount), "/", cpv_code=code)


def test_a_code_stands_for_everything_below_it_and_never_for_less_than_a_division():
    assert [digits_of(code) for code in ("79600000", "79611000", "80000000", "03000000")] == [
        "796",
        "79611",
        "80",
        "03",
    ]


def test_a_need_for_the_target_group_goes_before_one_for_all_and_a_longer_code_before_a_shorter():
    needs = [YOUTH, ALL, COACHING]

    assert need_for("79611000", TargetGroup.YOUTH_SPECIAL_EDUCATION, needs) == YOUTH
    assert need_for("79611000", TargetGroup.OVER_FIFTY, needs) == COACHING
    assert need_for("79620000", None, needs) == ALL
    assert need_for("80500000", None, needs) is None


def test_what_has_no_code_fits_a_need_for_its_own_group_only():
    assert need_for("", TargetGroup.YOUTH_SPECIAL_EDUCATION, [YOUTH, ALL]) == YOUTH
    assert need_for("", TargetGroup.OVER_FIFTY, [YOUTH, ALL]) is None
    assert need_for("", None, [YOUTH, ALL]) is None


def test_what_was_assigned_by_hand_goes_before_the_code():
    groups, _nowhere = group([Sorted(bought(), assigned_to=YOUTH.id)], [YOUTH, COACHING])

    assert {each.key: len(each.purchases) for each in groups} == {"1": 1, "3": 0}


def test_without_a_need_purchases_count_together_by_cpv_group_and_without_a_code_nowhere():
    groups, nowhere = group([Sorted(bought("80530000")), Sorted(bought("80511000")), Sorted(bought(""))], [])

    assert [(each.key, each.cpv_code, len(each.purchases)) for each in groups] == [("cpv-805", "80500000", 2)]
    assert [each.cpv_code for each in nowhere] == [""]


def test_the_heavier_side_decides_which_limits_hold_and_the_code_when_nothing_was_bought():
    assert market_of("79600000", [bought("79611000", amount="10"), bought("79634000", amount="9")]) == Market.SAS
    assert market_of("79600000", [bought("79611000", amount="9"), bought("79634000", amount="9")]) == Market.SERVICES
    assert market_of("80500000", []) == Market.SAS
    assert market_of("45000000", [bought("79611000")]) == Market.WORKS


CODES = st.sampled_from(["79611000", "79634000", "80530000", "85312510", ""])
SORTED = st.lists(
    st.builds(
        Sorted,
        CODES.map(bought),
        st.none() | st.sampled_from(TargetGroup),
        st.none() | st.sampled_from([1, 2, 3, 99]),
    )
)


@given(SORTED)
def test_everything_is_somewhere_and_only_once(purchases):
    groups, nowhere = group(purchases, [YOUTH, ALL, COACHING])

    assert sum(len(each.purchases) for each in groups) + len(nowhere) == len(purchases)
    assert len({each.key for each in groups}) == len(groups)
