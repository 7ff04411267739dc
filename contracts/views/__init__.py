"""The pages of contracts and tracks."""
