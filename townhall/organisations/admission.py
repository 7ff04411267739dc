"""Who may let a colleague in at a firm."""

from townhall.refusal import Obstacle


def obstacles_to_deciding_on_colleague(
    *, is_confirmed: bool, is_decided: bool, first_person_id: int | None, by: int | None
) -> list[Obstacle]:
    """Why this person may not admit or refuse this colleague."""
    obstacles = []
    if is_decided:
        text = "Over dit verzoek is al beslist. Ververs de pagina."
        obstacles.append(Obstacle("colleague-decided", text))
    if not is_confirmed:
        text = "Deze collega heeft zijn e-mailadres nog niet bevestigd. Wacht tot dat is gebeurd."
        obstacles.append(Obstacle("colleague-unconfirmed", text))
    if by is None or by != first_person_id:
        text = "Alleen de eerste persoon van uw bedrijf kan collega's toelaten. Vraag het hem of haar."
        obstacles.append(Obstacle("not-the-first-person", text))
    return obstacles
