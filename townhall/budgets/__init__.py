"""What may be spent, what is promised, and who may promise it."""
