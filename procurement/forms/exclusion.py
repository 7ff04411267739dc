"""The form for the exclusion grounds of a tender."""

from procurement.exclusion import GROUNDS
from townhall.fields import ChoicesField
from townhall.forms import Form


class ExclusionGroundsForm(Form):
    """One box per ground, in the order of the law."""

    codes = ChoicesField(
        "Uitsluitingsgronden waarover inschrijvers verklaren",
        choices=[(ground.code, f"{ground.title} ({ground.article})") for ground in GROUNDS],
    )
