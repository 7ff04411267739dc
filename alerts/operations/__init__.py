"""What one can do with alerts."""
