"""Questions about the Programma van Eisen: its text now, its versions, and the library."""

from collections.abc import Sequence

from sqlalchemy import func, select

from procurement.models.requirements import LibraryRequirement, RequirementsVersion
from procurement.models.tenders import Requirement, Tender
from procurement.requirement_texts import RequirementsText, RequirementText, SectionText
from townhall.accounts.models import Account
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


def published_versions_of(tender: Tender) -> list[RequirementsVersion]:
    """The versions that bidders may see, newest first: those made at the publication and after it."""
    published = tender.published_at
    return [] if published is None else [each for each in versions_of(tender) if each.made_at >= published]


def makers_of(versions: Sequence[RequirementsVersion]) -> dict[int, str]:
    """Per account the name of who made a version."""
    ids = {each.made_by_id for each in versions if each.made_by_id is not None}
    rows = db.session.execute(select(Account.id, Account.name).where(Account.id.in_(ids)))
    return {row[0]: row[1] for row in rows}


def library_requirement(item_id: int) -> LibraryRequirement | None:
    """A requirement in the library."""
    return db.session.get(LibraryRequirement, item_id)


def library_items(text: str = "", category: str = "", *, with_retired: bool = False) -> list[LibraryRequirement]:
    """The library by category, narrowed to a text and a category."""
    statement = select(LibraryRequirement).order_by(LibraryRequirement.category, LibraryRequirement.id)
    if text:
        pattern = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        statement = statement.where(LibraryRequirement.text.ilike(pattern, escape="\\"))
    if category:
        statement = statement.where(LibraryRequirement.category == category)
    if not with_retired:
        statement = statement.where(LibraryRequirement.retired_at.is_(None))
    return list(db.session.scalars(statement))


def library_categories() -> list[str]:
    """The categories in use."""
    return list(
        db.session.scalars(
            select(LibraryRequirement.category).distinct().order_by(LibraryRequirement.category)
        )
    )


def usage_of_library() -> dict[int, int]:
    """Per requirement in the library how many tenders took it."""
    rows = db.session.execute(
        select(Requirement.library_id, func.count(Requirement.tender_id.distinct()))
        .where(Requirement.library_id.is_not(None))
        .group_by(Requirement.library_id)
    )
    return {row[0]: row[1] for row in rows if row[0] is not None}


def tenders_using(item: LibraryRequirement) -> Sequence[Tender]:
    """The tenders that took a requirement from the library, newest first."""
    taken = select(Requirement.tender_id).where(Requirement.library_id == item.id)
    return db.session.scalars(select(Tender).where(Tender.id.in_(taken)).order_by(Tender.id.desc())).all()


def tenders_with_requirements(other_than: Tender) -> Sequence[Tender]:
    """The other tenders one can copy requirements from, newest first."""
    asked = select(Requirement.tender_id).where(Requirement.dropped_at.is_(None))
    return db.session.scalars(
        select(Tender).where(Tender.id.in_(asked), Tender.id != other_than.id).order_by(Tender.id.desc()).limit(100)
    ).all()
