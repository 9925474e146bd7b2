"""Comparing: walks matched pairs and asks the judges of each kind of change."""
