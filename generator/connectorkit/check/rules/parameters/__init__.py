"""Rules about parameters and request bodies."""
