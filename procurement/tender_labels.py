"""The Dutch words for the choices in a tender, a table per kind of choice."""

from collections.abc import Mapping
from typing import Any

from procurement.award_terms import TERM_LABELS
from procurement.bands import Market
from procurement.estimates import EstimateMethod
from procurement.four_years import FourYears
from procurement.lifecycle import STATUS_LABELS
from procurement.lots import Financing, MilestoneKind, TargetGroup
from procurement.procedures import (
    CriterionKind,
    Procedure,
    QualityMethod,
    QuestionStatus,
    RequirementKind,
    StandstillKind,
    VerificationMoment,
)
from procurement.rectifications import ChangeKind
from procurement.regime_facts import Regime
from procurement.regime_snapshot import PROCEDURE_WORDS, REGIME_WORDS
from procurement.selection import KIND_LABELS as SELECTION_KINDS
from procurement.selection import REQUEST_LABELS as REQUEST_STATUSES
from procurement.tender_formulas import FORMULAS
from procurement.thresholds import ThresholdKind

TARGET_GROUPS: Mapping[TargetGroup, str] = {
    TargetGroup.JOB_READY: "Direct bemiddelbaren",
    TargetGroup.STATUS_HOLDERS: "Statushouders",
    TargetGroup.YOUTH_SPECIAL_EDUCATION: "Jongeren uit Pro/VSO",
    TargetGroup.OVER_FIFTY: "50-plussers",
    TargetGroup.EX_OFFENDERS: "Ex-gedetineerden",
    TargetGroup.PRIOR_LEARNING: "EVC-trajecten",
    TargetGroup.LONG_TERM_UNEMPLOYED: "Langdurig werklozen",
    TargetGroup.SHELTERED_WORK: "Beschut werk",
    TargetGroup.GENERAL: "Alle doelgroepen",
}
FINANCINGS: Mapping[Financing, str] = {
    Financing.NO_CURE_NO_PAY: "No cure no pay",
    Financing.NO_CURE_LESS_PAY: "No cure less pay",
    Financing.EFFORT: "Inspanning",
}
ESTIMATE_METHODS: Mapping[EstimateMethod, str] = {
    EstimateMethod.WHOLE_TERM: "De hele looptijd, met alle verlengingen (raamovereenkomst, art. 2.15 lid 3)",
    EstimateMethod.MONTHS_48: "48 maanden: diensten zonder vaste totaalprijs, langer dan vier jaar (art. 2.17 onder e)",
    EstimateMethod.TWELVE_MONTHS: "Twaalf maanden: diensten die regelmatig terugkeren (art. 2.21)",
}
MILESTONES: Mapping[MilestoneKind, str] = {
    MilestoneKind.INTAKE: "Intake",
    MilestoneKind.PLAN: "Trajectplan",
    MilestoneKind.START: "Start traject",
    MilestoneKind.HALFWAY: "Halverwege",
    MilestoneKind.COMPLETION: "Traject afgerond",
    MilestoneKind.CERTIFICATE: "Certificaat",
    MilestoneKind.PLACEMENT: "Plaatsing",
    MilestoneKind.SUSTAINED_3M: "3 maanden aan het werk",
    MilestoneKind.SUSTAINED_6M: "6 maanden aan het werk",
    MilestoneKind.SUSTAINED_12M: "12 maanden aan het werk",
    MilestoneKind.MONTHLY_FEE: "Maandbedrag",
    MilestoneKind.BONUS: "Bonus",
}
STANDSTILLS: Mapping[StandstillKind, str] = {
    StandstillKind.STATUTORY: "Wettelijk",
    StandstillKind.VOLUNTARY: "Vrijwillig, omdat de stukken het zeggen",
    StandstillKind.NONE: "Geen",
}
FOUR_YEARS: Mapping[FourYears, str] = {
    FourYears.FOLLOW: "Volgen: met alle verlengingen ten hoogste vier jaar",
    FourYears.DEVIATE: "Afwijken, met een reden",
}
QUALITY_METHODS: Mapping[QualityMethod, str] = {
    QualityMethod.CONSENSUS: "Consensus",
    QualityMethod.AVERAGE: "Gemiddelde",
}
CRITERIA: Mapping[CriterionKind, str] = {
    CriterionKind.QUALITY: "Kwaliteit",
    CriterionKind.PRICE: "Prijs",
}
REQUIREMENTS: Mapping[RequirementKind, str] = {
    RequirementKind.KNOCK_OUT: "Eis (knock-out)",
    RequirementKind.CONDITIONAL: "Voorwaardelijke eis",
    RequirementKind.WISH: "Wens",
}
VERIFICATIONS: Mapping[VerificationMoment, str] = {
    VerificationMoment.WITH_BID: "Bij de inschrijving",
    VerificationMoment.BEFORE_SIGNING: "Voor de ondertekening",
    VerificationMoment.DURING_CONTRACT: "Tijdens het contract",
}
QUESTIONS: Mapping[QuestionStatus, str] = {
    QuestionStatus.ASKED: "Nog te beantwoorden",
    QuestionStatus.DRAFTED: "Voorstel van de deskundige",
    QuestionStatus.ANSWERED: "Antwoord klaar",
    QuestionStatus.PUBLISHED: "Gepubliceerd",
    QuestionStatus.MERGED: "Samengevoegd",
    QuestionStatus.TAKEN_BACK: "Teruggetrokken",
}
CHANGES: Mapping[ChangeKind, str] = {
    ChangeKind.CHANGED: "Gewijzigd",
    ChangeKind.ADDED: "Nieuw",
    ChangeKind.DROPPED: "Vervallen",
}
MARKETS: Mapping[Market, str] = {
    Market.SERVICES: "Diensten en leveringen",
    Market.SAS: "Sociale en andere specifieke diensten",
    Market.WORKS: "Werken",
}
THRESHOLD_KINDS: Mapping[ThresholdKind, str] = {
    ThresholdKind.SERVICES_SUBCENTRAL: "Diensten en leveringen, gemeente",
    ThresholdKind.SERVICES_CENTRAL: "Diensten en leveringen, Rijk",
    ThresholdKind.WORKS: "Werken",
    ThresholdKind.SAS: "Sociale en andere specifieke diensten",
    ThresholdKind.SERVICES_SPECIAL_SECTORS: "Speciale sectoren",
}

#: Apart from each other: words of different kinds can be equal ("sas") while their labels differ.
ALL: tuple[Mapping[Any, str], ...] = (
    STATUS_LABELS,
    {Procedure(value): text for value, text in PROCEDURE_WORDS.items()},
    {Regime(value): text for value, text in REGIME_WORDS.items()},
    {formula: sheet.name for formula, sheet in FORMULAS.items()},
    TARGET_GROUPS,
    FINANCINGS,
    ESTIMATE_METHODS,
    MILESTONES,
    STANDSTILLS,
    FOUR_YEARS,
    QUALITY_METHODS,
    CRITERIA,
    REQUIREMENTS,
    VERIFICATIONS,
    QUESTIONS,
    CHANGES,
    MARKETS,
    THRESHOLD_KINDS,
    SELECTION_KINDS,
    REQUEST_STATUSES,
    *TERM_LABELS,
)
