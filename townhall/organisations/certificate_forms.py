"""The forms about proofs of suppliers."""

from townhall.fields import (
    ChoiceField,
    DayField,
    EuroField,
    LongTextField,
    RadioChoiceField,
    TextField,
    UploadField,
)
from townhall.forms import Form
from townhall.organisations.certificates import CertificateKind


class CertificateForm(Form):
    """A proof that is handed in."""

    kind = ChoiceField("Soort bewijs", choices=CertificateKind)
    name = TextField(
        "Naam van het bewijs",
        max=200,
        hint="Vernieuwt u een ander bewijs? Gebruik dan dezelfde naam; dan telt het nieuwe in plaats van het oude.",
    )
    issuer = TextField("Afgegeven door", max=200, hint="De verzekeraar, keurende instelling of dienst.")
    reference = TextField("Polis- of certificaatnummer", required=False, max=120, bsn_exempt=True)
    valid_from = DayField("Geldt vanaf")
    valid_until = DayField("Geldt tot en met", required=False, hint="Laat leeg als er geen einddatum is. dd-mm-jjjj")
    covered = EuroField("Verzekerd bedrag per gebeurtenis", required=False, hint="Alleen bij een verzekering.")
    file = UploadField("Bestand", kinds={"pdf", "jpg", "png"})


class CertificateJudgementForm(Form):
    """The municipality's judgement on a proof."""

    accepts = RadioChoiceField("Oordeel", choices=[("ja", "Goedkeuren"), ("nee", "Afwijzen")])
    judgement = LongTextField(
        "Toelichting", required=False, max=2000, hint="Nodig bij afwijzen. De aanbieder leest dit."
    )
