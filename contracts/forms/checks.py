"""The forms of checks: what a test showed, and what is tested."""

from collections.abc import Sequence

from contracts.checks import Finding, Rhythm
from contracts.models.checks import ContractCheck
from contracts.operations.checks import WhatToTest
from townhall.accounts.models import Account
from townhall.fields import ChoiceField, DayField, LongTextField, RadioChoiceField, UploadField
from townhall.forms import Form


class FindingForm(Form):
    """What a test showed."""

    finding = RadioChoiceField("Uitkomst", choices=Finding)
    tested_on = DayField("Dag van de toets")
    notes = LongTextField(
        "Wat zag u?", required=False, max=4000, hint="Nodig als niet alles in orde is. Noem geen personen."
    )
    file = UploadField("Bewijs", kinds={"pdf", "docx", "xlsx"}, required=False)
    valid_until = DayField(
        "Bewijs geldig tot en met", required=False, hint="dd-mm-jjjj; leeg als het bewijs geen einddatum heeft"
    )
    again_on = DayField("Opnieuw toetsen op", required=False, hint="dd-mm-jjjj; nodig als het (deels) niet in orde is")


class CheckForm(Form):
    """What is tested, how, when and by whom."""

    subject = LongTextField("Wat wordt getoetst?", max=2000)
    how = LongTextField("Hoe wordt het getoetst?", required=False, max=2000)
    rhythm = ChoiceField("Hoe vaak?", choices=Rhythm)
    next_on = DayField("Eerstvolgende toets")
    tester = ChoiceField("Wie toetst?", required=False, empty="De contractmanagers samen")

    @classmethod
    def of(cls, check: ContractCheck) -> "CheckForm":
        """The form, filled with how it is tested now."""
        return cls(obj=check, record=check, data={"tester": str(check.tester_id or "")})

    def offer(self, people: Sequence[Account]) -> None:
        """Let these people be chosen."""
        self.tester.offer([(str(person.id), person.name) for person in people])

    def what(self, people: Sequence[Account]) -> WhatToTest:
        """What was filled in, as one value."""
        return WhatToTest(
            subject=self.subject.data,
            how=self.how.data or "",
            rhythm=self.rhythm.data,
            next_on=self.next_on.data,
            tester=next((person for person in people if str(person.id) == self.tester.data), None),
        )


class StopCheckForm(Form):
    """Testing it no more."""

    reason = LongTextField("Waarom wordt dit niet meer getoetst?", max=2000)
