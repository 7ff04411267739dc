"""What people do with mail that does not arrive."""

from datetime import datetime

from townhall.accounts.actor import Actor
from townhall.audit import trail
from townhall.mail.models import OutboxMail
from townhall.refusal import Obstacle, refuse_if


def set_mail_aside(mail: OutboxMail, reason: str, *, actor: Actor, now: datetime) -> None:
    """Say how the person was reached otherwise; the alert about this mail ends."""
    refuse_if(obstacles_to_setting_aside(mail, reason))
    mail.set_aside_at = now
    trail.record("mail.set_aside", mail, actor=actor, now=now, after={"email": mail.to}, reason=reason.strip())


def obstacles_to_setting_aside(mail: OutboxMail, reason: str) -> list[Obstacle]:
    """Why it cannot be set aside: it arrived, somebody did already, or nobody says how the person was reached."""
    found = []
    if mail.sent_at is not None and mail.returned_at is None:
        found.append(Obstacle("mail-arrived", "De mailserver heeft dit bericht aangenomen. Er is niets te doen."))
    if mail.set_aside_at is not None:
        found.append(Obstacle("mail-aside", "Dit bericht is al opzij gezet."))
    if len(reason.strip()) < 10:
        text = "Schrijf op hoe u de ontvanger anders hebt bereikt, in ten minste 10 tekens."
        found.append(Obstacle("mail-reason", text, "reason"))
    return found
