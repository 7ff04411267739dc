"""The forms of framework contracts: their shape, and the agreement they add up to."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from wtforms.validators import ValidationError

from contracts import terms
from contracts.drafting import Agreement, PlacementRules
from contracts.fee_presets import PRESETS, preset
from contracts.fee_schedules import FeeLine, line_of, with_amounts
from contracts.kpis import Norms
from contracts.lifecycle import PUBLISHED_BEFORE, ContractBasis
from contracts.models import FrameworkContract
from contracts.terms import DecisionBody
from procurement.lots import Financing, MilestoneKind, TargetGroup
from townhall.budgets.headings import Heading
from townhall.fields import (
    ChoiceField,
    DayField,
    EuroField,
    ExactField,
    LongTextField,
    NumberField,
    PercentField,
    RadioChoiceField,
    TextField,
    YesNoField,
)
from townhall.filters import words
from townhall.forms import Form

NOT_AGREED = "Laat leeg als er niets is afgesproken. Leeg is iets anders dan nul."

#: The name on the contract is how the budget is found at signing, referring and paying.
ONLY_WITH_BUDGET = (
    "Heeft een perceel in een jaar geen eigen budget, dan betaalt het hele programma. Staat uw keuze er niet bij? Laat "
    "de budgethouder eerst een budget vastleggen. Tekenen kan pas als er in het eerste jaar een budget is."
)


def decision_body(college_decides: bool) -> DecisionBody:
    """Who decides on the options, from the tick on the form."""
    return DecisionBody.COLLEGE if college_decides else DecisionBody.MANDATE


class NormsForm(Form):
    """The agreed norms of the key figures."""

    norm_placed = PercentField("Norm geplaatst, ten minste", required=False, hint=NOT_AGREED)
    norm_sustained = PercentField("Norm na 6 maanden nog aan het werk, ten minste", required=False)
    norm_dropped_out = PercentField("Norm uitval zonder geldige reden, ten hoogste", required=False)

    def norms(self) -> Norms:
        """What was filled in."""
        return Norms(
            placed_at_least=self._typed("norm_placed"),
            sustained_at_least=self._typed("norm_sustained"),
            dropped_out_at_most=self._typed("norm_dropped_out"),
        )

    def _typed(self, name: str) -> Any:
        """What was filled in; nothing for a field that this form does not have."""
        return self[name].data if name in self else None


class HeadingField(ChoiceField):
    """The programme, or lot of it, that pays: one that has a budget, so that its name is always the budget's own."""

    def __init__(self, *, required: bool = False, **kwargs: Any) -> None:
        empty = "Maak een keuze" if required else "Nog niet bekend"
        super().__init__(
            "Programma of perceel in de begroting", required=required, empty=empty, hint=ONLY_WITH_BUDGET, **kwargs
        )

    def offer_headings(self, headings: Iterable[Heading]) -> None:
        """Set the programmes and lots of this request."""
        self._headings = {str(heading): heading for heading in headings}
        self.offer((text, text) for text in self._headings)

    @property
    def heading(self) -> Heading:
        """What was chosen; an empty one when nothing was."""
        return self._headings.get(self.data, Heading())


class ChooseBudgetForm(Form):
    """What pays a contract from now on, and why."""

    budget_heading = HeadingField(required=True)
    reason = LongTextField("Reden", max=500)


class FromAwardForm(NormsForm):
    """What the award does not say yet."""

    starts_on = DayField("Eerste dag van het contract")
    notice_months = NumberField(
        "Maanden vóór het einde waarop een optie moet zijn gemeld",
        least=0,
        most=24,
        default=terms.USUAL_NOTICE_MONTHS,
        hint="Meestal 3. Daaruit volgt de uiterste beslisdag van elke optie.",
    )
    college_decides = YesNoField(
        "Over een optie besluit het college van burgemeester en wethouders",
        hint="Dan rekent de planning het collegevoorstel en het reces mee. Anders besluit iemand met een mandaat.",
    )
    termination_months = NumberField(
        "Opzegtermijn in maanden",
        least=0,
        most=24,
        required=False,
        hint="Leeg: er is geen opzegging afgesproken. 0: opzeggen kan per direct.",
    )
    budget_heading = HeadingField()


