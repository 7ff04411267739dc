"""The Dutch words for results, reports, talks, complaints and social return."""

from typing import Any

from contracts.experience import ComplaintOutcome, ComplaintSubject, SurveyGroup
from contracts.improvement import ActionOwner, PlanOutcome
from contracts.kpis import KpiCode, KpiPeriod, KpiSource, KpiUnit
from contracts.mix import Compared, Distance, SignalKind
from contracts.reporting import ReportState
from contracts.sroi import SroiStatus, SroiUnit

#: Per kind: members of two kinds with the same value count as equal (decision 0007).
PERFORMANCE_LABELS: tuple[dict[Any, str], ...] = (
    {
        KpiCode.INTAKE_SPEED: "Intake binnen de termijn",
        KpiCode.PLAN_SPEED: "Plan binnen de termijn",
        KpiCode.DURATION: "Weken tot plaatsing",
        KpiCode.SATISFACTION: "Tevredenheid van deelnemers",
        KpiCode.REPORTING: "Rapportages op tijd",
        KpiCode.COST: "Kosten per duurzame plaatsing",
    },
    {
        KpiPeriod.TERM: "Hele looptijd",
        KpiPeriod.YEAR: "Kalenderjaar",
        KpiPeriod.QUARTER: "Kwartaal",
    },
    {
        KpiSource.CONTRACT: "Contract",
        KpiSource.REQUIREMENT: "Eis uit de aanbesteding",
        KpiSource.PROMISE: "Toezegging in de inschrijving",
        KpiSource.BY_HAND: "Latere afspraak",
    },
    {
        KpiUnit.PERCENT: "Procent",
        KpiUnit.WEEKS: "Weken",
        KpiUnit.GRADE: "Cijfer",
        KpiUnit.EURO: "Euro",
    },
    {
        Distance.FAR: "Grote afstand (trede 1 en 2)",
        Distance.MIDDLE: "Middelgrote afstand (trede 3 en 4)",
        Distance.NEAR: "Kleine afstand (trede 5 en 6)",
        Distance.UNKNOWN: "Trede niet ingevuld",
    },
    {
        Compared.TOO_LITTLE: "Te weinig gegevens",
        Compared.AS_EXPECTED: "Zoals verwacht",
        Compared.BETTER: "Beter dan verwacht",
        Compared.WORSE: "Minder dan verwacht",
    },
    {
        SignalKind.CREAMING_RETURNS: "Deelnemers met een grote afstand worden vaker teruggegeven",
        SignalKind.CREAMING_PLACEMENTS: "De plaatsingen komen vooral van deelnemers met een kleine afstand",
        SignalKind.PARKING: "Veel lopende trajecten zonder vooruitgang",
        SignalKind.PARKING_FAR: "Trajecten van deelnemers met een grote afstand staan vaker stil",
    },
    {
        ReportState.RUNNING: "Periode loopt nog",
        ReportState.DUE: "Nog in te dienen",
        ReportState.LATE: "Te laat: nog niet ingediend",
        ReportState.IN_TIME: "Op tijd ingediend",
        ReportState.SENT_LATE: "Te laat ingediend",
    },
    {
        SurveyGroup.PARTICIPANTS: "Deelnemers",
        SurveyGroup.CASE_MANAGERS: "Casemanagers",
        SurveyGroup.EMPLOYERS: "Werkgevers",
    },
    {
        ComplaintSubject.TREATMENT: "Bejegening",
        ComplaintSubject.WAITING: "Wachttijd",
        ComplaintSubject.GUIDANCE: "Begeleiding",
        ComplaintSubject.INFORMATION: "Informatie",
        ComplaintSubject.PRIVACY: "Privacy",
        ComplaintSubject.COSTS: "Onkosten",
        ComplaintSubject.OTHER: "Iets anders",
    },
    {
        ComplaintOutcome.FOUNDED: "Gegrond",
        ComplaintOutcome.PARTLY_FOUNDED: "Deels gegrond",
        ComplaintOutcome.UNFOUNDED: "Ongegrond",
        ComplaintOutcome.WITHDRAWN: "Ingetrokken",
    },
    {
        PlanOutcome.ACHIEVED: "Verbetering bereikt",
        PlanOutcome.PARTLY: "Deels bereikt",
        PlanOutcome.NOT_ACHIEVED: "Niet bereikt",
    },
    {
        ActionOwner.SUPPLIER: "Opdrachtnemer",
        ActionOwner.MUNICIPALITY: "Gemeente",
    },
    {
        SroiStatus.REPORTED: "Wacht op controle",
        SroiStatus.ACCEPTED: "Telt mee",
        SroiStatus.REJECTED: "Telt niet mee",
    },
    {
        SroiUnit.YEAR_FULL_TIME: "jaar voltijd",
        SroiUnit.MONTH: "maand",
        SroiUnit.DAY: "dag",
        SroiUnit.HOUR: "uur",
        SroiUnit.TIME: "keer",
        SroiUnit.EURO: "euro",
    },
)
