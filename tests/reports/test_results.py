"""What the council sees: true counts, and nobody who can be recognised."""

from hypothesis import given
from hypothesis import strategies as st

from reports.results import Flow, FlowLine, as_shown, columns_to_keep_back, shown_total, total_of, total_to_draw


def line(**counts):
    return FlowLine("Perceel", "Aanbieder", "RO-2026-001", Flow(**counts))


def test_small_counts_are_kept_back_but_nought_is_not():
    assert [as_shown(count) for count in (0, 1, 4, 5, 12)] == ["0", "<5", "<5", "5", "12"]


def test_a_total_that_gives_away_one_hidden_number_is_kept_back():
    lines = [line(placed=3, started=7), line(placed=9, started=8)]

    assert columns_to_keep_back(lines) == {"placed"}


def test_a_large_total_that_is_kept_back_does_not_pretend_to_be_small():
    assert shown_total(12, kept_back=True) == "–"
    assert shown_total(3, kept_back=True) == "<5"
    assert shown_total(12, kept_back=False) == "12"


def test_what_is_kept_back_is_not_drawn_either():
    lines = [line(placed=3, started=7, referred=12), line(placed=9, started=8, referred=0)]

    assert total_to_draw(lines, "placed") is None
    assert total_to_draw([line(placed=4)], "placed") is None
    assert (total_to_draw(lines, "started"), total_to_draw(lines, "referred")) == (15, 12)
    assert total_to_draw(lines, "dropped_out") == 0


def test_two_hidden_numbers_protect_each_other():
    assert columns_to_keep_back([line(placed=3), line(placed=2), line(placed=9)]) == frozenset()


@given(st.lists(st.builds(Flow, *[st.integers(0, 50)] * 6), max_size=8))
def test_the_total_is_the_sum_of_the_lines(flows):
    total = total_of([FlowLine("a", "b", "c", flow) for flow in flows])

    assert total.placed == sum(flow.placed for flow in flows)
    assert total.dropped_out == sum(flow.dropped_out for flow in flows)
