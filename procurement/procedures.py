"""Along which road a tender runs, and the choices that belong to it."""

from enum import StrEnum


class Procedure(StrEnum):
    """How the buyer comes to a contract."""

    SINGLE_PRIVATE = "single_private"
    MULTIPLE_PRIVATE = "multiple_private"
    NATIONAL_OPEN = "national_open"
    SAS = "sas"
    EU_OPEN = "eu_open"
    EU_RESTRICTED = "eu_restricted"
    OPEN_HOUSE = "open_house"
    IN_HOUSE = "in_house"
    #: Among the contractors of a framework, for one order under it.
    MINICOMPETITION = "minicompetition"


#: Everybody may read the tender and bid; the others are only for whom the buyer asks.
PUBLIC_PROCEDURES = frozenset(
    {
        Procedure.NATIONAL_OPEN,
        Procedure.SAS,
        Procedure.EU_OPEN,
        Procedure.EU_RESTRICTED,
        Procedure.OPEN_HOUSE,
    }
)
PRIVATE_PROCEDURES = frozenset(
    {Procedure.SINGLE_PRIVATE, Procedure.MULTIPLE_PRIVATE, Procedure.MINICOMPETITION}
)
EUROPEAN_PROCEDURES = frozenset({Procedure.SAS, Procedure.EU_OPEN, Procedure.EU_RESTRICTED})
#: Part 2 of the act applies in full: terms, exclusion grounds, standstill, four years.
FULL_REGIME_PROCEDURES = frozenset({Procedure.EU_OPEN, Procedure.EU_RESTRICTED})

#: Nobody is compared with somebody else: one person opens what came in, without the vault of the openers.
OPENED_BY_ONE = frozenset({Procedure.SINGLE_PRIVATE, Procedure.OPEN_HOUSE})


class StandstillKind(StrEnum):
    """Why there is a standstill before the contract: the act says so, the documents do, or neither."""

    STATUTORY = "statutory"
    VOLUNTARY = "voluntary"
    NONE = "none"


class QualityMethod(StrEnum):
    """How individual scores become one score."""

    CONSENSUS = "consensus"
    AVERAGE = "average"


class CriterionKind(StrEnum):
    """What an award criterion weighs."""

    QUALITY = "quality"
    PRICE = "price"


class RequirementKind(StrEnum):
    """An eis that excludes when it is not met, now or from a set day; or a wens that earns points."""

    KNOCK_OUT = "knock_out"
    #: Need not hold at the bid: the bidder promises that it holds from the day in the requirement.
    CONDITIONAL = "conditional"
    WISH = "wish"


#: Who does not meet one of these, falls out.
EXCLUDING_KINDS = frozenset({RequirementKind.KNOCK_OUT, RequirementKind.CONDITIONAL})


class VerificationMoment(StrEnum):
    """When the buyer checks that a requirement is met."""

    WITH_BID = "with_bid"
    BEFORE_SIGNING = "before_signing"
    DURING_CONTRACT = "during_contract"


class QuestionStatus(StrEnum):
    """Where a question of a supplier stands."""

    ASKED = "asked"
    #: An expert wrote an answer; the buyer has not taken it over yet.
    DRAFTED = "drafted"
    ANSWERED = "answered"
    PUBLISHED = "published"
    #: Answered together with an equal question.
    MERGED = "merged"
    #: Taken back by who asked it.
    TAKEN_BACK = "taken_back"


#: A question that still has to come out in a nota.
WAITING_QUESTIONS = frozenset({QuestionStatus.ASKED, QuestionStatus.DRAFTED, QuestionStatus.ANSWERED})
