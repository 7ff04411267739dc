"""Facts of what contracts ask on the way: changes, papers, reports, checks, people who should still be at work."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from alerts.due import Fact
from alerts.occasion import OccasionKind
from contracts.fee_schedules import SUSTAINED_MONTHS
from contracts.milestones import LIVE_ACHIEVEMENTS
from contracts.models.checks import ContractCheck
from contracts.models.frameworks import ContractMilestone, FrameworkContract
from contracts.models.tracks import Achievement, Placement, Track
from contracts.modifications import headroom
from contracts.queries.progress_reports import reports_with_days
from contracts.queries.standing import indexations_per_contract, modification_facts
from contracts.tracks import LIVE
from procurement.models.award import LotAward
from townhall.database import db
from townhall.filters import day, euro, words
from townhall.organisations.certificate_models import Certificate
from townhall.organisations.certificate_queries import series_of
from townhall.organisations.certificates import CertificateKind, CertificateStatus
from townhall.organisations.models import Organisation
from townhall.periods import add_months
from townhall.validators import within_a_sentence


def facts_of_running(running: Sequence[FrameworkContract], today: date) -> list[Fact]:
    """What these running contracts ask on the way."""
    return [*modifications(running, today), *papers(running), *reports(running, today), *checks(running)]


def modifications(running: Sequence[FrameworkContract], today: date) -> list[Fact]:
    """How much of the room for small changes is used; where no value was agreed the room is not known."""
    found = []
    changed = db.session.scalars(
        select(FrameworkContract)
        .where(FrameworkContract.id.in_([each.id for each in running]), FrameworkContract.modifications.any())
        .options(
            selectinload(FrameworkContract.modifications),
            selectinload(FrameworkContract.options),
            joinedload(FrameworkContract.lot_award).joinedload(LotAward.tender),
        )
        .order_by(FrameworkContract.id)
    ).all()
    indexed = indexations_per_contract([contract.id for contract in changed])
    for contract in changed:
        room = headroom(modification_facts(contract, on=today, indexations=indexed[contract.id]))
        if not room.below:
            continue
        found.append(
            Fact(
                OccasionKind.MODIFICATION_ROOM, f"framework_contract:{contract.id}",
                f"{contract.number} {contract.title}: kleine wijzigingen samen {euro(room.net)}, onder "
                f"{euro(room.below)} mag het.",
                f"/contracten/{contract.number}", level=abs(Fraction(room.net)) / Fraction(room.below),
                contract_id=contract.id,
            )
        )  # fmt: skip
    return found


def papers(running: Sequence[FrameworkContract]) -> list[Fact]:
    """Accepted proofs of suppliers under contract that end, as long as no later one of that series was accepted.

    The supplier is done as soon as a later one was offered; the municipality when that one was accepted.
    """
    suppliers = {contract.supplier_id for contract in running}
    last = (
        select(
            Certificate.organisation_id, Certificate.kind, series_of(Certificate).label("series"),
            func.max(Certificate.valid_until).label("until"),
            func.min(Certificate.id).label("first_id"),
            func.min(Certificate.name).label("name"),
        )
        .where(Certificate.organisation_id.in_(suppliers), Certificate.status == CertificateStatus.ACCEPTED)
        .group_by(Certificate.organisation_id, Certificate.kind, "series")
        # One without an end never lapses.
        .having(func.count() == func.count(Certificate.valid_until))
        .subquery()
    )  # fmt: skip
    later = exists().where(
        Certificate.organisation_id == last.c.organisation_id, Certificate.kind == last.c.kind,
        series_of(Certificate) == last.c.series,
        Certificate.status == CertificateStatus.OFFERED,
        or_(Certificate.valid_until.is_(None), Certificate.valid_until > last.c.until),
    )  # fmt: skip
    rows = db.session.execute(
        select(last, Organisation.name.label("firm"), Organisation.kvk_number, later.label("is_offered"))
        .join(Organisation, Organisation.id == last.c.organisation_id)
        .order_by(last.c.organisation_id, last.c.kind, last.c.series)
    )
    found = []
    for row in rows:
        organisation_id, until = row.organisation_id, row.until
        subject, what = f"certificate:{organisation_id}:{row.kind.value}", within_a_sentence(words(row.kind))
        if row.kind is CertificateKind.OTHER:
            subject, what = f"{subject}:{row.first_id}", f"{what} “{row.name}”"
        about = f"{row.firm}: {what} geldt tot en met {day(until)}."
        found.append(Fact(OccasionKind.PAPER_EXPIRES, subject, about, f"/aanbieders/{row.kvk_number}", due_on=until))
        if not row.is_offered:
            found.append(
                Fact(
                    OccasionKind.PAPER_TO_RENEW, subject, about, "/portaal/bewijzen", due_on=until,
                    organisation_id=organisation_id,
                )
            )  # fmt: skip
    return found


def reports(running: Sequence[FrameworkContract], today: date) -> list[Fact]:
    """Per contract the first report that did not come, when its period has passed."""
    found, known = [], reports_with_days(running)
    for contract in running:
        missing = [due for due, sent_at in known[contract.id] if sent_at is None and due.period.ends_on < today]
        if missing:
            first = min(missing, key=lambda due: due.due_on)
            about = (
                f"{contract.number} {contract.title}: de rapportage over {day(first.period.starts_on)} tot en met "
                f"{day(first.period.ends_on)} is er uiterlijk op {day(first.due_on)}."
            )
            found.append(
                Fact(
                    OccasionKind.REPORT_DUE, f"framework_contract:{contract.id}", about,
                    f"/contracten/{contract.number}", due_on=first.due_on, contract_id=contract.id,
                )
            )  # fmt: skip
    return found


def checks(running: Sequence[FrameworkContract]) -> list[Fact]:
    """Per running contract the first thing to test, and how many are due with it."""
    rows = db.session.execute(
        select(FrameworkContract, func.min(ContractCheck.next_on), func.count())
        .join(ContractCheck, ContractCheck.contract_id == FrameworkContract.id)
        .where(ContractCheck.next_on.is_not(None), FrameworkContract.id.in_([each.id for each in running]))
        .group_by(FrameworkContract.id)
        .order_by(FrameworkContract.id)
    )
    return [
        Fact(
            OccasionKind.CHECK_DUE, f"framework_contract:{contract.id}",
            f"{contract.number} {contract.title}: het eerste van {count} controlepunten is op {day(first)} aan de "
            "beurt.",
            f"/contracten/{contract.number}", due_on=first, contract_id=contract.id,
        )
        for contract, first, count in rows
    ]  # fmt: skip


def people_to_look_after(today: date) -> list[Fact]:
    """Per case manager: how many people reached the day on which one looks whether they still work."""
    found = []
    for kind, months in SUSTAINED_MONTHS.items():
        reported = exists().where(
            Achievement.track_id == Track.id, Achievement.milestone_id == ContractMilestone.id,
            Achievement.status.in_(LIVE_ACHIEVEMENTS),
        )  # fmt: skip
        rows = db.session.execute(
            select(Track.case_manager_id, func.count(), func.min(Placement.starts_on))
            .join(Placement, Placement.track_id == Track.id)
            .join(ContractMilestone, ContractMilestone.contract_id == Track.contract_id)
            .where(
                ContractMilestone.kind == kind, Placement.ended_on.is_(None), Track.status.in_(LIVE),
                Placement.starts_on <= add_months(today, -months), ~reported,
            )
            .group_by(Track.case_manager_id)
            .order_by(Track.case_manager_id)
        )  # fmt: skip
        found += [
            Fact(
                OccasionKind.SUSTAINED_CHECK, f"account:{case_manager_id}:{kind.value}",
                f"{_people(count)} {months} maanden geleden geplaatst. De eerste was op {day(first)}.",
                "/trajecten/", due_on=add_months(first, months), owner_id=case_manager_id,
            )
            for case_manager_id, count, first in rows
        ]  # fmt: skip
    return found


def _people(count: int) -> str:
    return "1 deelnemer is" if count == 1 else f"{count} deelnemers zijn"
