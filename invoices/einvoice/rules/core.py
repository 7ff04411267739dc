"""EN 16931 for UBL: all its patterns together."""

from invoices.einvoice.rules.allowances import ALLOWANCES_AND_CHARGES
from invoices.einvoice.rules.base import Context, Document, Pattern, Rule
from invoices.einvoice.rules.codes import CODES
from invoices.einvoice.rules.document import DOCUMENT_RULES, NOTE, PERIOD
from invoices.einvoice.rules.lines import LINES
from invoices.einvoice.rules.nodes import number_of
from invoices.einvoice.rules.parties import PARTIES
from invoices.einvoice.rules.payment import PAYMENT_AND_REFERENCES
from invoices.einvoice.rules.syntax import CONDITIONAL_PARTS, EXTRA_PARTS, SYNTAX
from invoices.einvoice.rules.totals import TOTALS
from invoices.einvoice.rules.vat_breakdown import VAT_BREAKDOWN
from invoices.einvoice.rules.vat_categories import CATEGORY_CONTEXTS, CATEGORY_DOCUMENT_RULES
from invoices.einvoice.tree import Node

#: What the data mean: the rules of the standard itself.
MODEL = Pattern(
    *PAYMENT_AND_REFERENCES,
    *PARTIES,
    *ALLOWANCES_AND_CHARGES,
    TOTALS,
    Context("/*", *DOCUMENT_RULES, *CATEGORY_DOCUMENT_RULES),
    *LINES,
    PERIOD,
    NOTE,
    *VAT_BREAKDOWN,
    *CATEGORY_CONTEXTS,
)

CORE = (MODEL, SYNTAX, EXTRA_PARTS, CONDITIONAL_PARTS, CODES)


def has_due_day_or_terms(node: Node, document: Document) -> bool:
    """BR-CO-25, dropped in release 1.3.16: who asks for money says until when it can be paid."""
    return number_of(node) <= 0 or bool(document.everywhere("cbc:DueDate") or document.has("cac:PaymentTerms/cbc:Note"))


#: What release 1.3.15 had and 1.3.16 has not.
UNTIL_1_3_15 = Pattern(
    Context(
        "/*/cac:LegalMonetaryTotal/cbc:PayableAmount",
        Rule("BR-CO-25", has_due_day_or_terms, "Er staat geen vervaldatum (BT-9) of betalingsvoorwaarde (BT-20) op."),
        when=lambda node, document: document.root.name == "Invoice",
    )
)  # fmt: skip
