"""Tests of the comparison of two connectors."""
