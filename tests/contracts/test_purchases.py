"""Needs, purchases outside a tender and the ledger: operations, all or nothing, once and on record."""

from datetime import date, timedelta

import pytest

from contracts.accumulation import Source
from contracts.ledger import LedgerField, LedgerStatus
from contracts.models import LedgerImport, LoosePurchase, Need, NeedAssignment
from contracts.operations.needs import add_need, assign_to_need, change_need
from contracts.operations.purchases import (
    check_ledger,
    drop_ledger,
    import_ledger,
    record_purchase,
    withdraw_purchase,
)
from contracts.queries.need_standings import need_standings
from contracts.queries.purchases import need_groups
from procurement.lots import TargetGroup
from procurement.models.tenders import Lot
from tests.conftest import MONDAY
from tests.factories.contracts import final_award, saved_contract
from tests.factories.needs import ledger, saved_need, saved_purchase
from tests.factories.tenders import saved_tender
from townhall.audit.models import AuditEntry
from townhall.money import euros
from townhall.refusal import Refusal

TODAY = MONDAY.date()
BSN = "111222333"
LINE = "2026-1;02-11-2026;1.250,50;Taalbureau Noord;Cursus;80580000;"


@pytest.fixture
def inge(people):
    return people.actor("inge")


def checked(inge, *lines, **what_matters):
    given = {"filename": "grootboek.csv", "pointed_out": {}, "actor": inge, "now": MONDAY}
    return check_ledger(ledger(*lines), **{**given, **what_matters})


def codes_of(refusal):
    return [obstacle.code for obstacle in refusal.value.obstacles]


def acts(session):
    return [entry.act for entry in session.query(AuditEntry).order_by(AuditEntry.id)]


# --- needs --------------------------------------------------------------------------------------------


def test_a_need_takes_in_what_fits_its_code_and_says_so_in_the_trail(session, inge):
    saved_purchase()
    need = add_need("Taaltraining", cpv_code="80500000-9", target_group=None, actor=inge, now=MONDAY)

    groups, _nowhere = need_groups(TODAY)

    assert [(each.need.name, len(each.purchases)) for each in groups] == [("Taaltraining", 1)]
    assert need.cpv_code == "80500000"
    assert acts(session)[-1] == "need.added"


def test_a_need_is_refused_with_every_reason_and_changes_nothing(session, inge):
    saved_need()

    with pytest.raises(Refusal) as refusal:
        add_need("TAALTRAINING", cpv_code="80500000", target_group=None, actor=inge, now=MONDAY)

    assert codes_of(refusal) == ["name-taken", "same-need"]
    assert session.query(Need).count() == 1


def test_a_need_may_keep_its_own_name_and_code(session, inge):
    need = saved_need()

    change_need(
        need, name="Taaltraining", cpv_code="80500000", target_group=TargetGroup.STATUS_HOLDERS, description="",
        actor=inge, now=MONDAY,
    )  # fmt: skip

    assert need.target_group == TargetGroup.STATUS_HOLDERS


def test_what_is_assigned_by_hand_stays_there_until_the_code_decides_again(session, inge):
    need = saved_need(cpv_code="79600000", name="Bemiddeling")
    purchase, contract, tender = saved_purchase(), saved_contract(), saved_tender(lots=1)
    lot = session.query(Lot).filter_by(tender_id=tender.id).one()
    keys = [f"loose-{purchase.id}", f"contract-{contract.id}", f"lot-{lot.id}"]

    def belongs():
        groups, _nowhere = need_groups(TODAY)
        return {each.key for group in groups if group.need for each in group.purchases}

    assert assign_to_need(need, keys, actor=inge, now=MONDAY) == 3
    assert belongs() == set(keys)
    assert assign_to_need(need, keys, actor=inge, now=MONDAY) == 3
    assert session.query(NeedAssignment).count() == 2
    assign_to_need(None, keys, actor=inge, now=MONDAY)
    assert belongs() == {keys[2]}  # its code is 79611000


