"""What a requirement and a section must be, wherever they come from: a form, the library, a file, a rectification."""

from collections.abc import Collection
from dataclasses import dataclass

from procurement.procedures import EXCLUDING_KINDS, RequirementKind, VerificationMoment
from procurement.tender_content import RequirementContent
from townhall.refusal import Obstacle

LONGEST_TEXT = 4000
LONGEST_TITLE = 200


@dataclass(frozen=True)
class RequirementSetting:
    """What a requirement may point at in its tender; nothing in it is a title yet when there are no sections."""

    lot_numbers: Collection[int]
    criterion_codes: Collection[str]
    section_numbers: Collection[int] = ()


@dataclass(frozen=True)
class LibraryContent:
    """A requirement to use again. A lot, a criterion and a day belong to a tender, not to the library."""

    category: str
    text: str
    kind: RequirementKind
    verification: VerificationMoment
    verification_method: str = ""


def obstacles_to_requirement(content: RequirementContent, setting: RequirementSetting) -> list[Obstacle]:
    """What is wrong with one eis or wens in this tender."""
    return [
        *_obstacles_to_text(content),
        *_obstacles_to_place(content, setting),
        *_obstacles_to_kind(content),
    ]


def _obstacles_to_text(content: RequirementContent) -> list[Obstacle]:
    if not content.text.strip():
        return [Obstacle("text-missing", "Vul de tekst van de eis of wens in.", "text")]
    obstacles = []
    for words, field in ((content.text, "text"), (content.verification_method, "verification_method")):
        if len(words) > LONGEST_TEXT:
            obstacles.append(Obstacle("text-too-long", f"Gebruik hooguit {LONGEST_TEXT} tekens.", field))
    return obstacles


def _obstacles_to_place(content: RequirementContent, setting: RequirementSetting) -> list[Obstacle]:
    obstacles = []
    if content.lot_number is not None and content.lot_number not in setting.lot_numbers:
        text = f"Perceel {content.lot_number} bestaat niet. Kies een perceel uit de lijst."
        obstacles.append(Obstacle("lot-unknown", text, "lot"))
    if content.criterion_code is not None and content.criterion_code not in setting.criterion_codes:
        text = f"Gunningscriterium {content.criterion_code} bestaat niet. Kies er een uit de lijst."
        obstacles.append(Obstacle("criterion-unknown", text, "criterion"))
    if content.section_number is not None and content.section_number not in setting.section_numbers:
        text = f"Hoofdstuk {content.section_number} bestaat niet. Kies er een uit de lijst."
        obstacles.append(Obstacle("section-unknown", text, "section"))
    return obstacles


def _obstacles_to_kind(content: RequirementContent) -> list[Obstacle]:
    obstacles = []
    if content.kind in EXCLUDING_KINDS and content.criterion_code is not None:
        text = "Een eis levert geen punten op. Laat het criterium leeg, of maak er een wens van."
        obstacles.append(Obstacle("knock-out-with-criterion", text, "criterion"))
    if content.kind == RequirementKind.CONDITIONAL and content.holds_from is None:
        text = "Een voorwaardelijke eis heeft een dag nodig. Vul in vanaf welke dag aan de eis moet zijn voldaan."
        obstacles.append(Obstacle("condition-without-day", text, "holds_from"))
    if content.kind != RequirementKind.CONDITIONAL and content.holds_from is not None:
        text = "Alleen een voorwaardelijke eis gaat later in. Laat de datum leeg, of kies een voorwaardelijke eis."
        obstacles.append(Obstacle("day-without-condition", text, "holds_from"))
    return obstacles


def obstacles_to_library_requirement(content: LibraryContent) -> list[Obstacle]:
    """What is wrong with a requirement for the library."""
    obstacles = _obstacles_to_text(RequirementContent(content.text, verification_method=content.verification_method))
    if not content.category.strip():
        obstacles.append(Obstacle("category-missing", "Vul een categorie in.", "category"))
    return obstacles


def obstacles_to_section(title: str, others: Collection[str]) -> list[Obstacle]:
    """What is wrong with the title of a section, next to those of the other sections."""
    if not title.strip():
        return [Obstacle("title-missing", "Vul de titel van het hoofdstuk in.", "title")]
    if len(title.strip()) > LONGEST_TITLE:
        return [Obstacle("title-too-long", f"Gebruik hooguit {LONGEST_TITLE} tekens.", "title")]
    if title.strip().casefold() in {other.casefold() for other in others}:
        text = f"Het hoofdstuk ‘{title.strip()}’ bestaat al. Kies een andere titel."
        return [Obstacle("title-in-use", text, "title")]
    return []
