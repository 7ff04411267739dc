"""The Dutch words for what happens in a track."""

from typing import Any

from contracts.import_kinds import ImportKind, ImportStatus
from contracts.indexation import IndexationStatus
from contracts.lot_advice import ProfileFact
from contracts.milestones import AchievementStatus, RejectionReason
from contracts.overlaps import OverlapKind
from contracts.placement_kinds import (
    BenefitEffect,
    ClawbackManner,
    ContractForm,
    PlacementEnd,
    PlacementStatus,
    WorkKind,
)
from contracts.progress import StepState
from contracts.referrals import ReferralRule
from contracts.track_records import ActivityKind, Outcome
from contracts.tracks import EndReason, ReturnReason, TrackStatus

#: One table per kind: members of two kinds with the same value count as equal.
TRACK_LABELS: tuple[dict[Any, str], ...] = (
    {
        TrackStatus.REFERRED: "Aangemeld",
        TrackStatus.ACCEPTED: "Aangenomen",
        TrackStatus.RETURNED: "Teruggegeven",
        TrackStatus.RUNNING: "Loopt",
        TrackStatus.PAUSED: "Pauze",
        TrackStatus.ENDED: "Beëindigd",
    },
    {
        ReturnReason.NO_CAPACITY: "Geen plaats",
        ReturnReason.WRONG_LOT: "Past niet bij dit perceel",
        ReturnReason.NOT_REACHED: "Deelnemer niet bereikt",
        ReturnReason.CONFLICT_OF_INTEREST: "Belangenconflict",
    },
    {
        EndReason.WORK: "Aan het werk",
        EndReason.STUDY: "Opleiding begonnen",
        EndReason.GOAL_REACHED: "Ander doel bereikt",
        EndReason.TERM_OVER: "Looptijd voorbij, geen werk",
        EndReason.NO_SHOW: "Niet verschenen",
        EndReason.INSUFFICIENT_COOPERATION: "Onvoldoende medewerking",
        EndReason.NO_PROSPECT: "Geen uitzicht op werk via dit traject",
        EndReason.UNABLE: "Kan niet verder, buiten eigen schuld",
        EndReason.MOVED: "Verhuisd",
        EndReason.OTHER_WORK: "Zelf werk gevonden, buiten het traject",
        EndReason.BENEFIT_ENDED: "Uitkering om andere reden gestopt",
        EndReason.REFERRED_ON: "Doorverwezen",
        EndReason.SUPPLIER_STOPPED: "Aanbieder gestopt",
        EndReason.MUNICIPALITY_WITHDREW: "Ingetrokken door de gemeente",
    },
    {
        WorkKind.REGULAR: "Regulier werk",
        WorkKind.WAGE_COST_SUBSIDY: "Werk met loonkostensubsidie",
        WorkKind.AGREEMENT_JOB: "Garantiebaan",
        WorkKind.SHELTERED: "Beschut werk",
        WorkKind.SELF_EMPLOYED: "Eigen bedrijf",
        WorkKind.STUDY: "Opleiding",
        WorkKind.VOLUNTARY: "Vrijwilligerswerk of sociale activering",
        WorkKind.TRIAL: "Proefplaats (onbetaald)",
    },
    {
        ContractForm.PERMANENT: "Vast contract",
        ContractForm.FIXED_TERM: "Tijdelijk contract",
        ContractForm.TEMPORARY_AGENCY: "Uitzendcontract",
        ContractForm.ON_CALL: "Oproepcontract",
        ContractForm.OWN_BUSINESS: "Zelfstandige",
        ContractForm.NO_EMPLOYMENT: "Geen arbeidscontract",
    },
    {
        BenefitEffect.ENDED: "Uitkering gestopt",
        BenefitEffect.REDUCED: "Uitkering verlaagd",
        BenefitEffect.UNCHANGED: "Uitkering gelijk gebleven",
        BenefitEffect.NONE_RECEIVED: "Had geen uitkering",
        BenefitEffect.NOT_CHECKED: "Nog niet nagegaan",
    },
    {
        PlacementEnd.AS_AGREED: "Afgelopen zoals afgesproken",
        PlacementEnd.PROBATION: "In de proeftijd beëindigd",
        PlacementEnd.BY_EMPLOYER: "Eerder beëindigd door de werkgever",
        PlacementEnd.BY_PARTICIPANT: "Eerder beëindigd door de deelnemer",
        PlacementEnd.OTHER: "Eerder beëindigd, andere oorzaak",
    },
    {
        PlacementStatus.REPORTED: "Gemeld door de aanbieder",
        PlacementStatus.CONFIRMED: "Bevestigd door de gemeente",
        PlacementStatus.WITHDRAWN: "Ingetrokken (vergissing)",
    },
    {
        IndexationStatus.PROPOSED: "Wacht op akkoord",
        IndexationStatus.APPROVED: "Goedgekeurd",
        IndexationStatus.REJECTED: "Afgewezen",
    },
    {
        ClawbackManner.FULL: "De hele vergoeding voor de plaatsing",
        ClawbackManner.PRO_RATA: "Naar rato: het deel dat niet is gewerkt",
    },
    {
        AchievementStatus.REPORTED: "Wacht op controle",
        AchievementStatus.VERIFIED: "Goedgekeurd",
        AchievementStatus.REJECTED: "Afgewezen",
    },
    {
        RejectionReason.PROOF_MISSING: "Bewijs ontbreekt",
        RejectionReason.PROOF_UNREADABLE: "Bewijs is niet leesbaar of niet gemaskeerd",
        RejectionReason.NOT_REACHED: "Mijlpaal is niet bereikt",
        RejectionReason.WRONG_DAY: "Datum klopt niet",
        RejectionReason.BENEFIT_NOT_ENDED: "Uitkering is niet gestopt of verlaagd",
        RejectionReason.WITHDRAWN: "Ingetrokken door de aanbieder",
    },
    {
        StepState.DONE: "Goedgekeurd",
        StepState.WAITING: "Wacht op controle",
        StepState.POSSIBLE: "Kan worden gemeld",
        StepState.NOT_YET: "Nog niet bereikt",
        StepState.CLOSED: "Vervallen",
    },
    {
        ReferralRule.ROTATION: "Om de beurt",
        ReferralRule.RANK: "Volgorde van de gunning",
        ReferralRule.CAPACITY: "Wie de meeste plaats heeft",
        ReferralRule.CLIENT_CHOICE: "De deelnemer kiest",
    },
    {
        OverlapKind.TWO_TRACKS: "Twee trajecten tegelijk",
        OverlapKind.SAME_WORK_TWICE: "Hetzelfde werk twee keer",
        OverlapKind.OWN_FIRM: "Werk bij de aanbieder zelf",
        OverlapKind.BEFORE_REFERRAL: "Werk van voor de aanmelding",
    },
    {
        ProfileFact.STATUS_HOLDER: "Heeft een verblijfsstatus",
        ProfileFact.OVER_FIFTY: "Is 50 jaar of ouder",
        ProfileFact.SKILLED_WITHOUT_PAPERS: "Kan een vak, zonder diploma",
        ProfileFact.LONG_WITHOUT_WORK: "Is twee jaar of langer zonder werk",
    },
    {
        ActivityKind.MODULE: "Onderdeel van het plan",
        ActivityKind.CHECK: "Controle of het werk duurt",
        ActivityKind.AFTERCARE: "Nazorg",
    },
    {
        Outcome.UNDER_WAY: "Bezig",
        Outcome.COMPLETED: "Afgerond",
        Outcome.STOPPED: "Gestopt",
        Outcome.AT_WORK: "Aan het werk",
        Outcome.NOT_AT_WORK: "Niet meer aan het werk",
    },
    {
        ImportKind.REFERRALS: "Aanmeldingen",
        ImportKind.BENEFITS: "Uitkeringen",
    },
    {
        ImportStatus.WAITING: "Raamwerk leest het in",
        ImportStatus.IMPORTED: "Ingelezen",
        ImportStatus.REFUSED: "Niet ingelezen: er zijn fouten",
    },
)
