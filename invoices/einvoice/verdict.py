"""The verdict on one file: valid by the official rules, what is wrong, and what a payer would stop.

Valid means that UBL 2.1 allows how the document is built and that no rule counted fatal fails. What a payer stops
although it is valid is told apart from that.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Context, localcontext

from invoices.einvoice.business_checks import business_findings
from invoices.einvoice.facts import EInvoice, Finding, Severity, Unreadable
from invoices.einvoice.reading import document_of, facts_of
from invoices.einvoice.rule_sets import Specification, release_on, specification_of
from invoices.einvoice.rules.nodes import all_at
from invoices.einvoice.structure.check import structure_findings
from invoices.einvoice.tree import Node

#: Enough digits for every product and sum of the numbers that a rule takes (``nodes.LONGEST_NUMBER``).
EXACT = Context(prec=200)
#: The id under which is told that there are no rules for the specification an invoice names.
CUSTOMIZATION = "CUSTOMIZATION"
NO_RULES = Finding(
    CUSTOMIZATION,
    Severity.FATAL,
    "CustomizationID",
    "De factuur noemt een specificatie die wij niet aannemen. Kies NLCIUS (SI-UBL 2.0) of Peppol BIS Billing 3.",
)


@dataclass(frozen=True)
class Verdict:
    """What the rules say of a file. ``invoice`` is None when it could not be read, ``rule_set`` then is empty."""

    invoice: EInvoice | None
    rule_set: str
    findings: tuple[Finding, ...]

    @property
    def readable(self) -> bool:
        return self.invoice is not None

    @property
    def valid(self) -> bool:
        """Whether no rule that counts was broken; warnings and business findings leave an invoice valid."""
        return self.readable and not self.fatal_findings

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
            return "Deze e-factuur is niet geldig."
        return "Deze e-factuur is geldig."

    @property
    def ground(self) -> str:
        """By which rules, in words."""
        if not self.rule_set:
            return "Wij konden de regels voor e-facturen er niet op toepassen."
        return f"Beoordeeld volgens de officiële regels: {self.rule_set}."


def judge(data: bytes, *, on: date) -> Verdict:
    """The verdict on these bytes, received on this day. Never raises on what is in the file."""
    with localcontext(EXACT), _no_collecting():
        return _judged_bytes(data, on)


def _judged_bytes(data: bytes, on: date) -> Verdict:
    """The verdict; the document is gone when this returns, so that the collector finds nothing to look at."""
    try:
        root = document_of(data)
    except Unreadable as error:
        return Verdict(None, "", tuple(error.findings))
    verdict = _judged(root, on)
    root.let_go()
    return verdict


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Without looking for garbage meanwhile: a document is very many small things that all stay till the end."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _judged(root: Node, on: date) -> Verdict:
    invoice = facts_of(root)
    structure = structure_findings(root)
    specification = _specification(root)
    if specification is None:
        return Verdict(invoice, "", (*structure, NO_RULES))
    release = release_on(on)
    rules = release.findings(specification, root)
    findings = (*structure, *rules, *business_findings(invoice, on=on))
    return Verdict(invoice, release.names[specification], findings)


def rules_broken(fragment: Node, *, on: date) -> list[Finding]:
    """Every rule that a fragment breaks, whatever its structure: so that each rule can be tried alone."""
    specification = _specification(fragment) or Specification.EN16931
    with localcontext(EXACT):
        return list(release_on(on).findings(specification, fragment))


def _specification(root: Node) -> Specification | None:
    named = all_at(root, "cbc:CustomizationID")
    return specification_of(named[0].text if named else "")
