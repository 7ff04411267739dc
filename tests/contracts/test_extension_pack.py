"""The pack for a decision: what an extension would cost, how the supplier stands, and kept as it was read."""

from decimal import Decimal

from contracts.ceilings import CeilingFacts
from contracts.extension_pack import Sheet, as_data, beside_the_lot, outlook, sheets_in
from contracts.kpis import KpiCode
from contracts.mix import Compared
from contracts.queries.extension_file import extension_file
from tests.conftest import MONDAY
from tests.factories.contracts import RIVAL, budget_for, running_contract, supplier_named
from tests.factories.tracks import verified_achievement
from townhall.money import euros


def test_an_extension_costs_what_the_last_twelve_months_cost_for_as_many_months():
    facts = CeilingFacts(euros("10000"), earned=euros("6000"), open_at_most=euros("1000"))

    assert outlook(euros("1000"), 18, facts).cost == euros("1500")
    assert outlook(euros("100"), 1, facts).cost == euros("8.33")
    assert outlook(euros("1000"), 18, facts).left == euros("1500")
    assert outlook(euros("4000"), 12, facts).left == euros("-1000")
    assert outlook(euros("1000"), 12, CeilingFacts(None)).left is None


def test_more_drop_outs_than_expected_is_no_good_news():
    verdicts = {
        KpiCode.PLACED: Compared.BETTER,
        KpiCode.DROPPED_OUT: Compared.BETTER,
        KpiCode.SUSTAINED: Compared.AS_EXPECTED,
    }

    assert beside_the_lot(verdicts) == {
        KpiCode.PLACED: Compared.BETTER,
        KpiCode.DROPPED_OUT: Compared.WORSE,
        KpiCode.SUSTAINED: Compared.AS_EXPECTED,
    }


def test_what_was_kept_reads_the_same():
    sheets = [Sheet("money", "Uitgaven", ("Jaar", "Verdiend"), (("2026", "€ 1,00"),), "Zonder btw")]

    assert sheets_in({"sheets": as_data(sheets)}) == sheets
    assert sheets_in(None) == sheets_in({"maximum": "1"}) == []


def test_the_file_assembles_every_subject_in_a_known_number_of_queries(session, at_most_queries):
    contract = running_contract()
    running_contract(supplier_id=supplier_named(RIVAL).id)
    budget_for(2028, amount="250000")
    verified_achievement(contract=contract)
    session.flush()
    session.expire_all()

    with at_most_queries(44):
        pack = extension_file(contract, contract.options[0], today=MONDAY.date())

    sheets = {sheet.code: sheet for sheet in pack.sheets}
    assert list(sheets) == [
        *("money", "maximum", "forecast", "results", "experience", "budget", "changes", "market"),
    ]
    assert sheets["money"].rows == (("2026", "€\N{NO-BREAK SPACE}1.350,00", "–"),)
    assert sheets["budget"].rows[0][:2] == ("2028", "€\N{NO-BREAK SPACE}250.000,00")
    assert "1 ander contract" in sheets["results"].note
    assert sheets["experience"].rows[0] == ("Tevredenheid", "nog niet gemeten")
    assert pack.standing.ceiling.earned == Decimal("1350")