class FromAdmissionForm(Form):
    """What the admission does not say yet."""

    starts_on = DayField("Eerste dag van het contract", hint="dd-mm-jjjj; op zijn vroegst de start van het open house")
    budget_heading = HeadingField()


class AgreementForm(NormsForm):
    """What a contract agrees, except its fees."""

    title = TextField("Titel", max=200)
    target_group = ChoiceField("Doelgroep", choices=TargetGroup)
    financing = ChoiceField("Financiering", choices=Financing)
    starts_on = DayField("Eerste dag")
    ends_on = DayField("Laatste dag zonder verlenging", hint="dd-mm-jjjj; deze dag hoort er nog bij")
    option_count = NumberField("Aantal opties tot verlenging", least=0, most=10, default=0)
    option_months = NumberField("Maanden per optie", least=1, most=60, required=False)
    notice_months = NumberField(
        "Maanden vóór het einde waarop een optie moet zijn gemeld",
        least=0,
        most=24,
        default=terms.USUAL_NOTICE_MONTHS,
    )
    college_decides = YesNoField(
        "Over een optie besluit het college van burgemeester en wethouders",
        hint="Dan rekent de planning het collegevoorstel en het reces mee. Anders besluit iemand met een mandaat.",
    )
    termination_months = NumberField(
        "Opzegtermijn in maanden",
        least=0,
        most=24,
        required=False,
        hint="Leeg: er is geen opzegging afgesproken. 0: opzeggen kan per direct.",
    )
    extends_silently = YesNoField(
        "In het papieren contract staat dat het vanzelf langer doorloopt",
        hint="Dat weigert Raamwerk: maak er een optie van met een uiterste beslisdag.",
    )
    reason_for_longer = LongTextField("Reden voor een duur van meer dan vier jaar", required=False, max=2000)
    maximum_value = EuroField("Maximumwaarde, excl. btw", required=False, hint=NOT_AGREED)
    expected_value = EuroField("Verwachte waarde met alle opties, excl. btw", required=False, hint=NOT_AGREED)
    budget_heading = HeadingField()
    cpv_code = TextField(
        "CPV-code", required=False, max=10, bsn_exempt=True,
        hint="Bijvoorbeeld 79611000. Hiermee telt het contract mee in de drempelbewaking.",
    )  # fmt: skip
    placement_months = NumberField("Een plaatsing duurt ten minste (maanden)", least=1, most=24, default=6)
    placement_hours = ExactField(
        "Een plaatsing telt ten minste (uren per week)", least=1, most=40, default=Decimal(12)
    )
    placement_gap_days = NumberField(
        "Toegestaan gat tussen twee banen (dagen)", least=0, most=365, default=14
    )
    guarantee_months = NumberField(
        "Garantie: de baan houdt ten minste (maanden)", least=0, most=24, default=1
    )
    sroi_percent = PercentField("Social return, percentage", required=False, hint=NOT_AGREED)

    def agreement(self, *, lines: tuple[FeeLine, ...], basis_reason: str) -> Agreement:
        """What was filled in, as one value, with these fees."""
        return Agreement(
            title=self.title.data,
            target_group=self.target_group.data,
            financing=self.financing.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            lines=lines,
            options=self._options(),
            termination_months=self.termination_months.data,
            maximum_value=self.maximum_value.data,
            expected_value=self.expected_value.data,
            budget_heading=self.budget_heading.heading,
            basis_reason=basis_reason,
            reason_for_longer=self._typed("reason_for_longer") or "",
            extends_silently=bool(self._typed("extends_silently")),
            placement=PlacementRules(
                months=self.placement_months.data,
                hours_per_week=self.placement_hours.data,
                gap_days=self.placement_gap_days.data,
                guarantee_months=self.guarantee_months.data,
            ),
            norms=self.norms(),
            sroi_percent=self._typed("sroi_percent"),
            cpv_code=self._typed("cpv_code") or "",
        )

    def _options(self) -> tuple[terms.Option, ...]:
        if "option_count" not in self:
            return ()
        return terms.planned_options(
            self.ends_on.data,
            count=self.option_count.data,
            months=self.option_months.data or 0,
            months_before=self.notice_months.data,
            decides=decision_body(self.college_decides.data),
        )


