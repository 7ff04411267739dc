"""Who takes part: the municipality, its departments and partners, and the suppliers."""
