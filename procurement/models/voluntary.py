"""What a tender asks beyond, or leaves out within, what the law prescribes for its procedure."""

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from procurement.four_years import FourYears
from townhall.column_types import Json, Words


class HasVoluntaryRules:
    """The columns of a tender for what the procedure leaves to the buyer; frozen with the rest at publication."""

    exclusion_codes: Mapped[list[str] | None] = mapped_column(Json, default=None)
    """Codes of the exclusion grounds bidders declare on; None for all of them."""
    four_years: Mapped[FourYears | None] = mapped_column(Words(FourYears), default=None)
    """Whether a framework keeps to four years where the law does not say so; None while nobody chose."""
    long_term_reason: Mapped[str] = mapped_column(Text, default="", server_default="")
    """Why the framework may run longer than four years."""