def test_assigning_nothing_is_refused(session, inge):
    with pytest.raises(Refusal) as refusal:
        assign_to_need(saved_need(), ["loose-999"], actor=inge, now=MONDAY)

    assert codes_of(refusal) == ["nothing-chosen"]


def test_a_contract_takes_the_place_of_its_lot_and_keeps_its_need(session, inge):
    award = final_award()
    need = saved_need(cpv_code="98000000")
    assign_to_need(need, [f"lot-{award.lot_id}"], actor=inge, now=MONDAY)
    assert [each.source for each in need_groups(TODAY)[0][0].purchases] == [Source.TENDER]

    saved_contract(lot_award_id=award.id, starts_on=date(2027, 1, 1), signed_on=TODAY)

    assert [each.source for each in need_groups(TODAY)[0][0].purchases] == [Source.CONTRACT]


# --- purchases by hand --------------------------------------------------------------------------------


def test_a_purchase_counts_from_its_day_and_no_more_once_it_is_withdrawn(session, inge):
    saved_need()
    purchase = record_purchase(
        "Taalbureau", description="Cursus", bought_on=TODAY, amount=euros("12000"), cpv_code="80580000",
        actor=inge, now=MONDAY,
    )  # fmt: skip

    assert [each.standings[0].total for each in need_standings(TODAY)[0]] == [euros(12000)]
    withdraw_purchase(purchase, reason="Dubbel", actor=inge, now=MONDAY)
    assert [each.standings[0].total for each in need_standings(TODAY)[0]] == [euros(0)]
    with pytest.raises(Refusal) as refusal:
        withdraw_purchase(purchase, reason="Nog eens", actor=inge, now=MONDAY)
    assert codes_of(refusal) == ["already-withdrawn"]
    assert acts(session)[-2:] == ["purchase.recorded", "purchase.withdrawn"]


def test_a_purchase_of_tomorrow_or_that_belongs_nowhere_is_refused_for_both_reasons(session, inge):
    with pytest.raises(Refusal) as refusal:
        record_purchase(
            "Taalbureau", description="Cursus", bought_on=TODAY + timedelta(days=1), amount=euros("1"),
            actor=inge, now=MONDAY,
        )  # fmt: skip

    assert codes_of(refusal) == ["bought-later", "belongs-nowhere"]
    assert session.query(LoosePurchase).count() == 0


# --- the ledger ---------------------------------------------------------------------------------------


def test_a_file_counts_for_nothing_until_it_is_taken_in(session, inge):
    file = checked(inge, LINE)
    assert (file.status, file.added, file.total) == (LedgerStatus.CHECKED, 1, euros("1250.50"))
    assert session.query(LoosePurchase).count() == 0

    assert import_ledger(file, actor=inge, now=MONDAY) == 1

    kept = session.query(LoosePurchase).one()
    assert (kept.ledger_key, kept.amount, kept.bought_on) == ("2026-1", euros("1250.50"), date(2026, 11, 2))
    assert (file.status, file.lines) == (LedgerStatus.IMPORTED, [])
    assert acts(session)[-2:] == ["ledger.checked", "ledger.imported"]


def test_the_same_file_twice_changes_nothing(session, inge):
    import_ledger(checked(inge, LINE), actor=inge, now=MONDAY)

    again = checked(inge, LINE)
    assert import_ledger(again, actor=inge, now=MONDAY) == 0

    assert (again.known, session.query(LoosePurchase).count()) == (1, 1)


def test_two_checked_files_with_the_same_line_bring_it_in_once(session, inge):
    first, second = checked(inge, LINE), checked(inge, LINE, filename="kopie.csv")

    import_ledger(first, actor=inge, now=MONDAY)
    assert import_ledger(second, actor=inge, now=MONDAY) == 0

    assert session.query(LoosePurchase).count() == 1


def test_a_withdrawn_line_does_not_come_back_with_the_next_file(session, inge):
    import_ledger(checked(inge, LINE), actor=inge, now=MONDAY)
    withdraw_purchase(session.query(LoosePurchase).one(), reason="Valt onder een contract", actor=inge, now=MONDAY)

    assert import_ledger(checked(inge, LINE), actor=inge, now=MONDAY) == 0


