"""Files: their bytes by SHA-256 in a folder, their facts in the database, their door through the gate."""
