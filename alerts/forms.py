"""The forms about alerts: their shape."""

import re
from typing import Any

from wtforms.validators import ValidationError

from alerts.occasion import Occasion
from townhall.accounts.roles import ROLE_LABELS, Role
from townhall.fields import ChoiceField, DayField, LongTextField, NumberField, TextField, YesNoField
from townhall.forms import Form


class SnoozeForm(Form):
    """Until when, and why it can wait."""

    until = DayField("Weer melden op")
    reason = LongTextField("Waarom kan dit wachten?", max=500)


class DelegateForm(Form):
    """To whom, and for how long."""

    to = ChoiceField("Aan wie?")
    until = DayField(
        "Tot en met welke dag?",
        required=False,
        hint="dd-mm-jjjj. Daarna komt het signaal bij u terug. Laat leeg als het bij uw collega blijft.",
    )


class PreferenceForm(Form):
    """How somebody wants his mail."""

    wants_digest = YesNoField(
        "Stuur mij elke dag één bericht met wat nieuw is",
        hint="Zonder dit bericht krijgt u alleen post over wat te laat of dringend is. Uw werkvoorraad toont alles.",
    )
    wants_html = YesNoField("Stuur berichten met opmaak", hint="Anders krijgt u platte tekst.")


class FeedForm(Form):
    """A calendar for all one's roles, or for one of them."""

    role = ChoiceField("Voor welke rol?", required=False, empty="Al mijn rollen")


#: Whole numbers, with commas or spaces between them.
_NUMBERS = re.compile(r"-?\d+")


class SettingForm(Form):
    """What to set of one occasion; what is left as it is stays the house's."""

    steps = TextField("Wanneer melden?", max=80)
    role = ChoiceField("Aan welke rol?", choices=[(role.value, ROLE_LABELS[role]) for role in Role])
    again_days = NumberField("Opnieuw mailen na zoveel dagen", required=False)
    what_to_do = LongTextField("Wat te doen", max=500)

    def validate_steps(self, field: Any) -> None:
        """Whole numbers only."""
        left = _NUMBERS.sub("", field.data or "")
        if left.strip(" ,;"):
            raise ValidationError("Schrijf hele getallen met een komma ertussen, bijvoorbeeld 90, 30, 7, 0.")

    def fill(self, occasion: Occasion) -> None:
        """Show how it is now."""
        self.steps.data = ", ".join(str(step) for step in occasion.levels or occasion.lead_days)
        self.role.data, self.what_to_do.data = occasion.role.value, occasion.what_to_do
        self.again_days.data = occasion.again_days

    def numbers(self) -> tuple[int, ...]:
        """The numbers that were typed."""
        return tuple(int(number) for number in _NUMBERS.findall(self.steps.data or ""))
