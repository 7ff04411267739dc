"""The core rules, each with a document that breaks just that one."""

import re
from datetime import date
from decimal import Decimal

import pytest

from invoices.einvoice.composing import Sort
from invoices.einvoice.facts import Severity
from invoices.einvoice.verdict import judge
from tests.factories.einvoices import ubl, written_line
from townhall.money import euros

TODAY = date(2026, 11, 23)


def fatal(data: bytes) -> set[str]:
    return {finding.rule for finding in judge(data, on=TODAY).fatal_findings}


def business(data: bytes) -> set[str]:
    return {finding.rule for finding in judge(data, on=TODAY).business_findings}


def test_our_own_invoice_is_valid_and_payable() -> None:
    verdict = judge(ubl(), on=TODAY)

    assert verdict.valid and verdict.findings == ()
    assert verdict.rule_set == "NLCIUS 2.0.3.13 (EN 16931 1.3.16)"
    assert verdict.ground == "Beoordeeld volgens de officiële regels: NLCIUS 2.0.3.13 (EN 16931 1.3.16)."


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("<cbc:ID>2026-118</cbc:ID>\n  <cbc:IssueDate>", "<cbc:IssueDate>", "BR-02"),
        ("<cbc:IssueDate>2026-11-02</cbc:IssueDate>", "", "BR-03"),
        ("<cbc:IssueDate>2026-11-02", "<cbc:IssueDate>02-11-2026", "XSD"),
        ("<cbc:IssueDate>2026-11-02", "<cbc:IssueDate>2026-02-30", "XSD"),
        ("<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>", "", "BR-04"),
        ("<cbc:InvoiceTypeCode>380", "<cbc:InvoiceTypeCode>381", "BR-NL-8"),
        ("<cbc:InvoiceTypeCode>380", "<cbc:InvoiceTypeCode>384", "BR-NL-9"),
        ("<cbc:InvoiceTypeCode>380", "<cbc:InvoiceTypeCode>325", "BR-NL-7"),
        ("<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>", "", "BR-05"),
        ("<cbc:RegistrationName>Gemeente Haarlem</cbc:RegistrationName>", "", "BR-07"),
        ("<cbc:PostalZone>2011 RD</cbc:PostalZone>", "", "BR-NL-4"),
        ("<cbc:PostalZone>2011 CD</cbc:PostalZone>", "", "BR-NL-3"),
        ('<cbc:CompanyID schemeID="0106">90000011</cbc:CompanyID>', "", "BR-NL-1"),
        ("<cbc:PaymentMeansCode>58", "<cbc:PaymentMeansCode>10", "BR-NL-12"),
        ("<cbc:ID>NL02ABNA0123456789</cbc:ID>", "", "BR-61"),
        ("1815.00</cbc:PayableAmount>", "1815.01</cbc:PayableAmount>", "BR-CO-16"),
        ("1815.00</cbc:TaxInclusiveAmount>", "1815.01</cbc:TaxInclusiveAmount>", "BR-CO-15"),
        ("1500.00</cbc:TaxExclusiveAmount>", "1500.01</cbc:TaxExclusiveAmount>", "BR-CO-13"),
        (
            "1500.00</cbc:LineExtensionAmount>\n    <cbc:Tax",
            "1499</cbc:LineExtensionAmount>\n    <cbc:Tax",
            "BR-CO-10",
        ),
        ("<cbc:Name>Plaatsing</cbc:Name>", "", "BR-25"),
        ('<cbc:PriceAmount currencyID="EUR">1500.00', '<cbc:PriceAmount currencyID="EUR">-1500.00', "BR-27"),
        ('<cbc:PriceAmount currencyID="EUR">1500.00', '<cbc:PriceAmount currencyID="EUR">1.500,00', "XSD"),
        ('<cbc:PriceAmount currencyID="EUR">1500.00', '<cbc:PriceAmount currencyID="EUR">NaN', "XSD"),
        ('unitCode="C62"', "", "BR-23"),
        ("nlcius:v1.0", "nlcius:v9.9#conformant#urn:x", "CUSTOMIZATION"),
        ("<cbc:Percent>21</cbc:Percent>", "<cbc:Percent>0</cbc:Percent>", "BR-S-05"),
        ("<cbc:ID>S</cbc:ID>", "<cbc:ID>E</cbc:ID>", "BR-E-05"),
        ("<cbc:ID>S</cbc:ID>", "<cbc:ID>E</cbc:ID>", "BR-E-10"),
        (">NL123456782B90<", ">123456782B90<", "BR-CO-09"),
        ("<cbc:EndDate>2026-10-01", "<cbc:EndDate>2026-09-01", "BR-30"),
    ],
)
def test_a_broken_rule_is_named_by_its_official_id(old: str, new: str, rule: str) -> None:
    assert rule in fatal(ubl((old, new)))


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("NL02ABNA0123456789", "NL03ABNA0123456789", "RW-IBAN"),
        ("<cbc:IssueDate>2026-11-02", "<cbc:IssueDate>2026-11-24", "RW-DATUM"),
        ("<cbc:DueDate>2026-12-02</cbc:DueDate>", "", "RW-TERMIJN"),
        ("NL123456782B90", "NL123456782Z90", "RW-BTW-NR"),
        (">90000011<", ">9000001<", "RW-KVK"),
        ('<cbc:PriceAmount currencyID="EUR">1500.00', '<cbc:PriceAmount currencyID="EUR">1400', "RW-REGEL"),
        ("<cbc:Name>Plaatsing", "<cbc:Name>Plaatsing 111222333", "RW-BSN"),
    ],
)
def test_what_a_payer_stops_does_not_change_the_verdict(old: str, new: str, rule: str) -> None:
    data = ubl((old, new))

    assert fatal(data) == set()
    assert business(data) == {rule}


def test_vat_that_is_cents_off_and_a_line_number_used_twice_are_stopped_before_payment() -> None:
    off = ubl((">315.00<", ">315.40<"), (">1815.00<", ">1815.40<"))
    twice = ubl(lines=[written_line(net=euros("750")), written_line(net=euros("750"))])

    for data, rule in ((off, "RW-BTW"), (twice, "RW-REGELNR")):
        assert fatal(data) == set()
        assert business(data) == {rule}


def test_only_an_invoice_must_say_how_it_is_paid() -> None:
    means = re.compile(rb"<cac:PaymentMeans>.*</cac:PaymentMeans>", re.DOTALL)
    invoice, credit_note = ubl(), ubl(sort=Sort.CREDIT_NOTE, corrects="2026-117")
    assert means.search(invoice) and means.search(credit_note)

    assert fatal(means.sub(b"", invoice)) == {"BR-NL-11"}
    assert fatal(means.sub(b"", credit_note)) == set()


def test_two_lines_of_odd_cents_still_add_up() -> None:
    lines = [written_line(net=euros("33.33")), written_line(number="2", net=euros("66.68"))]

    verdict = judge(ubl(lines=lines), on=TODAY)

    assert verdict.valid
    assert verdict.invoice is not None and verdict.invoice.vat_total == Decimal("21.00")


def test_every_finding_is_a_dutch_sentence_with_a_place() -> None:
    data = b'<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"/>'

    findings = judge(data, on=TODAY).findings

    assert {"BR-01", "BR-02", "BR-16", "BR-CO-18"} <= {finding.rule for finding in findings}
    assert all(finding.text.endswith(".") and finding.place for finding in findings)
    assert {finding.severity for finding in findings} == {Severity.FATAL, Severity.BUSINESS}
