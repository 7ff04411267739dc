"""What people do with invoices and payments. Nothing here commits."""
