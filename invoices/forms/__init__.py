"""The forms of invoices: they check shape, the rules check meaning."""
