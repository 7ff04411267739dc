"""Named questions about contracts and what happens under them."""
