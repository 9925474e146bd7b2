"""Repeated shapes to named types."""
