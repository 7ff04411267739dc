"""What one may do in contracts, and which roles may."""

from enum import StrEnum

from townhall.accounts.roles import Role


class ContractsPermission(StrEnum):
    """``module:thing:act``."""

    CONTRACT_READ = "contracts:contract:read"
    CONTRACT_DRAFT = "contracts:contract:draft"
    CONTRACT_SIGN = "contracts:contract:sign"
    #: Decide on options, record changes, end a contract.
    CONTRACT_MANAGE = "contracts:contract:manage"
    #: Say what a test of a promise showed.
    CHECK_RECORD = "contracts:check:record"
    #: Let the amounts follow an index, worked out by somebody else.
    INDEXATION_APPROVE = "contracts:indexation:approve"
    #: The supplier's side: read the own contracts.
    CONTRACT_READ_OWN = "contracts:contract:read-own"
    #: What was bought outside a tender, and to which need everything belongs.
    PURCHASE_READ = "contracts:purchase:read"
    PURCHASE_MANAGE = "contracts:purchase:manage"
    #: Write down a complaint about a supplier, and how it was settled.
    COMPLAINT_RECORD = "contracts:complaint:record"
    #: The supplier's side: report on progress and social return, and answer a request to improve.
    PERFORMANCE_REPORT = "contracts:performance:report"
    TRACK_READ = "contracts:track:read"
    #: Also the lots that reveal sensitive facts, without being assigned to the contract.
    TRACK_READ_EVERY_LOT = "contracts:track:read-every-lot"
    TRACK_REFER = "contracts:track:refer"
    TRACK_MANAGE = "contracts:track:manage"
    #: Say who works on the tracks of a contract.
    TRACK_ASSIGN = "contracts:track:assign"
    #: The supplier's side: accept, start, report.
    TRACK_DELIVER = "contracts:track:deliver"
    ACHIEVEMENT_VERIFY = "contracts:achievement:verify"


GRANTS: dict[ContractsPermission, frozenset[Role]] = {
    ContractsPermission.CONTRACT_READ: frozenset(
        {
            Role.CONTRACT_MANAGER,
            Role.INKOPER,
            Role.CASE_MANAGER,
            Role.BUDGET_HOLDER,
            Role.FINANCE,
            Role.AUDITOR,
        }
    ),
    ContractsPermission.CONTRACT_DRAFT: frozenset({Role.CONTRACT_MANAGER, Role.INKOPER}),
    ContractsPermission.CONTRACT_SIGN: frozenset({Role.CONTRACT_MANAGER}),
    ContractsPermission.CONTRACT_MANAGE: frozenset({Role.CONTRACT_MANAGER}),
    ContractsPermission.CHECK_RECORD: frozenset({Role.CONTRACT_MANAGER, Role.CASE_MANAGER}),
    ContractsPermission.INDEXATION_APPROVE: frozenset({Role.CONTRACT_MANAGER, Role.BUDGET_HOLDER}),
    ContractsPermission.CONTRACT_READ_OWN: frozenset({Role.SUPPLIER}),
    ContractsPermission.PURCHASE_READ: frozenset(
        {Role.INKOPER, Role.CONTRACT_MANAGER, Role.BUDGET_HOLDER, Role.FINANCE, Role.AUDITOR}
    ),
    ContractsPermission.PURCHASE_MANAGE: frozenset({Role.INKOPER}),
    ContractsPermission.COMPLAINT_RECORD: frozenset({Role.CONTRACT_MANAGER, Role.CASE_MANAGER}),
    ContractsPermission.PERFORMANCE_REPORT: frozenset({Role.SUPPLIER}),
    ContractsPermission.TRACK_READ: frozenset({Role.CASE_MANAGER, Role.CONTRACT_MANAGER, Role.AUDITOR}),
    ContractsPermission.TRACK_READ_EVERY_LOT: frozenset({Role.AUDITOR}),
    ContractsPermission.TRACK_REFER: frozenset({Role.CASE_MANAGER}),
    ContractsPermission.TRACK_MANAGE: frozenset({Role.CASE_MANAGER}),
    ContractsPermission.TRACK_ASSIGN: frozenset({Role.CONTRACT_MANAGER}),
    ContractsPermission.TRACK_DELIVER: frozenset({Role.SUPPLIER}),
    ContractsPermission.ACHIEVEMENT_VERIFY: frozenset({Role.CASE_MANAGER, Role.CONTRACT_MANAGER}),
}

#: What each permission lets one do, as the table of rights says it.
WORDS: dict[ContractsPermission, str] = {
    ContractsPermission.CONTRACT_READ: "Contracten lezen",
    ContractsPermission.CONTRACT_DRAFT: "Contracten opstellen",
    ContractsPermission.CONTRACT_SIGN: "Getekende contracten vastleggen",
    ContractsPermission.CONTRACT_MANAGE: "Contracten beheren: verlengen, wijzigen, beëindigen",
    ContractsPermission.CHECK_RECORD: "Uitkomsten van controlepunten vastleggen",
    ContractsPermission.INDEXATION_APPROVE: "Indexering van tarieven goedkeuren",
    ContractsPermission.CONTRACT_READ_OWN: "De eigen contracten lezen",
    ContractsPermission.PURCHASE_READ: "Inkopen buiten een aanbesteding lezen",
    ContractsPermission.PURCHASE_MANAGE: "Inkopen invoeren en inlezen, en indelen naar behoefte",
    ContractsPermission.COMPLAINT_RECORD: "Klachten over opdrachtnemers vastleggen en afhandelen",
    ContractsPermission.PERFORMANCE_REPORT: "Voortgang en social return melden; reageren op verbeterplannen en verzuim",
    ContractsPermission.TRACK_READ: "Trajecten lezen",
    ContractsPermission.TRACK_READ_EVERY_LOT: "Ook trajecten van gevoelige percelen lezen",
    ContractsPermission.TRACK_REFER: "Deelnemers aanmelden",
    ContractsPermission.TRACK_MANAGE: "Trajecten begeleiden",
    ContractsPermission.TRACK_ASSIGN: "Casemanagers aan een contract koppelen",
    ContractsPermission.TRACK_DELIVER: "Trajecten uitvoeren: aannemen, starten, resultaat melden",
    ContractsPermission.ACHIEVEMENT_VERIFY: "Gemelde prestaties controleren",
}
