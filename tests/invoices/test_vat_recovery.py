"""Which VAT comes back, and that the budget carries the rest: to the cent, out and back."""

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoices.journal import Movement, PaidLine, journal_of
from invoices.operations.clawbacks import book_repaid, raise_credited
from invoices.operations.review import approve_invoice
from invoices.operations.vat_treatments import treat_vat
from invoices.queries.funding import fundings_of
from invoices.vat_recovery import (
    BcfFlag,
    Treatment,
    cost_coming_back,
    cost_of,
    flag_of,
    obstacles_to_treating,
    percent_on,
)
from tests.factories.invoices import NOW, earned, invoiceable_contract, money_in_place, stated_invoice
from townhall.budgets.costs import Cost, split_cost
from townhall.budgets.queries import costs_of, room_of
from townhall.money import ZERO, euros, sum_of
from townhall.refusal import Refusal

TODAY = NOW.date()
FIRST = date(2026, 7, 1)


@pytest.mark.parametrize(
    ("rows", "day", "expected"),
    [
        ([], FIRST, 100),
        ([(FIRST, 0)], FIRST - timedelta(days=1), 100),
        ([(FIRST, 0)], FIRST, 0),
        ([(FIRST, 0), (date(2026, 1, 1), 60)], FIRST, 0),
        # The same first day once more: the later row puts the earlier right.
        ([(FIRST, 0), (FIRST, 60)], FIRST, 60),
    ],
)
def test_the_day_of_the_invoice_counts(rows: Any, day: date, expected: int) -> None:
    assert percent_on([Treatment(on, Decimal(percent)) for on, percent in rows], day) == expected


@pytest.mark.parametrize(
    ("percent", "flag"),
    [("100", BcfFlag.COMPENSABLE), ("99.9", BcfFlag.MIXED), ("0.1", BcfFlag.MIXED), ("0", BcfFlag.NOT_COMPENSABLE)],
)
def test_the_flag_follows_the_percentage(percent: str, flag: BcfFlag) -> None:
    assert flag_of(Decimal(percent)) is flag


def test_what_is_refused_is_said_at_once() -> None:
    found = obstacles_to_treating(Decimal(101), reason=" ")

    assert [each.code for each in found] == ["percent-outside", "reason-missing"]


amounts = st.decimals(min_value=0, max_value=10**7, places=2).map(euros)
percents = st.decimals(min_value=0, max_value=100, places=2)


@given(net=amounts, vat=amounts, percent=percents)
def test_net_and_both_parts_of_the_vat_are_what_is_paid(net: Decimal, vat: Decimal, percent: Decimal) -> None:
    cost = cost_of(net, vat, percent)

    assert cost.net + cost.burden + cost.compensable == cost.gross == net + vat
    assert cost.burden >= 0 and cost.compensable >= 0 and cost.amount == net + cost.burden


@given(net=amounts, vat=amounts, percent=percents, data=st.data())
def test_a_cost_over_two_commitments_adds_up_in_every_part(
    net: Decimal, vat: Decimal, percent: Decimal, data: st.DataObject
) -> None:
    cost = cost_of(net, vat, percent)
    first = euros(data.draw(st.decimals(min_value=0, max_value=cost.amount, places=2)))

    parts = split_cost(cost, [first, cost.amount - first])

    assert [each.amount for each in parts] == [first, cost.amount - first]
    assert sum_of(each.burden for each in parts) == cost.burden
    assert sum_of(each.compensable for each in parts) == (cost.compensable if cost.amount else ZERO)


@given(net=amounts, vat=amounts, percent=percents, share=st.integers(0, 100))
def test_what_comes_back_never_gives_back_more_than_it_cost(
    net: Decimal, vat: Decimal, percent: Decimal, share: int
) -> None:
    cost = cost_of(net, vat, percent)
    part = euros((net * share / 100).quantize(Decimal("0.01"))), euros((vat * share / 100).quantize(Decimal("0.01")))

    back = cost_coming_back(*part, line_vat=vat, line_compensable=cost.compensable)
    whole = cost_coming_back(net, vat, line_vat=vat, line_compensable=cost.compensable)

    assert back.gross == sum(part) and ZERO <= back.compensable <= cost.compensable
    assert whole == cost


def test_a_line_from_before_the_flag_cost_no_vat() -> None:
    assert cost_coming_back(euros(100), euros(21), line_vat=euros(21), line_compensable=None) == Cost(
        euros(100), ZERO, euros(21)
    )


