"""Sides: what OLD and NEW name, read into documents and places."""
