"""May this tender be published? Everything that stands in the way, at once.

Law: art. 2.114–2.115 Aanbestedingswet (criteria and weights), art. 2.140 (four years), C-23/20
(the maximum of a framework must be in the notice), art. 2.12a and 2.15 (regime), art. 2.54 and
2.71–2.74 (terms). What the house adds: numbered requirements, openers with keys, shares that add up.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from procurement.admissions import obstacles_to_open_house
from procurement.award_set_up import has_price_and_quality, obstacles_to_award_set_up
from procurement.estimates import check_of_total
from procurement.exclusion import obstacles_to_grounds
from procurement.four_years import obstacles_to_term
from procurement.lifecycle import TenderStatus, obstacles_to_moving
from procurement.lots import shares_in_all
from procurement.minicompetitions import LEAST_CONTRACTORS, obstacles_of_framework
from procurement.notice_fields import obstacles_to_notice, usual_answers
from procurement.openings import LEAST_OPENERS
from procurement.procedures import (
    FULL_REGIME_PROCEDURES,
    OPENED_BY_ONE,
    PUBLIC_PROCEDURES,
    Procedure,
    StandstillKind,
)
from procurement.regime_facts import Regime
from procurement.regimes import obstacles_to_procedure
from procurement.selection import obstacles_to_selection_set_up
from procurement.simulation_state import ADVICE
from procurement.tender_facts import LotFacts, TenderFacts
from procurement.thresholds import period_of_threshold
from procurement.timeline import obstacles_to_planning
from procurement.turnover import obstacles_to_turnover
from townhall.refusal import Obstacle

ALL_SHARES = Decimal(100)
STATUTORY_STANDSTILL_DAYS = 20
LEAST_ASSESSORS = 3
NO_GROUNDS_CHOSEN = (
    "U hebt nog niet gekozen over welke uitsluitingsgronden inschrijvers verklaren. Zonder keuze zijn het alle twaalf; "
    "verplicht zijn zij hier niet."
)

#: How many suppliers the buyer asks in a private procedure: at least, at most.
INVITED: Mapping[Procedure, tuple[int, int]] = {
    Procedure.SINGLE_PRIVATE: (1, 1),
    Procedure.MULTIPLE_PRIVATE: (3, 5),
    Procedure.MINICOMPETITION: (LEAST_CONTRACTORS, 100),
}


def obstacles_to_publishing(tender: TenderFacts, now: datetime) -> list[Obstacle]:
    """Everything that stands in the way of publishing now."""
    if moving := obstacles_to_moving(tender.status, TenderStatus.PUBLISHED):
        return moving
    if tender.procedure == Procedure.IN_HOUSE:
        return [
            Obstacle(
                "in-house-is-not-published",
                "Een inbesteding wordt niet gepubliceerd. Leg haar vast op de pagina van de aanbesteding.",
            )
        ]
    return [
        *_obstacles_of_lots(tender),
        *_obstacles_of_kinds(tender),
        *_obstacles_of_regime(tender, now.date()),
        *obstacles_to_award_set_up(tender.award, tender.procedure),
        *(obstacles_of_framework(tender.minicompetition) if tender.minicompetition else []),
        *_obstacles_of_requirements(tender),
        *_obstacles_of_dates(tender, now.date()),
        *_obstacles_of_standstill(tender),
        *obstacles_to_term(tender.total_months, tender.procedure, tender.four_years, tender.long_term_reason),
        *obstacles_to_grounds(tender.exclusion_codes, tender.procedure),
        *(obstacles_to_selection_set_up(tender.selection, now.date()) if tender.selection else []),
        *_obstacles_of_readiness(tender),
        *(obstacles_to_notice(tender.notice) if tender.notice else []),
    ]


def obstacles_to_in_house_award(tender: TenderFacts) -> list[Obstacle]:
    """Why this cannot be recorded as an award to an organisation of our own (art. 2.24a–2.24b AW)."""
    if tender.status != TenderStatus.DRAFT:
        return obstacles_to_moving(tender.status, TenderStatus.AWARDED)
    obstacles = []
    if tender.procedure != Procedure.IN_HOUSE:
        text = "Alleen een inbesteding kan zonder inschrijvingen worden gegund. Wijzig de procedure."
        obstacles.append(Obstacle("not-in-house", text, "procedure"))
    if not tender.procedure_reason.strip():
        text = (
            "Leg vast waarom dit een inbesteding is: toezicht als op eigen diensten, meer dan 80 % van het "
            "werk "
            "voor de gemeente, en geen privékapitaal (art. 2.24a en 2.24b AW)."
        )
        obstacles.append(Obstacle("in-house-unexplained", text, "procedure_reason"))
    return [*obstacles, *_obstacles_of_lots(tender), *_obstacles_of_term(tender)]


def points_of_attention(tender: TenderFacts) -> list[str]:
    """What does not stand in the way, but deserves a second look, in Dutch."""
    points = []
    if tender.procedure not in OPENED_BY_ONE and tender.readiness.assessors < LEAST_ASSESSORS:
        count = tender.readiness.assessors
        named = "is nog 1 beoordelaar" if count == 1 else f"zijn nog {count or 'geen'} beoordelaars"
        points.append(
            f"Er {named} benoemd. Twee is het minste, {LEAST_ASSESSORS} of meer is beter. "
            "Benoemen kan tot de beoordeling begint."
        )
    if tender.exclusion_codes is None and tender.procedure not in FULL_REGIME_PROCEDURES:
        points.append(NO_GROUNDS_CHOSEN)
    if tender.award.warning:
        points.append(tender.award.warning)
    if tender.notice and (usual := usual_answers(tender.notice)):
        points.append(
            f"In de aankondiging staan {usual} antwoorden op de standaard van de gemeente. Kijk of die hier kloppen."
        )
    if has_price_and_quality(tender.award) and tender.simulation in ADVICE:
        points.append(ADVICE[tender.simulation])
    if tender.advice.now is not None:
        points += [warning.text for warning in tender.advice.now.warnings]
    return points


def _obstacles_of_lots(tender: TenderFacts) -> list[Obstacle]:
    if not tender.lots:
        return [Obstacle("no-lots", "Er is nog geen perceel. Voeg ten minste één perceel toe.")]
    return [obstacle for lot in tender.lots for obstacle in _obstacles_of_lot(lot)]


def _obstacles_of_lot(lot: LotFacts) -> list[Obstacle]:
    name = f"Perceel {lot.number} ({lot.title})"
    if not lot.milestones:
        text = f"{name} heeft nog geen mijlpalen. Voeg de stappen toe waarvoor wordt betaald."
        return [Obstacle("no-milestones", text)]
    obstacles = []
    shares = shares_in_all(lot.milestones)
    if shares != ALL_SHARES:
        percent = f"{shares.normalize():f}".replace(".", ",")
        text = f"{name}: de aandelen van de mijlpalen zijn samen {percent} %. Maak er 100 % van."
        obstacles.append(Obstacle("shares-not-100", text))
    if lot.expected_value == 0:
        text = f"{name} heeft nog geen geraamde waarde. Vul per mijlpaal het hoogste tarief in."
        obstacles.append(Obstacle("no-expected-value", text))
    if lot.maximum_value is None:
        text = (
            f"{name} heeft geen maximale waarde. Die hoort in de aankondiging van een raamovereenkomst "
            "(HvJ EU C-23/20). Vul haar in."
        )
        obstacles.append(Obstacle("no-maximum-value", text))
    elif lot.maximum_value < lot.expected_value:
        text = f"{name}: de maximale waarde is lager dan de geraamde waarde. Verhoog haar."
        obstacles.append(Obstacle("maximum-below-estimate", text))
    elif not lot.is_maximum_explained:
        text = f"{name}: de maximale waarde is niet die van het werkblad. Neem die over of leg uit waarom niet."
        obstacles.append(Obstacle("maximum-unexplained", text))
    # Once more: a shorter term lowers the estimate after the turnover was typed.
    turnover = obstacles_to_turnover(lot.turnover_required, lot.turnover_reason, lot.expected_value)
    return obstacles + [Obstacle(each.code, f"{name}: {each.text}") for each in turnover]


def _obstacles_of_kinds(tender: TenderFacts) -> list[Obstacle]:
    if not tender.cpv_parts:
        return [Obstacle("no-cpv", "Er is nog geen CPV-code. Kies ten minste één code met haar waarde.")]
    obstacles = []
    if sum(part.is_main for part in tender.cpv_parts) != 1:
        obstacles.append(Obstacle("no-main-cpv", "Wijs precies één CPV-code aan als hoofdcode."))
    values = [part.value for part in tender.cpv_parts]
    if tender.lots and check_of_total(tender.estimate, values).is_off:
        text = (
            "De waarden bij de CPV-codes wijken samen 5 % of meer af van de raming van de percelen. "
            "Verdeel de raming opnieuw over de codes."
        )
        obstacles.append(Obstacle("cpv-differs-from-estimate", text))
    return obstacles


def _obstacles_of_regime(tender: TenderFacts, today: date) -> list[Obstacle]:
    if tender.procedure == Procedure.MINICOMPETITION:
        return []  # the framework went through it
    advice = tender.advice
    if not advice.is_kept:
        text = "Er is nog geen regime-advies vastgelegd. Maak het op de pagina Raming en regime."
        return [Obstacle("advice-missing", text)]
    if not advice.is_current:
        text = "Het regime-advies past niet meer bij de gegevens. Leg het opnieuw vast."
        return [Obstacle("advice-stale", text)]
    noticed_on = tender.planning.notice_on
    if noticed_on is not None and period_of_threshold(noticed_on) != period_of_threshold(today):
        text = (
            f"Het advies rekent met de drempel van {noticed_on:%d-%m-%Y}, maar vandaag geldt een andere. "
            "Zet de dag van aankondiging op vandaag en leg het advies opnieuw vast."
        )
        return [Obstacle("advice-of-other-period", text, "notice_on")]
    assert advice.now is not None, "an advice that is current can be made"
    if advice.now.regime == Regime.UNKNOWN:
        text = "Voor de dag van aankondiging is geen drempelbedrag bekend. Vraag de beheerder erom."
        return [Obstacle("no-threshold", text)]
    return obstacles_to_procedure(tender.procedure, advice.now, reason=tender.procedure_reason)


def _obstacles_of_requirements(tender: TenderFacts) -> list[Obstacle]:
    if tender.knock_outs:
        return []
    text = "Het Programma van Eisen heeft nog geen enkele eis. Voeg ten minste één eis toe."
    return [Obstacle("no-requirements", text)]


def _obstacles_of_open_house(tender: TenderFacts, today: date) -> list[Obstacle]:
    return obstacles_to_open_house(
        [(lot.number, lot.milestones) for lot in tender.lots],
        compares=bool(tender.award.criteria or tender.award.empty_groups or tender.award.loose_wishes),
        closes_at=tender.planning.closes_at,
        today=today,
    )


def _obstacles_of_dates(tender: TenderFacts, today: date) -> list[Obstacle]:
    if tender.procedure == Procedure.OPEN_HOUSE:
        return [*_obstacles_of_term(tender), *_obstacles_of_open_house(tender, today)]
    wanted = {
        "closes_at": (tender.planning.closes_at, "de sluiting"),
        "decision_on": (tender.planning.decision_on, "de gunningsbeslissing"),
    }
    if tender.procedure in PUBLIC_PROCEDURES:
        wanted["questions_until"] = (tender.planning.questions_until, "de laatste dag voor vragen")
        wanted["answers_by"] = (tender.planning.answers_by, "de dag van de antwoorden")
    missing = [
        Obstacle("date-missing", f"De datum van {name} ontbreekt. Vul de planning aan.", field)
        for field, (value, name) in wanted.items()
        if value is None
    ]
    # What counts is the day on which the tender goes out, not the day that was planned.
    planning = replace(tender.planning, notice_on=today)
    return [*_obstacles_of_term(tender), *missing, *obstacles_to_planning(planning)]


def _obstacles_of_term(tender: TenderFacts) -> list[Obstacle]:
    obstacles = []
    if tender.planning.starts_on is None:
        text = "De start van de opdracht ontbreekt. Vul haar in."
        obstacles.append(Obstacle("date-missing", text, "starts_on"))
    if tender.duration_months is None:
        text = "De looptijd van de opdracht ontbreekt. Vul haar in."
        obstacles.append(Obstacle("duration-missing", text, "duration_months"))
    return obstacles


def _obstacles_of_standstill(tender: TenderFacts) -> list[Obstacle]:
    obstacles = []
    if tender.procedure in FULL_REGIME_PROCEDURES:
        if (
            tender.standstill_kind != StandstillKind.STATUTORY
            or tender.planning.standstill_days < STATUTORY_STANDSTILL_DAYS
        ):
            text = (
                f"Bij deze procedure is een opschortende termijn van ten minste {STATUTORY_STANDSTILL_DAYS} "
                "dagen "
                "verplicht (art. 2.127 AW). Kies ‘wettelijk’."
            )
            obstacles.append(Obstacle("standstill-required", text, "standstill_kind"))
    elif tender.standstill_kind == StandstillKind.STATUTORY:
        text = (
            "Bij deze procedure is de opschortende termijn niet wettelijk verplicht. "
            "Kies ‘vrijwillig’: u bent eraan gebonden omdat het in de stukken staat."
        )
        obstacles.append(Obstacle("standstill-not-statutory", text, "standstill_kind"))
    return obstacles


def _obstacles_of_vault(tender: TenderFacts) -> list[Obstacle]:
    """The vault needs openers with keys; where one person opens, its key is made at publication."""
    if tender.procedure in OPENED_BY_ONE:
        return []
    if tender.readiness.openers < LEAST_OPENERS:
        text = f"Wijs ten minste {LEAST_OPENERS} openers aan: twee van hen openen straks samen de kluis."
        return [Obstacle("too-few-openers", text)]
    if not tender.readiness.keys_are_made:
        text = "De sleutels van de kluis zijn nog niet gemaakt. Maak ze op de pagina Openers."
        return [Obstacle("no-keys", text)]
    return []


def _obstacles_of_readiness(tender: TenderFacts) -> list[Obstacle]:
    obstacles = _obstacles_of_vault(tender)
    if tender.procedure in INVITED:
        least, most = INVITED[tender.procedure]
        if not least <= tender.invited <= most:
            number = f"precies {least}" if least == most else f"{least} tot en met {most}"
            text = f"Nodig {number} aanbieder(s) uit. Nu zijn het er {tender.invited}."
            obstacles.append(Obstacle("invitations", text))
    return obstacles
