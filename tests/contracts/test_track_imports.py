"""Files from the client system: read line by line, taken in as a whole or not at all."""

import csv
import hashlib
import io
import time
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.import_kinds import ImportKind, ImportStatus
from contracts.lifecycle import ContractBasis
from contracts.models import BenefitFinding, Participant, Track, TrackImport
from contracts.operations.case_managers import withdraw_from_contract
from contracts.operations.track_imports import offer_import
from contracts.track_imports import (
    ContractRoom,
    KeptReferral,
    KnownToReferrals,
    ReferralLine,
    check_referrals,
    read_benefits,
    read_referrals,
)
from procurement.lots import TargetGroup
from tests.conftest import MONDAY
from tests.factories.budgets import saved_budget
from tests.factories.contracts import final_award, running_contract
from tests.factories.tracks import referred_track
from townhall.audit.models import AuditEntry
from townhall.budgets.models import Commitment
from townhall.database import db, transaction
from townhall.jobs.operations import run_due_jobs
from townhall.mail.models import OutboxMail
from townhall.refusal import Refusal

HEADINGS = ("Aanmeldnummer", "Contract", "Aangemeld op", "Kenmerk", "Trede", "Gemeente", "Toelichting")
TODAY = MONDAY.date()


def hash_of(person: object) -> str:
    """What a client system makes of somebody."""
    return hashlib.sha256(str(person).encode()).hexdigest()


def referral(**what_matters) -> ReferralLine:
    facts = {"line": 2, "key": "A-1", "contract_number": "C-1", "referred_on": date(2026, 11, 2)}
    return ReferralLine(**(facts | what_matters))


def known(**what_matters) -> KnownToReferrals:
    room = ContractRoom(
        contract_id=1, starts_on=date(2026, 1, 1), ends_on=date(2027, 12, 31), live=0, places=None, room=None
    )
    facts = {
        "contracts": {"C-1": room}, "kept": {}, "visible": {"C-1", "C-2"}, "live": frozenset(), "partners": {},
        "highest_fee": lambda _contract, _day: Decimal(1000),
    }  # fmt: skip
    return KnownToReferrals(**(facts | what_matters))


@pytest.mark.parametrize(
    ("cells", "columns"),
    [
        (("A-1", "C-1", "02-11-2026", hash_of(1), "4", "", "Keuze van de deelnemer"), []),
        (("", "C-1", "02-11-2026", None, None, None, None), ["Aanmeldnummer"]),
        (("A-1", "C-1", "31-02-2026", "", "", "", ""), ["Aangemeld op"]),
        (("A-1", "C-1", date(2026, 11, 2), "Jan de Vries", "", "", ""), ["Kenmerk"]),
        (("A-1", "C-1", "02-11-2026", "", "7", "", ""), ["Trede"]),
        (("A-1", "C-1", "02-11-2026", "", "", "", "Bel 111222333"), ["Toelichting"]),
        (("111222333", "C-1", "02-11-2026", "", "", "", ""), ["Aanmeldnummer"]),
    ],
)
def test_a_line_is_read_or_says_which_cell_is_wrong(cells, columns):
    lines, mistakes = read_referrals([(2, cells)], HEADINGS)

    assert [mistake.column for mistake in mistakes] == columns
    assert len(lines) == (not columns)
    assert not any("111222333" in mistake.value or "Jan" in mistake.value for mistake in mistakes)


def test_the_same_number_twice_in_a_file_is_wrong_once():
    row = ("A-1", "C-1", "02-11-2026", "", "", "", "")

    _, mistakes = read_referrals([(2, row), (3, row)], HEADINGS)

    assert [(mistake.line, mistake.column) for mistake in mistakes] == [(3, "Aanmeldnummer")]


def test_an_effect_that_the_house_does_not_know_is_wrong():
    rows = [(2, ("T-2026-0001", "01-11-2026", "Gestopt")), (3, ("T-2026-0002", "01-11-2026", "misschien"))]

    lines, mistakes = read_benefits(rows, ("Traject", "Per", "Uitkering"))

    assert [line.track for line in lines] == ["T-2026-0001"]
    assert [(mistake.line, mistake.column) for mistake in mistakes] == [(3, "Uitkering")]


