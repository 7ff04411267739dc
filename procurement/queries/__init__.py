"""Named questions to the tables of procurement."""
