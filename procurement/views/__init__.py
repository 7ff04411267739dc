"""The pages of procurement."""
