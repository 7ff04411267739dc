"""Why the items of the gunningsverslag about other procedures do not apply to the one that was followed.

Law: Aanbestedingswet 2012 art. 2.132 lid 1 onder i, j and k. A procedure for social and other specific services is free
of form (art. 2.38 and 2.39), so a buyer may have talked or negotiated after all: then he says so himself.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from procurement.procedures import PRIVATE_PROCEDURES, Procedure

PROCEDURE_NAMES: Mapping[Procedure, str] = {
    Procedure.SINGLE_PRIVATE: "een enkelvoudige onderhandse procedure",
    Procedure.MULTIPLE_PRIVATE: "een meervoudige onderhandse procedure",
    Procedure.NATIONAL_OPEN: "een nationale openbare procedure",
    Procedure.SAS: "de procedure voor sociale en andere specifieke diensten (art. 2.38 en 2.39)",
    Procedure.EU_OPEN: "de Europese openbare procedure",
    Procedure.EU_RESTRICTED: "de Europese niet-openbare procedure",
    Procedure.OPEN_HOUSE: "een open house-procedure",
    Procedure.IN_HOUSE: "een inbesteding",
    Procedure.MINICOMPETITION: "een minicompetitie onder een raamovereenkomst (art. 2.143)",
}


@dataclass(frozen=True)
class NotSpecial:
    """Per special road the reason that it was not taken."""

    dialogue: str
    negotiation: str
    without_notice: str


def why_not_special(procedure: Procedure) -> NotSpecial:
    """The reasons that follow from the procedure itself."""
    name = PROCEDURE_NAMES[procedure]
    return NotSpecial(
        dialogue=f"De gevolgde procedure is {name}; er is geen dialoog gevoerd.",
        negotiation=f"De gevolgde procedure is {name}; er is niet onderhandeld.",
        without_notice=(
            "De waarde ligt onder de Europese drempel; een aankondiging was niet verplicht."
            if procedure in PRIVATE_PROCEDURES
            else "Er is vooraf een aankondiging gepubliceerd."
        ),
    )
