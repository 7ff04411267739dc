"""The verdict on one file: valid by the rules we check, what is wrong, and what a payer would stop.

Not the official verdict yet: the code lists and the structure of UBL are not judged.
"""

from dataclasses import dataclass
from datetime import date

from invoices.einvoice.business_checks import business_findings
from invoices.einvoice.core_rules import core_findings
from invoices.einvoice.dutch_rules import dutch_findings, is_nlcius, specification_findings
from invoices.einvoice.facts import EInvoice, Finding, Severity, Unreadable
from invoices.einvoice.reading import read_einvoice

LABEL = "Nog geen officieel oordeel: wij controleren de kern van EN 16931 en NLCIUS, niet alle regels."


@dataclass(frozen=True)
class Verdict:
    """What we think of a file. ``invoice`` is None when it could not be read."""

    invoice: EInvoice | None
    rule_set: str
    findings: tuple[Finding, ...]

    @property
    def readable(self) -> bool:
        return self.invoice is not None

    @property
    def valid(self) -> bool:
        """Whether no rule that counts was broken; business findings leave an invoice valid."""
        return self.readable and not any(each.severity is Severity.FATAL for each in self.findings)

    @property
    def fatal_findings(self) -> list[Finding]:
        """What makes it not valid."""
        return [finding for finding in self.findings if finding.severity is Severity.FATAL]

    @property
    def business_findings(self) -> list[Finding]:
        """What a payer stops although it is valid."""
        return [finding for finding in self.findings if finding.severity is Severity.BUSINESS]

    @property
    def sentence(self) -> str:
        """The verdict in words."""
        if not self.readable:
            return "Wij kunnen dit bestand niet lezen als e-factuur."
        if not self.valid:
            return "Deze e-factuur is niet goed volgens onze controles."
        return "Deze e-factuur is goed volgens onze controles."


def judge(data: bytes, *, on: date) -> Verdict:
    """The verdict on these bytes, received on this day. Never raises on what is in the file."""
    try:
        invoice, structure = read_einvoice(data)
    except Unreadable as error:
        return Verdict(None, "geen", tuple(error.findings))
    specification = specification_findings(invoice)
    rule_set = "NLCIUS (kern)" if is_nlcius(invoice) else "EN 16931 (kern)"
    if specification:
        return Verdict(invoice, "geen", tuple(structure + specification))
    findings = structure + core_findings(invoice) + dutch_findings(invoice)
    return Verdict(invoice, rule_set, tuple(findings + business_findings(invoice, on=on)))
