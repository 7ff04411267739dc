"""Questions about the Programma van Eisen: its text now, its versions, and the library."""

from collections.abc import Sequence

from sqlalchemy import func, select

from procurement.models.requirements import RequirementsVersion
from procurement.models.tenders import Requirement, Tender
from procurement.requirement_texts import RequirementsText, RequirementText, SectionText
from townhall.database import db


def requirements_text_of(tender: Tender) -> RequirementsText:
    """The Programma van Eisen as it stands now."""
    lots = {lot.id: lot.number for lot in tender.lots}
    codes = {each.id: each.code for each in tender.criteria}
    in_order = sorted(tender.requirements, key=lambda each: (each.section_number, each.number))
    return RequirementsText(
        tuple(
            SectionText(
                section.number,
                section.title,
                tuple(
                    _text_of(each, lots, codes) for each in in_order if each.section_number == section.number
                ),
            )
            for section in sorted(tender.sections, key=lambda each: each.number)
        )
    )


def _text_of(requirement: Requirement, lots: dict[int, int], codes: dict[int, str]) -> RequirementText:
    return RequirementText(
        key=requirement.key,
        number=requirement.code,
        text=requirement.text,
        kind=requirement.kind,
        holds_from=requirement.holds_from,
        lot_number=lots[requirement.lot_id] if requirement.lot_id else None,
        criterion_code=codes[requirement.criterion_id] if requirement.criterion_id else None,
        verification=requirement.verification,
        verification_method=requirement.verification_method,
    )


def versions_of(tender: Tender) -> Sequence[RequirementsVersion]:
    """Every version of the Programma van Eisen, newest first."""
    return db.session.scalars(
        select(RequirementsVersion)
        .where(RequirementsVersion.tender_id == tender.id)
        .order_by(RequirementsVersion.number.desc())
    ).all()


def latest_version_number(tender: Tender) -> int:
    """The number of the last version; 0 while there is none."""
    latest = select(func.max(RequirementsVersion.number)).where(RequirementsVersion.tender_id == tender.id)
    return db.session.scalar(latest) or 0


def highest_number_in(tender: Tender, section_number: int) -> int:
    """The highest number ever used in a section, dropped requirements included; 0 when it is empty."""
    highest = select(func.max(Requirement.number)).where(
        Requirement.tender_id == tender.id, Requirement.section_number == section_number
    )
    return db.session.scalar(highest) or 0
