"""Begin, fill, publish, move, withdraw: each verb refuses, changes and records."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from procurement.bands import Market
from procurement.bids import EnvelopeKind
from procurement.lifecycle import TenderStatus
from procurement.lots import Financing, MilestoneFacts, MilestoneKind, TargetGroup
from procurement.models.openings import Opener, TenderKey
from procurement.models.planning import TenderPlanning
from procurement.models.tenders import ClosingMove
from procurement.operations.criteria import add_criterion, remove_criterion
from procurement.operations.exclusion import choose_exclusion_grounds
from procurement.operations.lots import add_lot, change_lot, remove_lot, set_cpv_parts
from procurement.operations.regime import add_thresholds, set_policy_bands, store_regime_advice
from procurement.operations.requirements import (
    add_requirement,
    change_requirement,
    remove_requirement,
)
from procurement.operations.tender_documents import attach_document, detach_document, invite_supplier
from procurement.operations.tenders import (
    award_in_house,
    change_tender,
    create_tender,
    move_closing,
    obstacles_to_moving_closing,
    publish_tender,
    withdraw_tender,
)
from procurement.procedures import CriterionKind, Procedure, RequirementKind
from procurement.queries.award_terms import award_of
from procurement.queries.tender_facts import advice_facts
from procurement.regime_facts import CpvValue
from procurement.tender_content import CriterionContent, LotContent, RequirementContent
from procurement.tender_formulas import PriceFormula
from procurement.thresholds import ThresholdKind
from procurement.timeline import Haste
from tests.conftest import MONDAY
from tests.factories.registrations import registered
from tests.factories.tenders import MILESTONES, published_tender, saved_tender
from townhall.audit.models import AuditEntry
from townhall.mail.models import OutboxMail
from townhall.money import euros
from townhall.refusal import Refusal


@pytest.fixture
def inge(people):
    return people.actor("inge")


def codes(refusal):
    return [obstacle.code for obstacle in refusal.value.obstacles]


def acts(session):
    return list(session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)))


def with_keys(tender, people, session):
    """Three openers whose keys were made; the vault itself is tested elsewhere."""
    for name in ("gert", "hanna", "bram"):
        session.add(Opener(tender_id=tender.id, account_id=getattr(people, name).id, named_at=MONDAY))
    for number, kind in enumerate(EnvelopeKind):
        session.add(
            TenderKey(tender_id=tender.id, kind=kind, public_key=bytes([number]) * 32, made_at=MONDAY)
        )
    session.flush()
    return tender


def lot_content(**what_matters):
    given = {
        "title": "50-plussers",
        "target_group": TargetGroup.OVER_FIFTY,
        "clients_per_year": 50,
        "financing": Financing.NO_CURE_LESS_PAY,
        "milestones": MILESTONES,
    }
    return LotContent(**{**given, **what_matters})


def test_tenders_are_numbered_without_gaps(session, inge):
    first = create_tender(title="Een", procedure=Procedure.SAS, actor=inge, now=MONDAY)
    second = create_tender(title="Twee", procedure=Procedure.SAS, actor=inge, now=MONDAY)

    assert (first.reference, second.reference) == ("2026-001", "2026-002")
    assert acts(session) == ["tender.created", "tender.created"]


def test_a_complete_tender_is_published_with_one_audit_entry(session, inge, people):
    tender = with_keys(saved_tender(lots=6), people, session)

    publish_tender(tender, actor=inge, now=MONDAY)

    assert tender.status == TenderStatus.PUBLISHED
    assert tender.published_at == MONDAY
    assert acts(session) == ["tender.published"]


def test_a_refused_publication_names_everything_at_once_and_changes_nothing(session, inge):
    tender = create_tender(title="Leeg", procedure=Procedure.SAS, actor=inge, now=MONDAY)

    with pytest.raises(Refusal) as refusal:
        publish_tender(tender, actor=inge, now=MONDAY)

    assert set(codes(refusal)) == {
        "no-lots", "no-cpv", "advice-missing", "no-formula", "no-requirements", "date-missing",
        "duration-missing", "too-few-openers", "notice-field-missing",
    }  # fmt: skip
    assert tender.status == TenderStatus.DRAFT
    assert acts(session) == ["tender.created"]


def test_a_term_that_changes_recomputes_every_lot_and_makes_the_advice_stale(session, inge, people):
    tender = with_keys(saved_tender(), people, session)
    before = tender.lots[0].expected_value

    change_tender(tender, {"extension_count": 0}, actor=inge, now=MONDAY)

    assert tender.lots[0].expected_value * 2 == before
    with pytest.raises(Refusal) as refusal:
        publish_tender(tender, actor=inge, now=MONDAY)
    assert "advice-stale" in codes(refusal)


def test_nothing_changed_is_nothing_recorded(session, inge):
    tender = saved_tender()

    change_tender(tender, {"title": tender.title}, actor=inge, now=MONDAY)

    assert acts(session) == []


@pytest.mark.parametrize(
    ("haste", "closes_on", "expected"),
    [
        (Haste.NORMAL, 12, ["closing-too-soon", "answers-too-late"]),
        (Haste.URGENT, 12, []),
        (Haste.URGENT, 7, ["closing-too-soon"]),
    ],
)
def test_a_closing_that_is_typed_too_soon_is_refused_at_once(session, inge, haste, closes_on, expected):
    answers_by = date(2026, 12, 3)
    tender = saved_tender(procedure=Procedure.EU_OPEN, questions_until=None, answers_by=answers_by)
    session.add(TenderPlanning(tender_id=tender.id, number=1, haste=haste, content={}, made_at=MONDAY))
    session.flush()
    before, closes_at = tender.closes_at, MONDAY.replace(month=12, day=closes_on)
    if not expected:
        change_tender(tender, {"closes_at": closes_at}, actor=inge, now=MONDAY)
        assert tender.closes_at == closes_at
        return

    with pytest.raises(Refusal) as refusal:
        change_tender(tender, {"closes_at": closes_at, "title": "Anders"}, actor=inge, now=MONDAY)

    assert codes(refusal) == expected
    assert (tender.closes_at, tender.title) == (before, "Re-integratiediensten 2027")


def test_dates_that_nobody_touches_do_not_stand_in_the_way_of_other_changes(session, inge):
    tender = saved_tender(closes_at=MONDAY + timedelta(days=3), answers_by=None, questions_until=None)

    change_tender(tender, {"title": "Anders"}, actor=inge, now=MONDAY)

    assert tender.title == "Anders"


def test_chosen_grounds_are_kept_in_the_order_of_the_law_and_recorded(session, inge):
    tender = saved_tender()

    choose_exclusion_grounds(tender, ["bankruptcy", "crimes"], actor=inge, now=MONDAY)

    assert tender.exclusion_codes == ["crimes", "bankruptcy"]
    assert acts(session) == ["tender.grounds_chosen"]


def test_the_full_regime_refuses_a_choice_without_the_mandatory_grounds(session, inge):
    tender = saved_tender(procedure=Procedure.EU_OPEN)

    with pytest.raises(Refusal) as refusal:
        choose_exclusion_grounds(tender, ["bankruptcy"], actor=inge, now=MONDAY)

    assert codes(refusal) == ["mandatory-ground-missing", "mandatory-ground-missing"]
    assert (tender.exclusion_codes, acts(session)) == (None, [])


def test_an_advice_is_kept_and_is_current_until_a_fact_changes(session, inge):
    tender = saved_tender(with_advice=False)
    assert not advice_facts(tender).is_kept

    store_regime_advice(tender, actor=inge, now=MONDAY)

    assert advice_facts(tender).is_current
    change_tender(tender, {"notice_on": date(2026, 11, 30)}, actor=inge, now=MONDAY)
    assert not advice_facts(tender).is_current


def test_an_advice_needs_its_facts(session, inge):
    tender = create_tender(title="Leeg", procedure=Procedure.SAS, actor=inge, now=MONDAY)

    with pytest.raises(Refusal) as refusal:
        store_regime_advice(tender, actor=inge, now=MONDAY)

    assert codes(refusal) == ["facts-missing"]


def test_after_publication_every_change_of_content_is_refused(session, inge, people):
    tender = published_tender()
    lot, requirement, criterion = tender.lots[0], tender.requirements[0], tender.criteria[0]
    attempts = [
        lambda: change_tender(tender, {"title": "Anders"}, actor=inge, now=MONDAY),
        lambda: set_cpv_parts(tender, [], actor=inge, now=MONDAY),
        lambda: choose_exclusion_grounds(tender, [], actor=inge, now=MONDAY),
        lambda: add_lot(tender, lot_content(), actor=inge, now=MONDAY),
        lambda: change_lot(lot, lot_content(), actor=inge, now=MONDAY),
        lambda: remove_lot(lot, actor=inge, now=MONDAY),
        lambda: add_requirement(tender, RequirementContent("Nieuw"), actor=inge, now=MONDAY),
        lambda: change_requirement(requirement, RequirementContent("Anders"), actor=inge, now=MONDAY),
        lambda: remove_requirement(requirement, actor=inge, now=MONDAY),
        lambda: remove_criterion(criterion, actor=inge, now=MONDAY),
        lambda: store_regime_advice(tender, actor=inge, now=MONDAY),
    ]

    for attempt in attempts:
        with pytest.raises(Refusal) as refusal:
            attempt()
        assert "frozen-after-publication" in codes(refusal)
    assert acts(session) == []


def test_a_lot_gets_its_expected_value_from_volume_fees_and_attainment(session, inge):
    tender = saved_tender(lots=0)

    lot = add_lot(tender, lot_content(), actor=inge, now=MONDAY)

    # 50 people × 4 years × (1.000 + 60 % of 2.500 + 40 % of 1.500)
    assert lot.expected_value == euros(620000)
    assert lot.number == 1
    assert [milestone.sequence for milestone in lot.milestones] == [1, 2, 3]


def test_a_lot_can_be_changed_and_taken_out_of_a_draft(session, inge):
    tender = saved_tender(lots=2)
    lot = tender.lots[1]

    change_lot(lot, lot_content(milestones=MILESTONES[:1]), actor=inge, now=MONDAY)
    assert len(lot.milestones) == 1
    remove_lot(lot, actor=inge, now=MONDAY)

    assert [each.number for each in tender.lots] == [1]
    assert acts(session) == ["lot.changed", "lot.removed"]


def test_a_lot_with_a_requirement_of_its_own_stays(session, inge):
    tender = saved_tender()
    add_requirement(tender, RequirementContent("Alleen hier", lot_number=1), actor=inge, now=MONDAY)

    with pytest.raises(Refusal) as refusal:
        remove_lot(tender.lots[0], actor=inge, now=MONDAY)

    assert codes(refusal) == ["lot-has-requirements"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ({"clients_per_year": 0}, "no-volume"),
        ({"maximum_value": euros(0)}, "maximum-not-positive"),
        ({"financing": Financing.NO_CURE_NO_PAY}, "pay-without-cure"),
        (
            {
                "milestones": (
                    MilestoneFacts(MilestoneKind.BONUS, "Bonus", Decimal(5), Decimal(10), euros(5)),
                )
            },
            "bonus-has-share",
        ),
        (
            {
                "milestones": (
                    MilestoneFacts(MilestoneKind.START, "Start", Decimal(101), Decimal(101), euros(0)),
                )
            },
            "share-out-of-range",
        ),
    ],
)
def test_a_lot_that_cannot_be_is_refused(session, inge, content, code):
    tender = saved_tender(lots=0)

    with pytest.raises(Refusal) as refusal:
        add_lot(tender, lot_content(**content), actor=inge, now=MONDAY)

    assert code in codes(refusal)
    assert tender.lots == []


def test_codes_must_exist_and_one_is_the_main_code(session, inge):
    tender = saved_tender()
    parts = [CpvValue("79611000", euros(1)), CpvValue("11111111", euros(1)), CpvValue("79611000", euros(2))]

    with pytest.raises(Refusal) as refusal:
        set_cpv_parts(tender, parts, actor=inge, now=MONDAY)

    assert codes(refusal) == ["cpv-unknown", "cpv-twice", "no-main-cpv"]


def test_codes_are_replaced_as_a_whole(session, inge):
    tender = saved_tender()

    set_cpv_parts(
        tender,
        [CpvValue("79611000", euros(100), is_main=True), CpvValue("80500000", euros(50))],
        actor=inge,
        now=MONDAY,
    )

    assert [part.code for part in tender.cpv_parts] == ["79611000", "80500000"]


def test_requirements_of_a_draft_close_up_but_keep_their_keys(session, inge):
    tender = saved_tender()
    third = add_requirement(tender, RequirementContent("Derde"), actor=inge, now=MONDAY)
    keys = [each.key for each in tender.requirements]
    remove_requirement(tender.requirements[0], actor=inge, now=MONDAY)

    assert [(each.code, each.key) for each in tender.requirements] == [("1.1", keys[1]), ("1.2", keys[2])]
    assert third.code == "1.2"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (RequirementContent(" "), "text-missing"),
        (RequirementContent("x", lot_number=9), "lot-unknown"),
        (RequirementContent("x", RequirementKind.WISH, criterion_code="Q9"), "criterion-unknown"),
        (RequirementContent("x", RequirementKind.KNOCK_OUT, criterion_code="K1"), "knock-out-with-criterion"),
    ],
)
def test_a_requirement_that_cannot_be_is_refused(session, inge, content, code):
    with pytest.raises(Refusal) as refusal:
        add_requirement(saved_tender(), content, actor=inge, now=MONDAY)

    assert codes(refusal) == [code]


def test_a_criterion_needs_its_own_code_and_a_weight(session, inge):
    again = CriterionContent("K1", "Nog eens", CriterionKind.QUALITY, Decimal(0))

    with pytest.raises(Refusal) as refusal:
        add_criterion(saved_tender(), again, actor=inge, now=MONDAY)

    assert codes(refusal) == ["code-in-use", "weight-out-of-range"]


def test_a_criterion_with_wishes_stays(session, inge):
    with pytest.raises(Refusal) as refusal:
        remove_criterion(saved_tender().criteria[0], actor=inge, now=MONDAY)

    assert codes(refusal) == ["criterion-has-wishes"]


def test_an_in_house_award_needs_its_reason_and_no_bids(session, inge):
    tender = saved_tender(procedure=Procedure.IN_HOUSE)
    with pytest.raises(Refusal) as refusal:
        award_in_house(tender, actor=inge, now=MONDAY)
    assert codes(refusal) == ["in-house-unexplained"]

    change_tender(tender, {"procedure_reason": "Werkpas BV, art. 2.24b AW."}, actor=inge, now=MONDAY)
    award_in_house(tender, actor=inge, now=MONDAY)

    assert tender.status == TenderStatus.AWARDED


def test_an_in_house_award_cannot_be_published(session, inge):
    with pytest.raises(Refusal) as refusal:
        publish_tender(saved_tender(procedure=Procedure.IN_HOUSE), actor=inge, now=MONDAY)

    assert codes(refusal) == ["in-house-is-not-published"]


def test_a_private_tender_needs_its_invitations_and_mails_them(session, inge, people):
    small = {"procedure": Procedure.SINGLE_PRIVATE, "duration_months": 1, "extension_count": 0}
    tender = with_keys(saved_tender(**small), people, session)
    with pytest.raises(Refusal) as refusal:
        publish_tender(tender, actor=inge, now=MONDAY)
    assert codes(refusal) == ["invitations"]

    invite_supplier(tender, people.sanne.organisation, actor=inge, now=MONDAY)
    publish_tender(tender, actor=inge, now=MONDAY)

    assert list(session.scalars(select(OutboxMail.to))) == [people.sanne.organisation.email]
    with pytest.raises(Refusal):
        invite_supplier(tender, people.rik.organisation, actor=inge, now=MONDAY)


def test_one_offer_is_ranked_without_a_formula_of_its_own(session, inge, people):
    small = {"procedure": Procedure.SINGLE_PRIVATE, "duration_months": 1, "extension_count": 0, "price_formula": None}
    tender = with_keys(saved_tender(**small), people, session)
    invite_supplier(tender, people.sanne.organisation, actor=inge, now=MONDAY)

    publish_tender(tender, actor=inge, now=MONDAY)

    assert award_of(tender).formula is PriceFormula.LOWEST_PRICE
    assert "één aanbieder" in tender.award_basis_reason


def test_a_public_tender_invites_nobody(session, inge, people):
    with pytest.raises(Refusal) as refusal:
        invite_supplier(saved_tender(), people.sanne.organisation, actor=inge, now=MONDAY)

    assert codes(refusal) == ["procedure-is-public"]


def test_the_closing_only_moves_forward_with_a_reason_and_everybody_hears(session, inge, people):
    tender = published_tender()
    registered(tender, people.sanne.organisation)
    later = tender.closes_at + timedelta(days=7)
    with pytest.raises(Refusal) as refusal:
        move_closing(tender, tender.closes_at, reason="", actor=inge, now=MONDAY)
    assert codes(refusal) == ["closing-not-later", "reason-missing"]

    move_closing(tender, later, reason="Een stuk ontbrak.", actor=inge, now=MONDAY)

    assert tender.closes_at == later
    assert session.scalar(select(func.count(ClosingMove.id))) == 1
    mail = session.scalar(select(OutboxMail))
    assert "Een stuk ontbrak." in mail.body
    assert acts(session) == ["tender.closing_moved"]


def test_a_closing_that_has_passed_is_not_moved(session, inge):
    tender = published_tender()

    with pytest.raises(Refusal) as refusal:
        move_closing(
            tender,
            tender.closes_at + timedelta(days=7),
            reason="Storing",
            actor=inge,
            now=tender.closes_at + timedelta(seconds=1),
        )

    assert codes(refusal) == ["already-closed"]


@pytest.mark.parametrize(("haste", "expected"), [(Haste.URGENT, []), (Haste.NORMAL, ["answers-too-late"])])
def test_four_days_after_the_answers_are_enough_when_the_short_terms_were_planned(session, haste, expected):
    tender = published_tender(procedure=Procedure.EU_OPEN)
    session.add(TenderPlanning(tender_id=tender.id, number=1, haste=haste, content={}, made_at=MONDAY))
    session.flush()
    later = tender.closes_at + timedelta(days=7)

    found = obstacles_to_moving_closing(
        tender, later, reason="Een stuk ontbrak.", answers_by=later.date() - timedelta(days=4), now=MONDAY
    )

    assert [each.code for each in found] == expected


def test_a_withdrawal_tells_why(session, inge):
    tender = published_tender()
    with pytest.raises(Refusal) as refusal:
        withdraw_tender(tender, reason=" ", actor=inge, now=MONDAY)
    assert codes(refusal) == ["reason-missing"]

    withdraw_tender(tender, reason="Het budget verviel.", actor=inge, now=MONDAY)

    assert tender.status == TenderStatus.WITHDRAWN
    assert tender.ended_reason == "Het budget verviel."


def test_documents_come_and_go_in_a_draft_and_only_come_until_the_closing(session, inge):
    tender = saved_tender()
    attached = attach_document(tender, b"%PDF-1.7\n%%EOF\n", filename="leidraad.pdf", actor=inge, now=MONDAY)
    detach_document(attached, actor=inge, now=MONDAY)
    assert tender.documents == []

    open_tender = published_tender()
    attach_document(open_tender, b"%PDF-1.7\n%%EOF\n", filename="extra.pdf", actor=inge, now=MONDAY)
    with pytest.raises(Refusal) as refusal:
        attach_document(
            open_tender,
            b"%PDF-1.7\n%%EOF\n",
            filename="te-laat.pdf",
            actor=inge,
            now=open_tender.closes_at + timedelta(minutes=1),
        )
    assert codes(refusal) == ["closed-for-documents"]


def test_a_new_policy_changes_the_advice_from_its_first_day(session, inge, people):
    tender = saved_tender(duration_months=1, extension_count=0)
    assert advice_facts(tender).now.advised == Procedure.SINGLE_PRIVATE
    ali = people.actor("ali")

    set_policy_bands(
        Market.SAS,
        multiple_from=euros(20000),
        open_from=None,
        in_force_from=date(2026, 11, 1),
        source="Inkoopbeleid 2026",
        actor=ali,
        now=MONDAY,
    )

    assert advice_facts(tender).now.advised == Procedure.MULTIPLE_PRIVATE
    assert not advice_facts(tender).is_current


def test_coming_threshold_amounts_are_added_once(session, people):
    ali = people.actor("ali")
    amounts = {ThresholdKind.SERVICES_SUBCENTRAL: euros(220000), ThresholdKind.SAS: euros(750000)}
    add_thresholds(2028, amounts, source="Publicatieblad", actor=ali, now=MONDAY)
    tender = saved_tender(notice_on=date(2028, 2, 1))
    assert advice_facts(tender).now.threshold.amount == euros(750000)

    for year, code in ((2028, "thresholds-exist"), (2026, "thresholds-exist"), (2031, "odd-year")):
        with pytest.raises(Refusal) as refusal:
            add_thresholds(year, amounts, source="x", actor=ali, now=MONDAY)
        assert codes(refusal) == [code]
