"""What a tender of the demo holds: lots, requirements, criteria, and what invented firms offered."""

from dataclasses import dataclass, field
from datetime import date

from procurement.lots import Financing, MilestoneKind, TargetGroup
from procurement.procedures import Procedure, RequirementKind, VerificationMoment


@dataclass(frozen=True)
class MilestonePlan:
    """A step that earns a fee: its share of the fee, how many reach it (in percent), and the highest fee."""

    kind: MilestoneKind
    label: str
    share: str
    attainment: str
    highest_fee: str


@dataclass(frozen=True)
class LotPlan:
    """A lot for one target group; values are invented."""

    number: int
    title: str
    target_group: TargetGroup
    description: str
    clients_per_year: int
    financing: Financing
    milestones: tuple[MilestonePlan, ...]
    maximum_value: str
    #: Only kept when the maximum is not what the worksheet computes.
    maximum_reason: str = "Dit bedrag stelde de gemeenteraad ten hoogste beschikbaar."
    #: Options other than extensions: name and amount.
    options: tuple[tuple[str, str], ...] = ()
    #: The yearly turnover a bidder must have, and why; None when none is asked.
    turnover: tuple[str, str] | None = None


@dataclass(frozen=True)
class BidPlan:
    """What one invented firm offers for one lot: fees as a part of the highest, grades per criterion."""

    firm: str
    lot: int
    price_percent: int
    #: Criterion code → the grade that the committee agrees on.
    grades: dict[str, int]
    #: Number of a knock-out requirement it does not meet, if any.
    fails: str | None = None


@dataclass(frozen=True)
class SecondRound:
    """A second round of questions: equal ones about one requirement, and how it is made clearer."""

    announced_on: date
    questions_until: date
    answers_by: date
    #: Words in the requirement that the questions are about.
    about: str
    equal_questions: tuple[tuple[str, str], ...]
    expert: str
    answer: str
    what: str
    why: str
    substance_reason: str
    new_text: str


@dataclass(frozen=True)
class RepairPlan:
    """A flaw that one firm may repair after the opening."""

    firm: str
    lot: int
    subject: str
    answer: str
    judgement: str


@dataclass(frozen=True)
class LowPricePlan:
    """A price under what the municipality computed itself, and how the firm explains it."""

    firm: str
    lot: int
    floor: str
    question: str
    answer: str
    judgement: str


@dataclass(frozen=True)
class TenderPlan:
    """A whole tender with its days."""

    title: str
    description: str
    cpv: tuple[tuple[str, str, bool], ...]
    begun_on: date
    notice_on: date
    questions_until: date
    answers_by: date
    closes_on: date
    decision_on: date
    starts_on: date
    duration_months: int
    extension_count: int
    extension_months: int
    lots: tuple[LotPlan, ...]
    budget_programme: str
    questions: tuple[tuple[str, str, str], ...] = ()
    second_round: SecondRound | None = None
    bids: tuple[BidPlan, ...] = field(default_factory=tuple)
    #: What came in just after the closing, begun before it; the firm had already bid for that lot.
    ran_over: BidPlan | None = None
    #: Days for bids with which its planning was counted back at the start; None when it was not.
    bid_days: int | None = None
    procedure: Procedure = Procedure.SAS
    #: The most lots one firm may win, by what it would rather have; None when there is no limit.
    most_lots: int | None = None
    repair: RepairPlan | None = None
    low_price: LowPricePlan | None = None
    #: So many days the last assessor is later with his scores than the others expected.
    late_days: int = 0


def _steps(*steps: tuple[MilestoneKind, str, str, str, str]) -> tuple[MilestonePlan, ...]:
    return tuple(MilestonePlan(*step) for step in steps)


_K = MilestoneKind

#: No cure, no pay: half at placement, half when the work lasts half a year (domain practice, NCNP-50/50).
NO_CURE_NO_PAY = _steps(
    (_K.PLACEMENT, "Plaatsing", "50", "55", "1800"),
    (_K.SUSTAINED_6M, "Zes maanden aan het werk", "50", "40", "1800"),
)
#: No cure, less pay: 30 % plan, 30 % placement, 40 % when it lasts (NCLP-30/30/40).
NO_CURE_LESS_PAY = _steps(
    (_K.PLAN, "Actieplan ondertekend", "30", "95", "1200"),
    (_K.PLACEMENT, "Plaatsing", "30", "45", "1200"),
    (_K.SUSTAINED_6M, "Zes maanden aan het werk", "40", "32", "1600"),
)
#: Effort: start, half-way and certificate.
EFFORT = _steps(
    (_K.START, "Start van het traject", "40", "100", "600"),
    (_K.HALFWAY, "Halverwege", "40", "90", "600"),
    (_K.CERTIFICATE, "Ervaringscertificaat", "20", "80", "300"),
)

