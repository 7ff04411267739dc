"""Framework contracts and what happens under them: options, rates, referrals, placements."""
