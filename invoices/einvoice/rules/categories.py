"""The nine VAT categories of EN 16931, and how they differ from each other."""

from dataclasses import dataclass
from enum import Enum


class Rate(Enum):
    """What the rate of a category may be."""

    POSITIVE = "hoger dan 0"
    ZERO = "0"
    ANY = "0 of hoger"
    NONE = "leeg"


class Numbers(Enum):
    """Which tax numbers must, or may not, be on the document."""

    SELLER = "het btw-nummer of belastingnummer van de verkoper (BT-31, BT-32)"
    SELLER_VAT = "het btw-nummer van de verkoper (BT-31)"
    SELLER_AND_BUYER = "het btw-nummer van de verkoper (BT-31) en een btw- of KvK-nummer van de koper (BT-48, BT-47)"
    SELLER_VAT_AND_BUYER_VAT = "de btw-nummers van de verkoper (BT-31) en de koper (BT-48)"
    NOBODY = "geen btw-nummers (BT-31, BT-48, BT-63)"


@dataclass(frozen=True)
class Category:
    """A VAT category: its code, the name its rules bear, and how it differs from the others."""

    code: str
    rules: str
    name: str
    rate: Rate
    numbers: Numbers

    @property
    def per_rate(self) -> bool:
        """Whether the breakdown has a row per rate; else exactly one row."""
        return self.rate in (Rate.POSITIVE, Rate.ANY)

    def id(self, number: int) -> str:
        return f"BR-{self.rules}-{number:02d}"


CATEGORIES = (
    Category("AE", "AE", "verlegd", Rate.ZERO, Numbers.SELLER_AND_BUYER),
    Category("E", "E", "vrijgesteld", Rate.ZERO, Numbers.SELLER),
    Category("G", "G", "uitvoer buiten de EU", Rate.ZERO, Numbers.SELLER_VAT),
    Category("K", "IC", "levering binnen de EU", Rate.ZERO, Numbers.SELLER_VAT_AND_BUYER_VAT),
    Category("L", "AF", "IGIC (Canarische Eilanden)", Rate.ANY, Numbers.SELLER),
    Category("M", "AG", "IPSI (Ceuta en Melilla)", Rate.ANY, Numbers.SELLER),
    Category("O", "O", "buiten de btw", Rate.NONE, Numbers.NOBODY),
    Category("S", "S", "gewoon tarief", Rate.POSITIVE, Numbers.SELLER),
    Category("Z", "Z", "nultarief", Rate.ZERO, Numbers.SELLER),
)
