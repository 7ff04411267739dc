"""The page that shows how far a piece of work is."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from townhall.accounts.gate import allowed, current_actor
from townhall.database import db
from townhall.jobs.models import Job, JobState

pages = Blueprint("jobs", __name__, url_prefix="/opdrachten")


@pages.route("/<int:job_id>")
@allowed()
def show(job_id: int) -> ResponseReturnValue:
    """How far the work is that this person asked for; with the document when it is done."""
    job = db.session.get(Job, job_id)
    if job is None or job.requested_by_id != current_actor().account_id:
        abort(404)
    waiting = job.state in (JobState.WAITING, JobState.RUNNING)
    return render_template("jobs/show.html", job=job, waiting=waiting, failed=job.state == JobState.FAILED)
