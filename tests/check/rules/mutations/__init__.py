"""Faults put into clean connectors, one at a time: which rule must speak, and at which line."""
