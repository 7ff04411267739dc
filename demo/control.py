"""The Werkdeel and the pilots as Haarlem wrote them down; a mandate lent and a finding, both invented."""

from datetime import date, datetime

from contracts.models import FrameworkContract
from demo import money
from demo.telling import Line, Story, at
from invoices.models import Invoice
from invoices.operations.review import state_performance
from invoices.operations.unlawful import record_unlawful_spending, set_lawfulness_limit, set_unlawful_amount
from invoices.unlawful import Cause
from townhall.budgets.kinds import MandateKind
from townhall.budgets.models import Mandate
from townhall.budgets.operations import add_budget, commit_amount, lend_mandate, spend
from townhall.database import db
from townhall.money import euros

#: Kaderstellende nota reïntegratie 2006-2007 (bron 004, tabel 4 en 5): year, income, spending, whether it was planned.
WERKDEEL: tuple[tuple[int, str, dict[str, str], bool], ...] = (
    (2004, "18500000", {
        "Sociale activering": "344000", "Reïntegratie": "1917000", "Gesubsidieerde arbeid": "8620000",
    }, False),
    (2005, "22330000", {
        "Sociale activering": "585000", "Reïntegratie": "2600000", "Gesubsidieerde arbeid": "6800000",
        "Diagnoses": "140000", "Divers": "1175000",
    }, True),
)  # fmt: skip

#: Voortgangsrapportage pilots 2015 (bron 001): whose, the pilot, its budget (none where it names a margin), the line.
PILOTS: tuple[tuple[str, str, str | None, int], ...] = (
    ("Haarlem", "Dagbesteding en beschut werk", None, 129),
    ("Haarlem", "Garantiebanen wachtlijst Wsw", "300000", 241),
    ("Haarlem", "Schoolverlaters", "250000", 308),
    ("Haarlem", "Zittend bestand", "150000", 397),
    ("Haarlem", "Indicering", "5000", 490),
    ("Zandvoort", "Verbeelding Zandvoort", "50000", 441),
)

#: What was stated last week: it waits for the budget holder.
WAITS = "Pasmatch26-2026-11"


def _werkdeel(story: Story, on: datetime) -> None:
    for year, income, spending, planned in WERKDEEL:
        table = f"Kaderstellende nota reïntegratie 2006-2007, tabel {year - 2000}"
        budget = story.do(
            add_budget, story.firms["Haarlem"], year=year, programme="Werkdeel WWB", amount=euros(income),
            decision_reference=table, by="Wim", on=on,
        )  # fmt: skip
        for purpose, amount in spending.items():
            promised = story.do(commit_amount, budget, euros(amount), purpose=f"{purpose} {year}", by="Wim", on=on)
            if not planned:
                story.do(
                    spend, promised, euros(amount), reference="Tabel 4", spent_on=date(year, 12, 31), by="Fatima", on=on
                )


def _pilots(story: Story, on: datetime) -> None:
    for whose, pilot, amount, line in PILOTS:
        story.do(
            add_budget, story.firms[whose], year=2015, programme="Pilots", lot=pilot,
            amount=None if amount is None else euros(amount),
            decision_reference=f"Voortgangsrapportage pilots 2015 (bron 001, regel {line})", by="Wim", on=on,
        )  # fmt: skip


def tell(story: Story) -> Line:
    """Wim enters old budgets and lends his mandate for Christmas, Fatima keeps the register, one invoice waits."""
    yield (on := at("2025-02-10", 15))
    _werkdeel(story, on)
    _pilots(story, on)
    yield (on := at("2026-03-10", 11))
    contract: FrameworkContract = story.places["C1"]
    row = story.do(
        record_unlawful_spending, contract, Cause.CONDITION_NOT_MET, from_on=date(2025, 3, 24),
        until_on=date(2025, 12, 31), ground="Bij twee trajecten ontbrak het getekende plan op de dag van betaling.",
        found_by="Interne controle", found_on=date(2026, 3, 3),
        decision="Contractmanager herstelt de dossiers; geen terugvordering (overleg van 9 maart 2026).",
        by="Fatima", on=on,
    )  # fmt: skip
    why = "Het gaat om de plannen van twee trajecten; de andere betalingen zijn in orde."
    story.do(set_unlawful_amount, row, 2025, euros("2700"), why=why, by="Fatima", on=on)
    for year, expenses in ((2025, "612000000"), (2026, "634000000")):
        story.do(
            set_lawfulness_limit, year, percent=euros("1"), expenses=euros(expenses),
            decision_reference=f"Raadsbesluit controleprotocol {year} (verzonnen bedrag)", by="Fatima", on=on,
        )  # fmt: skip
    yield (on := at("2026-11-16", 16))
    _lent(story, on)
    yield from money.one_invoice(story, "Pasmatch26", "Pasmatch", WAITS, at("2026-11-17", 11))
    yield (on := at("2026-11-20", 10))
    waiting = db.session.query(Invoice).filter_by(number=WAITS).one()
    story.do(state_performance, waiting, statement=money.STATEMENT, by="Coen", on=on)


def _lent(story: Story, on: datetime) -> None:
    wim = story.accounts["Wim"]
    mandate = db.session.query(Mandate).filter_by(account_id=wim.id, kind=MandateKind.APPROVE_INVOICE).one()
    story.do(
        lend_mandate, mandate, story.accounts["Joris"], up_to=euros(50_000), starts_on=date(2026, 12, 21),
        ends_on=date(2027, 1, 3), reason="Vakantie", by="Wim", on=on,
    )  # fmt: skip
