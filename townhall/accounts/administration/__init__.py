"""Letting people in: invitations, roles, and the links that are mailed to them."""
