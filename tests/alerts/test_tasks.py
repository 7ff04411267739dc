"""The work list knows whose turn it is on the way from opened bids to a final award."""

from datetime import date, timedelta

from alerts.tasks import tasks_of
from procurement.operations.assessment import appoint_committee, declare_no_conflict
from procurement.operations.award_reports import draft_award_report
from procurement.operations.awards import check_proofs, not_award
from procurement.operations.bids import submit_bid
from procurement.operations.drafts import save_draft
from procurement.operations.openers import make_opener_key, name_openers
from procurement.queries.assessment import member_of
from procurement.queries.awards import lot_awards_of
from tests.factories.assessment import (
    ASSESSORS,
    CHECKED_AT,
    DECIDED_AT,
    LOCKED_AT,
    admit_all,
    after_standstill,
    assessable_tender,
    assessment_begun,
    drafted_report,
    quality_locked,
    ranked_tender,
    score_all,
    told_tender,
)
from tests.factories.bids import (
    CLOSES_AT,
    NOW,
    OPENERS,
    account_of,
    content_for,
    open_for_bids,
    passphrase_of,
    supplier_of,
    tender_for_bids,
)


def labels(people, name, now):
    """What the work list of this person says."""
    return [task.label for task in tasks_of(people.actor(name), now)]


def test_an_assessor_is_asked_for_a_declaration_as_soon_as_he_is_appointed(session, people):
    tender = assessable_tender()
    admit_all(tender)
    appoint_committee(tender, [people.anouk, people.bram], actor=people.actor("inge"), now=CHECKED_AT)
    assert labels(people, "anouk", CHECKED_AT) == ["aanbesteding wacht op uw verklaring over belangen"]
    assert labels(people, "gert", CHECKED_AT) == []


def test_an_assessor_who_declared_is_asked_for_scores_and_after_all_are_in_for_consensus(session, people):
    tender = assessment_begun()
    assert labels(people, "anouk", LOCKED_AT) == ["aanbesteding wacht op uw scores"]

    for name in ASSESSORS:
        score_all(tender, name)

    assert labels(people, "anouk", LOCKED_AT) == ["aanbesteding wacht op consensus"]


def test_the_buyer_sees_that_prices_and_ranking_are_next(session, people):
    quality_locked(assessment_begun())

    assert labels(people, "inge", LOCKED_AT) == ["aanbesteding wacht op de prijzen en de rangorde"]


def test_an_opener_is_asked_for_a_key_before_the_day_of_publication_until_he_made_one(session, people):
    tender = tender_for_bids()
    tender.notice_on = date(2026, 12, 1)
    assert labels(people, "gert", NOW) == []

    name_openers(tender, [account_of(name) for name in OPENERS], actor=people.actor("inge"), now=NOW)
    task = next(each for each in tasks_of(people.actor("gert"), NOW))

    assert task.label == "aanbesteding wacht op uw sleutel: maak hem, vóór de publicatie op 1 december 2026"
    assert task.url == "/mijn-sleutel"

    make_opener_key(people.gert, passphrase_of("Gert"), actor=people.actor("gert"), now=NOW)
    assert labels(people, "gert", NOW) == []


def test_a_tender_without_a_planned_day_asks_for_a_key_without_naming_one(session, people):
    tender = tender_for_bids()
    name_openers(tender, [account_of(name) for name in OPENERS], actor=people.actor("inge"), now=NOW)

    assert labels(people, "gert", NOW) == ["aanbesteding wacht op uw sleutel: maak hem"]


def test_an_assessor_who_declared_reads_that_he_waits_for_the_buyer(session, people):
    tender = assessable_tender()
    admit_all(tender)
    appoint_committee(tender, [people.anouk, people.bram], actor=people.actor("inge"), now=CHECKED_AT)

    declare_no_conflict(member_of(tender, people.anouk.id), actor=people.actor("anouk"), now=CHECKED_AT)

    waits = "aanbesteding wacht tot de inkoper de beoordeling start; u hoeft nu niets te doen"
    assert labels(people, "anouk", CHECKED_AT) == [waits]


