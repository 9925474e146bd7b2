"""Rules about extension keys."""
