"""The forms to log in and to choose a password."""

from townhall.fields import EmailField, SecretField
from townhall.forms import Form


class LogInForm(Form):
    """E-mail and password."""

    email = EmailField("E-mailadres")
    password = SecretField("Wachtwoord")


class PasswordForm(Form):
    """One's own new password."""

    current = SecretField("Huidig wachtwoord")
    password = SecretField("Nieuw wachtwoord", new=True, hint="Ten minste 12 tekens, bijvoorbeeld een korte zin.")
