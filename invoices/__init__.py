"""From the earned milestone to the paid invoice."""
