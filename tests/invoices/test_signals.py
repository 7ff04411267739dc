"""What stands out on an invoice that is right by the rules."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from contracts.operations.placements import end_placement
from contracts.placement_kinds import PlacementEnd
from invoices.queries.signals import signal_facts
from invoices.signals import MOST_NAMED, PaidElsewhere, SignalFacts, WorkSeen, signals
from procurement.lots import MilestoneKind
from tests.factories.invoices import earned, invoiceable_contract, submitted_invoice
from tests.factories.tracks import at_nine, supplier_actor
from townhall.money import euros

REFERRED, STARTED = date(2026, 3, 2), date(2026, 4, 1)


def work(**changes: Any) -> WorkSeen:
    facts: dict[str, Any] = {
        "track_number": "T-1", "referred_on": REFERRED, "starts_on": STARTED, "ended_on": None,
        "employer_is_supplier": False, "guaranteed_until": date(2026, 5, 1),
    }  # fmt: skip
    return WorkSeen(**(facts | changes))


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        ({}, []),
        ({"work": [work()]}, []),
        ({"work": [work(starts_on=date(2026, 3, 1))]}, ["before-referral"]),
        ({"work": [work(starts_on=REFERRED)]}, []),
        ({"work": [work(employer_is_supplier=True)]}, ["own-firm"]),
        ({"work": [work(ended_on=date(2026, 4, 30))]}, ["work-ended"]),
        ({"work": [work(ended_on=date(2026, 5, 1))]}, []),
        ({"same_amount_and_day": ["F-1", "F-2"]}, ["same-amount", "same-amount"]),
        ({"same_amount_and_day": ["F-1"], "alike_in_all": 3}, ["same-amount", "same-amount"]),
        ({"withdrawn_with_this_number": True}, ["number-again"]),
        ({"paid_elsewhere": [PaidElsewhere("T-1", "Plaatsing", "T-2", "F-9")]}, ["same-client"]),
        ({"net": euros(4000)}, ["round-amount"]),
        ({"net": euros("4000.01")}, []),
        ({"lines": 31, "lines_of_earlier": [10, 10, 10]}, ["unusual-batch"]),
        ({"lines": 30, "lines_of_earlier": [10, 10, 10]}, []),
        ({"lines": 500, "lines_of_earlier": [1, 1]}, []),
    ],
)
def test_each_signal_has_its_edge(facts: dict[str, Any], codes: list[str]) -> None:
    found = signals(SignalFacts(**({"net": euros(1350), "lines": 1} | facts)))

    assert [each.code for each in found] == codes


@pytest.mark.one_database("sqlite")
def test_who_signs_reads_what_stands_out(session: Any, people: SimpleNamespace, as_person: Any) -> None:
    contract = invoiceable_contract()
    achievement = earned(contract, MilestoneKind.PLACEMENT)
    end_placement(
        achievement.track.placements[0], date(2026, 4, 14), PlacementEnd.PROBATION,
        actor=supplier_actor(contract), now=at_nine(date(2026, 4, 15)),
    )  # fmt: skip
    first = submitted_invoice(contract)
    invoice = submitted_invoice(contract, achievements=[achievement])
    session.flush()

    facts = signal_facts(invoice)
    page = as_person("coen").get(f"/facturen/{invoice.id}/prestatieverklaring").text

    assert facts.same_amount_and_day == [first.number]
    assert [each.ended_on for each in facts.work] == [date(2026, 4, 14)]
    assert "Kijk hier goed naar voor u tekent" in page and "binnen de garantie" in page


def test_of_many_invoices_with_the_same_amount_and_day_only_the_first_are_named(
    session: Any, people: SimpleNamespace
) -> None:
    contract = invoiceable_contract()
    *_, last = [submitted_invoice(contract, achievements=[earned(contract)]) for _ in range(MOST_NAMED + 3)]

    seen = signal_facts(last)

    assert (len(seen.same_amount_and_day), seen.alike_in_all) == (MOST_NAMED, MOST_NAMED + 2)
    assert "Nog 2 facturen hebben hetzelfde bedrag" in signals(seen)[MOST_NAMED].text


def test_the_same_client_under_another_contract_stands_out(session: Any, people: SimpleNamespace) -> None:
    paid = submitted_invoice(invoiceable_contract(), achievements=None)
    participant = paid.lines[0].achievement.track.participant
    contract = invoiceable_contract()
    achievement = earned(contract)
    achievement.track.participant_id = participant.id
    session.flush()

    facts = signal_facts(submitted_invoice(contract, achievements=[achievement]))

    assert [each.other_invoice for each in facts.paid_elsewhere] == [paid.number]