_EIS, _LATER, _WISH = RequirementKind.KNOCK_OUT, RequirementKind.CONDITIONAL, RequirementKind.WISH

#: The Programma van Eisen: title of the section, text, lot, kind, and how it is checked.
REQUIREMENTS: tuple[tuple[str, str, int | None, RequirementKind, VerificationMoment, str], ...] = (
    ("Traject en begeleiding", "De opdrachtnemer start binnen tien werkdagen na de aanmelding met een intake.", None,
     _EIS, VerificationMoment.DURING_CONTRACT, "Kwartaalrapportage: dagen tussen aanmelding en intake."),
    ("Traject en begeleiding", "Elk traject begint met een actieplan dat de deelnemer en de casemanager ondertekenen.", None,
     _EIS, VerificationMoment.DURING_CONTRACT, "Het ondertekende plan bij de mijlpaal."),
    ("Traject en begeleiding", "Nazorg van ten minste drie maanden hoort bij het traject en bij de prijs.", None,
     _EIS, VerificationMoment.WITH_BID, ""),
    ("Kwaliteit en privacy", "De opdrachtnemer heeft een privacyreglement en geeft dat aan elke deelnemer en aan de gemeente.",
     None, _EIS, VerificationMoment.BEFORE_SIGNING, "Het privacyreglement."),
    ("Kwaliteit en privacy", "De opdrachtnemer heeft een klachten- en geschillenregeling.", None,
     _EIS, VerificationMoment.BEFORE_SIGNING, "De regeling."),
    ("Kwaliteit en privacy", "De opdrachtnemer bezit het keurmerk Blik op Werk of een gelijkwaardig keurmerk.", None,
     _EIS, VerificationMoment.BEFORE_SIGNING, "Kopie van het certificaat."),
    ("Kwaliteit en privacy", "De opdrachtnemer rapporteert elk kwartaal over plaatsing en uitval, per perceel.", None,
     _EIS, VerificationMoment.DURING_CONTRACT, "De rapportages."),
    ("Kwaliteit en privacy", "De opdrachtnemer wisselt gegevens alleen uit via een beveiligde verbinding met de gemeente.", None,
     _LATER, VerificationMoment.DURING_CONTRACT, "Proefbericht in de week van de start."),
    ("Doelgroepen", "De begeleiders van statushouders spreken ten minste één van de talen van de doelgroep.", 2,
     _EIS, VerificationMoment.WITH_BID, ""),
    ("Doelgroepen", "De opdrachtnemer sluit aan bij het laatste schooljaar op de Pro- of VSO-school.", 3,
     _EIS, VerificationMoment.WITH_BID, ""),
)  # fmt: skip

#: The first requirement as it was before the policy department read it.
FIRST_WORDING = "De opdrachtnemer start binnen vijftien werkdagen met een intake."

#: To use again, by category.
LIBRARY: tuple[tuple[str, str, RequirementKind, VerificationMoment, str], ...] = (
    ("Privacy", "De opdrachtnemer meldt een datalek binnen 24 uur aan de gemeente.", _EIS,
     VerificationMoment.DURING_CONTRACT, "Meldingen in het register van datalekken."),
    ("Privacy", "De opdrachtnemer sluit voor de start de verwerkersovereenkomst van de gemeente.", _EIS,
     VerificationMoment.BEFORE_SIGNING, "De ondertekende overeenkomst."),
    ("Social return", "De opdrachtnemer besteedt ten minste 5% van de omzet aan social return.", _EIS,
     VerificationMoment.DURING_CONTRACT, "Jaarlijkse opgave met bewijs."),
    ("Begeleiding", "Elke deelnemer heeft één vaste begeleider, met een vaste vervanger.", _EIS,
     VerificationMoment.WITH_BID, ""),
    ("Begeleiding", "De opdrachtnemer heeft een locatie in Haarlem die met het openbaar vervoer te bereiken is.", _LATER,
     VerificationMoment.BEFORE_SIGNING, "Adres en huurcontract."),
)  # fmt: skip

