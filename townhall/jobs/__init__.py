"""Long work outside the request: asked for in a row, done by the job process, with progress."""

from townhall.jobs.registry import each_round as each_round
from townhall.jobs.registry import kind as kind