def test_vat_that_does_not_come_back_is_a_cost_in_the_journal() -> None:
    line = PaidLine(euros(100), euros(21), Decimal(21), "T-1", "M1", "V-1", "Re-integratie", burden=euros("8.40"))
    movement = Movement("BR-1", TODAY, False, euros(121), ZERO, "Factuur F-1", "F-1", "Firma", "", "RO-1", [line])

    booked = journal_of([movement], export="J-1", accounts={"cost": "K", "vat": "B", "bank": "G"})

    assert [(each.account, each.amount) for each in booked] == [
        ("K", euros("108.40")), ("B", euros("12.60")), ("G", euros(-121))
    ]  # fmt: skip


def treated(contract: Any, people: SimpleNamespace, percent: str) -> None:
    treat_vat(
        contract, Decimal(percent), from_on=date(2026, 1, 1), reason="Advies", actor=people.actor("fatima"), now=NOW
    )


def test_the_budget_carries_what_does_not_come_back_and_gets_it_back_again(
    session: Any, people: SimpleNamespace
) -> None:
    budget, contract = money_in_place(), invoiceable_contract()
    treated(contract, people, "60")
    invoice = stated_invoice(contract)  # € 1.350 and € 283,50 VAT, of which € 113,40 stays

    approve_invoice(invoice, actor=people.actor("wim"), now=NOW)
    session.flush()

    line = invoice.lines[0]
    assert line.vat_compensable == euros("170.10")
    assert costs_of([budget])[budget.id] == Cost(euros(1350), euros("113.40"), euros("170.10"))
    assert room_of(budget).spent == euros("1463.40")
    fatima = people.actor("fatima")
    back = raise_credited(line, net=euros(450), vat=euros("94.50"), credit_note="CN-1", actor=fatima, now=NOW)
    book_repaid(back, settled_on=TODAY, reference="Ontvangen", actor=fatima, now=NOW)
    session.flush()
    assert costs_of([budget])[budget.id] == Cost(euros(900), euros("75.60"), euros("113.40"))


def test_without_a_decision_only_the_net_amount_is_spent(session: Any, people: SimpleNamespace) -> None:
    budget = money_in_place()

    approve_invoice(stated_invoice(), actor=people.actor("wim"), now=NOW)
    session.flush()

    assert costs_of([budget])[budget.id] == Cost(euros(1350), ZERO, euros("283.50"))


def test_the_burden_asks_for_room_too(session: Any, people: SimpleNamespace) -> None:
    contract = invoiceable_contract()
    invoice = stated_invoice(contract, achievements=[earned(contract)])
    money_in_place(budget="1633.49")
    treated(contract, people, "0")

    assert fundings_of(invoice, year=2026)[0].need.amount == euros("1633.50")
    with pytest.raises(Refusal) as refusal:
        approve_invoice(invoice, actor=people.actor("wim"), now=NOW)

    assert [each.code for each in refusal.value.obstacles] == ["budget-exceeded"]


@pytest.mark.one_database("sqlite")
def test_finance_decides_it_and_who_approves_and_budgets_reads_it(
    session: Any, people: SimpleNamespace, as_person: Any
) -> None:
    money_in_place()
    contract = invoiceable_contract()
    invoice = stated_invoice(contract)
    session.commit()
    fatima, wim, page = as_person("fatima"), as_person("wim"), "/betalingen/btw-compensatie/"
    typed = {"contract": contract.number, "percent": "60", "from_on": "01-01-2026", "reason": "Fietsen erbij"}

    assert "Alle btw is compensabel" in wim.get(page).text
    assert "geen contract met dit nummer" in fatima.post(f"{page}nieuw", data={**typed, "contract": "X"}).text
    fatima.post(f"{page}nieuw", data=typed)

    assert "Gemengd" in wim.get(page).text and "Fietsen erbij" in wim.get(page).text
    assert wim.get(f"{page}nieuw").status_code == 403
    assert "De rest, €\xa0113,40" in wim.get(f"/facturen/{invoice.id}/akkoord").text
    wim.post(f"/facturen/{invoice.id}/akkoord", data={"agreed": "y"})
    shown = wim.get("/budgetten/?jaar=2026").text
    assert "Waarvan compensabel" in shown and "170,10" in shown and "1.463,40" in shown