#: What an agreement about one person has not: options, norms of a group, social return.
_NOT_FOR_ONE_PERSON = (
    "option_count", "option_months", "notice_months", "college_decides", "extends_silently", "reason_for_longer",
    "norm_placed", "norm_sustained", "norm_dropped_out", "sroi_percent",
)  # fmt: skip


class ByHandForm(AgreementForm):
    """A contract without a tender in this house."""

    basis = RadioChoiceField(
        "Grond",
        choices=[basis for basis in ContractBasis if basis not in PUBLISHED_BEFORE],
    )
    basis_reason = LongTextField(
        "Waarom mag dit zonder aanbesteding?",
        max=2000,
        hint="Bijvoorbeeld: inbesteding op grond van artikel 2.24b Aanbestedingswet, met het doel dat "
        "daarbij hoort.",
    )
    supplier = ChoiceField("Opdrachtnemer")
    preset = ChoiceField(
        "Vergoedingsregeling",
        choices=[(usual.code, usual.title) for usual in PRESETS],
        required=False,
        empty="Later invullen",
        hint="U kunt de regeling in het concept nog aanpassen.",
    )
    tariff = EuroField("Tarief per deelnemer, excl. btw", required=False)
    bonus = EuroField("Bonus per deelnemer na duurzaam werk, excl. btw", required=False, hint=NOT_AGREED)

    def only_for(self, basis: ContractBasis) -> "ByHandForm":
        """The form of one ground: what does not count there is not asked."""
        self.basis.data = self.basis.data or basis
        self.basis.offer([(basis, words(basis))])
        if basis is ContractBasis.INDIVIDUAL:
            for name in _NOT_FOR_ONE_PERSON:
                del self[name]
        return self

    def fee_lines(self) -> tuple[FeeLine, ...]:
        """The chosen schedule worked out for the tariff; empty when it is filled in later."""
        if not self.preset.data or not self.tariff.data:
            return ()
        lines = with_amounts(preset(self.preset.data).lines, self.tariff.data)
        if self.bonus.data:
            lines.append(line_of(MilestoneKind.BONUS, amount=self.bonus.data))
        return tuple(lines)

    def validate_preset(self, field: ChoiceField) -> None:
        """A schedule by percentages needs the amount they are taken of."""
        if field.data and not self.tariff.data:
            raise ValidationError("Vul het tarief in waarover de percentages gaan.")


class ChangeDraftForm(AgreementForm):
    """The terms of a draft; its fees have a page of their own."""

    basis_reason = LongTextField("Waarom mag dit zonder aanbesteding?", required=False, max=2000)

    @classmethod
    def of(cls, contract: FrameworkContract) -> "ChangeDraftForm":
        """The form, filled with what the draft says."""
        first = contract.options[0] if contract.options else None
        form = cls(
            obj=contract,
            record=contract,
            data={
                "ends_on": contract.agreed_ends_on,
                "option_count": len(contract.options),
                "option_months": first.months if first else None,
                "notice_months": terms.notice_months_of(contract.agreed_ends_on, first.decide_by)
                if first
                else terms.USUAL_NOTICE_MONTHS,
                "college_decides": first is not None and first.decides is DecisionBody.COLLEGE,
            },
        )
        if contract.basis in PUBLISHED_BEFORE:
            del form.cpv_code  # the tender says it
        return form
