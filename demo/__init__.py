"""Haarlem's own case, told through the operations of the house, so that its trail is true."""
