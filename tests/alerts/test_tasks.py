"""The work list knows whose turn it is on the way from opened bids to a final award."""

from datetime import timedelta

from alerts.tasks import tasks_of
from procurement.operations.assessment import appoint_committee
from procurement.operations.awards import check_proofs
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
