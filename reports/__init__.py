"""What the council and the public may see."""
