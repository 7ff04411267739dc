"""The shape of what people fill in about contracts and tracks."""
