"""Which roles an account may get, and when it may be switched off."""

from collections.abc import Set

from townhall.accounts.roles import Role, obstacles_to_roles
from townhall.refusal import Obstacle


def obstacles_to_giving_roles(
    roles: Set[Role], *, is_supplier: bool, is_own: bool, is_last_administrator: bool
) -> list[Obstacle]:
    """Why this account may not get these roles instead of those it has."""
    obstacles = obstacles_to_roles(roles)
    if not roles:
        obstacles.append(Obstacle("no-role", "Kies ten minste een rol.", "roles"))
    if is_supplier != (Role.SUPPLIER in roles):
        text = (
            "Iemand van een bedrijf heeft alleen de rol Aanbieder. Nodig een medewerker apart uit."
            if is_supplier
            else "De rol Aanbieder krijgt iemand door zich aan te melden in het portaal. Kies een andere."
        )
        obstacles.append(Obstacle("supplier-role", text, "roles"))
    if is_own:
        text = "U kunt uw eigen rollen niet wijzigen. Vraag een andere beheerder."
        obstacles.append(Obstacle("own-roles", text))
    if is_last_administrator and Role.ADMINISTRATOR not in roles:
        obstacles.append(LAST_ADMINISTRATOR)
    return obstacles


LAST_ADMINISTRATOR = Obstacle(
    "last-administrator", "Dit is de laatste beheerder. Maak eerst iemand anders beheerder.", "roles"
)


def obstacles_to_deactivating(*, is_off: bool, is_own: bool, is_last_administrator: bool) -> list[Obstacle]:
    """Why this account may not be switched off."""
    obstacles = []
    if is_off:
        obstacles.append(Obstacle("account-off", "Dit account is al uitgeschakeld."))
    if is_own:
        text = "U kunt uw eigen account niet uitschakelen. Vraag een andere beheerder."
        obstacles.append(Obstacle("own-account", text))
    if is_last_administrator:
        obstacles.append(LAST_ADMINISTRATOR)
    return obstacles
