"""What we write down of an organisation, and when it cannot be right."""

import re
from dataclasses import asdict, dataclass

from townhall.identifiers import is_kvk_number, is_oin, is_phone_number, is_vat_number, without_spaces
from townhall.organisations.kinds import OrganisationKind
from townhall.refusal import Obstacle

DUTCH_POSTCODE = re.compile(r"[1-9][0-9]{3} ?[A-Za-z]{2}")


@dataclass(frozen=True)
class OrganisationDetails:
    """Name, numbers and address of an organisation, as somebody typed them."""

    name: str
    kvk_number: str | None = None
    vat_number: str | None = None
    oin: str | None = None
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = "NL"
    email: str = ""
    phone: str = ""

    def tidied(self) -> "OrganisationDetails":
        """The same, with numbers as registers write them; what is empty is None or empty text."""
        return OrganisationDetails(
            name=" ".join(self.name.split()),
            kvk_number=without_spaces(self.kvk_number or "") or None,
            vat_number=without_spaces(self.vat_number or "") or None,
            oin=without_spaces(self.oin or "") or None,
            street=(self.street or "").strip(),
            postcode=_tidy_postcode(self.postcode or "", self.country or "NL"),
            city=(self.city or "").strip(),
            country=(self.country or "NL").strip().upper(),
            email=(self.email or "").strip().lower(),
            phone=(self.phone or "").strip(),
        )

    def as_columns(self) -> dict[str, str | None]:
        """The details by column name."""
        return asdict(self)


def obstacles_to_details(details: OrganisationDetails, kind: OrganisationKind) -> list[Obstacle]:
    """Why these details, tidied, cannot be of an organisation of this kind."""
    return [
        Obstacle(code, text, field)
        for is_wrong, code, text, field in (
            (not details.name, "name-missing", "Vul de naam van de organisatie in.", "name"),
            (
                kind is OrganisationKind.SUPPLIER and not details.kvk_number,
                "kvk-missing",
                "Vul het KvK-nummer in: acht cijfers, zoals op het uittreksel.",
                "kvk_number",
            ),
            (
                bool(details.kvk_number) and not is_kvk_number(details.kvk_number or ""),
                "kvk-wrong",
                "Dit is geen KvK-nummer. Een KvK-nummer heeft acht cijfers, bijvoorbeeld 12345678.",
                "kvk_number",
            ),
            (
                bool(details.vat_number) and not is_vat_number(details.vat_number or ""),
                "vat-wrong",
                "Dit btw-nummer kan niet bestaan. Controleer het, bijvoorbeeld NL123456782B90.",
                "vat_number",
            ),
            (
                bool(details.oin) and not is_oin(details.oin or ""),
                "oin-wrong",
                "Dit is geen OIN. Een OIN heeft twintig cijfers en begint met zes nullen.",
                "oin",
            ),
            (
                bool(details.postcode) and details.country == "NL" and not _is_dutch(details.postcode),
                "postcode-wrong",
                "Dit is geen Nederlandse postcode. Vul vier cijfers en twee letters in, zoals 2011 RD.",
                "postcode",
            ),
            (
                bool(details.phone) and not is_phone_number(details.phone),
                "phone-wrong",
                "Dit is geen telefoonnummer. Vul het in met netnummer, bijvoorbeeld 023-1234567 of +31 23 1234567.",
                "phone",
            ),
        )
        if is_wrong
    ]


def obstacles_to_known_number(kvk_number: str | None, known_name: str | None) -> list[Obstacle]:
    """Why a firm with this number cannot come in as a new one: it is already here, under this name."""
    if known_name is None:
        return []
    text = (
        f"Het KvK-nummer {kvk_number} staat al ingeschreven, als {known_name}. Werkt u daar ook? "
        "Vraag dan toegang aan als collega: de eerste persoon van het bedrijf laat u toe."
    )
    return [Obstacle("kvk-known", text, "kvk_number")]


def _is_dutch(postcode: str) -> bool:
    return DUTCH_POSTCODE.fullmatch(postcode) is not None


def _tidy_postcode(postcode: str, country: str) -> str:
    plain = " ".join(postcode.upper().split())
    if country.upper() == "NL" and _is_dutch(plain):
        return f"{plain[:4]} {plain[-2:]}"
    return plain
