"""What one may do in procurement, and which roles may."""

from enum import StrEnum

from townhall.accounts.roles import Role


class ProcurementPermission(StrEnum):
    """``module:thing:act``."""

    TENDER_READ = "procurement:tender:read"
    TENDER_WRITE = "procurement:tender:write"
    TENDER_PUBLISH = "procurement:tender:publish"
    QUESTION_ASK = "procurement:question:ask"
    QUESTION_READ = "procurement:question:read"
    QUESTION_ANSWER = "procurement:question:answer"
    QUESTION_DRAFT = "procurement:question:draft"
    PORTAL_READ = "procurement:portal:read"
    POLICY_READ = "procurement:policy:read"
    POLICY_WRITE = "procurement:policy:write"
    BID_WRITE = "procurement:bid:write"
    BID_LIST = "procurement:bid:list"
    BID_OPEN = "procurement:bid:open"
    BID_READ = "procurement:bid:read"
    OPENERS_NAME = "procurement:openers:name"
    ASSESSMENT_MANAGE = "procurement:assessment:manage"
    ASSESSMENT_SCORE = "procurement:assessment:score"
    ASSESSMENT_READ = "procurement:assessment:read"
    ASSESSMENT_READ_ALL = "procurement:assessment:read-all"
    AWARD_PREPARE = "procurement:award:prepare"
    AWARD_DECIDE = "procurement:award:decide"
    AWARD_READ = "procurement:award:read"
    DOSSIER_EXPORT = "procurement:dossier:export"
    OWN_AWARD_READ = "procurement:own-award:read"


GRANTS: dict[ProcurementPermission, frozenset[Role]] = {
    ProcurementPermission.TENDER_READ: frozenset(
        {
            Role.INKOPER,
            Role.ASSESSOR,
            Role.OPENER,
            Role.CONTRACT_MANAGER,
            Role.BUDGET_HOLDER,
            Role.AUDITOR,
        }
    ),
    ProcurementPermission.TENDER_WRITE: frozenset({Role.INKOPER}),
    ProcurementPermission.TENDER_PUBLISH: frozenset({Role.INKOPER}),
    ProcurementPermission.QUESTION_ASK: frozenset({Role.SUPPLIER}),
    ProcurementPermission.QUESTION_READ: frozenset({Role.INKOPER, Role.AUDITOR}),
    ProcurementPermission.QUESTION_ANSWER: frozenset({Role.INKOPER}),
    # Experts write answers to what they are asked; they never see who asked.
    ProcurementPermission.QUESTION_DRAFT: frozenset(
        {Role.ASSESSOR, Role.CONTRACT_MANAGER, Role.CASE_MANAGER, Role.FINANCE, Role.BUDGET_HOLDER}
    ),
    ProcurementPermission.PORTAL_READ: frozenset({Role.SUPPLIER}),
    ProcurementPermission.POLICY_READ: frozenset({Role.INKOPER, Role.ADMINISTRATOR, Role.AUDITOR}),
    ProcurementPermission.POLICY_WRITE: frozenset({Role.ADMINISTRATOR}),
    ProcurementPermission.BID_WRITE: frozenset({Role.SUPPLIER}),
    # Who handed in what and when; nothing of what is in it.
    ProcurementPermission.BID_LIST: frozenset({Role.INKOPER, Role.ASSESSOR, Role.OPENER, Role.AUDITOR}),
    ProcurementPermission.BID_OPEN: frozenset({Role.OPENER}),
    ProcurementPermission.BID_READ: frozenset({Role.INKOPER, Role.ASSESSOR, Role.AUDITOR}),
    ProcurementPermission.OPENERS_NAME: frozenset({Role.INKOPER}),
    ProcurementPermission.ASSESSMENT_MANAGE: frozenset({Role.INKOPER}),
    ProcurementPermission.ASSESSMENT_SCORE: frozenset({Role.ASSESSOR}),
    ProcurementPermission.ASSESSMENT_READ: frozenset({Role.INKOPER, Role.ASSESSOR, Role.AUDITOR}),
    # The scores of every committee; an assessor reads those of his own committee.
    ProcurementPermission.ASSESSMENT_READ_ALL: frozenset({Role.INKOPER, Role.AUDITOR}),
    ProcurementPermission.AWARD_PREPARE: frozenset({Role.INKOPER}),
    # Who prepares the award does not decide on it.
    ProcurementPermission.AWARD_DECIDE: frozenset({Role.BUDGET_HOLDER}),
    ProcurementPermission.AWARD_READ: frozenset(
        {Role.INKOPER, Role.ASSESSOR, Role.BUDGET_HOLDER, Role.CONTRACT_MANAGER, Role.AUDITOR}
    ),
    # It holds every score and every bid that was opened.
    ProcurementPermission.DOSSIER_EXPORT: frozenset({Role.INKOPER, Role.AUDITOR}),
    ProcurementPermission.OWN_AWARD_READ: frozenset({Role.SUPPLIER}),
}

#: What each permission lets one do, as the table of rights says it.
WORDS: dict[ProcurementPermission, str] = {
    ProcurementPermission.TENDER_READ: "Aanbestedingen lezen",
    ProcurementPermission.TENDER_WRITE: "Aanbestedingen voorbereiden en wijzigen",
    ProcurementPermission.TENDER_PUBLISH: "Aanbestedingen publiceren, verlengen en intrekken",
    ProcurementPermission.QUESTION_ASK: "Vragen stellen over een aanbesteding",
    ProcurementPermission.QUESTION_READ: "Vragen van aanbieders lezen",
    ProcurementPermission.QUESTION_ANSWER: "Vragen beantwoorden en de nota van inlichtingen publiceren",
    ProcurementPermission.QUESTION_DRAFT: "Als deskundige een antwoord voorstellen",
    ProcurementPermission.PORTAL_READ: "Open aanbestedingen lezen in het portaal",
    ProcurementPermission.POLICY_READ: "Het inkoopbeleid lezen",
    ProcurementPermission.POLICY_WRITE: "De grenzen van het inkoopbeleid vastleggen",
    ProcurementPermission.BID_WRITE: "Inschrijven voor het eigen bedrijf",
    ProcurementPermission.BID_LIST: "Zien wie wanneer inschreef, zonder de inhoud",
    ProcurementPermission.BID_OPEN: "Inschrijvingen openen, samen met een tweede opener",
    ProcurementPermission.BID_READ: "Geopende inschrijvingen lezen",
    ProcurementPermission.OPENERS_NAME: "Openers aanwijzen",
    ProcurementPermission.ASSESSMENT_MANAGE: "De beoordeling leiden: commissie, bewijsstukken, rangorde",
    ProcurementPermission.ASSESSMENT_SCORE: "Scores geven",
    ProcurementPermission.ASSESSMENT_READ: "De beoordeling lezen",
    ProcurementPermission.ASSESSMENT_READ_ALL: "De scores van elke commissie lezen, als iedereen klaar is",
    ProcurementPermission.AWARD_PREPARE: "De gunning voorbereiden en brieven versturen",
    ProcurementPermission.AWARD_DECIDE: "Over de gunning beslissen",
    ProcurementPermission.AWARD_READ: "Gunningen en gunningsverslagen lezen",
    ProcurementPermission.DOSSIER_EXPORT: "Het hele dossier van een aanbesteding meenemen",
    ProcurementPermission.OWN_AWARD_READ: "De eigen uitslag en brief lezen",
}