@pytest.mark.parametrize(
    ("line", "world", "columns"),
    [
        ({}, {}, []),
        ({"contract_number": "C-9"}, {}, ["Contract"]),
        ({"referred_on": date(2025, 12, 31)}, {}, ["Aangemeld op"]),
        ({"referred_on": TODAY + timedelta(days=1)}, {}, ["Aangemeld op"]),
        ({"municipality": "Zandvoort"}, {}, ["Gemeente"]),
        ({"municipality": "Zandvoort"}, {"partners": {("C-1", "zandvoort"): None}}, []),
        ({"municipality": "Zandvoort"}, {"partners": {("C-1", "zandvoort"): date(2026, 11, 1)}}, ["Gemeente"]),
        ({"municipality": "Zandvoort"}, {"partners": {("C-2", "zandvoort"): None}}, ["Gemeente"]),
        ({"client_key": "x"}, {"live": frozenset({("x", "C-1")})}, ["Kenmerk"]),
        ({}, {"kept": {"A-1": KeptReferral("C-1", date(2026, 11, 2), "")}}, []),
        ({}, {"kept": {"A-1": KeptReferral("C-2", date(2026, 11, 2), "")}}, ["Aanmeldnummer"]),
        ({"contract_number": "C-9", "client_key": "x"}, {"live": frozenset({("x", "C-9")})}, ["Contract"]),
    ],
)
def test_a_line_is_checked_against_what_is_here(line, world, columns):
    _, mistakes = check_referrals([referral(**line)], known(**world), today=TODAY)

    assert [mistake.column for mistake in mistakes] == columns


def test_a_number_that_is_used_in_a_lot_one_does_not_work_on_tells_nothing_of_it():
    kept = {"A-1": KeptReferral("C-9", date(2026, 11, 2), "")}

    _, mistakes = check_referrals([referral(contract_number="C-9")], known(kept=kept), today=TODAY)

    assert [mistake.problem for mistake in mistakes] == ["Dit aanmeldnummer is al in gebruik. Controleer het."]


@given(places=st.integers(1, 6), live=st.integers(0, 6), room=st.integers(0, 8), lines=st.integers(1, 8))
def test_no_more_people_fit_than_there_are_places_and_money_for(places, live, room, lines):
    contract = ContractRoom(1, date(2026, 1, 1), date(2027, 12, 31), live, places, Decimal(room * 1000))
    offered = [referral(line=number, key=f"A-{number}") for number in range(lines)]

    _, mistakes = check_referrals(offered, known(contracts={"C-1": contract}), today=TODAY)

    fit = max(min(lines, places - live, room), 0)
    assert {mistake.line for mistake in mistakes} == set(range(fit, lines))


# --- with a database -----------------------------------------------------------------------------------


