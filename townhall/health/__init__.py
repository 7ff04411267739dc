"""Whether the application could be reached, minute by minute."""
