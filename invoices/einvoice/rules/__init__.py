"""The official rules for e-invoices, each under its own id and grouped as the standards group them."""
