"""The form of a fee schedule: up to eight lines, each by percentage or with an amount of its own."""

from wtforms import FieldList, FormField
from wtforms import Form as PlainForm

from contracts.fee_schedules import FeeLine, line_of, with_amounts
from contracts.models.frameworks import FrameworkContract
from procurement.lots import MilestoneKind
from townhall.fields import ChoiceField, EuroField, NumberField, PercentField
from townhall.forms import Form

MOST_LINES = 8


class FeeLineForm(PlainForm):  # type: ignore[misc]
    """One line; without a milestone it is empty."""

    kind = ChoiceField("Mijlpaal", choices=MilestoneKind, required=False, empty="–")
    share_percent = PercentField("Percentage", required=False)
    amount = EuroField("Vast bedrag", required=False)
    most_times = NumberField("Hoogstens (keer)", required=False, least=1, most=60)
    claim_within_days = NumberField("Declareren binnen (dagen)", required=False)


class FeeScheduleForm(Form):
    """The whole schedule, with the tariff the percentages are taken of."""

    tariff = EuroField(
        "Tarief per deelnemer, excl. btw",
        required=False,
        hint="Nodig als u percentages gebruikt.",
    )
    lines = FieldList(FormField(FeeLineForm, label="Regel"), label="Regels", min_entries=MOST_LINES)

    def filled_in(self) -> list[FeeLine]:
        """The lines that name a milestone, as they were typed."""
        return [
            FeeLine(
                kind=entry.form.kind.data,
                label=line_of(entry.form.kind.data).label,
                share_percent=entry.form.share_percent.data,
                amount=None if entry.form.share_percent.data is not None else entry.form.amount.data,
                most_times=entry.form.most_times.data or 1,
                claim_within_days=entry.form.claim_within_days.data,
            )
            for entry in self.lines
            if entry.form.kind.data is not None
        ]

    def worked_out(self) -> list[FeeLine]:
        """The lines with the amounts that the percentages bring, when a tariff was given."""
        typed = self.filled_in()
        if self.tariff.data and any(line.share_percent is not None for line in typed):
            return with_amounts(typed, self.tariff.data)
        return typed

    @classmethod
    def of(cls, contract: FrameworkContract) -> "FeeScheduleForm":
        """The form, filled with the schedule of a draft."""
        lines = contract.fee_lines()
        shared = [line for line in lines if line.share_percent is not None and line.amount is not None]
        tariff = sum((line.amount * line.most_times for line in shared if line.amount is not None), 0)
        rows = [
            {
                "kind": line.kind,
                "share_percent": line.share_percent,
                "amount": None if line.share_percent is not None else line.amount,
                "most_times": line.most_times if line.most_times > 1 else None,
                "claim_within_days": line.claim_within_days,
            }
            for line in lines
        ]
        return cls(data={"tariff": tariff or None, "lines": rows}, record=contract)
