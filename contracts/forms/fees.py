"""The form of a fee schedule: its lines, what counts as work, and what comes back."""

from collections.abc import Iterable
from decimal import Decimal

from wtforms import FieldList, FormField
from wtforms import Form as PlainForm

from contracts.drafting import PlacementRules
from contracts.fee_presets import FOR_THE_EDITOR, preset
from contracts.fee_schedules import EVIDENCE, FeeLine, line_of, with_amounts
from contracts.fee_terms import NEVER_A_PLACEMENT, AgreedFees, FeeTerms, IndexClause
from contracts.lifecycle import PUBLISHED_BEFORE
from contracts.models.frameworks import FrameworkContract
from contracts.placement_kinds import ClawbackManner, ContractForm, WorkKind
from procurement.lots import MilestoneKind
from townhall.fields import (
    ChoiceField,
    ChoicesField,
    EuroField,
    ExactField,
    MonthField,
    NumberField,
    PercentField,
    RadioChoiceField,
    TextField,
    YesNoField,
)
from townhall.forms import Form

MOST_LINES = 8
NOT_AGREED = "Laat leeg als er niets is afgesproken."


class FeeLineForm(PlainForm):  # type: ignore[misc]
    """One line; without a milestone it is empty."""

    kind = ChoiceField("Mijlpaal", choices=MilestoneKind, required=False, empty="–")
    share_percent = PercentField("Percentage", required=False)
    amount = EuroField("Vast bedrag", required=False)
    most_times = NumberField("Hoogstens (keer)", required=False, least=1, most=60)
    months = NumberField("Na (maanden werk)", required=False, least=1, most=60)
    claim_within_days = NumberField("Declareren binnen (dagen)", required=False)
    evidence = TextField("Bewijs", required=False, max=500)


class FeeTermsForm(Form):
    """What counts as a placement, what comes back, and the ceilings."""

    placement_months = NumberField("Een plaatsing is afgesproken voor ten minste (maanden)", least=1, most=24)
    placement_hours = ExactField("Een plaatsing telt ten minste (uren per week)", least=1, most=40)
    able_share = PercentField(
        "Deel van de uren die de deelnemer kan werken, ten minste",
        required=False,
        least=1,
        hint=f"{NOT_AGREED} De casemanager legt die uren vast bij het traject.",
    )
    placement_gap_days = NumberField("Toegestaan gat tussen twee banen (dagen)", least=0, most=365)
    within_months = NumberField(
        "Het werk begint uiterlijk zoveel maanden na de aanmelding", required=False, least=1, most=60, hint=NOT_AGREED
    )
    work_kinds = ChoicesField(
        "Welk werk telt mee", choices=[kind for kind in WorkKind if kind not in NEVER_A_PLACEMENT]
    )
    contract_forms = ChoicesField(
        "Op welk contract",
        choices=[form for form in ContractForm if form is not ContractForm.NO_EMPLOYMENT],
        hint="Kies niets als elk contract meetelt.",
    )
    benefit_must_end = YesNoField("De uitkering moet helemaal zijn gestopt; lager is niet genoeg")
    full_fee_hours = ExactField(
        "Volle vergoeding vanaf (uren per week)",
        required=False,
        least=1,
        most=40,
        hint="Bij minder uren een evenredig deel. Laat leeg als elke plaatsing de volle vergoeding geeft.",
    )
    guarantee_months = NumberField(
        "Terugvordering als het werk eindigt binnen (maanden)", least=0, most=24, hint="0 is: geen terugvordering"
    )
    clawback = RadioChoiceField("Wat komt terug", choices=ClawbackManner)
    once_per_client = YesNoField("Een mijlpaal telt één keer per deelnemer, ook bij een tweede traject")
    most_per_year = EuroField("Hoogstens per kalenderjaar, excl. btw", required=False, hint=NOT_AGREED)
    index = ChoiceField("Index voor de jaarlijkse aanpassing", required=False, empty="Geen afgesproken")
    base_month = MonthField("Basismaand van de index", required=False)

    def offer_indexes(self, names: Iterable[str]) -> None:
        """Set the indexes of which figures are known."""
        self.index.offer((name, name) for name in names)

    def agreed(self) -> AgreedFees:
        """What was filled in beside the lines."""
        forms = frozenset(self.contract_forms.members)
        named = self.index.data and self.base_month.data
        return AgreedFees(
            placement=PlacementRules(
                months=self.placement_months.data,
                hours_per_week=self.placement_hours.data,
                gap_days=self.placement_gap_days.data,
                guarantee_months=self.guarantee_months.data,
            ),
            terms=FeeTerms(
                work_kinds=frozenset(WorkKind(kind) for kind in self.work_kinds.members),
                contract_forms=frozenset(ContractForm(form) for form in forms) or None,
                able_share=self.able_share.data,
                within_months=self.within_months.data,
                benefit_must_end=self.benefit_must_end.data,
                full_fee_hours=self.full_fee_hours.data,
                clawback=self.clawback.data,
                once_per_client=self.once_per_client.data,
                most_per_year=self.most_per_year.data,
                indexed=IndexClause(self.index.data, self.base_month.data) if named else None,
            ),
        )

    def validate_base_month(self, field: MonthField) -> None:
        """An index and its base month go together."""
        if bool(self.index.data) != bool(field.data):
            field.errors = [*field.errors, "Vul de index en de basismaand samen in, of geen van beide."]


class FeeScheduleForm(FeeTermsForm):
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
                sustained_months=entry.form.months.data,
                evidence=entry.form.evidence.data or "",
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


def fee_form_of(contract: FrameworkContract, *, preset_code: str | None = None) -> FeeTermsForm:
    """The form, filled with the schedule of a draft, or with the lines of a usual schedule to start from.

    What was published before the bids came in has no lines to edit.
    """
    terms = FeeTerms.of(contract.fee_terms)
    filled = {
        "placement_months": contract.placement_months,
        "placement_hours": contract.placement_hours,
        "placement_gap_days": contract.placement_gap_days,
        "guarantee_months": contract.guarantee_months,
        "work_kinds": sorted(terms.work_kinds),
        "contract_forms": sorted(terms.contract_forms or ()),
        "index": terms.indexed.index if terms.indexed else None,
        "base_month": terms.indexed.base_month if terms.indexed else None,
        **{
            name: getattr(terms, name)
            for name in ("able_share", "within_months", "benefit_must_end", "full_fee_hours", "clawback",
                         "once_per_client", "most_per_year")
        },
    }  # fmt: skip
    if contract.basis in PUBLISHED_BEFORE:
        return FeeTermsForm(data=filled, record=contract)
    lines = contract.fee_lines()
    if preset_code in {each.code for each in FOR_THE_EDITOR}:
        lines = list(preset(preset_code).lines)
    return FeeScheduleForm(data={**filled, "tariff": _tariff_of(lines), "lines": _rows(lines)}, record=contract)


def _tariff_of(lines: Iterable[FeeLine]) -> Decimal | None:
    shared = [line for line in lines if line.share_percent is not None and line.amount is not None]
    return sum((line.amount * line.most_times for line in shared if line.amount is not None), Decimal(0)) or None


def _rows(lines: Iterable[FeeLine]) -> list[dict[str, object]]:
    return [
        {
            "kind": line.kind,
            "share_percent": line.share_percent,
            "amount": None if line.share_percent is not None else line.amount,
            "most_times": line.most_times if line.most_times > 1 else None,
            "months": line.sustained_months,
            "claim_within_days": line.claim_within_days,
            "evidence": "" if line.evidence == EVIDENCE[line.kind] else line.evidence,
        }
        for line in lines
    ]
