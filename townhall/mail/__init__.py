"""Mail: a row in the outbox first, sent after the commit, tried again when it fails."""

from townhall.mail.outbox import add_mail as add_mail
