"""The tables of contracts. Every subject adds its own line here, so that all tables are known at start."""

from contracts.models.checks import CheckResult, ContractCheck
from contracts.models.endings import DefaultNotice, ExitStep
from contracts.models.following import ContractFollower
from contracts.models.frameworks import (
    ContractDocument,
    ContractMilestone,
    ContractPartner,
    ExtensionOption,
    FrameworkContract,
    MilestoneRate,
)
from contracts.models.indexes import PriceIndexFigure, RateIndexation
from contracts.models.modifications import ContractModification
from contracts.models.needs import LedgerImport, LoosePurchase, Need, NeedAssignment
from contracts.models.performance import (
    Complaint,
    ContractKpi,
    ImprovementPlan,
    PerformanceAction,
    PerformanceTalk,
    ProgressReport,
    ReportingAgreement,
    SatisfactionSurvey,
)
from contracts.models.sroi import SroiBlock, SroiEffort
from contracts.models.track_records import AchievementQuestion, BenefitFinding, TrackActivity, TrackImport
from contracts.models.tracks import (
    Achievement,
    ContractCaseManager,
    Participant,
    Placement,
    Track,
    TrackPause,
)

__all__ = [
    "Achievement",
    "CheckResult",
    "ContractCheck",
    "AchievementQuestion",
    "BenefitFinding",
    "ContractCaseManager",
    "Complaint",
    "ContractDocument",
    "ContractFollower",
    "ContractKpi",
    "ContractMilestone",
    "ContractModification",
    "ContractPartner",
    "DefaultNotice",
    "ExitStep",
    "ExtensionOption",
    "FrameworkContract",
    "ImprovementPlan",
    "LedgerImport",
    "LoosePurchase",
    "MilestoneRate",
    "Need",
    "NeedAssignment",
    "Participant",
    "PerformanceAction",
    "PerformanceTalk",
    "Placement",
    "ProgressReport",
    "ReportingAgreement",
    "SatisfactionSurvey",
    "SroiBlock",
    "SroiEffort",
    "PriceIndexFigure",
    "RateIndexation",
    "Track",
    "TrackActivity",
    "TrackImport",
    "TrackPause",
]
