"""What must not be forgotten, and who has to know."""
