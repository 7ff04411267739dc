"""The forms to invite people and to give them roles."""

from wtforms.validators import ValidationError

from townhall.accounts.roles import STAFF, Role
from townhall.fields import ChoiceField, ChoicesField, EmailField, LongTextField, SecretField, TextField
from townhall.forms import Form

#: In the order in which people meet them in the chain.
STAFF_ROLES = [role for role in Role if role in STAFF]


class InviteForm(Form):
    """A new member of staff."""

    name = TextField("Naam", max=120)
    function = TextField("Functie", required=False, max=120)
    email = EmailField("E-mailadres", hint="Hierheen gaat de link om een wachtwoord te kiezen.")
    organisation = ChoiceField("Afdeling of organisatie")
    roles = ChoicesField("Rollen", choices=STAFF_ROLES, required=True)


class RolesForm(Form):
    """The roles of an account."""

    roles = ChoicesField("Rollen", choices=STAFF_ROLES, required=True)


class ReasonForm(Form):
    """Why something is done."""

    reason = LongTextField("Reden", max=500)


class ForgottenForm(Form):
    """Whose password was forgotten."""

    email = EmailField("E-mailadres", hint="Het adres waarmee u inlogt.")


class ChoosePasswordForm(Form):
    """A first password, through the mailed link."""

    password = SecretField("Wachtwoord", new=True, hint="Ten minste 12 tekens, bijvoorbeeld een korte zin.")
    again = SecretField("Wachtwoord nogmaals", new=True)

    def validate_again(self, field: SecretField) -> None:
        """Both must be the same."""
        if field.data != self.password.data:
            raise ValidationError("De twee wachtwoorden zijn niet gelijk. Vul ze opnieuw in.")
