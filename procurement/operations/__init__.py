"""The verbs of procurement: refuse, change, record."""
