"""The Dutch words of what happens when a partner municipality leaves."""

from enum import Enum

from contracts.partners import TracksAfterLeaving, VolumeAfterLeaving

PARTNER_LABELS: tuple[dict[Enum, str], ...] = (
    {
        TracksAfterLeaving.RUN_ON: "De trajecten lopen door op kosten van de gemeente die stopt",
        TracksAfterLeaving.TAKEN_OVER: "De eigen gemeente neemt de trajecten over en betaalt wat daarna wordt bereikt",
    },
    {
        VolumeAfterLeaving.LAPSES: "Haar deel van het volume vervalt",
        VolumeAfterLeaving.TAKEN_OVER: "Haar deel van het volume gaat naar de eigen gemeente",
    },
)
