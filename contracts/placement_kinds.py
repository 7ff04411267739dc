"""The words of a placement: what work it is, on which contract, how it ends, and where it stands."""

from enum import StrEnum


class WorkKind(StrEnum):
    """What the participant does there (the result types of the municipality)."""

    REGULAR = "regular"
    WAGE_COST_SUBSIDY = "wage_cost_subsidy"
    AGREEMENT_JOB = "agreement_job"
    SHELTERED = "sheltered"
    SELF_EMPLOYED = "self_employed"
    STUDY = "study"
    VOLUNTARY = "voluntary"
    TRIAL = "trial"


class ContractForm(StrEnum):
    """On which footing the work is done."""

    PERMANENT = "permanent"
    FIXED_TERM = "fixed_term"
    TEMPORARY_AGENCY = "temporary_agency"
    ON_CALL = "on_call"
    OWN_BUSINESS = "own_business"
    NO_EMPLOYMENT = "no_employment"


class BenefitEffect(StrEnum):
    """What the municipality sees in its own benefit system."""

    ENDED = "ended"
    REDUCED = "reduced"
    UNCHANGED = "unchanged"
    NONE_RECEIVED = "none_received"
    NOT_CHECKED = "not_checked"


class PlacementEnd(StrEnum):
    """Why work ended."""

    AS_AGREED = "as_agreed"
    PROBATION = "probation"
    BY_EMPLOYER = "by_employer"
    BY_PARTICIPANT = "by_participant"
    OTHER = "other"


class ClawbackManner(StrEnum):
    """How much of the fee for a placement comes back when the work ends within the guarantee."""

    FULL = "full"
    PRO_RATA = "pro_rata"


class PlacementStatus(StrEnum):
    """Who stands behind a recorded placement. A mistake is withdrawn, never deleted."""

    REPORTED = "reported"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"
