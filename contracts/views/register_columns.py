"""The columns of the register as a file."""

from collections.abc import Mapping

from contracts.ceilings import CeilingFacts
from contracts.terms import last_day_to_decide
from townhall.spreadsheets import Column


def columns(ceilings: Mapping[int, CeilingFacts]) -> list[Column]:
    """What the file holds; a maximum that was not agreed is said in words, because it is not zero."""
    return [
        Column("Nummer", lambda contract: contract.number),
        Column("Titel", lambda contract: contract.title),
        Column("Opdrachtnemer", lambda contract: contract.supplier.name),
        Column("KvK-nummer", lambda contract: contract.supplier.kvk_number),
        Column("Doelgroep", lambda contract: contract.target_group),
        Column("Financiering", lambda contract: contract.financing),
        Column("Grond", lambda contract: contract.basis),
        Column("Status", lambda contract: contract.status),
        Column("Eerste dag", lambda contract: contract.starts_on),
        Column("Laatste dag", lambda contract: contract.ends_on),
        Column("Uiterlijk beslissen", lambda contract: last_day_to_decide(contract.term())),
        Column(
            "Maximum excl. btw",
            lambda contract: "geen afgesproken" if contract.maximum_value is None else contract.maximum_value,
        ),
        Column("Verdiend excl. btw", lambda contract: ceilings[contract.id].earned),
        Column("Nog mogelijk excl. btw", lambda contract: ceilings[contract.id].open_at_most),
    ]
