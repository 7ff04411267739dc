"""Writing an e-invoice as UBL 2.1: everything that ``reading`` reads, in the order of the UBL schema."""

from datetime import date
from decimal import Decimal

from lxml import etree

from invoices.einvoice.facts import AllowanceCharge, EInvoice, ELine, Party, PaymentMeans, VatSubtotal
from invoices.einvoice.reading import NAMESPACES

VAT, OBJECT = "VAT", "130"


def write_ubl(invoice: EInvoice) -> bytes:
    """The invoice or credit note as a UBL 2.1 document; what it does not say is not written."""
    return _Writer(invoice).write()


class _Writer:
    """Writes one document."""

    def __init__(self, invoice: EInvoice) -> None:
        self.invoice = invoice
        namespace = f"urn:oasis:names:specification:ubl:schema:xsd:{invoice.kind}-2"
        spaces: dict[str | None, str] = {None: namespace}
        spaces.update(NAMESPACES)
        self.root = etree.Element(f"{{{namespace}}}{invoice.kind}", nsmap=spaces)  # type: ignore[arg-type]

    def write(self) -> bytes:
        self._head()
        self._references()
        _party(_add(self.root, "cac:AccountingSupplierParty"), self.invoice.seller)
        _party(_add(self.root, "cac:AccountingCustomerParty"), self.invoice.buyer)
        for means in self.invoice.payment_means:
            self._payment_means(means)
        if self.invoice.payment_terms:
            _put(_add(self.root, "cac:PaymentTerms"), "cbc:Note", self.invoice.payment_terms)
        for each in self.invoice.allowances_charges:
            self._allowance(self.root, each)
        self._vat()
        self._totals()
        for line in self.invoice.lines:
            self._line(line)
        return bytes(etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", pretty_print=True))

    def _head(self) -> None:
        root, invoice = self.root, self.invoice
        _put(root, "cbc:CustomizationID", invoice.customization_id)
        _put(root, "cbc:ProfileID", invoice.profile_id)
        _put(root, "cbc:ID", invoice.number)
        _put_day(root, "cbc:IssueDate", invoice.issued_on)
        if not invoice.is_credit_note:
            _put_day(root, "cbc:DueDate", invoice.due_on)
        _put(root, f"cbc:{invoice.kind}TypeCode", invoice.type_code)
        for note in invoice.notes:
            _put(root, "cbc:Note", note)
        _put(root, "cbc:DocumentCurrencyCode", invoice.currency)
        _put(root, "cbc:BuyerReference", invoice.buyer_reference)

    def _references(self) -> None:
        root, invoice = self.root, self.invoice
        _period(root, invoice.period_starts_on, invoice.period_ends_on)
        if invoice.order_reference:
            _put(_add(root, "cac:OrderReference"), "cbc:ID", invoice.order_reference)
        for number in invoice.preceding_invoices:
            _put(_add(_add(root, "cac:BillingReference"), "cac:InvoiceDocumentReference"), "cbc:ID", number)
        if invoice.contract_reference:
            _put(_add(root, "cac:ContractDocumentReference"), "cbc:ID", invoice.contract_reference)
        for order, file in enumerate(invoice.attachments, start=1):
            reference = _add(root, "cac:AdditionalDocumentReference")
            _put(reference, "cbc:ID", f"Bijlage {order}")
            content = _add(_add(reference, "cac:Attachment"), "cbc:EmbeddedDocumentBinaryObject", file.content)
            _mark(content, "mimeCode", file.media_type)
            _mark(content, "filename", file.filename)

    def _payment_means(self, means: PaymentMeans) -> None:
        node = _add(self.root, "cac:PaymentMeans")
        _put(node, "cbc:PaymentMeansCode", means.code)
        if self.invoice.is_credit_note:
            _put_day(node, "cbc:PaymentDueDate", self.invoice.due_on)
        _put(node, "cbc:PaymentID", means.payment_id)
        if means.account:
            _put(_add(node, "cac:PayeeFinancialAccount"), "cbc:ID", means.account)

    def _allowance(self, parent: etree._Element, each: AllowanceCharge) -> None:
        node = _add(parent, "cac:AllowanceCharge")
        _add(node, "cbc:ChargeIndicator", "true" if each.is_charge else "false")
        _put(node, "cbc:AllowanceChargeReason", each.reason)
        self._amount(node, "cbc:Amount", each.amount)
        if each.vat_category:
            _category(_add(node, "cac:TaxCategory"), each.vat_category, each.vat_rate)

    def _vat(self) -> None:
        if self.invoice.vat_total is None and not self.invoice.vat_subtotals:
            return
        node = _add(self.root, "cac:TaxTotal")
        self._amount(node, "cbc:TaxAmount", self.invoice.vat_total)
        for row in self.invoice.vat_subtotals:
            self._vat_row(_add(node, "cac:TaxSubtotal"), row)

    def _vat_row(self, node: etree._Element, row: VatSubtotal) -> None:
        self._amount(node, "cbc:TaxableAmount", row.taxable)
        self._amount(node, "cbc:TaxAmount", row.tax)
        _category(_add(node, "cac:TaxCategory"), row.category, row.rate, row.exemption_reason)

    def _totals(self) -> None:
        totals, node = self.invoice.totals, _add(self.root, "cac:LegalMonetaryTotal")
        self._amount(node, "cbc:LineExtensionAmount", totals.line_net)
        self._amount(node, "cbc:TaxExclusiveAmount", totals.net)
        self._amount(node, "cbc:TaxInclusiveAmount", totals.gross)
        self._amount(node, "cbc:AllowanceTotalAmount", totals.allowances)
        self._amount(node, "cbc:ChargeTotalAmount", totals.charges)
        self._amount(node, "cbc:PrepaidAmount", totals.prepaid)
        self._amount(node, "cbc:PayableRoundingAmount", totals.rounding)
        self._amount(node, "cbc:PayableAmount", totals.payable)

    def _line(self, line: ELine) -> None:
        node = _add(self.root, f"cac:{self.invoice.kind}Line")
        _put(node, "cbc:ID", line.number)
        name = "CreditedQuantity" if self.invoice.is_credit_note else "InvoicedQuantity"
        if line.quantity is not None or line.unit_code:
            quantity = None if line.quantity is None else _number(line.quantity)
            _mark(_add(node, f"cbc:{name}", quantity), "unitCode", line.unit_code)
        self._amount(node, "cbc:LineExtensionAmount", line.net)
        _period(node, line.period_starts_on, line.period_ends_on)
        if line.order_line:
            _put(_add(node, "cac:OrderLineReference"), "cbc:LineID", line.order_line)
        if line.object_id:
            reference = _add(node, "cac:DocumentReference")
            _put(reference, "cbc:ID", line.object_id)
            _put(reference, "cbc:DocumentTypeCode", OBJECT)
        for each in line.allowances_charges:
            self._allowance(node, each)
        item = _add(node, "cac:Item")
        _put(item, "cbc:Name", line.name)
        if line.vat_category or line.vat_rate is not None:
            _category(_add(item, "cac:ClassifiedTaxCategory"), line.vat_category, line.vat_rate)
        if line.unit_price is not None or line.base_quantity is not None:
            price = _add(node, "cac:Price")
            self._amount(price, "cbc:PriceAmount", line.unit_price)
            if line.base_quantity is not None:
                _mark(_add(price, "cbc:BaseQuantity", _number(line.base_quantity)), "unitCode", line.unit_code)

    def _amount(self, parent: etree._Element, name: str, amount: Decimal | None) -> None:
        if amount is not None:
            _add(parent, name, _number(amount)).set("currencyID", self.invoice.currency)


def _party(parent: etree._Element, party: Party) -> None:
    node = _add(parent, "cac:Party")
    if party.endpoint or party.endpoint_scheme:
        _mark(_add(node, "cbc:EndpointID", party.endpoint), "schemeID", party.endpoint_scheme)
    if party.party_id:
        _put(_add(node, "cac:PartyIdentification"), "cbc:ID", party.party_id)
    if party.trade_name:
        _put(_add(node, "cac:PartyName"), "cbc:Name", party.trade_name)
    if party.has_address:
        address = _add(node, "cac:PostalAddress")
        _put(address, "cbc:StreetName", party.street)
        _put(address, "cbc:CityName", party.city)
        _put(address, "cbc:PostalZone", party.postcode)
        if party.country:
            _put(_add(address, "cac:Country"), "cbc:IdentificationCode", party.country)
    if party.vat_number:
        scheme = _add(node, "cac:PartyTaxScheme")
        _put(scheme, "cbc:CompanyID", party.vat_number)
        _put(_add(scheme, "cac:TaxScheme"), "cbc:ID", VAT)
    if party.name or party.legal_id or party.legal_id_scheme:
        legal = _add(node, "cac:PartyLegalEntity")
        _put(legal, "cbc:RegistrationName", party.name)
        if party.legal_id or party.legal_id_scheme:
            _mark(_add(legal, "cbc:CompanyID", party.legal_id), "schemeID", party.legal_id_scheme)


def _category(node: etree._Element, code: str, rate: Decimal | None, reason: str = "") -> None:
    _put(node, "cbc:ID", code)
    if rate is not None:
        _add(node, "cbc:Percent", _number(rate))
    _put(node, "cbc:TaxExemptionReason", reason)
    _put(_add(node, "cac:TaxScheme"), "cbc:ID", VAT)


def _period(parent: etree._Element, starts_on: date | None, ends_on: date | None) -> None:
    if starts_on or ends_on:
        period = _add(parent, "cac:InvoicePeriod")
        _put_day(period, "cbc:StartDate", starts_on)
        _put_day(period, "cbc:EndDate", ends_on)


def _number(value: Decimal) -> str:
    return f"{value:f}"


def _put(parent: etree._Element, name: str, text: str) -> None:
    """Write what there is to say."""
    if text:
        _add(parent, name, text)


def _put_day(parent: etree._Element, name: str, day: date | None) -> None:
    if day is not None:
        _add(parent, name, day.isoformat())


def _mark(node: etree._Element, attribute: str, value: str) -> None:
    if value:
        node.set(attribute, value)


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    prefix, local = name.split(":")
    child = etree.SubElement(parent, f"{{{NAMESPACES[prefix]}}}{local}")
    child.text = text
    return child