CRITERIA: tuple[tuple[str, str, bool, str, str], ...] = (
    ("K1", "Aanpak en methodiek", True, "35", "Hoe brengt u mensen uit deze doelgroep duurzaam aan het werk?"),
    ("K2", "Netwerk van werkgevers in de regio", True, "15", "Welke werkgevers nemen mensen aan, en hoe weet u dat?"),
    ("K3", "Social return en nazorg", True, "10", "Wat doet u als iemand dreigt uit te vallen?"),
    ("P", "Prijs per deelnemer", False, "40", "De prijs bij het verwachte aantal behaalde mijlpalen."),
)

LOTS_2017 = (
    LotPlan(
        1, "Direct bemiddelbaren", TargetGroup.JOB_READY,
        "Vacatures zoeken, directe bemiddeling en zo nodig sollicitatietraining.", 60,
        Financing.NO_CURE_NO_PAY, NO_CURE_NO_PAY, "432000",
    ),
    LotPlan(
        2, "Statushouders", TargetGroup.STATUS_HOLDERS, "Taal, toeleiding naar werk en integratie.", 40,
        Financing.NO_CURE_LESS_PAY, NO_CURE_LESS_PAY, "320000",
    ),
    LotPlan(
        3, "Jongeren uit Pro/VSO", TargetGroup.YOUTH_SPECIAL_EDUCATION, "Direct vanuit school naar werk.", 35,
        Financing.NO_CURE_LESS_PAY, NO_CURE_LESS_PAY, "280000",
    ),
    LotPlan(
        4, "50-plussers", TargetGroup.OVER_FIFTY, "Bemiddeling en begeleiding van mensen van 50 jaar en ouder.", 50,
        Financing.NO_CURE_LESS_PAY, NO_CURE_LESS_PAY, "400000",
    ),
    LotPlan(
        5, "Ex-gedetineerden", TargetGroup.EX_OFFENDERS, "Van detentie naar werk, met een vaste begeleider.", 20,
        Financing.NO_CURE_LESS_PAY, NO_CURE_LESS_PAY, "160000",
    ),
    LotPlan(
        6, "EVC-trajecten", TargetGroup.PRIOR_LEARNING, "Erkenning van verworven competenties, aanvullend op percelen 1 tot en met 5.",
        45, Financing.EFFORT, EFFORT, "210000",
    ),
)  # fmt: skip

TENDER_2017 = TenderPlan(
    title="Re-integratietrajecten voor specifieke doelgroepen 2018–2019",
    description="Raamovereenkomsten per doelgroep voor twee jaar, met een mogelijkheid tot verlenging. Nota ‘Naar een "
    "effectief ondersteuningsaanbod’, college van B&W 20 juni 2017. De waarden per perceel zijn verzonnen voor deze demo.",
    cpv=(("79611000", "1071320", True), ("80500000", "186300", False), ("79634000", "190000", False)),
    begun_on=date(2017, 7, 10),
    notice_on=date(2017, 8, 21),
    questions_until=date(2017, 9, 8),
    answers_by=date(2017, 9, 18),
    closes_on=date(2017, 10, 6),
    decision_on=date(2017, 11, 7),
    starts_on=date(2018, 1, 1),
    duration_months=24,
    extension_count=1,
    extension_months=12,
    lots=LOTS_2017,
    budget_programme="Re-integratie",
    questions=(
        ("Baanbrug", "Mag een traject in het eerste kwartaal van 2018 beginnen als de aanmelding nog uit 2017 komt?",
         "Nee. Een traject begint met een aanmelding onder de nieuwe overeenkomst, dus vanaf 1 januari 2018."),
        ("Werkvooruit", "Telt een proefplaatsing mee als plaatsing?",
         "Nee. Een proefplaatsing is onbetaald en dus geen plaatsing. Na een proefplaatsing kan een plaatsing volgen."),
        ("Ervaring Telt", "Mogen wij voor perceel 4 samenwerken met een uitzendbureau?",
         "Ja. Noem de onderaannemer en zijn aandeel in uw inschrijving."),
    ),
    bids=(
        BidPlan("Werkvooruit", 1, 88, {"K1": 8, "K2": 8, "K3": 6}),
        BidPlan("Baanbrug", 1, 82, {"K1": 6, "K2": 6, "K3": 6}),
        BidPlan("Spaarne Werkt", 1, 96, {"K1": 8, "K2": 6, "K3": 8}),
        BidPlan("Taal en Toekomst", 2, 94, {"K1": 10, "K2": 6, "K3": 8}),
        BidPlan("Baanbrug", 2, 85, {"K1": 6, "K2": 6, "K3": 4}),
        BidPlan("Jong Start", 3, 92, {"K1": 8, "K2": 8, "K3": 8}),
        BidPlan("Spaarne Werkt", 3, 90, {"K1": 6, "K2": 6, "K3": 6}),
        BidPlan("Ervaring Telt", 4, 90, {"K1": 8, "K2": 8, "K3": 6}),
        BidPlan("Werkvooruit", 4, 93, {"K1": 8, "K2": 6, "K3": 6}),
        BidPlan("Baanbrug", 4, 80, {"K1": 4, "K2": 6, "K3": 4}, fails="2.3"),
        BidPlan("Tweede Kans", 5, 95, {"K1": 8, "K2": 6, "K3": 10}),
        BidPlan("Spaarne Werkt", 5, 98, {"K1": 6, "K2": 4, "K3": 6}),
        BidPlan("Certiflex", 6, 91, {"K1": 8, "K2": 6, "K3": 6}),
        BidPlan("Ervaring Telt", 6, 97, {"K1": 8, "K2": 6, "K3": 6}),
    ),
)  # fmt: skip

