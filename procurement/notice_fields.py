"""The fields of the notice of a tender by their business term: what follows from the tender, and what is still missing.

eForms (Implementing Regulation (EU) 2019/1780), SDK 1.15: subtype 16 for the full regime and 20 for social and
other specific services; 29 and 33 for the result (art. 2.134 Aanbestedingswet). The maximum of a framework belongs
in the notice (CJEU C-23/20). Publishing itself happens on TenderNed, with these values.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from procurement.four_years import FOUR_YEARS_IN_MONTHS
from procurement.notice_facts import BUYER_SCOPE, PROCEDURE_SCOPE, NoticeFacts, NoticeLot, NoticeRow, Origin
from procurement.notice_questions import BY_BT, answer_to, obstacles_to_answers
from procurement.procedures import CriterionKind, Procedure
from townhall.money import ZERO, sum_of
from townhall.refusal import Obstacle

#: Notice and result per procedure; national and private procedures have no European notice.
SUBTYPES: Mapping[Procedure, tuple[int, int]] = {
    Procedure.EU_OPEN: (16, 29),
    Procedure.EU_RESTRICTED: (16, 29),
    Procedure.SAS: (20, 33),
}
PROCEDURE_CODES: Mapping[Procedure, tuple[str, str]] = {
    Procedure.EU_OPEN: ("open", "Openbaar"),
    Procedure.EU_RESTRICTED: ("restricted", "Niet-openbaar"),
    Procedure.SAS: ("oth-single", "Andere procedure in één fase"),
}
DIRECTIVE = "32014L0024"
#: The exclusion grounds of the declaration in the code list of eForms.
GROUND_CODES: Mapping[str, str] = {
    "crimes": "exg-crim",
    "taxes_decided": "exg-pmt",
    "environment_labour": "exg-mis-bre-lab-law",
    "bankruptcy": "exg-sitn-bankr",
    "misconduct": "exg-mis-misconduct",
    "distortion": "exg-mis-distortion",
    "conflict_of_interest": "exg-mis-partic-confl",
    "prior_involvement": "exg-mis-prep-confl",
    "shortcomings": "exg-mis-sanction",
    "false_statements": "exg-mis-misrepresent",
    "undue_influence": "exg-mis-misrepresent",
    "taxes_otherwise": "exg-pmt",
}


@dataclass
class _Sheet:
    """The rows as they are written down."""

    facts: NoticeFacts
    rows: list[NoticeRow] = field(default_factory=list)

    def derived(self, scope: str, bt: str, label: str, value: Any, words: str = "", *, optional: bool = False) -> None:
        is_empty = value is None or value == "" or value == []
        if is_empty and optional:
            return
        text = words or ("" if is_empty else str(value))
        origin = Origin.MISSING if is_empty else Origin.DERIVED
        self.rows.append(NoticeRow(bt, label, scope, None if is_empty else value, text, origin, not optional))

    def asked(self, scope: str, *terms: str) -> None:
        for bt in terms:
            question, value = BY_BT[bt], answer_to(bt, self.facts.answers)
            if value in (None, ""):
                continue
            words = dict(question.choices).get(str(value), str(value))
            origin = Origin.ANSWERED if bt in self.facts.answers else Origin.USUAL
            self.rows.append(NoticeRow(bt, question.label, scope, value, words, origin))


def notice_subtype(procedure: Procedure) -> int | None:
    """The number of the form for this procedure; None when there is no European notice."""
    found = SUBTYPES.get(procedure)
    return found[0] if found else None


def notice_rows(facts: NoticeFacts) -> list[NoticeRow]:
    """Every field of the notice, buyer first, then the procedure, then lot by lot."""
    sheet = _Sheet(facts)
    _buyer(sheet)
    _procedure(sheet)
    for lot in facts.lots:
        _lot(sheet, lot)
        _award_criteria(sheet, lot_scope(lot.number))
        _submission(sheet, lot_scope(lot.number))
    return sheet.rows


def lot_scope(number: int) -> str:
    """How eForms names a lot: ``LOT-0001``."""
    return f"LOT-{number:04d}"


def _buyer(sheet: _Sheet) -> None:
    buyer = sheet.facts.buyer
    sheet.derived(BUYER_SCOPE, "BT-500", "Naam", buyer.name)
    sheet.derived(BUYER_SCOPE, "BT-501", "KvK-nummer", buyer.kvk_number)
    sheet.derived(BUYER_SCOPE, "BT-510", "Straat", buyer.street, optional=True)
    sheet.derived(BUYER_SCOPE, "BT-512", "Postcode", buyer.postcode, optional=True)
    sheet.derived(BUYER_SCOPE, "BT-513", "Plaats", buyer.city)
    sheet.derived(BUYER_SCOPE, "BT-514", "Land", "NLD", "Nederland")
    sheet.derived(BUYER_SCOPE, "BT-506", "E-mailadres", buyer.email)
    sheet.derived(BUYER_SCOPE, "BT-503", "Telefoon", buyer.phone)
    sheet.derived(BUYER_SCOPE, "BT-11", "Rechtsvorm", "la", "Lokale overheid")
    sheet.asked(BUYER_SCOPE, "BT-10")


def _procedure(sheet: _Sheet) -> None:
    facts = sheet.facts
    code, words = PROCEDURE_CODES[facts.procedure]
    put = sheet.derived
    put(PROCEDURE_SCOPE, "BT-01", "Rechtsgrondslag", DIRECTIVE, "Richtlijn 2014/24/EU")
    put(PROCEDURE_SCOPE, "BT-105", "Soort procedure", code, words)
    if code == "oth-single":
        text = "Procedure voor sociale en andere specifieke diensten (art. 2.38 en 2.39 Aanbestedingswet): één ronde."
        put(PROCEDURE_SCOPE, "BT-88", "Kenmerken van de procedure", text)
    put(PROCEDURE_SCOPE, "BT-22", "Eigen kenmerk", facts.reference)
    put(PROCEDURE_SCOPE, "BT-21", "Titel", facts.title)
    put(PROCEDURE_SCOPE, "BT-24", "Omschrijving", facts.description)
    put(PROCEDURE_SCOPE, "BT-23", "Aard van de opdracht", "services", "Diensten")
    if facts.main_cpv:
        put(PROCEDURE_SCOPE, "BT-262", "Hoofdcode CPV", facts.main_cpv[0], " ".join(facts.main_cpv))
    else:
        put(PROCEDURE_SCOPE, "BT-262", "Hoofdcode CPV", None)
    more = [code for code, _ in facts.other_cpv]
    put(PROCEDURE_SCOPE, "BT-263", "Andere CPV-codes", more, "; ".join(map(" ".join, facts.other_cpv)), optional=True)
    estimate = sum_of(lot.expected_value for lot in facts.lots)
    put(PROCEDURE_SCOPE, "BT-27", "Geraamde waarde, excl. btw", _amount(estimate), _euro(estimate))
    maximum = _maximum(facts.lots)
    put(PROCEDURE_SCOPE, "BT-271", "Hoogste waarde van de raamovereenkomsten", _amount(maximum), _euro(maximum))
    sheet.asked(PROCEDURE_SCOPE, "BT-5071")
    put(PROCEDURE_SCOPE, "BT-5141", "Land van uitvoering", "NLD", "Nederland")
    put(PROCEDURE_SCOPE, "BT-763", "Inschrijven op alle percelen verplicht", False, "Nee")
    put(PROCEDURE_SCOPE, "BT-31", "Meeste percelen om op in te schrijven", len(facts.lots) or None)
    put(PROCEDURE_SCOPE, "BT-33", "Meeste percelen per winnaar", facts.most_lots or len(facts.lots) or None)
    if facts.grounds:  # without the full regime a tender may ask about none
        codes = list(dict.fromkeys(GROUND_CODES[own] for own, _ in facts.grounds))
        articles = "; ".join(article for _, article in facts.grounds)
        put(PROCEDURE_SCOPE, "BT-67", "Uitsluitingsgronden", codes, f"{articles} Aanbestedingswet")
        put(PROCEDURE_SCOPE, "BT-806", "Waar de uitsluitingsgronden staan", "epo-procurement-document", "In de stukken")
    sheet.asked(PROCEDURE_SCOPE, "BT-300")


def _maximum(lots: Sequence[NoticeLot]) -> Decimal | None:
    known = [lot.maximum_value for lot in lots if lot.maximum_value is not None]
    return sum_of(known) if lots and len(known) == len(lots) else None


def _lot(sheet: _Sheet, lot: NoticeLot) -> None:
    facts, scope, put = sheet.facts, lot_scope(lot.number), sheet.derived
    put(scope, "BT-21", "Titel", lot.title)
    put(scope, "BT-24", "Omschrijving", lot.description or lot.title)
    put(scope, "BT-23", "Aard van de opdracht", "services", "Diensten")
    put(scope, "BT-25", "Aantal deelnemers per jaar", lot.clients_per_year)
    put(scope, "BT-27", "Geraamde waarde, excl. btw", _amount(lot.expected_value), _euro(lot.expected_value))
    maximum = lot.maximum_value
    put(scope, "BT-271", "Hoogste waarde van de raamovereenkomst", _amount(maximum), _euro(maximum))
    sheet.asked(scope, "BT-765", "BT-113")
    put(scope, "BT-766", "Dynamisch aankoopsysteem", "none", "Nee")
    if (facts.total_months or 0) > FOUR_YEARS_IN_MONTHS:
        put(scope, "BT-109", "Motivering van een looptijd boven vier jaar", facts.long_term_reason)
    put(scope, "BT-36", "Looptijd in maanden", facts.duration_months)
    put(scope, "BT-536", "Start", _day(facts.starts_on), _shown(facts.starts_on))
    put(scope, "BT-58", "Aantal verlengingen", facts.extension_count)
    if facts.extension_count:
        text = f"{facts.extension_count} keer met {facts.extension_months} maanden, als de gemeente daarvoor kiest."
        put(scope, "BT-57", "Verlengingen", text)
    _options(sheet, lot)
    sheet.asked(scope, "BT-726", "BT-775", "BT-71", "BT-736")
    _suitability(sheet, lot)
    sheet.asked(scope, "BT-70", "BT-60", "BT-6140")


def _options(sheet: _Sheet, lot: NoticeLot) -> None:
    """The options of the lot, and what was written about options for the whole tender."""
    scope = lot_scope(lot.number)
    if not lot.options:
        return sheet.asked(scope, "BT-54")
    written = answer_to("BT-54", sheet.facts.answers)
    text = "; ".join([*lot.options, *([written] if written else [])])
    return sheet.derived(scope, "BT-54", BY_BT["BT-54"].label, text)


def _suitability(sheet: _Sheet, lot: NoticeLot) -> None:
    """The turnover that this lot asks (art. 2.90 Aanbestedingswet), with what was written for the whole tender."""
    scope = lot_scope(lot.number)
    if lot.turnover is None:
        return sheet.asked(scope, "BT-750")
    sheet.derived(scope, "BT-809", "Geschiktheidseis: soort", "slc-stand-to-gen", "Algemene jaarlijkse omzet")
    text = f"Een omzet van ten minste {_euro(lot.turnover)} per jaar. {lot.turnover_reason}"
    # The usual answer says that nothing is asked, which is not so here.
    written = sheet.facts.answers.get("BT-750") or ""
    return sheet.derived(scope, "BT-750", BY_BT["BT-750"].label, f"{text} {written}".strip())


def _award_criteria(sheet: _Sheet, scope: str) -> None:
    for each in sheet.facts.criteria:
        kind, words = ("price", "Prijs") if each.kind == CriterionKind.PRICE else ("quality", "Kwaliteit")
        sheet.derived(scope, "BT-539", f"Gunningscriterium {each.code}: soort", kind, words)
        sheet.derived(scope, "BT-734", f"Gunningscriterium {each.code}: naam", each.title)
        text = each.description or each.title
        sheet.derived(scope, "BT-540", f"Gunningscriterium {each.code}: omschrijving", text)
        sheet.derived(scope, "BT-541", f"Gunningscriterium {each.code}: gewicht", str(each.weight), _plain(each.weight))
        sheet.derived(scope, "BT-5421", f"Gunningscriterium {each.code}: soort gewicht", "poi-exa", "Punten, exact")
    sole = sheet.facts.sole_criterion
    if sole is not None:
        sheet.derived(scope, "BT-539", "Gunningscriterium: soort", sole.code, sole.words)
        sheet.derived(scope, "BT-734", "Gunningscriterium: naam", sole.name)
        sheet.derived(scope, "BT-540", "Gunningscriterium: omschrijving", sole.description)
    elif not sheet.facts.criteria:
        sheet.derived(scope, "BT-539", "Gunningscriteria", None)
    sheet.derived(scope, "BT-543", "Hoe prijs en kwaliteit samen tellen", sheet.facts.formula)


def _submission(sheet: _Sheet, scope: str) -> None:
    facts, put = sheet.facts, sheet.derived
    closes_at, asks_until = facts.closes_at, facts.questions_until
    put(scope, "BT-131", "Uiterste moment van inschrijven", _moment(closes_at), _shown_moment(closes_at))
    put(scope, "BT-13", "Uiterste moment van vragen", _moment(asks_until), _shown_moment(asks_until))
    put(scope, "BT-132", "Opening", _day(facts.opening_on), _shown(facts.opening_on), optional=True)
    sheet.asked(scope, "BT-98", "BT-63", "BT-769", "BT-751", "BT-75")
    put(scope, "BT-97", "Taal van de inschrijving", "NLD", "Nederlands")
    put(scope, "BT-17", "Elektronisch inschrijven", "required", "Verplicht")
    put(scope, "BT-18", "Adres om in te schrijven", facts.address)
    put(scope, "BT-14", "Stukken", "non-restricted-document", "Vrij toegankelijk")
    put(scope, "BT-15", "Adres van de stukken", facts.address)
    put(scope, "BT-743", "Elektronisch factureren", "required", "Verplicht")
    put(scope, "BT-767", "Elektronische veiling", False, "Nee")
    put(scope, "BT-99", "Termijn voor beroep", facts.standstill)
    sheet.asked(scope, "BT-500")


def obstacles_to_notice(facts: NoticeFacts) -> list[Obstacle]:
    """Which required fields of the notice have no value, and which answers clash; none without a European notice."""
    if notice_subtype(facts.procedure) is None:
        return []
    # Lots, codes, dates and criteria have obstacles of their own on the page where one adds them.
    elsewhere = {
        "BT-262",
        "BT-27",
        "BT-271",
        "BT-31",
        "BT-33",
        "BT-36",
        "BT-536",
        "BT-131",
        "BT-13",
        "BT-539",
        "BT-543",
    }
    missing = [
        Obstacle("notice-field-missing", f"Aankondiging: {row.bt} ({row.label}) ontbreekt{_where(row)}.")
        for row in notice_rows(facts)
        if row.origin == Origin.MISSING and row.is_required and row.bt not in elsewhere
    ]
    unique = list({obstacle.text: obstacle for obstacle in missing}.values())
    return [*unique, *obstacles_to_answers(facts.answers)]


def _where(row: NoticeRow) -> str:
    if row.scope == BUYER_SCOPE:
        return " bij de gegevens van de gemeente. Vraag de beheerder haar aan te vullen"
    if row.bt == "BT-109":
        return ". Motiveer de looptijd bij Planning en looptijd"
    return ". Vul haar aan bij Gegevens wijzigen" if row.scope == PROCEDURE_SCOPE else f" bij {row.scope}"


def usual_answers(facts: NoticeFacts) -> int:
    """How many questions still have the usual answer of the municipality, which nobody looked at for this tender."""
    return len({row.bt for row in notice_rows(facts) if row.origin == Origin.USUAL})


def as_json(facts: NoticeFacts, rows: Sequence[NoticeRow]) -> dict[str, Any]:
    """The fields by business term, per part; a term that comes more than once is a list."""
    parts: dict[str, dict[str, Any]] = {}
    for row in rows:
        if row.origin == Origin.MISSING:
            continue
        part = parts.setdefault(row.scope, {})
        if row.bt not in part:
            part[row.bt] = row.value
        else:
            known = part[row.bt] if isinstance(part[row.bt], list) else [part[row.bt]]
            part[row.bt] = [*known, row.value]
    return {"notice_subtype": notice_subtype(facts.procedure), "reference": facts.reference, "fields": parts}


def _amount(value: Decimal | None) -> str | None:
    return None if value is None or value == ZERO else f"{value:.2f}"


def _euro(value: Decimal | None) -> str:
    if value is None:
        return ""
    return "€ " + f"{value:,.2f}".replace(",", "\0").replace(".", ",").replace("\0", ".")


def _plain(value: Decimal) -> str:
    return f"{value:f}".replace(".", ",")


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _shown(value: date | None) -> str:
    return f"{value:%d-%m-%Y}" if value else ""


def _moment(value: datetime | None) -> str | None:
    return value.isoformat(timespec="minutes") if value else None


def _shown_moment(value: datetime | None) -> str:
    return f"{value:%d-%m-%Y, %H:%M} uur" if value else ""
