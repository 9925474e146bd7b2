"""Findings: what they are, how they are worded, and how they are ordered."""
