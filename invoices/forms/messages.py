"""The forms of talking about an invoice."""

from invoices.disputes import DisputeAnswer
from townhall.fields import ChoicesField, LongTextField, RadioChoiceField
from townhall.forms import Form


class MessageForm(Form):
    """A message to the other side."""

    text = LongTextField(
        "Uw bericht", max=2000, hint="Noem geen naam of burgerservicenummer; gebruik het trajectnummer."
    )


class DisputeLineForm(Form):
    """Why the supplier does not agree."""

    text = LongTextField("Waarom bent u het er niet mee eens?", max=2000, hint="Noem geen naam of burgerservicenummer.")


class AnswerDisputeForm(Form):
    """What becomes of a line the supplier disputes, and why."""

    answer = RadioChoiceField("Wat besluit u?", choices=DisputeAnswer)
    text = LongTextField("Waarom?", max=2000, hint="De aanbieder leest deze tekst.")


class DisputeInvoiceForm(Form):
    """What the municipality does not trust yet."""

    lines = ChoicesField("Welke regels?", hint="Kiest u niets, dan gaat het om de hele factuur.")
    text = LongTextField("Wat klopt er niet, en wat vraagt u van de aanbieder?", max=2000)


class EndDisputeForm(Form):
    """Why the invoice is right after all."""

    text = LongTextField("Waarom klopt de factuur toch?", max=2000, hint="De aanbieder leest deze tekst.")
