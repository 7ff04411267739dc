"""Forms for codes and lots."""

from collections.abc import Sequence
from decimal import Decimal

from wtforms import Form as PlainForm
from wtforms import FormField
from wtforms.fields import FieldList

from procurement.estimates import EstimateMethod, RecurringPurchase
from procurement.lots import Financing, MilestoneFacts, MilestoneKind, TargetGroup
from procurement.models.tenders import Lot
from procurement.regime_facts import CpvValue
from procurement.tender_content import LotContent
from procurement.worksheets import LotOptionFacts, Valuation
from townhall.fields import (
    ChoiceField,
    EuroField,
    ExactField,
    LongTextField,
    NumberField,
    PercentField,
    RadioChoiceField,
    TextField,
)
from townhall.filters import words
from townhall.forms import Form

#: So many empty rows for milestones at least, without script; more after saving.
ROWS_FOR_MILESTONES = 6
SPARE_ROWS = 2
ROWS_FOR_OPTIONS = 2


class MilestoneForm(PlainForm):  # type: ignore[misc]
    """One row: a step that earns a fee. A row without a kind is not there."""

    kind = ChoiceField("Mijlpaal", choices=MilestoneKind, required=False, empty="Geen")
    label = TextField("Naam op de factuur", required=False, hint="Leeg: de naam van de mijlpaal.")
    share_percent = PercentField("Aandeel in het tarief", required=False)
    expected_attainment = ExactField(
        "Verwachte kans in %",
        required=False,
        least=0,
        most=12000,
        hint="Bij een maandbedrag: aantal maanden × 100.",
    )
    highest_fee = EuroField("Hoogste tarief, excl. btw", required=False)

    def facts(self) -> MilestoneFacts | None:
        """The milestone in this row; None for a row that was not used."""
        if self.kind.data is None:
            return None
        return MilestoneFacts(
            kind=self.kind.data,
            label=self.label.data or words(self.kind.data),
            share_percent=self.share_percent.data or Decimal(0),
            expected_attainment=self.expected_attainment.data or Decimal(0),
            highest_fee=self.highest_fee.data,
        )


class OptionForm(PlainForm):  # type: ignore[misc]
    """One row: an option other than an extension. An empty row is not there."""

    label = TextField("Naam van de optie", required=False)
    amount = EuroField("Bedrag als u de optie gebruikt, excl. btw", required=False)

    def facts(self) -> LotOptionFacts | None:
        """The option in this row; None for a row that was not used."""
        if not self.label.data and self.amount.data is None:
            return None
        return LotOptionFacts(self.label.data or "", self.amount.data or Decimal(0))


class LotForm(Form):
    """A lot with its milestones, its options and how it is estimated."""

    title = TextField("Titel", hint="Bijvoorbeeld: Statushouders")
    target_group = ChoiceField("Doelgroep", choices=TargetGroup)
    description = LongTextField("Omschrijving", required=False)
    clients_per_year = NumberField("Verwacht aantal deelnemers per jaar", least=1, most=100000)
    most_clients_per_year = NumberField(
        "Hoogste aantal deelnemers per jaar",
        required=False,
        least=1,
        most=100000,
        hint="Leeg: niet hoger dan verwacht. Dit aantal telt voor de maximale waarde.",
    )
    financing = RadioChoiceField("Financiering", choices=Financing)
    milestones = FieldList(FormField(MilestoneForm), min_entries=ROWS_FOR_MILESTONES)
    options = FieldList(FormField(OptionForm), min_entries=ROWS_FOR_OPTIONS)
    estimate_method = RadioChoiceField(
        "Over welke tijd raamt u?", choices=EstimateMethod, required=False, default=EstimateMethod.WHOLE_TERM
    )
    estimate_reason = LongTextField("Waarom niet over de hele looptijd?", required=False)
    recurring_spent = EuroField(
        "Uitgaven aan dezelfde diensten in de laatste twaalf maanden, excl. btw",
        required=False,
        hint="Alleen bij regelmatig terugkerende diensten. Leeg: de verwachte waarde van de eerste twaalf maanden.",
    )
    recurring_change_percent = ExactField(
        "Verwachte verandering in de komende twaalf maanden, in %",
        required=False,
        least=-100,
        most=1000,
        hint="Bijvoorbeeld 10 of -5.",
    )
    maximum_value = EuroField(
        "Andere maximale waarde, excl. btw",
        required=False,
        hint="Leeg: Raamwerk rekent haar uit. De maximale waarde staat in de aankondiging.",
    )
    maximum_reason = LongTextField("Waarom een andere maximale waarde?", required=False)
    turnover_required = EuroField(
        "Omzet die een inschrijver per jaar moet hebben",
        required=False,
        hint="Leeg: geen omzeteis. Hooguit drie keer de geraamde waarde van het perceel.",
    )
    turnover_reason = LongTextField("Waarom een omzeteis?", required=False, hint="Dit staat in de stukken.")

    def content(self) -> LotContent:
        """The lot as typed."""
        rows = (row.form.facts() for row in self.milestones)
        return LotContent(
            title=self.title.data,
            target_group=self.target_group.data,
            description=self.description.data or "",
            clients_per_year=self.clients_per_year.data,
            financing=self.financing.data,
            most_clients_per_year=self.most_clients_per_year.data,
            maximum_value=self.maximum_value.data,
            turnover_required=self.turnover_required.data,
            turnover_reason=(self.turnover_reason.data or "").strip(),
            maximum_reason=(self.maximum_reason.data or "").strip(),
            milestones=tuple(row for row in rows if row is not None),
            options=tuple(row for row in (row.form.facts() for row in self.options) if row is not None),
            valuation=self._valuation(),
        )

    def _valuation(self) -> Valuation:
        spent, change = self.recurring_spent.data, self.recurring_change_percent.data
        return Valuation(
            method=self.estimate_method.data or EstimateMethod.WHOLE_TERM,
            reason=(self.estimate_reason.data or "").strip(),
            recurring=None if spent is None else RecurringPurchase(spent, change or Decimal(0)),
        )

    @classmethod
    def showing(cls, lot: Lot) -> "LotForm":
        """The form as it stands for this lot, with spare rows."""
        rows = [
            {
                "kind": each.kind,
                "label": each.label,
                "share_percent": each.share_percent,
                "expected_attainment": each.expected_attainment,
                "highest_fee": each.highest_fee,
            }
            for each in lot.milestones
        ]
        options = [{"label": each.label, "amount": each.amount} for each in lot.options]
        form = cls(obj=lot, milestones=rows, options=options, record=lot)
        while len(form.milestones) < max(ROWS_FOR_MILESTONES, len(rows) + SPARE_ROWS):
            form.milestones.append_entry()
        while len(form.options) < len(options) + ROWS_FOR_OPTIONS:
            form.options.append_entry()
        if lot.follows_worksheet():
            form.maximum_value.data = None
        return form


class CpvPartForm(PlainForm):  # type: ignore[misc]
    """One code with its part of the value."""

    code = TextField("CPV-code", bsn_exempt=True)
    value = EuroField("Waarde, excl. btw")


class CpvForm(Form):
    """The codes of a tender, their values, and which is the main one."""

    parts = FieldList(FormField(CpvPartForm))
    main = RadioChoiceField("Hoofdcode", choices=())

    def values(self) -> list[CpvValue]:
        """The codes as typed, with the chosen main code."""
        return [
            CpvValue(row.form.code.data, row.form.value.data, row.form.code.data == self.main.data)
            for row in self.parts
        ]

    @property
    def codes(self) -> Sequence[str]:
        """The codes in the rows."""
        return [row.form.code.data for row in self.parts]
