"""Diff: what an update of a connector changes, and for whom."""
