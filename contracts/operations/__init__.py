"""What people do with contracts and tracks: refuse, change, record."""
