"""Who is away, until when, and who looks after his work."""
