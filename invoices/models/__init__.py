"""The tables of invoices. Every subject adds its own line here, so that all tables are known at start."""
