"""The forms about organisations: shape only, the rules check the numbers."""

from typing import Any

from wtforms.validators import ValidationError

from townhall.fields import (
    ChoiceField,
    DayField,
    EmailField,
    LongTextField,
    SecretField,
    TextField,
    YesNoField,
)
from townhall.forms import Form
from townhall.organisations.details import OrganisationDetails
from townhall.organisations.kinds import OrganisationKind, ShortcomingConsequence
from townhall.organisations.models import Organisation


class OrganisationForm(Form):
    """The details of an organisation."""

    name = TextField("Naam", max=200)
    kvk_number = TextField("KvK-nummer", required=False, max=20, bsn_exempt=True, hint="Acht cijfers.")
    vat_number = TextField(
        "Btw-nummer", required=False, max=30, bsn_exempt=True, hint="Bijvoorbeeld NL123456782B90."
    )
    oin = TextField(
        "OIN", required=False, max=30, bsn_exempt=True, hint="Alleen voor overheden: twintig cijfers."
    )
    street = TextField("Straat en huisnummer", required=False)
    postcode = TextField("Postcode", required=False, max=12)
    city = TextField("Plaats", required=False, max=100)
    email = EmailField("E-mailadres", required=False)
    phone = TextField("Telefoonnummer", required=False, max=40, bsn_exempt=True)

    @classmethod
    def about(cls, organisation: Organisation) -> "OrganisationForm":
        """The form, filled with what is known."""
        return cls(obj=organisation, record=organisation)

    def details(self, country: str = "NL") -> OrganisationDetails:
        """What was typed."""
        typed = {field.name: field.data or "" for field in self if field.name in DETAILS}
        return OrganisationDetails(**{**typed, "country": country})


DETAILS = ("name", "kvk_number", "vat_number", "oin", "street", "postcode", "city", "email", "phone")


class NewOrganisationForm(OrganisationForm):
    """A department or partner of the municipality."""

    kind = ChoiceField("Soort", choices=[OrganisationKind.DEPARTMENT, OrganisationKind.PARTNER])


class RegistrationForm(Form):
    """A firm that comes in, with its first person."""

    kvk_number = TextField(
        "KvK-nummer", max=20, bsn_exempt=True, hint="Acht cijfers, zoals op het KvK-uittreksel."
    )  # fmt: skip
    name = TextField("Naam van het bedrijf", max=200, hint="Zoals in het handelsregister.")
    vat_number = TextField(
        "Btw-nummer", required=False, max=30, bsn_exempt=True,
        hint="Bijvoorbeeld NL123456782B90. Laat leeg als u geen btw-nummer hebt.",
    )  # fmt: skip
    street = TextField("Straat en huisnummer")
    postcode = TextField("Postcode", max=12)
    city = TextField("Plaats", max=100)
    person_name = TextField("Uw naam", max=120, render_kw={"autocomplete": "name"})
    person_function = TextField("Uw functie", required=False, max=120)
    email = EmailField("Uw zakelijke e-mailadres", hint="Hierheen sturen we een link om te bevestigen.")
    phone = TextField(
        "Telefoonnummer van het bedrijf", max=40, bsn_exempt=True, render_kw={"autocomplete": "tel"},
        hint="Hierop bellen wij terug als u een rekeningnummer doorgeeft.",
    )  # fmt: skip
    is_entitled = YesNoField("Ik mag namens dit bedrijf handelen.", required=True)

    def details(self) -> OrganisationDetails:
        """What was typed about the firm."""
        return OrganisationDetails(
            name=self.name.data or "",
            kvk_number=self.kvk_number.data,
            vat_number=self.vat_number.data,
            street=self.street.data or "",
            postcode=self.postcode.data or "",
            city=self.city.data or "",
            email=self.email.data or "",
            phone=self.phone.data or "",
        )


class ColleagueForm(Form):
    """Somebody who asks to come in at a firm that is already known."""

    kvk_number = TextField("KvK-nummer van uw bedrijf", max=20, bsn_exempt=True, hint="Acht cijfers.")
    person_name = TextField("Uw naam", max=120, render_kw={"autocomplete": "name"})
    person_function = TextField("Uw functie", required=False, max=120)
    email = EmailField("Uw zakelijke e-mailadres", hint="Hierheen sturen we een link om te bevestigen.")


class ConfirmRegistrationForm(Form):
    """The password, chosen when the e-mail address is confirmed."""

    password = SecretField("Wachtwoord", new=True, hint="Ten minste 12 tekens, bijvoorbeeld een korte zin.")
    again = SecretField("Wachtwoord nogmaals", new=True)

    def validate_again(self, field: Any) -> None:
        """Both must be the same."""
        if field.data != self.password.data:
            raise ValidationError("De twee wachtwoorden zijn niet gelijk. Vul ze opnieuw in.")


class BankAccountForm(Form):
    """A proposed bank account."""

    iban = TextField("IBAN", max=42, bsn_exempt=True, hint="Bijvoorbeeld NL91 ABNA 0417 1643 00.")
    holder = TextField("Op naam van", max=140, hint="Zoals de naam bij de bank bekend is.")


class CallBackForm(Form):
    """The note of the call."""

    note = LongTextField(
        "Verslag van het terugbellen",
        max=1000,
        hint="Wie sprak u, op welk nummer, en waar hebt u dat vandaan? Bel niet het nummer uit het verzoek.",
    )


class ReasonForm(Form):
    """Why something is done."""

    reason = LongTextField("Reden", max=500)


class ShortcomingForm(Form):
    """A shortcoming as a decision established it."""

    established_on = DayField("Dag van het besluit")
    contract_reference = TextField("Overeenkomst", max=60, hint="Bijvoorbeeld RO-2018-002.")
    description = LongTextField("Wat ging er mis", max=2000)
    consequence = ChoiceField("Gevolg", choices=ShortcomingConsequence)
    decision_reference = TextField("Kenmerk van het besluit", max=120)
