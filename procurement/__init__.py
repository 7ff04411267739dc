"""From the first estimate to the award: what a municipality does before it signs."""