TENDER_2026 = TenderPlan(
    title="Naar werk in Haarlem 2027–2028",
    description="Raamovereenkomsten voor de begeleiding van mensen met een bijstandsuitkering naar werk. De gemeente Zandvoort "
    "doet mee. De waarden per perceel zijn verzonnen voor deze demo.",
    cpv=(("79611000", "1064080", True), ("80500000", "160000", False)),
    begun_on=date(2026, 2, 9),
    bid_days=120,
    notice_on=date(2026, 5, 11),
    questions_until=date(2026, 6, 5),
    answers_by=date(2026, 6, 19),
    closes_on=date(2026, 9, 18),
    decision_on=date(2026, 11, 10),
    starts_on=date(2027, 1, 1),
    duration_months=24,
    extension_count=2,
    extension_months=12,
    lots=(
        LotPlan(
            1, "Direct bemiddelbaren", TargetGroup.JOB_READY,
            "Snelle bemiddeling van mensen die direct kunnen werken.", 70,
            Financing.NO_CURE_NO_PAY, NO_CURE_NO_PAY, "1008000",
            turnover=("250000", "U betaalt de begeleiding voor voordat u een plaatsing kunt factureren. Een bedrijf met een "
                      "kleinere omzet kan dat niet dragen."),
        ),
        LotPlan(
            2, "Statushouders", TargetGroup.STATUS_HOLDERS, "Taal en werk tegelijk.", 45,
            Financing.NO_CURE_LESS_PAY, NO_CURE_LESS_PAY, "720000",
        ),
        LotPlan(
            3, "50-plussers", TargetGroup.OVER_FIFTY, "Ervaren mensen terug aan het werk.", 40,
            Financing.NO_CURE_LESS_PAY, NO_CURE_LESS_PAY, "640000",
        ),
    ),
    budget_programme="Re-integratie",
    questions=(
        ("Werkvooruit", "Geldt de eis van tien werkdagen ook in de zomervakantie?",
         "Ja, behalve als de deelnemer zelf met toestemming op vakantie is. Dan telt die tijd niet mee."),
        ("Spaarne Werkt", "Hoe telt een contract van 24 uur bij twee werkgevers?",
         "De uren van beide contracten tellen op als zij tegelijk lopen."),
    ),
    second_round=SecondRound(
        announced_on=date(2026, 6, 22),
        questions_until=date(2026, 7, 10),
        answers_by=date(2026, 7, 24),
        about="keurmerk",
        equal_questions=(
            ("Taal en Toekomst", "Is een ISO 9001-certificaat met een module re-integratie ook goed?"),
            ("Jong Start", "Wij hebben een ander certificaat met een module re-integratie. Is dat ook goed?"),
        ),
        expert="Coen",
        answer="Ja, als een onafhankelijke instelling ten minste dezelfde onderdelen heeft getoetst. De eis zegt dat nu "
        "met zoveel woorden.",
        what="De eis over het keurmerk zegt nu wanneer een ander keurmerk gelijkwaardig is.",
        why="Twee aanbieders vroegen wat ‘gelijkwaardig’ betekent.",
        substance_reason="De eis bedoelde dit al. De sluiting is nog twee maanden weg, dus meer tijd is niet nodig.",
        new_text="De opdrachtnemer bezit het keurmerk Blik op Werk of een gelijkwaardig keurmerk. Gelijkwaardig is een "
        "keurmerk waarvoor een onafhankelijke instelling ten minste dezelfde onderdelen heeft getoetst.",
    ),
    bids=(
        BidPlan("Werkvooruit", 1, 90, {"K1": 8, "K2": 8, "K3": 8}),
        BidPlan("Baanbrug", 1, 84, {"K1": 8, "K2": 6, "K3": 6}),
        BidPlan("Spaarne Werkt", 1, 95, {"K1": 6, "K2": 8, "K3": 6}),
        BidPlan("Taal en Toekomst", 2, 92, {"K1": 10, "K2": 6, "K3": 8}),
        BidPlan("Baanbrug", 2, 88, {"K1": 8, "K2": 8, "K3": 8}),
        BidPlan("Ervaring Telt", 3, 91, {"K1": 8, "K2": 8, "K3": 6}),
        BidPlan("Werkvooruit", 3, 89, {"K1": 6, "K2": 8, "K3": 6}),
    ),
    ran_over=BidPlan("Baanbrug", 2, 80, {}),
    most_lots=2,
    repair=RepairPlan(
        "Ervaring Telt", 3,
        "U antwoordt bij geen enkele grond ‘ja’, maar schrijft in de toelichting over een betalingsregeling. Zeg wat klopt.",
        "De betalingsregeling is van 2023 en is helemaal betaald. Het antwoord ‘nee’ klopt; de toelichting had weg gemoeten.",
        "De inschrijver heeft de vergissing in de eigen verklaring rechtgezet. Aan het aanbod is niets veranderd.",
    ),
    low_price=LowPricePlan(
        "Baanbrug", 1, "1450",
        "Uw prijs per deelnemer ligt onder wat wij zelf hebben berekend. Leg uit hoe u voor deze prijs werkt.",
        "Onze consulenten begeleiden in Haarlem al een groep voor een andere opdrachtgever. Reistijd en huur delen wij over "
        "beide opdrachten. Wij betalen volgens de cao; de berekening staat hierboven.",
        "De lagere prijs komt door gedeelde huisvesting en reistijd. De lonen volgen de cao. De uitleg overtuigt.",
    ),
)  # fmt: skip

