"""What can be done with organisations."""
