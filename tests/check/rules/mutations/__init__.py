"""Faults put into clean connectors, one at a time: the expected rule and line."""
