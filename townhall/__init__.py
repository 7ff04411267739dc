"""What every department shares: accounts, organisations, audit, documents, money and dates."""
