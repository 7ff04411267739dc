"""The forms of needs, of purchases outside a tender, and of a file of the ledger."""

from contracts.ledger import LONGEST_DESCRIPTION, USUAL_HEADINGS, LedgerField
from contracts.models.needs import Need
from procurement.bands import BY_OPENNESS
from procurement.lots import TargetGroup
from townhall.fields import (
    ChoiceField,
    ChoicesField,
    DayField,
    EuroField,
    LongTextField,
    TextField,
    UploadField,
)
from townhall.forms import Form
from townhall.money import CENT

#: A ledger is text: twenty thousand lines are some two megabytes.
LARGEST_LEDGER = 5_000_000


def _heading(field: LedgerField, label: str) -> TextField:
    usual = ", ".join(USUAL_HEADINGS[field][:3])
    return TextField(
        label, required=False, max=200, hint=f"Leeg: Raamwerk zoekt zelf, bijvoorbeeld {usual}.", bsn_exempt=True
    )


class NeedForm(Form):
    """What a need is called and covers."""

    name = TextField("Naam van de behoefte", max=120, hint="Bijvoorbeeld: jobcoaching voor jongeren.")
    cpv_code = TextField(
        "CPV-code", max=10, bsn_exempt=True,
        hint="Alles onder deze code hoort erbij: 79600000 staat voor elke code die met 796 begint.",
    )  # fmt: skip
    target_group = ChoiceField(
        "Doelgroep", choices=TargetGroup, required=False, empty="Alle doelgroepen",
        hint="Alleen als u voor deze groep apart inkoopt.",
    )  # fmt: skip
    description = LongTextField(
        "Waarom hoort dit bij elkaar", required=False, max=2000,
        hint="Soortgelijk is wat dezelfde bedrijven kunnen leveren en hetzelfde doel heeft.",
    )  # fmt: skip


class PurchaseForm(Form):
    """Something that was bought outside a tender."""

    supplier = TextField("Leverancier", max=200)
    description = TextField("Wat is er gekocht", max=LONGEST_DESCRIPTION)
    bought_on = DayField("Dag van de inkoop")
    amount = EuroField("Bedrag, excl. btw", least=CENT)
    cpv_code = TextField("CPV-code", required=False, max=10, bsn_exempt=True, hint="Bijvoorbeeld 80500000.")
    target_group = ChoiceField("Doelgroep", choices=TargetGroup, required=False, empty="Geen of alle")
    procedure = ChoiceField(
        "Hoe is er gekocht", choices=BY_OPENNESS, required=False, empty="Niet bekend",
        hint="Wat gekocht is zoals het beleid vraagt, geeft geen waarschuwing bij die grens.",
    )  # fmt: skip
    need = ChoiceField(
        "Behoefte", required=False, empty="Laat de CPV-code bepalen", hint="Kies er een als de code niet past."
    )

    def offer(self, needs: list[Need]) -> None:
        """Set the needs to choose from."""
        self.need.offer([(str(need.id), need.name) for need in needs])


class WithdrawPurchaseForm(Form):
    """Why a purchase was wrong."""

    reason = LongTextField("Reden", max=1000)


class LedgerForm(Form):
    """A file of the ledger, and what its columns are called."""

    file = UploadField("Bestand van het grootboek", kinds=("csv", "xlsx"), max_bytes=LARGEST_LEDGER)
    key = _heading(LedgerField.KEY, "Kolom met de sleutel van de boeking")
    bought_on = _heading(LedgerField.BOUGHT_ON, "Kolom met de datum")
    amount = _heading(LedgerField.AMOUNT, "Kolom met het bedrag, excl. btw")
    supplier = _heading(LedgerField.SUPPLIER, "Kolom met de leverancier")
    description = _heading(LedgerField.DESCRIPTION, "Kolom met de omschrijving")
    cpv_code = _heading(LedgerField.CPV_CODE, "Kolom met de CPV-code")
    contract = _heading(LedgerField.CONTRACT, "Kolom met het contractnummer")

    def pointed_out(self) -> dict[LedgerField, str]:
        """Which heading was filled in for what."""
        return {field: self[field.value].data or "" for field in LedgerField}


class SortForm(Form):
    """Which purchases belong to which need."""

    keys = ChoicesField("Inkopen", choices=(), required=True)
    need = ChoiceField("Hoort bij", required=False, empty="Laat de CPV-code bepalen")