TENDER_2024 = TenderPlan(
    title="Werkfit en aan de slag 2025–2027",
    description="Raamovereenkomst voor mensen die langer dan een jaar een bijstandsuitkering hebben. De waarde is verzonnen voor deze demo.",
    cpv=(("79611000", "700000", True), ("85312510", "176800", False)),
    begun_on=date(2024, 8, 19),
    notice_on=date(2024, 9, 9),
    questions_until=date(2024, 9, 27),
    answers_by=date(2024, 10, 8),
    closes_on=date(2024, 10, 25),
    decision_on=date(2024, 12, 3),
    starts_on=date(2025, 3, 16),
    duration_months=24,
    extension_count=2,
    extension_months=12,
    lots=(
        LotPlan(
            1, "Werkfit en aan de slag", TargetGroup.LONG_TERM_UNEMPLOYED,
            "Begeleiding van mensen die al langer dan een jaar thuis zitten.", 100,
            Financing.NO_CURE_LESS_PAY, NO_CURE_LESS_PAY, "1200000",
        ),
    ),
    budget_programme="Re-integratie",
    bids=(
        BidPlan("Spaarne Werkt", 1, 90, {"K1": 8, "K2": 8, "K3": 8}),
        BidPlan("Werkvooruit", 1, 93, {"K1": 8, "K2": 6, "K3": 8}),
        BidPlan("Ervaring Telt", 1, 97, {"K1": 6, "K2": 6, "K3": 6}),
    ),
    late_days=11,
)  # fmt: skip

DRAFT_2027 = TenderPlan(
    title="Jongeren aan het werk 2027–2029",
    description="In voorbereiding: begeleiding van jongeren uit Pro/VSO en het vmbo naar werk. De waarde is verzonnen voor deze demo.",
    cpv=(("79611000", "721440", True),),
    begun_on=date(2026, 10, 12),
    bid_days=20,
    notice_on=date(2027, 4, 19),
    questions_until=date(2027, 4, 29),
    answers_by=date(2027, 5, 11),
    closes_on=date(2027, 5, 21),
    decision_on=date(2027, 7, 5),
    starts_on=date(2027, 9, 1),
    duration_months=24,
    extension_count=2,
    extension_months=12,
    lots=(
        LotPlan(
            1, "Jongeren uit Pro/VSO", TargetGroup.YOUTH_SPECIAL_EDUCATION, "Van school naar werk, zonder gat.", 80,
            Financing.NO_CURE_LESS_PAY, NO_CURE_LESS_PAY, "1300000",
            options=(("Training voor werkgevers die jongeren begeleiden", "20000"),),
        ),
    ),
    budget_programme="Re-integratie",
)  # fmt: skip