def test_a_booking_that_changed_is_refused_with_what_is_here(session, inge):
    import_ledger(checked(inge, LINE), actor=inge, now=MONDAY)

    file = checked(inge, LINE.replace("1.250,50", "1.250,51"))

    assert file.status == LedgerStatus.REFUSED
    assert "€ 1.250,50 op 02-11-2026" in file.mistakes[0]["problem"].replace("\N{NO-BREAK SPACE}", " ")


def test_one_mistake_and_nothing_of_the_file_is_kept(session, inge):
    file = checked(inge, LINE, "2026-2;99-99-2026;x;;Cursus;80580000;")

    assert (file.status, file.lines, len(file.mistakes)) == (LedgerStatus.REFUSED, [], 3)
    with pytest.raises(Refusal) as refusal:
        import_ledger(file, actor=inge, now=MONDAY)
    assert codes_of(refusal) == ["not-to-use"]
    assert session.query(LoosePurchase).count() == 0


def test_no_bsn_of_a_file_is_kept_anywhere(session, inge):
    checked(inge, f"2026-1;02-11-2026;1,00;Bureau;Coaching {BSN};80580000;")
    checked(inge, f"2026-1;02-11-2026;1,00;Bureau;Coaching;80580000;;{BSN}")

    session.flush()
    kept = session.connection().exec_driver_sql("SELECT lines || mistakes FROM ledger_import").scalars().all()
    assert len(kept) == 2 and not any(BSN in text for text in kept)


def test_what_is_booked_on_a_contract_counts_there_and_not_again(session, inge):
    contract = saved_contract()

    file = checked(inge, LINE + contract.number, "2026-2;02-11-2026;5,00;Bureau;Cursus;80580000;RO-1999-001")
    import_ledger(file, actor=inge, now=MONDAY)

    assert (file.under_contract, file.added) == (1, 1)
    assert [each.ledger_key for each in session.query(LoosePurchase)] == ["2026-2"]


def test_a_line_that_corrects_another_lowers_the_sum(session, inge):
    file = checked(inge, LINE, LINE.replace("2026-1;", "2026-2;").replace("1.250,50", "-250,50"))
    import_ledger(file, actor=inge, now=MONDAY)

    assert [each.standings[0].total for each in need_standings(TODAY)[0]] == [euros(1000)]


@pytest.mark.parametrize(
    ("data", "pointed_out", "codes"),
    [
        (b"", {}, ["unreadable"]),
        (b"A;B\n1;2", {}, ["column-unknown"] * 5),
        (ledger(), {}, ["no-lines"]),
        (ledger(LINE), {LedgerField.AMOUNT: "Prijs"}, ["column-missing"]),
    ],
)
def test_a_file_without_the_columns_is_refused_with_all_that_is_missing(session, inge, data, pointed_out, codes):
    with pytest.raises(Refusal) as refusal:
        check_ledger(data, filename="x.csv", pointed_out=pointed_out, actor=inge, now=MONDAY)

    assert codes_of(refusal) == codes
    assert session.query(LedgerImport).count() == 0


def test_a_file_that_is_not_used_is_emptied(session, inge):
    file = checked(inge, LINE)

    drop_ledger(file, actor=inge, now=MONDAY)

    assert (file.status, file.lines) == (LedgerStatus.DROPPED, [])
    with pytest.raises(Refusal):
        import_ledger(file, actor=inge, now=MONDAY)


def test_thousands_of_lines_are_taken_in_with_a_bounded_number_of_statements(session, inge, at_most_queries):
    lines = [f"2026-{at};02-11-2026;{at},01;Bureau;Cursus;80580000;" for at in range(1, 3001)]
    file = checked(inge, *lines)

    with at_most_queries(40):
        import_ledger(file, actor=inge, now=MONDAY)

    assert session.query(LoosePurchase).count() == 3000
