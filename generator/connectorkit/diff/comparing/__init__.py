"""Comparison of matched pairs by the judges of each kind of change."""