def as_file(rows, headings=HEADINGS) -> bytes:
    """A CSV file as a client system writes it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(headings)
    writer.writerows(rows)
    return text.getvalue().encode()


def offered_and_done(people, kind, data, *, by="kim") -> TrackImport:
    """Offer the file and let the job process do its work."""
    with transaction():
        import_id = offer_import(kind, data, filename="proef.csv", actor=people.actor(by), now=MONDAY).id
    assert run_due_jobs() == 1
    db.session.expire_all()
    return db.session.get_one(TrackImport, import_id)


def count(model) -> int:
    return db.session.query(model).count()


def test_a_file_of_referrals_is_taken_in_once_with_people_money_and_mail(people, session):
    contract = running_contract()
    saved_budget(programme=contract.budget_programme, year=2026, amount=Decimal(1_000_000))
    rows = [(f"A-{n}", contract.number, "02-11-2026", hash_of(n % 3), "4", "", "") for n in range(3)]
    rows.append(("A-9", contract.number, "03-11-2026", "", "", "", "Keuze van de deelnemer"))
    mails = count(OutboxMail)

    first = offered_and_done(people, ImportKind.REFERRALS, as_file(rows))
    again = offered_and_done(people, ImportKind.REFERRALS, as_file(rows))

    assert (first.status, first.added, first.known, first.mistakes) == (ImportStatus.IMPORTED, 4, 0, [])
    assert (again.status, again.added, again.known) == (ImportStatus.IMPORTED, 0, 4)
    assert (count(Track), count(Participant), count(Commitment)) == (4, 4, 4)
    assert count(OutboxMail) == mails + 1
    track = db.session.query(Track).filter_by(external_key="A-9").one()
    assert (track.number, track.ladder_step, track.choice_reason) == ("T-2026-0004", None, "Keuze van de deelnemer")
    assert track.commitment is not None and track.commitment.reference == track.number
    assert first.lines == []


def test_one_wrong_line_keeps_every_line_out_and_each_mistake_is_told(people, session):
    contract = running_contract(places=2)
    rows = [(f"A-{n}", contract.number, "02-11-2026", "", "", "", "") for n in range(3)]
    rows.append(("A-8", contract.number, "morgen", "", "", "", ""))

    done = offered_and_done(people, ImportKind.REFERRALS, as_file(rows))

    assert done.status is ImportStatus.REFUSED
    assert [(each["line"], each["column"]) for each in done.mistakes] == [(4, "Contract"), (5, "Aangemeld op")]
    assert (count(Track), count(Participant)) == (0, 0)


def test_a_budget_that_is_too_small_refuses_the_whole_file(people, session):
    contract = running_contract()
    saved_budget(programme=contract.budget_programme, year=2026, amount=Decimal(1))

    done = offered_and_done(
        people, ImportKind.REFERRALS, as_file([("A-1", contract.number, "02-11-2026", "", "", "", "")])
    )

    assert done.status is ImportStatus.REFUSED
    assert "budget" in done.mistakes[0]["problem"]
    assert (count(Track), count(Participant), count(Commitment)) == (0, 0, 0)


def test_contracts_that_share_a_maximum_cannot_each_fill_it(people, session):
    award = final_award(maximum_value=Decimal(4500))
    shared = [
        running_contract(maximum_value=None, lot_award_id=award.id, basis=ContractBasis.TENDER),
        running_contract(maximum_value=None, admitted_bid_id=award.bid_id, basis=ContractBasis.OPEN_HOUSE),
    ]
    rows = [(f"A-{contract.id}", contract.number, "02-11-2026", "", "", "", "") for contract in shared]

    both = offered_and_done(people, ImportKind.REFERRALS, as_file(rows))
    one = offered_and_done(people, ImportKind.REFERRALS, as_file(rows[:1]))

    assert [each["problem"][:43] for each in both.mistakes] == ["Alles samen past niet in het maximum van pe"]
    assert (both.added, one.added, count(Track)) == (0, 1, 1)


def test_who_does_not_work_on_a_sensitive_lot_cannot_refer_to_it_nor_learn_of_its_tracks(people, session):
    contract = running_contract(target_group=TargetGroup.EX_OFFENDERS)
    track = referred_track(contract)
    kim = track.case_manager
    with transaction():
        withdraw_from_contract(contract, kim, actor=people.actor("coen"), now=MONDAY)

    referred = offered_and_done(
        people, ImportKind.REFERRALS, as_file([("A-1", contract.number, "02-11-2026", "", "", "", "")])
    )
    told = offered_and_done(
        people, ImportKind.BENEFITS, as_file([(track.number, "02-11-2026", "gestopt")], ("Traject", "Per", "Uitkering"))
    )

    assert [each["column"] for each in referred.mistakes] == ["Contract"]
    assert [each["problem"] for each in told.mistakes] == ["Dit traject is niet bekend."]


def test_what_the_benefit_system_says_is_kept_once(people, session):
    track = referred_track()
    data = as_file([(track.number, "02-11-2026", "gestopt")], ("Traject", "Per", "Uitkering"))

    first = offered_and_done(people, ImportKind.BENEFITS, data)
    again = offered_and_done(people, ImportKind.BENEFITS, data)
    otherwise = offered_and_done(people, ImportKind.BENEFITS, data.replace(b"gestopt", b"verlaagd"))

    assert (first.added, again.known, count(BenefitFinding)) == (1, 1, 1)
    assert otherwise.status is ImportStatus.REFUSED


def test_a_file_without_its_columns_is_refused_and_not_kept(people, session):
    with pytest.raises(Refusal) as refusal:
        offer_import(
            ImportKind.REFERRALS, as_file([("1", "2")], ("Naam", "BSN")), filename="x.csv",
            actor=people.actor("kim"), now=MONDAY,
        )  # fmt: skip

    assert [each.code for each in refusal.value.obstacles] == ["column-missing"] * 3
    assert count(TrackImport) == 0


def test_the_number_of_statements_does_not_grow_with_the_lines(people, session, at_most_queries):
    contract = running_contract(maximum_value=None)
    data = as_file([(f"A-{n}", contract.number, "02-11-2026", hash_of(n), "", "", "") for n in range(300)])

    with at_most_queries(60):
        offered_and_done(people, ImportKind.REFERRALS, data)

    assert count(Track) == 300


@pytest.mark.soak
def test_twenty_thousand_referrals_are_taken_in(people, session):
    contract = running_contract(maximum_value=None)
    rows = [(f"A-{n}", contract.number, "02-11-2026", hash_of(n), "3", "", "") for n in range(20_000)]

    began = time.perf_counter()
    first = offered_and_done(people, ImportKind.REFERRALS, as_file(rows))
    middle = time.perf_counter()
    again = offered_and_done(people, ImportKind.REFERRALS, as_file(rows))

    print(f"20 000 regels: {middle - began:.1f} s; nog eens: {time.perf_counter() - middle:.1f} s")
    assert (first.added, again.added, count(Track)) == (20_000, 0, 20_000)
    assert db.session.query(AuditEntry).filter_by(act="import.imported").count() == 2
