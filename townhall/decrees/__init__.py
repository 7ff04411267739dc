"""Days that a royal decree puts on a par with a holiday: those the house knows, and those added since."""
