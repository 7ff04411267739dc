"""The shape of what people type in procurement."""
