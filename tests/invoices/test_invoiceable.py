"""How milestones stand towards an invoice: now, not yet, blocked, too late."""

from datetime import date
from typing import Any

import pytest
from icalendar import Calendar

from contracts.milestones import AchievementStatus
from invoices.invoiceable import Standing, of_achievement
from invoices.queries.invoiceable import invoiceable_steps
from procurement.lots import MilestoneKind
from tests.factories.invoices import earned, invoiceable_contract, submitted_invoice
from tests.factories.tracks import placed_track, reported_achievement, running_track, verified_achievement
from tests.invoices.test_claims import achievement

TODAY = date(2026, 5, 4)


@pytest.mark.parametrize(
    ("changes", "question", "standing"),
    [
        ({"claim_by": TODAY}, None, Standing.NOW),
        ({"claim_by": date(2026, 5, 3)}, None, Standing.TOO_LATE),
        ({"claimed_on_invoice": "F-7", "claim_by": date(2026, 5, 3)}, None, Standing.INVOICED),
        ({"verification": AchievementStatus.REPORTED}, None, Standing.BLOCKED),
        ({"verification": AchievementStatus.REPORTED}, "Waar is de loonstrook?", Standing.BLOCKED),
    ],
)
def test_what_was_reported_stands_by_its_check_its_claim_and_its_window(
    changes: dict[str, Any], question: str | None, standing: Standing
) -> None:
    found = of_achievement(achievement(**changes), supplier_id=100, today=TODAY, open_question=question)

    assert found.standing is standing
    assert question is None or question in found.why


def test_what_only_needs_time_has_a_day_and_what_needs_more_says_what(session: Any) -> None:
    contract = invoiceable_contract()
    placed = placed_track(contract)
    verified_achievement(placed, MilestoneKind.PLACEMENT)
    bare = running_track(contract)

    found = {(step.track_number, step.code): step for step in invoiceable_steps(contract.supplier_id, today=TODAY)}

    assert found[placed.number, "M2"].standing is Standing.NOW
    waiting = found[placed.number, "M3"]
    assert (waiting.standing, waiting.from_on) == (Standing.NOT_YET, date(2026, 10, 1))
    assert "Bewijs: Plan, getekend" in found[bare.number, "M1"].why
    assert found[bare.number, "M2"].standing is Standing.BLOCKED
    assert "plaatsing" in found[bare.number, "M2"].why


def test_the_list_takes_the_same_number_of_queries_however_long_it_is(session: Any, at_most_queries: Any) -> None:
    contract = invoiceable_contract()
    for _ in range(3):
        earned(contract)
        reported_achievement(running_track(contract), MilestoneKind.PLAN)
    session.expire_all()

    with at_most_queries(10):
        found = invoiceable_steps(contract.supplier_id, today=TODAY)

    assert sum(1 for step in found if step.standing is Standing.NOW) == 3


def test_a_supplier_filters_takes_along_and_puts_the_days_in_an_agenda(session: Any, as_person: Any) -> None:
    contract = invoiceable_contract()
    contract.milestones[0].claim_within_days = 300
    invoice = submitted_invoice(contract)
    open_one = earned(contract)
    session.flush()
    sanne, address = as_person("sanne"), "/portaal/facturen/mijlpalen/"

    everything = sanne.get(address).text
    invoiced = sanne.get(address + "?stand=invoiced&bestand=csv").text
    days = Calendar.from_ical(sanne.get(address + "agenda.ics").data).walk("VEVENT")

    assert open_one.track.number in everything and "€\xa01.350,00" in everything
    assert f"Staat op factuur {invoice.number}" not in everything
    assert f"Staat op factuur {invoice.number}" in invoiced
    assert any(str(day["summary"]).startswith("Uiterste dag om te factureren") for day in days)
