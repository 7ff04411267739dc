"""What the clockwork does for contracts by itself, safe to run twice."""

from contracts.operations.following import tell_followers
from contracts.queries.following import news_for_followers
from townhall import clock
from townhall.database import db, transaction
from townhall.jobs import each_round


def register() -> None:
    """Let the clockwork know what it does for contracts."""
    each_round(mail_followers)


def mail_followers() -> int:
    """Tell followers what is new in their contracts; gives how many mails."""
    now = clock.now()
    is_news = bool(news_for_followers())
    db.session.rollback()  # looking takes no lock; writing begins afresh
    if not is_news:
        return 0
    with transaction():
        return tell_followers(now=now)
