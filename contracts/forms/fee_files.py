"""The form with which a schedule in the documented format is tried."""

from townhall.fields import LongTextField, UploadField
from townhall.forms import Form
from townhall.identifiers import holds_bsn
from townhall.refusal import Obstacle
from townhall.validators import BSN_FOUND

LONGEST_FILE = 200_000


class FeeFileForm(Form):
    """A schedule with a few clients in the documented format, typed or as a file."""

    text = LongTextField(
        "Regeling en deelnemers (JSON)",
        required=False,
        max=LONGEST_FILE,
        hint="De regeling staat onder “schedule”, de deelnemers onder “histories”.",
    )
    file = UploadField(
        "Of kies een bestand",
        kinds={"json"},
        required=False,
        max_bytes=LONGEST_FILE,
        hint="Een JSON-bestand in UTF-8, hooguit 200 kB. Het komt in de plaats van de tekst hierboven.",
    )

    def take_file(self) -> None:
        """Put what the file holds in the place of the text; what cannot be read or looks like a BSN is refused."""
        if not self.file.data:
            return
        try:
            text = self.file.data.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            self.refuse([Obstacle("file-unreadable", "Dit bestand is geen tekst in UTF-8.", "file")])
            return
        if holds_bsn(text):
            self.refuse([Obstacle("bsn-found", BSN_FOUND, "file")])
            return
        self.text.data = text
