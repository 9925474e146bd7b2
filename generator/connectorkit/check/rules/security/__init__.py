"""Rules about the address and about security definitions."""
