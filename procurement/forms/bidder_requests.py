"""Forms of what is asked of bidders after the opening, and of strikingly low prices."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from procurement.bidder_requests import LONGEST_PRICE_TERM, LONGEST_TERM, REPAIRABLE, SHORTEST_TERM, USUAL_TERM
from procurement.bids import FILE_KINDS
from procurement.models.tenders import Lot
from townhall.fields import (
    ChoiceField,
    EuroField,
    LongTextField,
    NumberField,
    PercentField,
    RadioChoiceField,
    UploadField,
)
from townhall.forms import Form

YES, NO, BREACH = "ja", "nee", "overtreding"
_YES_NO = ((NO, "Nee"), (YES, "Ja"))


class NoteRepairForm(Form):
    """What a bidder may repair."""

    kind = ChoiceField("Wat voor herstel is het?", choices=REPAIRABLE)
    subject = LongTextField(
        "Wat vraagt u precies?", hint="De inschrijver leest deze tekst. Noem de eis of het stuk waar het om gaat."
    )
    is_threatened = RadioChoiceField("Sluiten de stukken een inschrijving uit als dit ontbreekt?", choices=_YES_NO)
    changes_offer = RadioChoiceField("Verandert het herstel de prijs of de inhoud van het aanbod?", choices=_YES_NO)


class SendRepairsForm(Form):
    """The one term for everybody."""

    days = NumberField(
        "Termijn in werkdagen",
        default=USUAL_TERM,
        hint=f"Van {SHORTEST_TERM} tot {LONGEST_TERM}. Iedereen krijgt dezelfde termijn, tot 17.00 uur.",
    )


class JudgeForm(Form):
    """What the buyer makes of the answer."""

    is_satisfied = RadioChoiceField("Uw oordeel", choices=())
    judgement = LongTextField("Waarom?", hint="Dit staat in het dossier en in het gunningsverslag.")


class AskAboutPricesForm(Form):
    """What everybody with a low price is asked."""

    question = LongTextField("Wat vraagt u?", hint="Iedere inschrijver met een opvallend lage prijs krijgt deze vraag.")
    days = NumberField("Termijn in werkdagen", default=5, hint=f"Van {SHORTEST_TERM} tot {LONGEST_PRICE_TERM}.")


class AcceptLowPriceForm(Form):
    """Why a signal needs no question."""

    reason = LongTextField("Waarom is een toelichting niet nodig?")


class MeasureForm(Form):
    """From when a price is signalled; a floor per lot, made by ``measure_form``."""

    percent = PercentField(
        "Signaal onder dit percentage van het gemiddelde van de andere prijzen",
        hint="Gebruikelijk is 80. Met minder dan drie inschrijvingen op een perceel is er geen gemiddelde.",
    )

    def floor(self, lot: Lot) -> Any:
        """The field of the floor of a lot."""
        return self[f"floor_{lot.id}"]

    def floors(self, lots: Sequence[Lot]) -> dict[int, Decimal | None]:
        """Per lot what one client costs by the own calculation, None when none was made."""
        return {lot.id: self.floor(lot).data for lot in lots}


def measure_form(lots: Sequence[Lot], **kwargs: Any) -> MeasureForm:
    """The form with a floor per lot."""
    fields = {
        f"floor_{lot.id}": EuroField(
            f"Eigen kostprijs per deelnemer op perceel {lot.number}",
            required=False,
            hint="Leeg: er is geen eigen berekening gemaakt.",
        )
        for lot in lots
    }
    made: type[MeasureForm] = type("MeasureFormOfTender", (MeasureForm,), fields)
    return made(**kwargs)


class AnswerForm(Form):
    """What the bidder answers."""

    answer = LongTextField("Uw antwoord", max=10000)
    file = UploadField("Bijlage", kinds=FILE_KINDS, max_bytes=25_000_000, required=False)
