"""What an occasion is: something of which somebody must be told, whom, how long before, and why."""

from dataclasses import dataclass
from enum import StrEnum

from townhall.accounts.roles import Role


class OccasionKind(StrEnum):
    """Something that must not be missed."""

    THRESHOLD_NEAR = "threshold_near"
    THRESHOLD_ROW_MISSING = "threshold_row_missing"
    NOTICE_IN_NEXT_PERIOD = "notice_in_next_period"
    ACCUMULATION = "accumulation"
    QUESTIONS_CLOSE = "questions_close"
    BIDS_CLOSE = "bids_close"
    BIDS_WAIT_FOR_OPENING = "bids_wait_for_opening"
    SCORES_MISSING = "scores_missing"
    STANDSTILL_ENDS = "standstill_ends"
    DISPUTE_PENDING = "dispute_pending"
    PROOFS_UNCHECKED = "proofs_unchecked"
    AWARD_WITHOUT_CONTRACT = "award_without_contract"
    AWARD_NOTICE = "award_notice"
    OPTION_DECISION = "option_decision"
    CONTRACT_ENDS = "contract_ends"
    START_ANEW = "start_anew"
    CEILING = "ceiling"
    CEILING_RUNS_OUT = "ceiling_runs_out"
    MODIFICATION_ROOM = "modification_room"
    CHANGE_TO_ANNOUNCE = "change_to_announce"
    DEFAULT_TERM = "default_term"
    EXIT_STEP_DUE = "exit_step_due"
    RESULTS_BELOW_NORM = "results_below_norm"
    PAPER_EXPIRES = "paper_expires"
    PAPER_TO_RENEW = "paper_to_renew"
    REPORT_DUE = "report_due"
    CHECK_DUE = "check_due"
    REFERRAL_WAITS = "referral_waits"
    SUSTAINED_CHECK = "sustained_check"
    PROOF_WAITS = "proof_waits"
    INVOICE_WAITS = "invoice_waits"
    APPROVAL_WAITS = "approval_waits"
    PAYMENT_DUE = "payment_due"
    INTEREST_RUNS = "interest_runs"
    CLAWBACK_OPEN = "clawback_open"
    CLAIM_WINDOW = "claim_window"
    BANK_CHANGE_WAITS = "bank_change_waits"
    PAYMENT_RETURNED = "payment_returned"
    BUDGET = "budget"
    JOB_FAILS = "job_fails"
    MAIL_UNDELIVERABLE = "mail_undeliverable"
    TRAIL_BROKEN = "trail_broken"
    DISK_FULL = "disk_full"


@dataclass(frozen=True)
class Occasion:
    """When to tell whom.

    ``lead_days``: this many days before the due day an alert is raised, and again at each next one;
    0 is the day itself, a negative number a day after it. ``levels``: for a meter instead of a day,
    the percentages at which an alert is raised. ``again_days``: so often it is mailed again as long as
    nobody took it up; None is never. An urgent one is mailed at once, the others once a day together.
    """

    kind: OccasionKind
    title: str
    role: Role
    what_to_do: str
    rule: str
    ends_when: str
    """What makes it go away by itself."""
    when_late: str = ""
    """What to do instead, once the day is over."""
    late_badge: str = "Te laat"
    lead_days: tuple[int, ...] = ()
    levels: tuple[int, ...] = ()
    escalates_to: Role | None = None
    again_days: int | None = 7
    is_urgent: bool = False

    @property
    def is_plain(self) -> bool:
        """Whether it is either so or not, without days or percentages to tell it at."""
        return self.levels == (1,)

    @property
    def badge_when_over(self) -> str:
        """What stands beside it once the day is over, or the highest level was reached."""
        return "Bereikt" if self.levels else self.late_badge

    def __post_init__(self) -> None:
        assert bool(self.lead_days) != bool(self.levels), "an occasion has lead times or levels"
        assert list(self.lead_days) == sorted(set(self.lead_days), reverse=True)
        assert list(self.levels) == sorted(set(self.levels))