def test_a_task_about_one_record_leads_to_its_page_and_about_more_to_the_list(session, people):
    tender = assessment_begun()
    assert tasks_of(people.actor("anouk"), LOCKED_AT)[0].url == f"/aanbestedingen/{tender.reference}/beoordeling"

    assessment_begun()

    assert tasks_of(people.actor("anouk"), LOCKED_AT)[0].url == "/aanbestedingen/mijn-beoordelingen"


def test_several_things_about_one_record_lead_to_its_page(session, people):
    tender = told_tender(lots=2)
    over = after_standstill(tender)
    for award in lot_awards_of(tender):
        check_proofs(award, "KvK-uittreksel en verklaring gezien.", actor=people.actor("inge"), now=over)

    task = tasks_of(people.actor("wim"), over)[0]

    assert (task.count, task.url) == (2, f"/aanbestedingen/{tender.reference}/gunning")


def test_the_buyer_completes_a_draft_and_then_asks_to_have_it_adopted(session, people):
    tender = ranked_tender()
    assert labels(people, "inge", DECIDED_AT) == ["rangorde is klaar: maak het gunningsverslag"]

    draft_award_report(tender, {}, actor=people.actor("inge"), now=DECIDED_AT)
    assert labels(people, "inge", DECIDED_AT) == ["gunningsverslag is nog niet af: vul aan wat leeg is"]
    assert labels(people, "wim", DECIDED_AT) == []

    drafted_report(tender)
    assert labels(people, "inge", DECIDED_AT) == ["gunningsverslag is klaar: laat het vaststellen"]
    assert [task.url for task in tasks_of(people.actor("wim"), DECIDED_AT)] == [
        f"/aanbestedingen/{tender.reference}/verslag/1"
    ]


def test_the_buyer_is_led_from_no_bids_to_declining_and_to_the_report(session, people):
    tender = open_for_bids()
    closed = CLOSES_AT + timedelta(hours=1)
    assert labels(people, "inge", CLOSES_AT) == []
    assert labels(people, "inge", closed) == ["aanbesteding sloot zonder inschrijving: besluit om niet te gunnen"]

    why = "Er is geen enkele inschrijving binnengekomen."
    not_award(tender, tender.lots[0], why, actor=people.actor("inge"), now=closed)

    assert labels(people, "inge", closed) == ["aanbesteding wordt niet gegund: maak het gunningsverslag"]


def test_the_decider_sees_a_drafted_report_but_not_a_ranking_alone(session, people):
    tender = ranked_tender()
    assert labels(people, "wim", DECIDED_AT) == []

    drafted_report(tender)

    assert labels(people, "wim", DECIDED_AT) == ["gunningsverslag kan worden vastgesteld"]


def test_a_lot_may_become_final_once_standstill_is_over_and_proofs_were_seen(session, people):
    tender = told_tender()
    award = lot_awards_of(tender)[0]
    over = after_standstill(tender)
    assert labels(people, "wim", over) == []

    check_proofs(award, "KvK-uittreksel en verklaring gezien.", actor=people.actor("inge"), now=over)

    assert labels(people, "wim", over) == ["perceel kan definitief worden gegund"]
    assert labels(people, "wim", over - timedelta(days=5)) == []


def test_a_bid_that_ran_over_waits_for_the_buyer_and_for_the_openers_of_its_tender(session, people):
    tender = open_for_bids()
    lot, sanne, supplier = tender.lots[0], people.actor("sanne"), supplier_of("Sanne")
    save_draft(tender, lot, supplier, content_for(lot), actor=sanne, now=NOW)
    submit_bid(tender, lot, supplier, actor=sanne, now=CLOSES_AT + timedelta(seconds=9), begun_at=CLOSES_AT)

    said = {
        name: [label for label in labels(people, name, CLOSES_AT + timedelta(hours=1)) if "over de sluiting" in label]
        for name in ("inge", "gert", "bram", "anouk", "sanne", "ria")
    }

    assert {name: len(found) for name, found in said.items()} == {
        "inge": 1, "gert": 1, "bram": 1, "anouk": 0, "sanne": 0, "ria": 0,
    }  # fmt: skip
