"""The questions of invoices."""
