"""The trail: who did what, when, why; append-only and hash-chained."""
