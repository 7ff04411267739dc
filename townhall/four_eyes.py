"""Who makes does not approve: each signature under one thing is by somebody else."""

from collections.abc import Mapping

from townhall.refusal import Obstacle


def obstacles_to_signing(
    signed_so_far: Mapping[str, int | None], *, as_: str, account_id: int | None
) -> list[Obstacle]:
    """Why this person may not put this signature now.

    ``signed_so_far`` names every signature the thing needs, with the account that put it or None.
    """
    assert as_ in signed_so_far, f"{as_} is not one of the signatures: {', '.join(signed_so_far)}"
    if account_id is None:
        return [
            Obstacle(
                "nobody-signs", "Een handtekening is van een mens. Log in met uw eigen account en teken dan."
            )
        ]
    obstacles = []
    if signed_so_far[as_] is not None:
        obstacles.append(
            Obstacle(
                "already-signed", "Deze handtekening is al gezet. Ververs de pagina om te zien door wie."
            )
        )
    if account_id in [by for name, by in signed_so_far.items() if name != as_]:
        obstacles.append(
            Obstacle(
                "same-person",
                "U hebt hier zelf al een andere handtekening gezet. Vraag een collega om deze stap te doen.",
            )
        )
    return obstacles
