"""What one may do in invoices, and which roles may."""

from enum import StrEnum

from townhall.accounts.roles import Role


class InvoicesPermission(StrEnum):
    """``module:thing:act``."""

    #: The supplier's side: see what may be invoiced, send invoices, follow them.
    INVOICE_SUBMIT = "invoices:invoice:submit"
    INVOICE_READ = "invoices:invoice:read"
    #: Write about an invoice to the other side.
    MESSAGE_WRITE = "invoices:message:write"
    #: Declare that the performance was delivered; send a line back.
    PERFORMANCE_STATE = "invoices:performance:state"
    INVOICE_APPROVE = "invoices:invoice:approve"
    PAYMENT_READ = "invoices:payment:read"
    PAYMENT_RELEASE = "invoices:payment:release"
    #: The statutory interest of a half-year: type it in, and be the second person.
    RATE_RECORD = "invoices:rate:record"
    RATE_CONFIRM = "invoices:rate:confirm"
    #: The register of unlawful spending.
    UNLAWFUL_READ = "invoices:unlawful:read"
    UNLAWFUL_RECORD = "invoices:unlawful:record"
    #: How much of the VAT on a contract comes back.
    VAT_DECIDE = "invoices:vat:decide"


GRANTS: dict[InvoicesPermission, frozenset[Role]] = {
    InvoicesPermission.INVOICE_SUBMIT: frozenset({Role.SUPPLIER}),
    InvoicesPermission.INVOICE_READ: frozenset(
        {Role.CONTRACT_MANAGER, Role.BUDGET_HOLDER, Role.FINANCE, Role.AUDITOR}
    ),
    InvoicesPermission.MESSAGE_WRITE: frozenset(
        {Role.SUPPLIER, Role.CONTRACT_MANAGER, Role.BUDGET_HOLDER, Role.FINANCE}
    ),
    InvoicesPermission.PERFORMANCE_STATE: frozenset({Role.CONTRACT_MANAGER}),
    InvoicesPermission.INVOICE_APPROVE: frozenset({Role.BUDGET_HOLDER}),
    InvoicesPermission.PAYMENT_READ: frozenset({Role.FINANCE, Role.BUDGET_HOLDER, Role.AUDITOR}),
    InvoicesPermission.PAYMENT_RELEASE: frozenset({Role.FINANCE}),
    InvoicesPermission.RATE_RECORD: frozenset({Role.FINANCE}),
    InvoicesPermission.RATE_CONFIRM: frozenset({Role.FINANCE, Role.BUDGET_HOLDER}),
    InvoicesPermission.UNLAWFUL_READ: frozenset({Role.FINANCE, Role.BUDGET_HOLDER, Role.AUDITOR}),
    InvoicesPermission.UNLAWFUL_RECORD: frozenset({Role.FINANCE}),
    InvoicesPermission.VAT_DECIDE: frozenset({Role.FINANCE}),
}

#: What each permission lets one do, as the table of rights says it.
WORDS: dict[InvoicesPermission, str] = {
    InvoicesPermission.INVOICE_SUBMIT: "Factureren voor het eigen bedrijf",
    InvoicesPermission.INVOICE_READ: "Facturen lezen en de lijst meenemen",
    InvoicesPermission.MESSAGE_WRITE: "Berichten schrijven bij een factuur",
    InvoicesPermission.PERFORMANCE_STATE: "De prestatie verklaren of een regel terugsturen",
    InvoicesPermission.INVOICE_APPROVE: "Facturen akkoord geven",
    InvoicesPermission.PAYMENT_READ: "Betalingen lezen",
    InvoicesPermission.RATE_RECORD: "De wettelijke handelsrente van een halfjaar invullen",
    InvoicesPermission.RATE_CONFIRM: "De wettelijke handelsrente van een ander nakijken",
    InvoicesPermission.UNLAWFUL_READ: "Het register van onrechtmatige bestedingen lezen en meenemen",
    InvoicesPermission.UNLAWFUL_RECORD: "Onrechtmatige bestedingen en de grens van de raad vastleggen",
    InvoicesPermission.VAT_DECIDE: "Vastleggen welke btw op een contract compensabel is",
    InvoicesPermission.PAYMENT_RELEASE: "Betaalopdrachten maken en betalingen vastleggen",
}
