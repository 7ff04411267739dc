"""The form of the preview: five made-up clients, filled in by whoever looks."""

from collections.abc import Sequence
from datetime import date

from wtforms import FieldList, FormField
from wtforms import Form as PlainForm

from contracts.fee_examples import Example
from contracts.fee_histories import ClientHistory
from contracts.placement_kinds import BenefitEffect, ContractForm, WorkKind
from contracts.placements import PlacementFacts
from townhall.fields import ChoiceField, DayField, ExactField, TextField, YesNoField
from townhall.forms import Form

CLIENTS = 5


class JobForm(PlainForm):  # type: ignore[misc]
    """One job; without a first day there is none."""

    starts_on = DayField("Eerste werkdag", required=False)
    agreed_until = DayField("Afgesproken tot en met", required=False, hint="leeg: onbepaalde tijd")
    ended_on = DayField("Eerder gestopt op", required=False)
    hours = ExactField("Uren per week", required=False, least=1, most=60)
    kind = ChoiceField("Soort werk", choices=WorkKind, required=False, empty="Regulier werk")


class ClientForm(PlainForm):  # type: ignore[misc]
    """One made-up client."""

    name = TextField("Wat gebeurt er?", required=False, max=60)
    referred_on = DayField("Aangemeld", required=False)
    plan_on = DayField("Plan getekend", required=False)
    started_on = DayField("Gestart", required=False)
    ended_on = DayField("Traject eindigt", required=False)
    ended_in_work = YesNoField("Het traject eindigt met werk")
    able_hours = ExactField("Kan werken (uren per week)", required=False, least=1, most=60)
    benefit = ChoiceField("Uitkering", choices=BenefitEffect, required=False, empty="Gestopt")
    first_job = FormField(JobForm, label="Eerste baan")
    second_job = FormField(JobForm, label="Tweede baan")


class PreviewForm(Form):
    """Five clients and the day until which to reckon; a form that only asks."""

    class Meta:
        csrf = False

    until = DayField("Reken tot en met")
    clients = FieldList(
        FormField(ClientForm, label="Deelnemer"), label="Deelnemers", min_entries=CLIENTS, max_entries=CLIENTS
    )

    def examples(self) -> list[Example]:
        """The clients that were filled in: those with a day of referral."""
        return [
            Example(client.form.name.data or "Deelnemer", _history(client.form))
            for client in self.clients
            if client.form.referred_on.data is not None
        ]


def filled_with(examples: Sequence[Example], *, until: date) -> dict[str, object]:
    """These clients as the data of the form."""
    return {"until": until, "clients": [_filled(example) for example in examples]}


def _history(client: ClientForm) -> ClientHistory:
    return ClientHistory(
        referred_on=client.referred_on.data,
        plan_on=client.plan_on.data,
        started_on=client.started_on.data,
        ended_on=client.ended_on.data,
        ended_in_work=client.ended_in_work.data,
        able_hours=client.able_hours.data,
        benefit=client.benefit.data or BenefitEffect.ENDED,
        jobs=tuple(
            PlacementFacts(
                starts_on=job.starts_on.data,
                agreed_until=job.agreed_until.data,
                work_kind=job.kind.data or WorkKind.REGULAR,
                hours_per_week=job.hours.data,
                ended_on=job.ended_on.data,
                contract_form=ContractForm.PERMANENT if job.agreed_until.data is None else ContractForm.FIXED_TERM,
            )
            for job in (client.first_job.form, client.second_job.form)
            if job.starts_on.data is not None and job.hours.data is not None
        ),
    )


def _filled(example: Example) -> dict[str, object]:
    history = example.history
    jobs = [
        {
            "starts_on": job.starts_on,
            "agreed_until": job.agreed_until,
            "ended_on": job.ended_on,
            "hours": job.hours_per_week,
            "kind": None if job.work_kind is WorkKind.REGULAR else job.work_kind,
        }
        for job in history.jobs
    ]
    return {
        "name": example.name,
        "referred_on": history.referred_on,
        "plan_on": history.plan_on,
        "started_on": history.started_on,
        "ended_on": history.ended_on,
        "ended_in_work": history.ended_in_work,
        "able_hours": history.able_hours,
        "first_job": jobs[0] if jobs else {},
        "second_job": jobs[1] if len(jobs) > 1 else {},
    }
