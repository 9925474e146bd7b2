"""Comparison of two versions of a connector: the changes, and whom they affect."""
